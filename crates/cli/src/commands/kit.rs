//! `sehat kit`: the recovery kit, shown and checked.

use std::path::PathBuf;

use client::{ClientError, VaultError};
use serde_json::json;

use crate::{
    answer::Answer,
    app::App,
    failure::{Failure, Kind},
    file, kit_sheet,
};

/// Show the recovery kit, or check that it is on paper
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat kit show --out kit.html
  sehat kit check")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Show the kit: the account secret, and the words while they are on this device
    #[command(after_long_help = "Examples:
  sehat kit show
  sehat kit show --out kit.html

As JSON: {\"name\", \"fingerprint\", \"server\", \"account_secret\", \"words\": [24 words] or null}")]
    Show {
        /// Write it to a new file: a page to print if it ends in .html, otherwise text
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Check that you have the words on paper, and take them off this device
    ///
    /// Type them from the paper. If they are right, they are removed from this machine: from then on
    /// nobody can read them here.
    #[command(after_long_help = "Examples:
  sehat kit check
  sehat kit check --words-file words.txt

As JSON: {\"kit_checked\": true}")]
    Check {
        /// Read the words from a file; `-` is the input stream
        #[arg(long, value_name = "FILE")]
        words_file: Option<PathBuf>,
    },
}

/// Shows or checks the kit.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    match args.command {
        Command::Show { out } => {
            let kit = app.session().await?.kit();
            let Some(path) = out else {
                let mut text = kit_sheet::text(&kit).to_string();
                if kit.words.is_none() {
                    text.push_str("\nThe words were checked to be on paper, and are no longer on this device.");
                }
                return Ok(Answer::new(text, kit_sheet::json(&kit)));
            };
            file::must_be_free(&path)?;
            kit_sheet::write(&kit, &path)?;
            let text = format!(
                "The kit is in {}: print it, then delete the file.",
                path.display()
            );
            Ok(Answer::new(text, kit_sheet::json(&kit)))
        }
        Command::Check { words_file } => {
            let mut session = app.synced().await?.session;
            let words = app.words(words_file.as_deref()).await?;
            session.check_kit(&words).await.map_err(wrong_words)?;
            Ok(Answer::new(
                "These are the words of your kit. They were taken off this device: keep the paper safe.",
                json!({ "kit_checked": true }),
            ))
        }
    }
}

fn wrong_words(error: ClientError) -> Failure {
    match error {
        ClientError::Vault(VaultError::Kit(message)) => {
            Failure::new(Kind::WrongSecret, "wrong_kit", message)
        }
        other => other.into(),
    }
}
