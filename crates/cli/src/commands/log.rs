//! `sehat log`: who did what, when.

use client::{ClientError, VaultError};
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    app::App,
    chronicle,
    failure::{Failure, Kind},
    listing::count,
};

/// Tell what happened in a record: who was let in, who added, who read
///
/// The server can hide the latest changes from you, but cannot alter one: two people who compare their
/// state (--head, --compare) notice when they are shown different histories.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat log
  sehat log --for 'Asha Verma' --verify
  sehat log --head
  sehat log --compare CODE

As JSON: {\"events\": [{\"entry\", \"time\", \"who\", \"what\": \"opened|let_in|left|renewed|added|broadcast|kept|
new_device|read\", \"text\", and as it applies \"name\", \"history\", \"visit\", \"how\", \"records\", \"broadcast\"}],
\"verified\"}; with --head {\"code\"}; with --compare {\"same_up_to\", \"vault\"}")]
pub(crate) struct Args {
    /// The record of this patient (doctors)
    #[arg(long = "for", value_name = "PATIENT")]
    patient: Option<String>,
    /// Check every change again, from the first on
    #[arg(long)]
    verify: bool,
    /// Print a code of what you were shown, for somebody else to compare
    #[arg(long, conflicts_with_all = ["verify", "compare"])]
    head: bool,
    /// Compare with somebody else's code
    #[arg(long, value_name = "CODE", conflicts_with = "verify")]
    compare: Option<String>,
}

/// Tells, verifies or compares.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    let mut synced = app.synced_if_possible().await?;
    if let Some(code) = &args.compare {
        let (vault, seq) = synced.session.compare(code).await.map_err(differs)?;
        return Ok(Answer::new(
            format!("You were both shown the same, up to change {seq}."),
            json!({ "same_up_to": seq, "vault": vault.to_string() }),
        ));
    }
    let vault = synced.vault(args.patient.as_deref())?;
    let session = &mut synced.session;
    if args.head {
        let code = session.checkpoint(vault)?;
        return Ok(Answer::new(
            format!("{code}\n\nThe other runs `sehat log --compare` with this code."),
            json!({ "code": code }),
        ));
    }
    let verified = match args.verify {
        true => Some(session.verify(vault).await?),
        false => None,
    };
    let events = session.history(vault)?;
    let me = session.identity().profile.name.clone();
    let mut text: Vec<String> = events
        .iter()
        .map(|event| chronicle::line(event, &me))
        .collect();
    if let Some(number) = verified {
        text.push(format!(
            "\nChecked: {}, each signed by who made it, none altered or left out.",
            count(number, "change")
        ));
    }
    let events: Vec<Value> = events
        .iter()
        .map(|event| chronicle::json(event, &me))
        .collect();
    Ok(Answer::new(
        text.join("\n"),
        json!({ "events": events, "verified": verified }),
    ))
}

/// Logs that differ are the server's doing; other refusals are not.
fn differs(error: ClientError) -> Failure {
    match error {
        ClientError::Vault(VaultError::NotPossible(why)) if why.contains("differ") => {
            Failure::new(Kind::Cheating, "forked", why)
        }
        other => other.into(),
    }
}
