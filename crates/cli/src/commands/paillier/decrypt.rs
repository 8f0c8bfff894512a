//! `sehat paillier decrypt`: a sealed number, opened.

use std::path::PathBuf;

use serde_json::json;

use super::number::{self, Output};
use crate::{
    answer::Answer,
    app::App,
    failure::{Failure, Kind},
    keys::{self, KeyLengths, one_stream_at_most},
    python,
};

/// Decrypt a number with a private key
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier decrypt private.json sum.json
  sehat paillier decrypt private.json - < sum.json

As JSON: {\"value\"}")]
pub(super) struct Args {
    /// The private key; `-` is the input stream
    private: PathBuf,
    /// The sealed number; `-` is the input stream
    ciphertext: PathBuf,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// Decrypts it.
pub(super) fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    one_stream_at_most(&[&args.private, &args.ciphertext])?;
    let key = keys::read_private(app, &args.private, args.lengths)?;
    let number = number::read(key.public(), &args.ciphertext)?;
    let value = key.decrypt(&number).map_err(|error| match error {
        paillier::Error::Overflow => {
            let message = format!(
                "{}: this opens to no number: it was sealed for another key, or a sum in it has overflowed",
                args.ciphertext.display()
            );
            Failure::new(Kind::BadFile, "overflow", message)
        }
        other => Failure::from(other).about(&args.ciphertext),
    })?;
    if app.json() {
        return args
            .output
            .give(&json!({ "value": python::json(&value) }).to_string());
    }
    args.output.give(&python::print(&value))
}
