//! `sehat paillier add`: a plain number added to a sealed one.

use std::path::PathBuf;

use super::number::{self, Output};
use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    keys::{self, KeyLengths, one_stream_at_most},
};

/// Add a plain number to an encrypted one
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier add public.json a.json 10
  sehat paillier add public.json a.json -2.5 --output b.json

The output is the same with --json.")]
pub(super) struct Args {
    /// The key; `-` is the input stream
    public: PathBuf,
    /// The sealed number; `-` is the input stream
    encrypted: PathBuf,
    /// The plain number; `-` reads it from the input stream
    #[arg(allow_hyphen_values = true)]
    plaintext: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// Adds it.
pub(super) fn run(_: &App, args: Args) -> Result<Answer, Failure> {
    one_stream_at_most(&[
        &args.public,
        &args.encrypted,
        &PathBuf::from(&args.plaintext),
    ])?;
    let value = number::plain(&args.plaintext)?;
    let key = keys::read_public(&args.public, args.lengths)?;
    let number = number::read(&key, &args.encrypted)?;
    let result = (&number + value).map_err(|error| Failure::from(error).about(&args.encrypted))?;
    args.output.give_sealed(&result)
}
