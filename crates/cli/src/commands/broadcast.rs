//! `sehat broadcast`: shows records to everyone on the list.

use serde_json::json;

use crate::{answer::Answer, app::App, failure::Failure, listing::count, terms};

/// Show records to everyone on your list, all their versions and files with them (patients)
///
/// This cannot be undone for those who read them: what was read cannot be unread.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat broadcast 1a2b3c4d 5e6f7a8b
  sehat broadcast --all

--all leaves out what waits in the inbox and what you kept private there.

As JSON: {\"shown\": how many versions are visible that were not before, \"list\": how many people are on the list}")]
pub(crate) struct Args {
    /// The records' ids, or their first characters
    #[arg(value_name = "RECORD", required_unless_present = "all")]
    records: Vec<String>,
    /// Everything but what waits in the inbox or was kept private there
    #[arg(long, conflicts_with = "records")]
    all: bool,
}

/// Broadcasts.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut synced = app.synced().await?;
    let vault = synced.own_vault()?;
    let session = &mut synced.session;
    let shown = if args.all {
        session.broadcast_all().await?
    } else {
        let mut records = Vec::with_capacity(args.records.len());
        for id in &args.records {
            records.push(session.find_record(vault, id)?);
        }
        session.broadcast(&records).await?
    };
    let list = session.list_size(vault)?;
    let text = match (shown, list) {
        (0, _) => "Everyone on your list could see this already.".to_owned(),
        (_, 0) => format!(
            "{} will be seen by whom you let in; nobody is on your list yet.",
            count(shown, "record")
        ),
        (_, 1) => format!(
            "The one person on your list can see {} more. {}",
            count(shown, "record"),
            terms::CANNOT_UNREAD
        ),
        (_, n) => format!(
            "The {n} people on your list can see {} more. {}",
            count(shown, "record"),
            terms::CANNOT_UNREAD
        ),
    };
    Ok(Answer::new(text, json!({ "shown": shown, "list": list })))
}
