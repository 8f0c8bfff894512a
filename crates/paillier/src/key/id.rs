//! The name of a key.

use std::fmt;

use sha2::{Digest, Sha256};

use super::variant::PublicVariant;
use bignum::Uint;

/// The name of a public key: SHA-256 over a domain, the variant, and the numbers of the key.
///
/// It is computed, never believed. Shown as the first sixteen hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; 32]);

impl KeyId {
    /// SHA-256(domain ‖ variant ‖ bits of the subgroup ‖ length of n in bytes ‖ n ‖ h for a short subgroup), the bits and the
    /// length in two bytes big-endian each, h as long as n.
    pub(super) fn derive(n: &Uint, variant: &PublicVariant) -> Self {
        let n = n.to_be_bytes();
        let mut hash = Sha256::new();
        hash.update(DOMAIN);
        hash.update([variant.kind().code()]);
        hash.update(variant.kind().subgroup_bits().to_be_bytes());
        hash.update(u16::try_from(n.len()).unwrap_or(u16::MAX).to_be_bytes());
        hash.update(&n);
        if let PublicVariant::ShortSubgroup { h, .. } = variant {
            hash.update(h.to_be_bytes_padded(n.len()));
        }
        Self(hash.finalize().into())
    }

    /// The id with these bytes, as it stands in a file.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// All 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0[..8]
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

const DOMAIN: &[u8] = b"sehat/paillier/key/1";
