//! `sehat signout`: takes the key away.

use serde_json::json;

use crate::{answer::Answer, app::App, failure::Failure};

/// Sign out: what is kept on this machine stays, locked, until you sign in again
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat signout

As JSON: {\"signed_in\": false}")]
pub(crate) struct Args {}

/// Signs out.
pub(crate) async fn run(app: &App, _: Args) -> Result<Answer, Failure> {
    app.home().await?.sign_out().await?;
    Ok(Answer::new("Signed out.", json!({ "signed_in": false })))
}
