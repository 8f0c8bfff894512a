//! The folder with the three files of keys.

use std::path::{Path, PathBuf};

use paillier::{PrivateKey, PublicKey};
use sealed::secret::FormSecret;

use crate::{
    app::App,
    failure::Failure,
    file,
    keys::{self, Key, KeyLengths},
};

/// Opens the numbers.
pub(super) const PRIVATE: &str = "private.json";
/// Seals and adds numbers.
pub(super) const PUBLIC: &str = "public.json";
/// Locks the words and signs the whole.
pub(super) const SECRET: &str = "secret.json";

/// Where the keys are.
#[derive(clap::Args, Clone)]
pub(super) struct Folder {
    /// The folder with the keys, as `sehat form keys` makes it
    #[arg(long = "keys", value_name = "DIR", default_value = "form-keys")]
    path: PathBuf,
    #[command(flatten)]
    pub(super) lengths: KeyLengths,
}

impl Folder {
    /// The key that seals: the public one, as whoever fills in forms has it.
    pub(super) fn sealing_key(&self, app: &App) -> Result<Key, Failure> {
        self.must_be_there()?;
        Key::read(app, &self.path.join(PUBLIC), self.lengths)
    }

    /// The key that adds.
    pub(super) fn public(&self) -> Result<PublicKey, Failure> {
        self.must_be_there()?;
        keys::read_public(&self.path.join(PUBLIC), self.lengths)
    }

    /// The key that opens.
    pub(super) fn private(&self, app: &App) -> Result<PrivateKey, Failure> {
        self.must_be_there()?;
        keys::read_private(app, &self.path.join(PRIVATE), self.lengths)
    }

    /// The form secret.
    pub(super) fn secret(&self, app: &App) -> Result<FormSecret, Failure> {
        self.must_be_there()?;
        keys::read_secret(app, &self.path.join(SECRET))
    }

    fn must_be_there(&self) -> Result<(), Failure> {
        if self.path.is_dir() {
            return Ok(());
        }
        let path = self.path.display();
        Err(
            Failure::file(format!("{path}: there is no such folder")).advise(format!(
                "`sehat form keys {path}` makes the keys; --keys names another folder."
            )),
        )
    }
}

/// The files of a new folder, none of which may be there yet.
pub(super) fn must_be_free(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        for name in [PRIVATE, PUBLIC, SECRET] {
            file::must_be_free(&folder.join(name))?;
        }
    }
    Ok(())
}
