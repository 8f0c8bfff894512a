//! `sehat dataset`: a table sealed as a whole, and statistics over it while sealed.

mod decrypt;
mod encrypt;
mod stats;

use crate::{answer::Answer, app::App, failure::Failure};

/// Seal a data set as Excel or Parquet, and compute on it while sealed
///
/// Every cell of a column of numbers becomes a ciphertext of its own. Public are the names of the columns, the number of
/// rows, which cells are missing, and how many decimals each column keeps.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat dataset encrypt public.json wdbc.csv --clear target --output wdbc.xlsx
  sehat dataset stats public.json wdbc.xlsx --key private.json
  sehat dataset decrypt private.json wdbc.xlsx --output wdbc-again.csv")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Encrypt(encrypt::Args),
    Stats(stats::Args),
    Decrypt(decrypt::Args),
}

/// Does what was asked.
pub(crate) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    match args.command {
        Command::Encrypt(args) => encrypt::run(app, args).await,
        Command::Stats(args) => stats::run(app, args).await,
        Command::Decrypt(args) => decrypt::run(app, args).await,
    }
}
