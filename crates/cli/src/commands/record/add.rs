//! `sehat record add`: a record from a file, or one of the usual ones from the command line.

mod form;

use std::path::{Path, PathBuf};

use client::env::Env;
use record::Resource;

use super::{Entry, Place, written};
use crate::{answer::Answer, app::App, failure::Failure, file, moment};

/// Add a record: any FHIR resource from a file, or one of the usual ones by its values
///
/// What a doctor adds waits for the patient's decision, unless the patient has said otherwise.
#[derive(clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "Examples:
  sehat record add observation.json
  sehat record add bp --systolic 128 --diastolic 82
  sehat record add prescription --for 'Asha Verma' --drug 'Amoxicillin 500 mg' \\
    --dose 1 --dose-unit tablet --times 3 --per day --days 5 --note 'after food'

As JSON: {\"id\", \"sent\", \"why_not_sent\"}"
)]
pub(crate) struct Args {
    /// A file with one FHIR resource; `-` is the input stream
    #[arg(required = true)]
    file: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    form: Option<form::Form>,
}

/// Adds the record.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let Some(form) = args.form else {
        let path = args
            .file
            .ok_or_else(|| Failure::usage("name a file, or a form such as bp"))?;
        let resource = single(&file::read_unpacked(&path)?, &path)?;
        let mut synced = app.synced_if_possible().await?;
        let vault = synced.vault(args.place.patient.as_deref())?;
        let (id, sent) = synced
            .session
            .add(vault, &resource, args.place.broadcast)
            .await?;
        return Ok(written(&record::summarise(&resource).title, id, &sent));
    };
    let mut synced = app.synced_if_possible().await?;
    let common = form.common();
    let vault = synced.vault(common.place.patient.as_deref())?;
    let session = &mut synced.session;
    let date = match &common.date {
        Some(date) => date.clone(),
        None => moment::for_fhir(session.now()),
    };
    let entry = Entry::new(session, vault, date, &mut Env::system())?;
    let resource = entry.signed(form.build(&entry.context()).map_err(form::as_usage)?)?;
    let (id, sent) = session
        .add(vault, &resource, common.place.broadcast)
        .await?;
    Ok(written(&record::summarise(&resource).title, id, &sent))
}

/// The one resource of a file.
pub(super) fn single(bytes: &[u8], path: &Path) -> Result<Resource, Failure> {
    let resource = Resource::parse(bytes).map_err(|error| {
        let mut failure = Failure::from(error);
        failure.message = format!("{}: {}", path.display(), failure.message);
        failure
    })?;
    match resource.resource_type() {
        "Bundle" => Err(
            Failure::file(format!("{} is a whole bundle", path.display()))
                .advise("`sehat import` takes bundles; this takes one resource."),
        ),
        _ => Ok(resource),
    }
}
