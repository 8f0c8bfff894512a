//! A sealed number as `pheutil` reads and writes it.

use std::path::{Path, PathBuf};

use paillier::{Encrypted, PublicKey};

use crate::{answer::Answer, failure::Failure, file, keys, python};

/// The exponent that `pheutil` lowers every number to, where it is not lower already: it then tells less of the
/// number's size.
const EXPONENT: i32 = -32;

/// The most bytes of a sealed number's file.
const LIMIT: u64 = 1 << 20;

/// Where the result goes.
#[derive(clap::Args)]
pub(super) struct Output {
    /// Save to a file instead of printing it
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Output {
    /// Prints or saves a line.
    pub(super) fn give(&self, line: &str) -> Result<Answer, Failure> {
        let path = self.output.as_deref().unwrap_or(Path::new("-"));
        file::write(path, format!("{line}\n").as_bytes(), true)?;
        Ok(Answer::nothing())
    }

    /// Prints or saves a result that was computed while sealed, at the usual exponent and under new randomness.
    pub(super) fn give_sealed(&self, number: &Encrypted) -> Result<Answer, Failure> {
        let number = match number.exponent() > EXPONENT {
            true => number.decrease_exponent_to(EXPONENT)?,
            false => number.clone(),
        };
        let fresh = number.rerandomize(number.key(), &mut keys::rng())?;
        self.give(&fresh.to_phe_json())
    }
}

/// Encrypts a float at the usual exponent.
pub(super) fn encrypt(key: &keys::Key, value: f64) -> Result<Encrypted, paillier::Error> {
    let encoded = paillier::Encoded::new(key.public(), value)?;
    let encoded = match encoded.exponent() > EXPONENT {
        true => encoded.decrease_exponent_to(EXPONENT)?,
        false => encoded,
    };
    keys::with_key!(key, key => Encrypted::encrypt_encoded(key, &encoded, &mut keys::rng()))
}

/// Reads a sealed number.
///
/// # Errors
/// The file cannot be read, or holds no ciphertext of this key.
pub(super) fn read(key: &PublicKey, path: &Path) -> Result<Encrypted, Failure> {
    let bytes = file::read_up_to(path, LIMIT)?;
    let text = String::from_utf8_lossy(&bytes);
    Encrypted::from_phe_json(key, &text).map_err(|error| Failure::from(error).about(path))
}

/// Reads a plain number from the command line, or from the first line of the input stream if it is `-`.
///
/// # Errors
/// It is no number.
pub(super) fn plain(text: &str) -> Result<f64, Failure> {
    if text != "-" {
        return python::parse(text).map_err(|why| Failure::usage(format!("PLAINTEXT: {why}")));
    }
    let bytes = file::read_up_to(Path::new("-"), LIMIT)?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().next().unwrap_or_default();
    python::parse(line).map_err(|why| Failure::file(format!("-: {why}")))
}
