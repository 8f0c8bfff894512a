//! `sehat record correct`: a new version; the old one stays.

use std::path::PathBuf;

use record::Resource;

use super::{add::single, written};
use crate::{answer::Answer, app::App, failure::Failure, file};

/// Correct a record: a new version that goes to whom the old one went; the old one stays readable
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat record show 1a2b3c4d --raw > record.json
  sehat record correct 1a2b3c4d record.json

As JSON: {\"id\", \"sent\", \"why_not_sent\"}")]
pub(crate) struct Args {
    /// The record's id, or its first characters
    id: String,
    /// The corrected FHIR resource; `-` is the input stream
    file: PathBuf,
    /// In the record of this patient (doctors)
    #[arg(long = "for", value_name = "PATIENT")]
    patient: Option<String>,
}

/// Corrects the record.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let resource: Resource = single(&file::read_unpacked(&args.file)?, &args.file)?;
    let mut synced = app.synced_if_possible().await?;
    let vault = synced.vault(args.patient.as_deref())?;
    let id = synced.session.find_record(vault, &args.id)?;
    let sent = synced.session.correct(vault, id, &resource).await?;
    Ok(written("Corrected", id, &sent))
}
