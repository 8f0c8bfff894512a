//! Secrets: wiped when dropped, compared in constant time, never printed.

use rand_core::CryptoRng;
use subtle::{Choice, ConstantTimeEq};
use wire::codec::{Cbor, CodecError, Reader, Writer};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Where randomness comes from. It is passed in everywhere.
pub type Random<'a> = &'a mut dyn CryptoRng;

/// 256 bits that nobody else knows.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret(pub(crate) [u8; 32]);

impl Secret {
    /// Draws a fresh secret.
    pub fn make(rng: Random<'_>) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        let secret = Self(bytes);
        bytes.zeroize();
        secret
    }

    /// Takes bytes for a secret. The caller wipes his copy.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes themselves: for sealing and storing sealed, nothing else.
    pub fn dangerous_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl ConstantTimeEq for Secret {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl Cbor for Secret {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        Cbor::decode(reader).map(Self)
    }
}

/// Draws `N` random bytes that are no secret.
pub fn make_bytes<const N: usize>(rng: Random<'_>) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}
