//! `sehat inbox`: what doctors have added, and what becomes of it.

use serde_json::{Value, json};

use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    listing::{self, count},
};

/// See what your doctors have added, and decide who else sees it (patients)
///
/// Until you decide, only you and who wrote it can see it.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat inbox
  sehat inbox admit 1a2b3c4d --broadcast
  sehat inbox admit 5e6f7a8b --private

As JSON: {\"records\": [as in `sehat record list`]}")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Decide: show it to everyone on your list, or keep it to yourself
    #[command(after_long_help = "Examples:
  sehat inbox admit 1a2b3c4d 5e6f7a8b --broadcast
  sehat inbox admit 9c0d1e2f --private

As JSON: {\"admitted\": [ids], \"broadcast\"}")]
    Admit {
        /// The records' ids, or their first characters
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        #[command(flatten)]
        decision: Decision,
    },
}

/// One of the two must be said.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Decision {
    /// Everyone on your list sees it
    #[arg(long)]
    broadcast: bool,
    /// Nobody else sees it
    #[arg(long)]
    private: bool,
}

/// Lists or decides.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    match args.command {
        None => list(app).await,
        Some(Command::Admit { ids, decision }) => admit(app, &ids, decision.broadcast).await,
    }
}

async fn list(app: &App) -> Result<Answer, Failure> {
    let mut synced = app.synced_if_possible().await?;
    synced.own_vault()?;
    let waiting = synced.session.inbox().await?;
    let text = if waiting.is_empty() {
        "Nothing waits for you.".to_owned()
    } else {
        format!(
            "{}\n\nDecide with `sehat inbox admit ID --broadcast` or `--private`.",
            listing::records(&waiting, true)
        )
    };
    let records: Vec<Value> = waiting.iter().map(listing::record_json).collect();
    Ok(Answer::new(text, json!({ "records": records })))
}

async fn admit(app: &App, ids: &[String], broadcast: bool) -> Result<Answer, Failure> {
    let mut synced = app.synced().await?;
    let vault = synced.own_vault()?;
    let session = &mut synced.session;
    let mut records = Vec::with_capacity(ids.len());
    for id in ids {
        records.push(session.find_record(vault, id)?);
    }
    session.admit(&records, broadcast).await?;
    let what = count(records.len(), "record");
    let text = if broadcast {
        format!("Everyone on your list can see {what} now.")
    } else {
        format!("Kept between you and who wrote it: {what}.")
    };
    let admitted: Vec<String> = records.iter().map(ToString::to_string).collect();
    Ok(Answer::new(
        text,
        json!({ "admitted": admitted, "broadcast": broadcast }),
    ))
}
