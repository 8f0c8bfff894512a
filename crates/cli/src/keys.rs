//! Keys of the sealed arithmetic, as files: python-paillier's JSON, or the compact form.

use std::path::{Path, PathBuf};

use client::env::Env;
use paillier::{Error, FormatFault, KeySize, PrivateKey, PublicKey, Sizes, Variant};
use sealed::secret::FormSecret;
use zeroize::Zeroizing;

use crate::{
    app::App,
    failure::{Failure, Kind},
    file, prompt,
    work::Work,
};

/// What every command that takes a key takes with it.
#[derive(clap::Args, Debug, Clone, Copy)]
pub(crate) struct KeyLengths {
    /// Take keys that are too short to be safe: for experiments with data that is no secret
    #[arg(long, help_heading = "For every command that takes a key")]
    dangerous_small_key: bool,
}

impl KeyLengths {
    /// The lengths that are taken.
    pub(crate) fn sizes(self) -> Sizes {
        match self.dangerous_small_key {
            true => Sizes::DangerousSmall,
            false => Sizes::Safe,
        }
    }
}

/// A key that encrypts; the private one does it quicker.
pub(crate) enum Key {
    Public(PublicKey),
    Private(PrivateKey),
}

impl Key {
    /// Reads either kind.
    ///
    /// # Errors
    /// The file cannot be read or is no key.
    pub(crate) fn read(app: &App, path: &Path, lengths: KeyLengths) -> Result<Self, Failure> {
        let bytes = read(path)?;
        if is_private(&bytes) {
            warn_if_open(app, path);
            return parse_private(path, &bytes, lengths.sizes()).map(Self::Private);
        }
        parse_public(path, &bytes, lengths.sizes()).map(Self::Public)
    }

    /// The public key.
    pub(crate) fn public(&self) -> &PublicKey {
        match self {
            Self::Public(key) => key,
            Self::Private(key) => key.public(),
        }
    }

    /// The private key, if it is one.
    pub(crate) fn private(&self) -> Option<&PrivateKey> {
        match self {
            Self::Public(_) => None,
            Self::Private(key) => Some(key),
        }
    }
}

/// Calls something generic with whichever key there is.
macro_rules! with_key {
    ($key:expr, $name:ident => $do:expr) => {
        match $key {
            $crate::keys::Key::Public($name) => $do,
            $crate::keys::Key::Private($name) => $do,
        }
    };
}
pub(crate) use with_key;

/// Reads a public key; a private key's file does as well.
///
/// # Errors
/// The file cannot be read or is no key.
pub(crate) fn read_public(path: &Path, lengths: KeyLengths) -> Result<PublicKey, Failure> {
    let bytes = read(path)?;
    if is_private(&bytes) {
        let key = parse_private(path, &bytes, lengths.sizes())?;
        return Ok(key.public().clone());
    }
    parse_public(path, &bytes, lengths.sizes())
}

/// Reads a private key.
///
/// # Errors
/// The file cannot be read or is no private key.
pub(crate) fn read_private(
    app: &App,
    path: &Path,
    lengths: KeyLengths,
) -> Result<PrivateKey, Failure> {
    read_private_with_remark(app, path, lengths).map(|(key, _)| key)
}

/// Reads a private key, and the remark that goes with its public key.
///
/// # Errors
/// As [`read_private`].
pub(crate) fn read_private_with_remark(
    app: &App,
    path: &Path,
    lengths: KeyLengths,
) -> Result<(PrivateKey, String), Failure> {
    let bytes = read(path)?;
    if !is_private(&bytes) {
        parse_public(path, &bytes, lengths.sizes())?;
        let message = format!(
            "{}: this is a public key, and opening takes the private one",
            path.display()
        );
        return Err(Failure::new(Kind::BadFile, "not_a_key", message));
    }
    warn_if_open(app, path);
    let key = parse_private(path, &bytes, lengths.sizes())?;
    let remark: Option<Remark> = serde_json::from_slice(&bytes).ok();
    Ok((
        key,
        remark.map(|remark| remark.r#pub.kid).unwrap_or_default(),
    ))
}

/// What is read of a private key's file beside the key.
#[derive(serde::Deserialize)]
struct Remark {
    r#pub: Kid,
}

#[derive(serde::Deserialize)]
struct Kid {
    #[serde(default)]
    kid: String,
}

/// A key as the bytes of its file: JSON that python-paillier reads, or the compact form where it could not use it.
pub(crate) fn private_file(key: &PrivateKey, kid: &str, public_kid: &str) -> Zeroizing<Vec<u8>> {
    match key.to_phe_json(kid, public_kid) {
        Ok(json) => Zeroizing::new(format!("{}\n", *json).into_bytes()),
        Err(_) => key.to_bytes(),
    }
}

/// A public key as the bytes of its file.
pub(crate) fn public_file(key: &PublicKey, kid: &str) -> Vec<u8> {
    match key.to_phe_json(kid) {
        Ok(json) => format!("{json}\n").into_bytes(),
        Err(_) => key.to_bytes(),
    }
}

/// Where a private key is written: a file that is there and holds something is never replaced unless told.
pub(crate) fn write_private(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let is_empty = std::fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() == 0);
    file::write(path, bytes, force || is_empty).map_err(|failure| match failure.kind {
        Kind::Refused => failure.advise(
            "What was sealed for a key that is gone is gone too. Give another name, or --force if you are sure.",
        ),
        _ => failure,
    })
}

/// Fails if two of the inputs are the input stream.
pub(crate) fn one_stream_at_most(paths: &[&PathBuf]) -> Result<(), Failure> {
    if paths
        .iter()
        .filter(|path| path.as_path() == Path::new("-"))
        .count()
        > 1
    {
        return Err(Failure::usage(
            "only one of the files can be `-`, the input stream",
        ));
    }
    Ok(())
}

/// Makes a private key on all cores.
///
/// # Errors
/// The size and the variant do not fit together.
pub(crate) fn make(work: Work, size: KeySize, variant: Variant) -> Result<PrivateKey, Failure> {
    let made = work.wait("making a key", || {
        PrivateKey::generate(size, variant, &mut rng())
    });
    made.value.map_err(Failure::from)
}

/// Randomness for keys and ciphertexts.
pub(crate) fn rng() -> impl rand_core::CryptoRng {
    Env::system().rng
}

/// Reads a form secret.
///
/// # Errors
/// The file cannot be read or is no form secret.
pub(crate) fn read_secret(app: &App, path: &Path) -> Result<FormSecret, Failure> {
    let text = read(path)?;
    warn_if_open(app, path);
    FormSecret::parse_json(&text).map_err(|error| Failure::from(error).about(path))
}

/// The bytes of a key's file.
fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    file::read_up_to(path, LIMIT).map(Zeroizing::new)
}

/// Whether this is meant to be a private key: it holds a member `pub`, or says so in its compact form.
fn is_private(bytes: &[u8]) -> bool {
    if !is_json(bytes) {
        return PublicKey::from_bytes(bytes, Sizes::DangerousSmall).is_err();
    }
    serde_json::from_slice::<Remark>(bytes).is_ok()
}

fn is_json(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().first() == Some(&b'{')
}

fn parse_public(path: &Path, bytes: &[u8], sizes: Sizes) -> Result<PublicKey, Failure> {
    let key = match (is_json(bytes), std::str::from_utf8(bytes)) {
        (true, Ok(text)) => PublicKey::from_phe_json(text, sizes),
        _ => PublicKey::from_bytes(bytes, sizes),
    };
    key.map_err(|error| no_key(error).about(path))
}

fn parse_private(path: &Path, bytes: &[u8], sizes: Sizes) -> Result<PrivateKey, Failure> {
    let key = match (is_json(bytes), std::str::from_utf8(bytes)) {
        (true, Ok(text)) => PrivateKey::from_phe_json(text, sizes),
        _ => PrivateKey::from_bytes(bytes, sizes),
    };
    key.map_err(|error| no_key(error).about(path))
}

/// Why a file is no key, also where it is nothing at all.
fn no_key(error: Error) -> Failure {
    match error {
        Error::Format(FormatFault::Magic | FormatFault::Truncated) => Failure::new(
            Kind::BadFile,
            "not_a_key",
            "not a Paillier key: neither python-paillier's JSON nor the compact form",
        ),
        other => other.into(),
    }
}

/// Says if others can read a file that holds a secret.
fn warn_if_open(app: &App, path: &Path) {
    if prompt::is_open_to_others(path) {
        app.note(&format!(
            "others on this machine can read {}: `chmod 600` it",
            path.display()
        ));
    }
}

/// The most bytes of a key's file.
const LIMIT: u64 = 1 << 20;
