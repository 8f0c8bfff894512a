//! `sehat paillier column variance`: computed while sealed, from the numbers and their squares.

use std::path::PathBuf;

use super::result::{Asked, Results};
use crate::{answer::Answer, app::App, failure::Failure, keys::one_stream_at_most};

/// The sample variance of a sealed column
///
/// Paillier adds, and multiplies no two sealed numbers: the squares must have been sealed beside the numbers, with
/// `--squares` of `column encrypt`. While sealed the result is two sums and the number of values; who opens it sees the
/// sum, the mean and the variance.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier column variance public.json sbp.sealed sbp2.sealed --output variance.sealed
  sehat paillier column variance public.json sbp.sealed sbp2.sealed --key private.json

As JSON: {\"count\", \"sum\", \"mean\", \"variance\", \"deviation\"} with --key, otherwise {\"count\"};
\"file\" with --output")]
pub(super) struct Args {
    /// The public key
    public: PathBuf,
    /// The sealed column
    column: PathBuf,
    /// Its sealed squares
    squares: PathBuf,
    #[command(flatten)]
    results: Results,
}

/// Computes it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    one_stream_at_most(&[&args.public, &args.column, &args.squares])?;
    let columns = vec![args.column, args.squares];
    args.results
        .give(app, &args.public, columns, Asked::Variance)
        .await
}
