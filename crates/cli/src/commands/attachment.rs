//! `sehat attachment`: the file of a document, given back.

use std::path::PathBuf;

use record::view::DocumentReference;
use serde_json::json;
use wire::id::RecordId;

use crate::{
    answer::Answer,
    app::App,
    failure::{Failure, Kind},
    file,
};

/// Give back the file of a document
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat attachment 1a2b3c4d --out xray.png

As JSON: {\"file\", \"content_type\", \"size\"}")]
pub(crate) struct Args {
    /// The document's id, or its first characters, as `sehat record list` shows it
    id: String,
    /// Where to write it; `-` is the output stream
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
    /// In the record of this patient (doctors)
    #[arg(long = "for", value_name = "PATIENT")]
    patient: Option<String>,
}

/// Fetches, verifies and writes the file.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    if !args.force {
        file::must_be_free(&args.out)?;
    }
    let mut synced = app.synced_if_possible().await?;
    let vault = synced.vault(args.patient.as_deref())?;
    let session = &mut synced.session;
    let record = session.find_record(vault, &args.id)?;
    let view = session.record(vault, record, None).await?;
    let document = view
        .item
        .and_then(|item| DocumentReference::of(&item.resource));
    let attachment = document
        .into_iter()
        .flat_map(|document| document.attachments)
        .find_map(|attachment| {
            let id: RecordId = attachment.sealed_id()?.parse().ok()?;
            Some((id, attachment.content_type))
        });
    let (id, content_type) = attachment.ok_or_else(|| {
        Failure::new(
            Kind::NotFound,
            "not_found",
            format!("record {} has no file", args.id),
        )
        .advise("`sehat record list --type document` shows those that have one.")
    })?;
    let bytes = session.attachment(vault, id).await?;
    file::write(&args.out, &bytes, args.force)?;
    if file::is_stream(&args.out) {
        return Ok(Answer::nothing());
    }
    let name = args.out.display().to_string();
    let text = format!("{name}: {} bytes", bytes.len());
    let json = json!({ "file": name, "content_type": content_type, "size": bytes.len() });
    Ok(Answer::new(text, json))
}
