//! The recovery kit: 24 words and the account secret.
//!
//! The words (BIP-39, 256 bits) hold the root key and the recovery key; the account secret makes a
//! stolen password file useless. Both are made at sign-up. Whoever has the kit has the account: it
//! belongs on paper.

use bip39::{Language, Mnemonic};
use data_encoding::{Encoding, Specification};
use wire::{
    hash::hash,
    id::CredentialId,
    person::RecoveryKeys,
    sign::{Object, Signed, SigningPublic},
};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    derive::derive,
    device::SigningKey,
    error::VaultError,
    hpke::SealingKey,
    secret::{Random, Secret},
};

/// 128 bits that go into every password beside the passphrase.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct AccountSecret(pub(crate) [u8; 16]);

impl AccountSecret {
    /// Draws a fresh one.
    pub fn make(rng: Random<'_>) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// As people type it: six groups of five, the last four characters a checksum.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(self.0.to_vec());
        bytes.extend_from_slice(&self.checksum());
        let flat = Zeroizing::new(base32().encode(&bytes));
        let groups: Vec<&str> = (0..flat.len())
            .step_by(5)
            .map(|i| &flat[i..flat.len().min(i + 5)])
            .collect();
        Zeroizing::new(groups.join("-"))
    }

    /// Reads it as typed: case, blanks and dashes do not matter, nor does O for 0 or I and L for 1.
    ///
    /// # Errors
    /// When it was not typed as printed.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let flat: Zeroizing<String> = Zeroizing::new(
            text.chars()
                .filter(|c| !c.is_whitespace() && *c != '-')
                .map(|c| c.to_ascii_uppercase())
                .collect(),
        );
        let wrong = VaultError::Kit(
            "the account secret was not typed as printed: compare it group by group",
        );
        let bytes = Zeroizing::new(
            base32()
                .decode(flat.as_bytes())
                .map_err(|_| wrong.clone())?,
        );
        let (secret, checksum) = bytes.split_first_chunk::<16>().ok_or(wrong.clone())?;
        let secret = Self(*secret);
        if checksum == secret.checksum() {
            Ok(secret)
        } else {
            Err(wrong)
        }
    }

    fn checksum(&self) -> [u8; 2] {
        let full = hash("account-secret-checksum", &[&self.0]);
        [full.0[0], full.0[1]]
    }

    /// What the server finds the password file by.
    pub fn credential(&self) -> CredentialId {
        CredentialId(derive(&self.0, "credential-id", &[]).0)
    }

    /// Its bytes: kept beside the keyring on the device, since sign-in needs them.
    pub fn dangerous_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Takes bytes for an account secret.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

fn base32() -> Encoding {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    spec.translate.from.push_str("OIL");
    spec.translate.to.push_str("011");
    spec.check_trailing_bits = true;
    match spec.encoding() {
        Ok(encoding) => encoding,
        Err(_) => unreachable!("Crockford's alphabet is a base 32"),
    }
}

/// What the 24 words stand for.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Words(pub(crate) [u8; 32]);

impl Words {
    /// Draws fresh words.
    pub fn make(rng: Random<'_>) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The 24 words.
    pub fn to_text(&self) -> Zeroizing<String> {
        let words = match Mnemonic::from_entropy_in(Language::English, &self.0) {
            Ok(words) => words,
            Err(_) => unreachable!("256 bits are 24 words"),
        };
        let list: Vec<&str> = words.words().collect();
        Zeroizing::new(list.join(" "))
    }

    /// Reads the words as typed: case and blanks do not matter.
    ///
    /// # Errors
    /// When a word is not in the list, missing, or the checksum does not fit.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let text = Zeroizing::new(text.to_lowercase());
        let list: Vec<&str> = text.split_whitespace().collect();
        if list.len() != 24 {
            return Err(VaultError::Kit(
                "the kit has 24 words: count them, each exactly once",
            ));
        }
        let joined = Zeroizing::new(list.join(" "));
        let words =
            Mnemonic::parse_in_normalized(Language::English, &joined).map_err(|e| match e {
                bip39::Error::UnknownWord(_) => VaultError::Kit(
                    "one of the words is not in the list: compare each with the printed kit",
                ),
                _ => VaultError::Kit(
                    "the words are all known, but not these in this order: compare with the kit",
                ),
            })?;
        let entropy = Zeroizing::new(words.to_entropy());
        let bytes = entropy
            .as_slice()
            .try_into()
            .map_err(|_| VaultError::Kit("the kit has 24 words"))?;
        Ok(Self(bytes))
    }

    fn root(&self) -> SigningKey {
        SigningKey::from_secret(&derive(&self.0, "kit-root", &[]))
    }

    /// The key that person keys and the private compartment are sealed to besides.
    pub fn recovery_key(&self) -> SealingKey {
        SealingKey::derive(&Secret(self.0), "kit-recovery")
    }

    /// The root's public half: what the server finds the person by.
    pub fn root_public(&self) -> SigningPublic {
        self.root().public()
    }

    /// Both public halves.
    pub fn public(&self) -> RecoveryKeys {
        RecoveryKeys {
            root: self.root_public(),
            sealing: self.recovery_key().public(),
        }
    }

    /// Signs with the root key: the person's first entry, and what recovery appends.
    pub fn sign<T: Object>(&self, object: &T) -> Signed<T> {
        self.root().sign(object)
    }
}

impl core::fmt::Debug for Words {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Words(…)")
    }
}

impl core::fmt::Debug for AccountSecret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("AccountSecret(…)")
    }
}
