//! `sehat record list`: what there is.

use client::records::RecordView;
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    listing::{self, count},
    moment::{self, parse_date},
};

/// List the records you can read, each in its newest version
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat record list
  sehat record list --for 'Asha Verma' --type condition
  sehat record list --search amoxicillin --since 2024-01

As JSON: {\"records\": [{\"id\", \"version\", \"versions\", \"type\", \"kind\", \"title\", \"detail\", \"date\", \"author\",
\"written\", \"visibility\": \"private|inbox|broadcast\"}], \"unreadable\": [{\"id\", \"version\", \"why\"}]};
with --documents {\"documents\": [{\"id\", \"resources\"}]}")]
pub(crate) struct Args {
    /// Of this patient (doctors)
    #[arg(long = "for", value_name = "PATIENT")]
    patient: Option<String>,
    /// Only of a kind: a FHIR type such as Observation, or a word such as prescription
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Only those with this text in them
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only those of this date or later
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    since: Option<String>,
    /// The imported documents instead, which `sehat export --document` puts together again
    #[arg(long, conflicts_with_all = ["kind", "search", "since"])]
    documents: bool,
}

/// Lists.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut synced = app.synced_if_possible().await?;
    let vault = synced.vault(args.patient.as_deref())?;
    if args.documents {
        return Ok(documents(&synced.session.documents(vault)?));
    }
    let for_owner = synced.session.owns(vault);
    let (records, unreadable) = synced.session.records(vault).await?;
    let total = records.len();
    let shown: Vec<RecordView> = records
        .into_iter()
        .filter(|record| args.wants(record))
        .collect();
    for (at, error) in &unreadable {
        app.note(&format!("record {} cannot be read: {error}", at.record));
    }
    let text = match (shown.len(), total) {
        (0, 0) if !for_owner => "There is nothing here yet that you can read.".to_owned(),
        (0, 0) => "There are no records yet: `sehat import FILE` or `sehat record add`.".to_owned(),
        (0, total) => format!("None of {} fits.", count(total, "record")),
        (shown_count, _) if shown_count == total => listing::records(&shown, for_owner),
        (shown_count, total) => {
            format!(
                "{}\n\n{shown_count} of {total} records",
                listing::records(&shown, for_owner)
            )
        }
    };
    let records: Vec<Value> = shown.iter().map(listing::record_json).collect();
    let unreadable: Vec<Value> = unreadable
        .iter()
        .map(|(at, error)| {
            json!({ "id": at.record.to_string(), "version": at.version, "why": error.to_string() })
        })
        .collect();
    Ok(Answer::new(
        text,
        json!({ "records": records, "unreadable": unreadable }),
    ))
}

impl Args {
    fn wants(&self, record: &RecordView) -> bool {
        let summary = &record.summary;
        let resource = record.item.as_ref().map(|item| &item.resource);
        let kind = self.kind.as_deref().is_none_or(|kind| {
            kind.eq_ignore_ascii_case(&summary.kind)
                || resource.is_some_and(|r| r.resource_type().eq_ignore_ascii_case(kind))
        });
        let search = self.search.as_deref().is_none_or(|text| {
            let text = text.to_lowercase();
            let has = |place: &str| place.to_lowercase().contains(&text);
            has(&summary.title)
                || summary.detail.as_deref().is_some_and(has)
                || resource.is_some_and(|r| has(&r.as_value().to_string()))
        });
        let since = self
            .since
            .as_deref()
            .is_none_or(|since| is_since(since, &listing::day_of(record)));
        kind && search && since
    }
}

/// Whether a day, perhaps a month or a year alone, is not before another.
fn is_since(since: &str, day: &str) -> bool {
    let since = moment::day(since);
    // What is known to the month or the year alone is compared that far.
    let common = since.len().min(day.len());
    day.get(..common) >= since.get(..common)
}

fn documents(documents: &[(wire::id::RecordId, usize)]) -> Answer {
    let text = match documents {
        [] => "There are no imported documents.".to_owned(),
        _ => {
            let rows: Vec<Vec<String>> = documents
                .iter()
                .map(|(id, resources)| vec![id.to_string()[..8].to_owned(), resources.to_string()])
                .collect();
            listing::table(&["ID", "RESOURCES"], &rows)
        }
    };
    let documents: Vec<Value> = documents
        .iter()
        .map(|(id, resources)| json!({ "id": id.to_string(), "resources": resources }))
        .collect();
    Answer::new(text, json!({ "documents": documents }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_compared_as_far_as_they_are_known() {
        for (since, day, fits) in [
            ("2024-05-31", "2024-05-31", true),
            ("2024-05-31", "2024-05-30", false),
            ("2024-05", "2024-05-01", true),
            ("2024-05-31", "2024", true),
            ("2024", "2023-12-31", false),
            ("2024-05-31T10:00:00Z", "2024-06-01", true),
        ] {
            assert_eq!(is_since(since, day), fits, "{since} {day}");
        }
    }
}
