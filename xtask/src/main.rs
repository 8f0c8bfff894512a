//! The project's own commands: `cargo xtask demo`, `cargo xtask test` and their smaller parts.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal"
)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod demo;
mod metadata;
mod screenshots;
mod setup;
mod test;
mod tidy;
mod web;
mod workspace;

/// The project's own commands.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

/// One file a command: its arguments and a `run(Args)` live in the module of its name.
macro_rules! commands {
    ($($variant:ident => $module:ident),* $(,)?) => {
        #[derive(Subcommand)]
        enum Command { $($variant($module::Args),)* }

        impl Command {
            fn run(self) -> anyhow::Result<()> {
                match self { $(Self::$variant(args) => $module::run(&args),)* }
            }
        }
    };
}

commands! {
    Bench => bench,
    Demo => demo,
    Screenshots => screenshots,
    Setup => setup,
    Test => test,
    Tidy => tidy,
    Web => web,
}

fn main() -> ExitCode {
    match Xtask::parse().command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
