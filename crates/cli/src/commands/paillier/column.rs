//! `sehat paillier column`: whole columns of a table.

mod decrypt;
mod encrypt;
mod mean;
mod result;
mod sum;
mod variance;

use crate::{answer::Answer, app::App, failure::Failure};

/// Seal a column of a table, and compute on it while sealed
///
/// Columns come from CSV, Parquet or Excel. All numbers of a column have one scale, which is public, as are the number
/// of rows and which of them are missing: empty cells, NaN, NA and null stay missing and are not counted.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier column encrypt public.json survey.csv --column sbp --output sbp.sealed
  sehat paillier column mean public.json sbp.sealed --output mean.sealed
  sehat paillier column decrypt private.json mean.sealed")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Encrypt(encrypt::Args),
    Sum(sum::Args),
    Mean(mean::Args),
    Variance(variance::Args),
    Decrypt(decrypt::Args),
}

/// Does what was asked.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    match args.command {
        Command::Encrypt(args) => encrypt::run(app, args).await,
        Command::Sum(args) => sum::run(app, args).await,
        Command::Mean(args) => mean::run(app, args).await,
        Command::Variance(args) => variance::run(app, args).await,
        Command::Decrypt(args) => decrypt::run(app, args).await,
    }
}
