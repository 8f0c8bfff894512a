//! Where the randomness of a ciphertext comes from, and what each way assumes.

use bignum::Uint;

use super::size::Sizes;
use crate::error::KeyFault;

/// How ciphertexts of a key are blinded. See the crate's documentation for what each one assumes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Variant {
    /// rⁿ for a uniform r below n: Paillier's scheme 1 (EUROCRYPT '99, section 4), for keys from elsewhere.
    Standard,
    /// h_s^r for a short r and h = −x² with x hashed from n: Damgård, Jurik and Nielsen (2010, section 4.2).
    /// The default for keys made here.
    #[default]
    Djn,
    /// The same in a subgroup of `bits` bits, which both the key's maker and the security rest on: Ma, Han and
    /// Lei (ACSAC 2021). Quicker by far, on a stronger assumption; never the default.
    ShortSubgroup {
        /// The bits of the subgroup's order, 448 at 2048 and 512 at 3072 bits.
        bits: u16,
    },
}

impl Variant {
    /// The short subgroup with the paper's length for a modulus of this many bits: 448 for 2048 bits, 512 up to 3072, 768
    /// above; 320 for the short moduli of tests.
    #[must_use]
    pub fn short_subgroup(modulus_bits: usize) -> Self {
        let bits = match modulus_bits {
            0..2047 => 320,
            2047..=2048 => 448,
            2049..=3072 => 512,
            _ => 768,
        };
        Self::ShortSubgroup { bits }
    }

    /// That a subgroup of this variant is as long as it must be for a modulus of so many bits: finding it takes 2^(bits/4)
    /// steps, so that a short one makes a long modulus worthless.
    pub(super) fn check_subgroup(self, modulus_bits: usize, sizes: Sizes) -> Result<(), KeyFault> {
        let Self::ShortSubgroup { bits } = self else {
            return Ok(());
        };
        let least = match sizes {
            Sizes::Safe => Self::short_subgroup(modulus_bits).subgroup_bits(),
            Sizes::DangerousSmall => LEAST_SUBGROUP_BITS,
        };
        match bits {
            _ if bits < least => Err(KeyFault::SubgroupTooShort(bits)),
            ..=MOST_SUBGROUP_BITS if bits % 2 == 0 => Ok(()),
            _ => Err(KeyFault::Subgroup),
        }
    }

    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Standard => 0,
            Self::Djn => 1,
            Self::ShortSubgroup { .. } => 2,
        }
    }

    pub(crate) fn subgroup_bits(self) -> u16 {
        match self {
            Self::ShortSubgroup { bits } => bits,
            _ => 0,
        }
    }
}

/// The variant with the numbers that belong to it in public.
#[derive(Clone)]
pub(crate) enum PublicVariant {
    Standard,
    Djn,
    ShortSubgroup { bits: u16, h: Uint },
}

impl PublicVariant {
    pub(crate) fn kind(&self) -> Variant {
        match self {
            Self::Standard => Variant::Standard,
            Self::Djn => Variant::Djn,
            Self::ShortSubgroup { bits, .. } => Variant::ShortSubgroup { bits: *bits },
        }
    }
}

/// The shortest subgroup of the short moduli of tests.
const LEAST_SUBGROUP_BITS: u16 = 256;

/// Longer ones are no quicker than none.
const MOST_SUBGROUP_BITS: u16 = 1024;
