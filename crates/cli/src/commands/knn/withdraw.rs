//! `sehat knn withdraw`: nobody can ask any more.

use serde_json::json;

use super::find;
use crate::{answer::Answer, app::App, failure::Failure};

/// Withdraw a classifier that you have published
///
/// Its card is taken off the server, and questions under way end.
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat knn withdraw wdbc

As JSON: {\"withdrawn\": the id, \"title\"}")]
pub(super) struct Args {
    /// Its title, or the first characters of its id
    classifier: String,
}

/// Withdraws it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut session = app.synced().await?.session;
    let listing = find::own(app, &mut session, &args.classifier).await?;
    let card = listing.card();
    session.withdraw_classifier(card.id).await?;
    Ok(Answer::new(
        format!(
            "\"{}\" is withdrawn: nobody can ask it any more.",
            card.title
        ),
        json!({ "withdrawn": card.id.to_string(), "title": card.title }),
    ))
}
