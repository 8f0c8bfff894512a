//! `sehat completions`: for the shell.

use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::json;

use crate::{answer::Answer, app::App, args::Cli, failure::Failure};

/// Print what your shell needs to complete commands
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat completions bash > ~/.local/share/bash-completion/completions/sehat

As JSON: {\"shell\", \"script\"}")]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub(crate) async fn run(_: &App, args: Args) -> Result<Answer, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "sehat", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    let json = json!({ "shell": args.shell.to_string(), "script": script });
    Ok(Answer::new(script, json))
}
