//! `sehat paillier extract`: the public key out of a private one.

use std::path::PathBuf;

use serde_json::json;

use crate::{
    answer::Answer,
    app::App,
    failure::Failure,
    file,
    keys::{self, KeyLengths, public_file},
};

/// Extract the public key from a private key
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  sehat paillier extract private.json public.json
  sehat paillier extract private.json - | jq -r .kid

As JSON: {\"file\", \"key\", \"bits\"}")]
pub(super) struct Args {
    /// The private key; `-` is the input stream
    input: PathBuf,
    /// Where to write the public key; `-` is the output stream
    output: PathBuf,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// Extracts it.
pub(super) fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    file::must_not_be(&args.output, &args.input)?;
    let (key, remark) = keys::read_private_with_remark(app, &args.input, args.lengths)?;
    let public = key.public();
    file::write(&args.output, &public_file(public, &remark), true)?;
    if file::is_stream(&args.output) {
        return Ok(Answer::nothing());
    }
    let (name, id) = (args.output.display().to_string(), public.id().to_string());
    let text = format!("{name}: the public key {id}, {} bits", public.bits());
    Ok(Answer::new(
        text,
        json!({ "file": name, "key": id, "bits": public.bits() }),
    ))
}
