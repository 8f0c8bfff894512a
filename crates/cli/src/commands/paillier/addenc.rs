//! `sehat paillier addenc`: two sealed numbers, added.

use std::path::PathBuf;

use super::number::{self, Output};
use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    keys::{self, KeyLengths, one_stream_at_most},
};

/// Add two encrypted numbers
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat paillier addenc public.json a.json b.json --output sum.json

The output is the same with --json.")]
pub(super) struct Args {
    /// The key; `-` is the input stream
    public: PathBuf,
    /// One sealed number; `-` is the input stream
    encrypted_a: PathBuf,
    /// The other; `-` is the input stream
    encrypted_b: PathBuf,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// Adds them.
pub(super) fn run(_: &App, args: Args) -> Result<Answer, Failure> {
    one_stream_at_most(&[&args.public, &args.encrypted_a, &args.encrypted_b])?;
    let key = keys::read_public(&args.public, args.lengths)?;
    let a = number::read(&key, &args.encrypted_a)?;
    let b = number::read(&key, &args.encrypted_b)?;
    let result = (&a + &b).map_err(|error| Failure::from(error).about(&args.encrypted_b))?;
    args.output.give_sealed(&result)
}
