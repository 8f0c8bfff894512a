//! `sehat attach`: a document, kept sealed beside its record.

use std::path::PathBuf;

use client::{ClientError, env::Env};
use record::{
    build::{self, Document},
    codes::DocumentType,
};
use zeroize::Zeroizing;

use super::record::{Entry, Place, written};
use crate::{answer::Answer, app::App, failure::Failure, file, media, moment};

/// Attach a PDF, a picture or a text, up to 25 MB
///
/// It becomes a record with its file. `sehat attachment` gives the file back.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat attach xray.png --title 'Chest X-ray'
  sehat attach report.pdf --for 'Asha Verma'

As JSON: {\"id\", \"content_type\", \"size\", \"sent\", \"why_not_sent\"}")]
pub(crate) struct Args {
    /// The file
    file: PathBuf,
    /// What to call it, if not by the file's name
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// Attaches the file.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let bytes = Zeroizing::new(file::read(&args.file)?);
    let content_type = media::content_type(&args.file, &bytes)?;
    let by_name = args
        .file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let title = args
        .title
        .or(by_name)
        .unwrap_or_else(|| "Document".to_owned());
    let mut synced = app.synced_if_possible().await?;
    let vault = synced.vault(args.place.patient.as_deref())?;
    let session = &mut synced.session;
    let date = moment::for_fhir(session.now());
    let entry = Entry::new(session, vault, date, &mut Env::system())?;
    let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let describe = |attachment_id: &str| {
        let document = Document {
            title: &title,
            kind: DocumentType::HealthDocument,
            content_type,
            size,
            attachment_id,
        };
        let resource = build::document_reference(&entry.context(), &document)?;
        entry.signed(resource).map_err(ClientError::from)
    };
    let (id, sent) = session
        .attach(vault, &bytes, args.place.broadcast, describe)
        .await?;
    let mut answer = written(&format!("Attached {title}"), id, &sent);
    answer.json["content_type"] = content_type.into();
    answer.json["size"] = size.into();
    Ok(answer)
}
