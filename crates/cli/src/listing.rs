//! Lists for the terminal, and records as they stand in them.

use client::records::{RecordView, Visibility};
use serde_json::{Value, json};

use crate::moment;

/// The characters of a record's id that are shown; they can be typed back.
const SHORT: usize = 8;

/// Rows under a heading, each column as wide as it must be; the last one is left as it is.
pub(crate) fn table(heading: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        widest.max(heading[column].len())
    };
    let widths: Vec<usize> = (0..heading.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            line.push_str(cell);
            let missing = width.saturating_sub(cell.chars().count());
            line.extend(std::iter::repeat_n(' ', missing + 2));
        }
        line.trim_end().to_owned()
    };
    let mut lines = vec![line(heading.to_vec())];
    lines.extend(
        rows.iter()
            .map(|row| line(row.iter().map(String::as_str).collect())),
    );
    lines.join("\n")
}

/// A number of things: `1 record`, `3 records`.
pub(crate) fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// The id of a record as it is listed.
pub(crate) fn short_id(record: &RecordView) -> String {
    record.at.record.to_string().chars().take(SHORT).collect()
}

/// Records as a list for people: for their owner, or for a doctor.
pub(crate) fn records(records: &[RecordView], for_owner: bool) -> String {
    let rows: Vec<Vec<String>> = records
        .iter()
        .map(|record| {
            let title = match record.versions {
                0 | 1 => record.summary.title.clone(),
                n => format!(
                    "{} (version {} of {n})",
                    record.summary.title, record.at.version
                ),
            };
            vec![
                short_id(record),
                day_of(record),
                visibility(record.visibility, for_owner).to_owned(),
                record.author.clone(),
                title,
            ]
        })
        .collect();
    table(&["ID", "DATE", "SEEN BY", "WRITTEN BY", "WHAT"], &rows)
}

/// The day a record is about: as it says itself, otherwise when it was written.
pub(crate) fn day_of(record: &RecordView) -> String {
    match &record.summary.date {
        Some(date) => moment::day(date).to_owned(),
        None => moment::day_of(record.time),
    }
}

/// Who can see a record, in a word or two.
pub(crate) fn visibility(visibility: Visibility, for_owner: bool) -> &'static str {
    match (visibility, for_owner) {
        (Visibility::Private, true) => "you",
        (Visibility::Inbox, true) => "you (new)",
        (Visibility::Private | Visibility::Inbox, false) => "patient and you",
        (Visibility::Broadcast, _) => "the list",
        (Visibility::ShownToMe, _) => "shown to you",
    }
}

/// A record as JSON, without its resource.
pub(crate) fn record_json(record: &RecordView) -> Value {
    let kind = record
        .item
        .as_ref()
        .map(|item| item.resource.resource_type());
    json!({
        "id": record.at.record.to_string(),
        "version": record.at.version,
        "versions": record.versions,
        "type": kind,
        "kind": record.summary.kind,
        "title": record.summary.title,
        "detail": record.summary.detail,
        "date": record.summary.date,
        "author": record.author,
        "written": moment::for_programs(record.time),
        "visibility": match record.visibility {
            Visibility::Private => "private",
            Visibility::Inbox => "inbox",
            Visibility::Broadcast => "broadcast",
            Visibility::ShownToMe => "shown_to_me",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = vec![
            vec!["1".to_owned(), "long cell".to_owned()],
            vec!["1234".to_owned(), "आशा".to_owned()],
        ];
        assert_eq!(
            table(&["ID", "WHAT"], &rows),
            "ID    WHAT\n1     long cell\n1234  आशा"
        );
    }

    #[test]
    fn one_record_is_not_records() {
        assert_eq!(count(1, "record"), "1 record");
        assert_eq!(count(0, "record"), "0 records");
    }
}
