//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser};

use crate::{commands::Command, failure::EXIT_CODES};

/// A health record that belongs to the patient.
///
/// Everything is locked on this machine before it leaves it: the server keeps what it cannot read, and
/// only those open it whom the patient has let in.
#[derive(Parser)]
#[command(name = "sehat", version, after_long_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub globals: Globals,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Args, Debug, Clone, Default)]
#[command(next_help_heading = "For every command")]
pub(crate) struct Globals {
    /// Where your account lives on this machine, one folder a person; `sehat` in your data folder,
    /// such as ~/.local/share/sehat, if not said
    #[arg(long, global = true, value_name = "DIR", env = "SEHAT_HOME")]
    pub home: Option<PathBuf>,
    /// The server's address, where there is no account yet
    #[arg(long, global = true, value_name = "URL", env = "SEHAT_SERVER")]
    pub server: Option<String>,
    /// Print one JSON document, and errors as JSON too
    #[arg(long, global = true)]
    pub json: bool,
    /// Say only what was asked for
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Do not ask the server first; go by what this device knows
    #[arg(long, global = true)]
    pub offline: bool,
    /// Read the password from the first line of a file; `-` is the input stream
    #[arg(long, global = true, value_name = "FILE", env = "SEHAT_PASSWORD_FILE")]
    pub password_file: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn each(command: &clap::Command, path: &str, check: &mut dyn FnMut(&clap::Command, &str)) {
        for sub in command.get_subcommands() {
            let path = format!("{path} {}", sub.get_name());
            check(sub, &path);
            each(sub, &path, check);
        }
    }

    #[test]
    fn the_command_line_is_in_order() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_says_what_it_does_and_shows_an_example() {
        let mut seen = 0;
        each(&Cli::command(), "sehat", &mut |command, path| {
            if command.get_name() == "help" {
                return;
            }
            seen += 1;
            assert!(
                command.get_about().is_some(),
                "{path} does not say what it does"
            );
            let help = command.clone().render_long_help().to_string();
            assert!(help.contains("Example"), "{path} has no example");
            assert!(
                help.contains(&format!("  {path}")),
                "the example of {path} is another command's"
            );
        });
        assert!(seen > 30);
    }

    #[test]
    fn no_password_is_an_argument() {
        each(&Cli::command(), "sehat", &mut |command, path| {
            let mut args = command.get_arguments();
            assert!(args.all(|arg| arg.get_long() != Some("password")), "{path}");
        });
    }
}
