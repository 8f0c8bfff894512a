//! `sehat deny`: a patient says no to an invitation.

use serde_json::json;

use super::accept::doctor_json;
use crate::{answer::Answer, app::App, failure::Failure};

/// Say no to a doctor's invitation; the doctor is told, and learns nothing else
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat deny 'https://sehat.example/invite#AbC…'

As JSON: {\"denied\": true, \"doctor\": {\"name\", \"registration\", \"fingerprint\"}}")]
pub(crate) struct Args {
    /// The doctor's link; put it in quotes
    link: String,
}

/// Says no.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut synced = app.synced().await.map_err(|failure| match failure.code {
        "no_account" => failure.advise(
            "Without an account there is nothing to do: an invitation that nobody answers runs out by itself.",
        ),
        _ => failure,
    })?;
    let visit = synced.session.look(&args.link).await?;
    synced.session.deny(&visit).await?;
    Ok(Answer::new(
        format!(
            "{} is told that you said no, and nothing else.",
            visit.doctor.name
        ),
        json!({ "denied": true, "doctor": doctor_json(&visit) }),
    ))
}
