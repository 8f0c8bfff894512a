//! A device's lock: what a device needs to work, sealed at rest, opened by the passphrase also without a
//! network, or by a passkey.
//!
//! A lock key is drawn once for each lock. It seals the content, and is itself sealed under a key stretched
//! from the passphrase, and under one from a passkey's PRF (WebAuthn level 3) if one was set up. So the
//! content can change, and passkeys come and go, while nobody types the passphrase.
//!
//! # Security
//! Whoever copies the device's storage can guess at the passphrase on his own machines: that is the price of
//! opening without a network. Each guess costs him Argon2id as below; the account secret goes in besides, and
//! helps as far as it is not in the same storage.

use argon2::{Algorithm, Argon2, Params, Version};
use wire::{
    SUITE, cbor_struct,
    codec::{self, Bytes},
    id::CredentialId,
    opaque::{ARGON2_MEMORY, ARGON2_PASSES},
};
use zeroize::Zeroizing;

use crate::{
    derive::derive,
    error::VaultError,
    hpke::info,
    kit::AccountSecret,
    passphrase::input,
    seal::{open, seal},
    secret::{Random, Secret, make_bytes},
};

/// The most bytes of a lock.
pub const LIMIT: usize = 16 << 10;
/// The most that a stored lock may cost to open, as a multiple of the floor: more would only be a nuisance.
const CEILING: u32 = 4;

cbor_struct! {
    /// The lock key under the passphrase. The cost is stored so that it can rise; it cannot fall below what
    /// is compiled in.
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct PassphraseBox {
        memory: u32,
        passes: u32,
        salt: [u8; 16],
        sealed: Bytes,
    }
}

cbor_struct! {
    /// The lock key under a passkey's secret.
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct PasskeyBox {
        credential: Bytes,
        salt: [u8; 32],
        sealed: Bytes,
    }
}

cbor_struct! {
    /// A lock as it is stored.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DeviceLock {
        suite: u16,
        id: [u8; 16],
        passphrase: PassphraseBox,
        passkey: Option<PasskeyBox>,
        sealed: Bytes,
    }
}

cbor_struct! {
    struct ContentContext {
        suite: u16,
        id: [u8; 16],
    }
}

cbor_struct! {
    struct PassphraseContext {
        suite: u16,
        id: [u8; 16],
        account: CredentialId,
        memory: u32,
        passes: u32,
        salt: [u8; 16],
    }
}

cbor_struct! {
    struct PasskeyContext {
        suite: u16,
        id: [u8; 16],
        credential: Bytes,
        salt: [u8; 32],
    }
}

/// What opens a lock's content. It stays in memory while the device is unlocked.
#[derive(Debug, Clone)]
pub struct LockKey(Secret);

impl DeviceLock {
    /// A new lock on `content`.
    ///
    /// # Errors
    /// Does not fail but for lack of memory.
    pub fn make(
        passphrase: &str,
        account: &AccountSecret,
        content: &[u8],
        rng: Random<'_>,
    ) -> Result<(Self, LockKey), VaultError> {
        let id = make_bytes(rng);
        let key = LockKey(Secret::make(rng));
        let mut lock = Self {
            suite: SUITE,
            id,
            passphrase: PassphraseBox {
                memory: ARGON2_MEMORY,
                passes: ARGON2_PASSES,
                salt: make_bytes(rng),
                sealed: Bytes::default(),
            },
            passkey: None,
            sealed: Bytes::default(),
        };
        let (under, aad) = lock.passphrase_key(passphrase, account)?;
        lock.passphrase.sealed = Bytes(seal(&under, &aad, &key.0.0, rng));
        lock.replace(&key, content, rng);
        Ok((lock, key))
    }

    /// Reads a stored lock.
    ///
    /// # Errors
    /// [`VaultError::Codec`] when it is none; [`VaultError::DoesNotOpen`] for another suite, or a cost below
    /// what is compiled in, or far above it.
    pub fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let lock: Self = codec::parse(bytes, LIMIT)?;
        let memory = ARGON2_MEMORY..=CEILING * ARGON2_MEMORY;
        let passes = ARGON2_PASSES..=CEILING * ARGON2_PASSES;
        let right = lock.suite == SUITE
            && memory.contains(&lock.passphrase.memory)
            && passes.contains(&lock.passphrase.passes);
        if right {
            Ok(lock)
        } else {
            Err(VaultError::DoesNotOpen)
        }
    }

    /// As it is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::to_bytes(self)
    }

    /// The key, by the passphrase.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] for a wrong passphrase or another account's lock; which is not told.
    pub fn unlock(&self, passphrase: &str, account: &AccountSecret) -> Result<LockKey, VaultError> {
        let (under, aad) = self.passphrase_key(passphrase, account)?;
        open_key(&under, &aad, &self.passphrase.sealed)
    }

    /// The key, by what the passkey's PRF gave.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] for another passkey, or when none was set up.
    pub fn unlock_with_passkey(&self, prf: &[u8; 32]) -> Result<LockKey, VaultError> {
        let passkey = self.passkey.as_ref().ok_or(VaultError::DoesNotOpen)?;
        let (under, aad) = self.passkey_key(passkey, prf);
        open_key(&under, &aad, &passkey.sealed)
    }

    /// Lets a passkey open this lock, in the place of the one before.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] when the key is another lock's; [`VaultError::TooLarge`] for a credential
    /// that is none.
    pub fn add_passkey(
        &mut self,
        key: &LockKey,
        credential: &[u8],
        salt: [u8; 32],
        prf: &[u8; 32],
        rng: Random<'_>,
    ) -> Result<(), VaultError> {
        self.content(key)?;
        if credential.len() > 1023 {
            return Err(VaultError::TooLarge {
                size: credential.len(),
                limit: 1023,
            });
        }
        let mut passkey = PasskeyBox {
            credential: Bytes(credential.to_vec()),
            salt,
            sealed: Bytes::default(),
        };
        let (under, aad) = self.passkey_key(&passkey, prf);
        passkey.sealed = Bytes(seal(&under, &aad, &key.0.0, rng));
        self.passkey = Some(passkey);
        Ok(())
    }

    /// Takes the passkey's way in away.
    pub fn remove_passkey(&mut self) {
        self.passkey = None;
    }

    /// The passkey that opens this lock: its credential's id, and the PRF's input.
    pub fn passkey(&self) -> Option<(&[u8], [u8; 32])> {
        let passkey = self.passkey.as_ref()?;
        Some((&passkey.credential, passkey.salt))
    }

    /// What is locked.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`].
    pub fn content(&self, key: &LockKey) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        open(&content_key(key), &self.content_aad(), &self.sealed).map(Zeroizing::new)
    }

    /// Locks other content under the same key.
    pub fn replace(&mut self, key: &LockKey, content: &[u8], rng: Random<'_>) {
        self.sealed = Bytes(seal(&content_key(key), &self.content_aad(), content, rng));
    }

    fn content_aad(&self) -> Vec<u8> {
        info(
            "device-lock",
            &ContentContext {
                suite: self.suite,
                id: self.id,
            },
        )
    }

    /// The key that the passphrase gives, and what is authenticated besides.
    fn passphrase_key(
        &self,
        passphrase: &str,
        account: &AccountSecret,
    ) -> Result<(Secret, Vec<u8>), VaultError> {
        let PassphraseBox {
            memory,
            passes,
            salt,
            ..
        } = self.passphrase;
        let aad = info(
            "device-lock-passphrase",
            &PassphraseContext {
                suite: self.suite,
                id: self.id,
                account: account.credential(),
                memory,
                passes,
                salt,
            },
        );
        let params =
            Params::new(memory, passes, 1, Some(32)).map_err(|_| VaultError::DoesNotOpen)?;
        let mut stretched = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&input(passphrase, account), &salt, &mut *stretched)
            .map_err(|_| VaultError::DoesNotOpen)?;
        Ok((derive(&*stretched, "device-lock-passphrase", &aad), aad))
    }

    fn passkey_key(&self, passkey: &PasskeyBox, prf: &[u8; 32]) -> (Secret, Vec<u8>) {
        let aad = info(
            "device-lock-passkey",
            &PasskeyContext {
                suite: self.suite,
                id: self.id,
                credential: passkey.credential.clone(),
                salt: passkey.salt,
            },
        );
        (derive(prf, "device-lock-passkey", &aad), aad)
    }
}

fn content_key(key: &LockKey) -> Secret {
    derive(&key.0.0, "device-lock-content", &[])
}

fn open_key(under: &Secret, aad: &[u8], sealed: &[u8]) -> Result<LockKey, VaultError> {
    let plain = Zeroizing::new(open(under, aad, sealed)?);
    let bytes = plain
        .as_slice()
        .try_into()
        .map_err(|_| VaultError::DoesNotOpen)?;
    Ok(LockKey(Secret::from_bytes(bytes)))
}
