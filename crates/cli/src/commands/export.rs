//! `sehat export`: everything, to take along.

use std::path::PathBuf;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{answer::Answer, app::App, failure::Failure, file, listing::count};

/// Export everything you can read, as one FHIR R4 bundle, attached files included
///
/// The file is readable by you alone, and is written whole or not at all. It is not locked: keep it safe.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat export --out asha.json
  sehat export --for 'Asha Verma' --out - | jq '.entry | length'
  sehat export --for 'Asha Verma' --own --out mine.json

As JSON: {\"file\", \"resources\", \"size\"}")]
pub(crate) struct Args {
    /// Where to write it; `-` is the output stream
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The record of this patient (doctors)
    #[arg(long = "for", value_name = "PATIENT")]
    patient: Option<String>,
    /// Only this imported document, put together as it was: its shell's id as `--documents` of
    /// `sehat record list` shows it
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    /// What you wrote yourself for a patient who has taken your access back (doctors)
    #[arg(long, requires = "patient", conflicts_with = "document")]
    own: bool,
}

/// Exports.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut synced = app.synced_if_possible().await?;
    let (bytes, resources) = match (&args.patient, &args.document, args.own) {
        (Some(patient), _, true) => counted(&synced.session.kept_own(patient).await?),
        (patient, None, _) => {
            let vault = synced.vault(patient.as_deref())?;
            counted(&synced.session.export(vault).await?)
        }
        (patient, Some(document), _) => {
            let vault = synced.vault(patient.as_deref())?;
            let shell = synced.session.find_record(vault, document)?;
            let bytes = Zeroizing::new(synced.session.export_document(vault, shell).await?);
            let entries = serde_json::from_slice::<Value>(&bytes).ok();
            (bytes, entries.map_or(0, |bundle| entries_of(&bundle)))
        }
    };
    file::write(&args.out, &bytes, true)?;
    if file::is_stream(&args.out) {
        return Ok(Answer::nothing());
    }
    let name = args.out.display().to_string();
    let text = format!(
        "{name}: {}. It is not locked: keep it safe.",
        count(resources, "resource")
    );
    let json = json!({ "file": name, "resources": resources, "size": bytes.len() });
    Ok(Answer::new(text, json))
}

fn counted(bundle: &record::Resource) -> (Zeroizing<Vec<u8>>, usize) {
    (
        Zeroizing::new(bundle.to_json_bytes()),
        entries_of(bundle.as_value()),
    )
}

fn entries_of(bundle: &Value) -> usize {
    bundle
        .get("entry")
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}
