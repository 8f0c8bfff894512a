//! What unlocks the keyring, as it lies on the device: in the clear where the folder guards it, or under the
//! device's lock where nothing does, as in a browser.

use vault::{
    VaultError,
    device_lock::{DeviceLock, LockKey},
    kit::AccountSecret,
};
use wire::{
    cbor_struct,
    codec::{self, Bytes},
};
use zeroize::{Zeroize, Zeroizing};

use super::{AccountFile, Home};
use crate::{env::Env, error::ClientError, session::Session, storage::Storage};

/// The piece of a device that lies open while signed in.
pub(super) const UNLOCKED: &str = "unlocked";
/// The piece of a device that is locked at rest.
pub(super) const LOCK: &str = "device-lock";

cbor_struct! {
    /// What unlocks the keyring while signed in.
    #[derive(Clone)]
    pub(crate) struct Unlocked {
        pub(crate) suite: u16,
        pub(crate) token: [u8; 32],
        pub(crate) export_key: Bytes,
        pub(crate) keyring_version: u64,
    }
}

impl Drop for Unlocked {
    fn drop(&mut self) {
        self.token.zeroize();
        self.export_key.0.zeroize();
    }
}

/// How what unlocks the keyring is kept.
pub(crate) enum Guard {
    /// In the clear: the folder's rights guard it.
    Folder,
    /// Under the device's lock.
    Lock(Box<DeviceLock>, LockKey),
}

impl Guard {
    /// Stores `unlocked`, in the place of what was there.
    pub(crate) async fn store(
        &mut self,
        storage: &impl Storage,
        env: &mut Env,
        unlocked: &Unlocked,
    ) -> Result<(), ClientError> {
        let plain = Zeroizing::new(codec::to_bytes(unlocked));
        match self {
            Self::Folder => storage.write(UNLOCKED, &plain).await,
            Self::Lock(lock, key) => {
                let mut next = lock.clone();
                next.replace(key, &plain, &mut *env.rng);
                storage.write(LOCK, &next.to_bytes()).await?;
                *lock = next;
                Ok(())
            }
        }
    }
}

/// What a browser needs to ask for a passkey's secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// The credential's id.
    pub credential: Vec<u8>,
    /// The PRF's input.
    pub salt: [u8; 32],
}

fn passkey_of(lock: &DeviceLock) -> Option<Passkey> {
    let (credential, salt) = lock.passkey()?;
    Some(Passkey {
        credential: credential.to_vec(),
        salt,
    })
}

impl<S: Storage> Home<S> {
    /// The device's lock, if there is one.
    pub(super) async fn lock_file(&self) -> Result<Option<DeviceLock>, ClientError> {
        let Some(bytes) = self.storage.read(LOCK).await? else {
            return Ok(None);
        };
        DeviceLock::parse(&bytes)
            .map(Some)
            .map_err(|_| ClientError::Damaged("the device's lock"))
    }

    /// The passkey that unlocks this device, if one was set up.
    ///
    /// # Errors
    /// When the storage fails, or the lock is damaged.
    pub async fn passkey(&self) -> Result<Option<Passkey>, ClientError> {
        Ok(self.lock_file().await?.as_ref().and_then(passkey_of))
    }

    /// Opens the session on a device locked at rest, by the passphrase. Needs no network.
    ///
    /// # Errors
    /// [`ClientError::WrongPassword`]; [`ClientError::SignedOut`] when there is no lock.
    pub async fn unlock(self, passphrase: &str) -> Result<Session<S>, ClientError> {
        self.unlock_by(ClientError::WrongPassword, |lock, account| {
            lock.unlock(passphrase, account)
        })
        .await
    }

    /// Opens the session on a device locked at rest, by what a passkey's PRF gave.
    ///
    /// # Errors
    /// [`ClientError::PasskeyRefused`]; [`ClientError::SignedOut`] when there is no lock.
    pub async fn unlock_with_passkey(self, prf: &[u8; 32]) -> Result<Session<S>, ClientError> {
        self.unlock_by(ClientError::PasskeyRefused, |lock, _| {
            lock.unlock_with_passkey(prf)
        })
        .await
    }

    async fn unlock_by(
        self,
        refused: ClientError,
        open: impl FnOnce(&DeviceLock, &AccountSecret) -> Result<LockKey, VaultError>,
    ) -> Result<Session<S>, ClientError> {
        let file = self.account_file().await?.ok_or(ClientError::NoAccount)?;
        let lock = self.lock_file().await?.ok_or(ClientError::SignedOut)?;
        let account = AccountSecret::from_bytes(file.account);
        let key = open(&lock, &account).map_err(|_| refused)?;
        let damaged = || ClientError::Damaged("the device's lock");
        let plain = lock.content(&key).map_err(|_| damaged())?;
        let unlocked = codec::parse(&plain, 4096).map_err(|_| damaged())?;
        let guard = Guard::Lock(Box::new(lock), key);
        self.resume(&file, unlocked, guard).await
    }

    /// The guard of a new session: the folder, or a lock under this passphrase. A lock that the passphrase
    /// opens already goes on, so that a passkey goes on working.
    pub(super) async fn make_guard(
        &mut self,
        file: &AccountFile,
        passphrase: &str,
    ) -> Result<Guard, ClientError> {
        if !self.locked_at_rest {
            return Ok(Guard::Folder);
        }
        let account = AccountSecret::from_bytes(file.account);
        let old = self.lock_file().await.ok().flatten();
        if let Some(lock) = old.filter(|lock| lock.passkey().is_some())
            && let Ok(key) = lock.unlock(passphrase, &account)
        {
            return Ok(Guard::Lock(Box::new(lock), key));
        }
        let (lock, key) = DeviceLock::make(passphrase, &account, &[], &mut *self.env.rng)?;
        Ok(Guard::Lock(Box::new(lock), key))
    }
}

impl<S: Storage> Session<S> {
    /// The passkey that unlocks this device, if one was set up.
    pub fn passkey(&self) -> Option<Passkey> {
        match &self.guard {
            Guard::Folder => None,
            Guard::Lock(lock, _) => passkey_of(lock),
        }
    }

    /// Lets a passkey unlock this device, in the place of the one before.
    ///
    /// # Errors
    /// When this device has no lock, or cannot store it.
    pub async fn add_passkey(
        &mut self,
        credential: &[u8],
        salt: [u8; 32],
        prf: &[u8; 32],
    ) -> Result<(), ClientError> {
        let rng = &mut *self.env.rng;
        let Guard::Lock(lock, key) = &mut self.guard else {
            return Err(no_lock());
        };
        let mut next = lock.clone();
        next.add_passkey(key, credential, salt, prf, rng)?;
        self.storage.write(LOCK, &next.to_bytes()).await?;
        *lock = next;
        Ok(())
    }

    /// Takes the passkey's way in away.
    ///
    /// # Errors
    /// When this device has no lock, or cannot store it.
    pub async fn remove_passkey(&mut self) -> Result<(), ClientError> {
        let Guard::Lock(lock, _) = &mut self.guard else {
            return Err(no_lock());
        };
        let mut next = lock.clone();
        next.remove_passkey();
        self.storage.write(LOCK, &next.to_bytes()).await?;
        *lock = next;
        Ok(())
    }
}

fn no_lock() -> ClientError {
    ClientError::NotPossible("this device has no lock that a passkey could open".to_owned())
}
