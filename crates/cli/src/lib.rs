//! The command line `sehat`: one file a command below `commands`, each a few calls of the client.
//!
//! A command gives an `Answer`, which is printed in plain words or, with `--json`, as one
//! JSON document. What goes wrong is a `Failure` with its exit code.

mod answer;
mod app;
mod args;
mod chronicle;
mod commands;
mod confusion;
mod failure;
mod fields;
mod file;
mod keys;
mod kit_sheet;
mod labelled;
mod listing;
mod media;
mod moment;
mod pressures;
mod progress;
mod prompt;
mod python;
mod sealed_column;
mod split;
mod table;
mod terms;
mod ways;
mod work;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use crate::{app::App, args::Cli, failure::Failure};

/// Runs `sehat` with these arguments, the program's name first, and says how it ended.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(error) => return failure::report_usage(&error, &args),
    };
    let app = App::new(cli.globals);
    let outcome = match app::runtime() {
        Ok(runtime) => {
            let outcome = runtime.block_on(app::until_interrupted(&app, cli.command.run(&app)));
            // A prompt may still wait for a line that will never come.
            runtime.shutdown_background();
            outcome
        }
        Err(error) => Err(Failure::other(format!(
            "this machine gives no timer: {error}"
        ))),
    };
    match outcome.and_then(|answer| app.show(&answer)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(app.json()),
    }
}
