//! `sehat record`: records, one by one.

mod add;
mod correct;
mod entry;
mod list;
mod show;

use client::write::Sent;
use serde_json::json;
use wire::id::RecordId;

pub(super) use entry::Entry;

use crate::{answer::Answer, app::App, failure::Failure};

/// List, show, add and correct records
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat record list --type prescription
  sehat record show 1a2b3c4d
  sehat record add bp --systolic 128 --diastolic 82")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    List(list::Args),
    Show(show::Args),
    Add(add::Args),
    Correct(correct::Args),
}

/// Where a new record goes.
#[derive(clap::Args, Debug, Clone)]
pub(crate) struct Place {
    /// Into the record of this patient (doctors)
    #[arg(long = "for", value_name = "PATIENT")]
    pub patient: Option<String>,
    /// Show it at once to everyone on your list (patients)
    #[arg(long)]
    pub broadcast: bool,
}

/// Works on records.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    match args.command {
        Command::List(args) => list::run(app, args).await,
        Command::Show(args) => show::run(app, args).await,
        Command::Add(args) => add::run(app, args).await,
        Command::Correct(args) => correct::run(app, args).await,
    }
}

/// What became of a record that was written.
pub(super) fn written(what: &str, id: RecordId, sent: &Sent) -> Answer {
    let why = match sent {
        Sent::Now => None,
        Sent::Later(why) => Some(why),
    };
    let mut text = format!("{what}: record {}", &id.to_string()[..8]);
    if let Some(why) = why {
        text.push_str(&format!("\nNot sent yet: {why}. `sehat sync` sends it."));
    }
    let json = json!({ "id": id.to_string(), "sent": why.is_none(), "why_not_sent": why });
    Answer::new(text, json)
}
