//! `sehat paillier encrypt`: a number, sealed.

use std::path::PathBuf;

use super::number::{self, Output};
use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    keys::{Key, KeyLengths, one_stream_at_most},
};

/// Encrypt a number with a public key
///
/// The number is taken as a float. The result is JSON: "v" is the ciphertext, "e" the exponent, fixed at -32 where
/// the number allows. Others on this machine may see the arguments of a command: give `-` and write the number
/// to the input stream where that matters.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier encrypt public.json 128.5
  sehat paillier encrypt public.json -3.5 --output a.json
  echo 128.5 | sehat paillier encrypt public.json -

The output is the same with --json.")]
pub(super) struct Args {
    /// The key; `-` is the input stream
    public: PathBuf,
    /// The number; `-` reads it from the input stream
    #[arg(allow_hyphen_values = true)]
    plaintext: String,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// Encrypts it.
pub(super) fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    one_stream_at_most(&[&args.public, &PathBuf::from(&args.plaintext)])?;
    let value = number::plain(&args.plaintext)?;
    let key = Key::read(app, &args.public, args.lengths)?;
    args.output
        .give(&number::encrypt(&key, value)?.to_phe_json())
}
