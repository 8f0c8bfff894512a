//! `sehat paillier column mean`: computed while sealed.

use std::path::PathBuf;

use super::result::{Asked, Results};
use crate::{answer::Answer, app::App, failure::Failure, keys::one_stream_at_most};

/// The mean of a sealed column
///
/// While sealed it is the sum and the number of values, which is public; the division is done by who opens it,
/// exactly and rounded once.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier column mean public.json sbp.sealed --output mean.sealed
  sehat paillier column mean public.json sbp.sealed --key private.json

As JSON: {\"count\", \"sum\", \"mean\"} with --key, otherwise {\"count\"}; \"file\" with --output")]
pub(super) struct Args {
    /// The public key
    public: PathBuf,
    /// The sealed column; `-` is the input stream
    column: PathBuf,
    #[command(flatten)]
    results: Results,
}

/// Computes it.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    one_stream_at_most(&[&args.public, &args.column])?;
    let columns = vec![args.column];
    args.results
        .give(app, &args.public, columns, Asked::Mean)
        .await
}
