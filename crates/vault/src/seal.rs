//! AES-256-GCM (NIST SP 800-38D) under a symmetric key.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, AeadInOut, Payload},
};

use crate::{
    error::VaultError,
    secret::{Random, Secret, make_bytes},
};

/// Length of the tag that sealing adds.
pub const TAG: usize = 16;
/// Length of the nonce where one is stored.
pub const NONCE: usize = 12;

fn cipher(key: &Secret) -> Aes256Gcm {
    Aes256Gcm::new((&key.0).into())
}

/// Seals under a key that seals nothing else, ever: the nonce is zero.
///
/// # Security
/// Two contents under one key would give both away. Callers derive the key from something fresh, or
/// from something that determines the content.
pub fn seal_once(key: &Secret, aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    match cipher(key).encrypt(
        &Nonce::default(),
        Payload {
            msg: plaintext,
            aad,
        },
    ) {
        Ok(sealed) => sealed,
        Err(_) => unreachable!("AES-GCM seals anything below 64 GiB"),
    }
}

/// Seals in place: `buffer` becomes the ciphertext with its tag. As [`seal_once`].
pub fn seal_once_in_place(key: &Secret, aad: &[u8], buffer: &mut Vec<u8>) {
    match cipher(key).encrypt_in_place(&Nonce::default(), aad, buffer) {
        Ok(()) => {}
        Err(_) => unreachable!("AES-GCM seals anything below 64 GiB"),
    }
}

/// Opens what [`seal_once`] sealed.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open_once(key: &Secret, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    cipher(key)
        .decrypt(&Nonce::default(), Payload { msg: sealed, aad })
        .map_err(|_| VaultError::DoesNotOpen)
}

/// Seals one of many under a key whose contents are numbered: the number is the nonce.
///
/// # Security
/// The caller never gives a number twice under one key, and draws the key anew for each run of numbers.
pub(crate) fn seal_numbered(key: &Secret, number: u64, aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    match cipher(key).encrypt(
        &number_nonce(number).into(),
        Payload {
            msg: plaintext,
            aad,
        },
    ) {
        Ok(sealed) => sealed,
        Err(_) => unreachable!("AES-GCM seals anything below 64 GiB"),
    }
}

/// Opens what [`seal_numbered`] sealed.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub(crate) fn open_numbered(
    key: &Secret,
    number: u64,
    aad: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, VaultError> {
    cipher(key)
        .decrypt(&number_nonce(number).into(), Payload { msg: sealed, aad })
        .map_err(|_| VaultError::DoesNotOpen)
}

fn number_nonce(number: u64) -> [u8; NONCE] {
    let mut nonce = [0; NONCE];
    nonce[NONCE - 8..].copy_from_slice(&number.to_be_bytes());
    nonce
}

/// Seals under a key used more than once: a random nonce goes before the ciphertext.
pub fn seal(key: &Secret, aad: &[u8], plaintext: &[u8], rng: Random<'_>) -> Vec<u8> {
    let nonce: [u8; NONCE] = make_bytes(rng);
    let mut out = nonce.to_vec();
    match cipher(key).encrypt(
        &nonce.into(),
        Payload {
            msg: plaintext,
            aad,
        },
    ) {
        Ok(sealed) => out.extend_from_slice(&sealed),
        Err(_) => unreachable!("AES-GCM seals anything below 64 GiB"),
    }
    out
}

/// Opens what [`seal`] sealed.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open(key: &Secret, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let (nonce, sealed) = sealed
        .split_first_chunk::<NONCE>()
        .ok_or(VaultError::DoesNotOpen)?;
    cipher(key)
        .decrypt(&(*nonce).into(), Payload { msg: sealed, aad })
        .map_err(|_| VaultError::DoesNotOpen)
}
