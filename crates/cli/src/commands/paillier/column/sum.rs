//! `sehat paillier column sum`: computed while sealed.

use std::path::PathBuf;

use super::result::{Asked, Results};
use crate::{answer::Answer, app::App, failure::Failure, keys::one_stream_at_most};

/// The sum of a sealed column
///
/// It is computed with the public key alone, and comes out sealed.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier column sum public.json sbp.sealed --output sum.sealed
  sehat paillier column sum public.json sbp.sealed --key private.json

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
        .give(app, &args.public, columns, Asked::Sum)
        .await
}
