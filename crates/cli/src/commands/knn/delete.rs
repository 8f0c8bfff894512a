//! `sehat knn delete`: a sealed set is gone.

use serde_json::json;

use super::find;
use crate::{answer::Answer, app::App, failure::Failure, listing::count};

/// Delete a sealed set of yours, for good
///
/// One that does not open any more is deleted by its id.
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat knn delete 'My masses'

As JSON: {\"deleted\": the id, \"title\": null for one that does not open}")]
pub(super) struct Args {
    /// The title of the set, or the first characters of its id
    set: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

/// Deletes it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut session = app.synced().await?.session;
    let set = find::doomed(&mut session, &args.set).await?;
    let called = match &set.title {
        Some(title) => format!("\"{title}\""),
        None => set.id.to_string(),
    };
    let question = match set.title {
        Some(_) => format!("Delete {called} with its {}?", count(set.samples, "sample")),
        None => format!("Delete {called}, which does not open?"),
    };
    if !app.confirm(&question, args.yes).await? {
        return Err(Failure::refused("nothing was deleted"));
    }
    session.remove_set(set.id).await?;
    Ok(Answer::new(
        format!("{called} is deleted."),
        json!({ "deleted": set.id.to_string(), "title": set.title }),
    ))
}
