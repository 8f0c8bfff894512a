//! `sehat form keys`: the keys for forms.

use std::path::PathBuf;

use client::env::Env;
use paillier::{KeySize, Sizes, Variant};
use sealed::secret::FormSecret;
use serde_json::json;

use super::folder::{PRIVATE, PUBLIC, SECRET, must_be_free};
use crate::{
    answer::Answer,
    app::App,
    failure::{Failure, Kind},
    file,
    keys::{self, KeyLengths, private_file, public_file},
    moment,
};

/// Make the keys for forms
///
/// The private key and the form secret are readable by you alone. Keep a copy of both in a safe place: without them
/// nothing opens.
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  sehat form keys form-keys

As JSON: {\"folder\", \"key\", \"bits\", \"signatory\"}")]
pub(super) struct Args {
    /// The folder to make them in
    folder: PathBuf,
    /// The length of the Paillier modulus in bits
    #[arg(long, default_value_t = 3072, value_name = "BITS")]
    keysize: usize,
    #[command(flatten)]
    lengths: KeyLengths,
}

/// Makes them.
pub(super) async fn run(app: &App, args: Args) -> Result<Answer, Failure> {
    must_be_free(&args.folder)?;
    let size = match args.lengths.sizes() {
        Sizes::Safe => KeySize::new(args.keysize),
        Sizes::DangerousSmall => KeySize::dangerous_small(args.keysize),
    };
    let size =
        size.map_err(|fault| Failure::usage(format!("--keysize {}: {fault}", args.keysize)))?;
    let key = app
        .compute(move |work| keys::make(work, size, Variant::Djn))
        .await?;
    let secret = FormSecret::make(&mut keys::rng());
    let name = args.folder.display().to_string();
    std::fs::create_dir_all(&args.folder).map_err(|error| {
        Failure::new(
            Kind::Storage,
            "storage",
            format!("{name} cannot be made: {error}"),
        )
    })?;
    let remark = format!("for forms on {}", moment::for_people((Env::system().now)()));
    let public_kid = format!("Paillier public key {remark}");
    let private = private_file(&key, &format!("Paillier private key {remark}"), &public_kid);
    // The private key last: where it is, the folder is whole.
    file::write(
        &args.folder.join(SECRET),
        secret.to_json().as_bytes(),
        false,
    )?;
    file::write(
        &args.folder.join(PUBLIC),
        &public_file(key.public(), &public_kid),
        false,
    )?;
    file::write(&args.folder.join(PRIVATE), &private, false)?;
    let (id, bits) = (key.public().id().to_string(), key.public().bits());
    let signatory = secret.signatory().to_text();
    let text = format!(
        "{name}: the keys for forms, Paillier key {id} of {bits} bits.
  {SECRET:<13} locks names and signs forms: for who fills them in and who opens them
  {PUBLIC:<13} seals and adds numbers: for everybody
  {PRIVATE:<13} opens numbers: for who may know them
Forms are signed by {signatory}: tell it to who adds them, who can then refuse forms of others."
    );
    let json = json!({ "folder": name, "key": id, "bits": bits, "signatory": signatory });
    Ok(Answer::new(text, json))
}
