//! The recovery kit as its owner sees it.

use vault::{identity::Identity, kit::Words};
use wire::{
    api::{self, path},
    codec::{self, Bytes},
    id::PersonId,
};
use zeroize::Zeroizing;

use super::KEYRING;
use crate::{error::ClientError, session::Session, storage::Storage};

/// The recovery kit, to be printed.
#[derive(Clone)]
pub struct Kit {
    /// Whose.
    pub name: String,
    /// The fingerprint.
    pub person: PersonId,
    /// The server.
    pub server: String,
    /// The account secret, needed to sign in elsewhere.
    pub account_secret: Zeroizing<String>,
    /// The 24 words, until it was shown that they are on paper.
    pub words: Option<Zeroizing<String>>,
}

impl<S: Storage> Session<S> {
    /// The kit: the account secret, and the words while they are still here.
    pub fn kit(&self) -> Kit {
        kit_of(self.identity(), self.server())
    }

    /// Checks that the words are on paper, and if so takes them off this device.
    ///
    /// # Errors
    /// When the words are not those of the kit; storage and network as usual.
    pub async fn check_kit(&mut self, words: &str) -> Result<(), ClientError> {
        let words = Words::parse(words)?;
        let me = self.identity().person;
        let chain = self.chain(&me)?;
        if words.public() != *chain.recovery() {
            return Err(ClientError::OtherKit);
        }
        if self.identity().pending_kit.is_none() {
            return Ok(());
        }
        let mut identity = self.identity().clone();
        identity.pending_kit = None;
        let sealed = identity.seal_keyring(&self.unlocked.export_key, &mut *self.env.rng);
        let keyring = api::Keyring {
            version: self.unlocked.keyring_version + 1,
            sealed: Bytes(sealed.clone()),
        };
        let body = codec::to_bytes(&keyring);
        self.transport
            .put(path::KEYRING, "application/cbor", body)
            .await?;
        self.storage.write(KEYRING, &sealed).await?;
        self.unlocked.keyring_version = keyring.version;
        self.guard
            .store(&self.storage, &mut self.env, &self.unlocked)
            .await?;
        self.set_identity(identity);
        Ok(())
    }
}

pub(super) fn kit_of(identity: &Identity, server: &str) -> Kit {
    Kit {
        name: identity.profile.name.clone(),
        person: identity.person,
        server: server.to_owned(),
        account_secret: identity.account.to_text(),
        words: identity.pending_kit.as_ref().map(Words::to_text),
    }
}
