//! `sehat import`: files of health records, taken in without loss.

use std::path::PathBuf;

use client::{records::Imported, write::Sent};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{answer::Answer, app::App, failure::Failure, file, listing::count};

/// How many warnings of a file are shown to people.
const SHOWN: usize = 3;

/// Import FHIR R4 files: bundles, single resources, one resource a line; also packed with gzip
///
/// All files are read and checked before anything is sent; if one is not in order, nothing of any is
/// imported. As a patient you import into your own record, where only you see it until you broadcast.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat import asha.json
  sehat import *.json.gz --broadcast
  sehat import report.json --for 'Asha Verma'

As JSON: {\"files\": [{\"file\", \"records\", \"ids\": [], \"warnings\": [], \"sent\", \"why_not_sent\"}]}")]
pub(crate) struct Args {
    /// The files; `-` is the input stream
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Into the record of this patient (doctors)
    #[arg(long = "for", value_name = "PATIENT")]
    patient: Option<String>,
    /// Show it at once to everyone on your list (patients)
    #[arg(long)]
    broadcast: bool,
}

/// Imports the files.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut contents = Vec::with_capacity(args.files.len());
    for path in &args.files {
        let bytes = Zeroizing::new(file::read_unpacked(path)?);
        record::import(&bytes).map_err(|error| in_file(path.display(), error.into()))?;
        contents.push((path.display().to_string(), bytes));
    }
    let mut synced = app.synced_if_possible().await?;
    let vault = synced.vault(args.patient.as_deref())?;
    let mut results: Vec<(String, Imported)> = Vec::new();
    for (name, bytes) in contents {
        match synced.session.import(vault, &bytes, args.broadcast).await {
            Ok(imported) => results.push((name, imported)),
            Err(error) if results.is_empty() => return Err(in_file(&name, error.into())),
            Err(error) => {
                let done: Vec<&str> = results.iter().map(|(name, _)| name.as_str()).collect();
                return Err(in_file(&name, error.into()).advise(format!(
                    "These were imported before: {}. Repeat the others.",
                    done.join(", ")
                )));
            }
        }
    }
    let text: Vec<String> = results
        .iter()
        .map(|(name, imported)| sentence(name, imported))
        .collect();
    let json: Vec<Value> = results
        .iter()
        .map(|(name, imported)| to_json(name, imported))
        .collect();
    Ok(Answer::new(text.join("\n"), json!({ "files": json })))
}

fn in_file(name: impl std::fmt::Display, mut failure: Failure) -> Failure {
    failure.message = format!("{name}: {}", failure.message);
    failure
}

fn sentence(name: &str, imported: &Imported) -> String {
    let mut text = format!("{name}: {}", count(imported.records.len(), "record"));
    if let Sent::Later(why) = &imported.sent {
        text.push_str(&format!(", not sent yet: {why}. `sehat sync` sends them"));
    }
    for warning in imported.warnings.iter().take(SHOWN) {
        text.push_str(&format!("\n  note: {warning}"));
    }
    let more = imported.warnings.len().saturating_sub(SHOWN);
    if more > 0 {
        text.push_str(&format!(
            "\n  and {more} more such notes: --json shows them"
        ));
    }
    text
}

fn to_json(name: &str, imported: &Imported) -> Value {
    let why = match &imported.sent {
        Sent::Now => None,
        Sent::Later(why) => Some(why),
    };
    json!({
        "file": name,
        "records": imported.records.len(),
        "ids": imported.records.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "warnings": imported.warnings,
        "sent": why.is_none(),
        "why_not_sent": why,
    })
}
