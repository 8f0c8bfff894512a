//! `sehat knn delete`: a sealed set is gone.

use serde_json::json;

use super::find;
use crate::{answer::Answer, app::App, failure::Failure};

/// Delete a sealed set of yours, for good
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat knn delete 'My masses'

As JSON: {\"deleted\": the id, \"title\"}")]
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
    let set = find::set(&mut session, &args.set).await?;
    let (id, title, samples) = (set.item().id, set.title(), set.count());
    let question = format!("Delete \"{title}\" with its {samples} samples?");
    if !app.confirm(&question, args.yes).await? {
        return Err(Failure::refused("nothing was deleted"));
    }
    session.remove_set(id).await?;
    Ok(Answer::new(
        format!("\"{title}\" is deleted."),
        json!({ "deleted": id.to_string(), "title": title }),
    ))
}
