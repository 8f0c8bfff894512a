//! `sehat record show`: one record, in plain words or as it is.

use client::records::{RecordView, Visibility};
use serde_json::{Value, json};
use wire::{
    id::VaultId,
    vault::{Compartment, VersionRef},
};

use crate::{
    answer::Answer,
    app::{App, Signed},
    failure::Failure,
    fields, listing, moment,
};

/// Show one record: what it says, its versions, who can see it
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat record show 1a2b3c4d
  sehat record show 1a2b3c4d --version 1
  sehat record show 1a2b3c4d --raw > record.json

As JSON: as in `sehat record list`, with \"fields\": [{\"label\", \"value\"}], \"resource\", \"all_versions\":
[{\"version\", \"author\", \"written\"}], \"seen_by\": [names]; with --raw the FHIR resource alone")]
pub(crate) struct Args {
    /// The record's id, or its first characters
    id: String,
    /// This version instead of the newest
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    /// Print the FHIR resource as it is
    #[arg(long)]
    raw: bool,
    /// In the record of this patient (doctors)
    #[arg(long = "for", value_name = "PATIENT")]
    patient: Option<String>,
}

/// Shows the record.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut synced = app.synced_if_possible().await?;
    let vault = synced.vault(args.patient.as_deref())?;
    let session = &mut synced.session;
    let id = session.find_record(vault, &args.id)?;
    let record = session.record(vault, id, args.version).await?;
    let resource = record.item.as_ref().map(|item| item.resource.as_value());
    if args.raw {
        let raw = resource.cloned().unwrap_or(Value::Null);
        let text = serde_json::to_string_pretty(&raw).unwrap_or_else(|_| raw.to_string());
        return Ok(Answer::new(text, raw));
    }
    let fields = record
        .item
        .as_ref()
        .map(|item| fields::of(&item.resource))
        .unwrap_or_default();
    let versions = versions(session, vault, &record);
    let seen_by = seen_by(session, vault, &record)?;
    let mut json = listing::record_json(&record);
    json["fields"] = fields
        .iter()
        .map(|(label, value)| json!({ "label": label, "value": value }))
        .collect();
    json["resource"] = resource.cloned().unwrap_or(Value::Null);
    json["all_versions"] = versions
        .iter()
        .map(|(version, author, time)| {
            json!({ "version": version, "author": author, "written": moment::for_programs(*time) })
        })
        .collect();
    json["seen_by"] = json!(seen_by);

    let mut lines = vec![record.summary.title.clone(), String::new()];
    let mut add = |label: &str, value: &str| lines.push(format!("{label:<14} {value}"));
    for (label, value) in &fields {
        add(label, value);
    }
    if let Some(date) = &record.summary.date {
        add("Date", date);
    }
    add("Seen by", &seen_by.join(", "));
    for (version, author, time) in versions.iter().rev() {
        let shown = if *version == record.at.version {
            " (shown)"
        } else {
            ""
        };
        let text = format!(
            "{version}, by {author}, {}{shown}",
            moment::for_people(*time)
        );
        add("Version", &text);
    }
    add("Id", &record.at.record.to_string());
    Ok(Answer::new(lines.join("\n"), json))
}

/// The versions known here: number, author, when. Of a record shown by itself, the one that was shown.
fn versions(session: &Signed, vault: VaultId, record: &RecordView) -> Vec<(u32, String, u64)> {
    let view = session.views().get(&vault);
    let known = view.and_then(|view| view.ledger.records().get(&record.at.record));
    let Some(known) = known else {
        return vec![(record.at.version, record.author.clone(), record.time)];
    };
    let name = |author| session.name_in(vault, author);
    known
        .iter()
        .map(|version| {
            let number = version.header.version;
            (number, name(&version.author), version.time)
        })
        .collect()
}

/// Who can see this version. A doctor knows of himself, the patient and how many are on the list.
fn seen_by(session: &Signed, vault: VaultId, record: &RecordView) -> Result<Vec<String>, Failure> {
    let me = session.identity().person;
    if !session.owns(vault) {
        let mut names = vec![session.vault_name(vault), "you".to_owned()];
        if record.visibility == Visibility::Broadcast {
            let others = session.list_size(vault)?.saturating_sub(1);
            names.push(match others {
                0 => return Ok(names),
                1 => "1 other on the list".to_owned(),
                n => format!("{n} others on the list"),
            });
        }
        return Ok(names);
    }
    let ledger = &session.view(vault)?.ledger;
    let mut names = vec!["you".to_owned()];
    let at: VersionRef = record.at;
    let Ok(version) = ledger.version(at) else {
        return Ok(names);
    };
    if version.author != me {
        names.push(format!(
            "{} (who wrote it)",
            session.name_in(vault, &version.author)
        ));
    }
    let shown_at: Vec<u64> = match version.audience.compartment() {
        Some(Compartment::Shared) => vec![version.entry],
        _ => version
            .shown
            .iter()
            .filter(|wrap| wrap.target.compartment == Compartment::Shared)
            .map(|wrap| wrap.entry)
            .collect(),
    };
    for member in ledger.state().members_of(Compartment::Shared) {
        let sees = shown_at
            .iter()
            .any(|entry| member.history || *entry > member.since);
        if sees && member.person != version.author {
            names.push(session.name_in(vault, &member.person));
        }
    }
    for showing in session.showings()? {
        if showing.at == at && showing.taken_back.is_none() && !names.contains(&showing.name) {
            names.push(format!("{} (shown alone)", showing.name));
        }
    }
    Ok(names)
}
