//! How long a modulus may be.

use crate::error::KeyFault;

/// The length of a modulus n in bits: a multiple of 64 from 2048 to 8192.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeySize(u16);

impl KeySize {
    /// 2048 bits: about 112-bit security (NIST SP 800-57 part 1, table 2).
    pub const BITS_2048: Self = Self(2048);
    /// 3072 bits: about 128-bit security, the default.
    pub const BITS_3072: Self = Self(3072);
    /// 4096 bits.
    pub const BITS_4096: Self = Self(4096);

    /// A size in bits.
    ///
    /// # Errors
    /// It is no multiple of 64, or not within 2048 to 8192.
    pub fn new(bits: usize) -> Result<Self, KeyFault> {
        match bits {
            ..2048 => Err(KeyFault::TooShort(bits)),
            _ => Self::dangerous_small(bits),
        }
    }

    /// A size from 512 bits on, as tests and experiments want it: such moduli have been factored or soon will be.
    ///
    /// # Errors
    /// It is no multiple of 64, or not within 512 to 8192.
    pub fn dangerous_small(bits: usize) -> Result<Self, KeyFault> {
        match u16::try_from(bits) {
            _ if bits < 512 => Err(KeyFault::TooShort(bits)),
            Ok(size) if size <= 8192 && size % 64 == 0 => Ok(Self(size)),
            Ok(size) if size <= 8192 => Err(KeyFault::Size),
            _ => Err(KeyFault::TooLong(bits)),
        }
    }

    /// The size in bits.
    #[must_use]
    pub fn bits(self) -> usize {
        usize::from(self.0)
    }

    /// What moduli of this size have to be taken as.
    pub(super) fn sizes(self) -> Sizes {
        match self.0 {
            ..2048 => Sizes::DangerousSmall,
            _ => Sizes::Safe,
        }
    }
}

impl Default for KeySize {
    /// 3072 bits.
    fn default() -> Self {
        Self::BITS_3072
    }
}

/// Which moduli are taken from outside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sizes {
    /// 2047 to 8192 bits; the product of two primes of 1024 bits may be one bit short. Short subgroups have at least the
    /// length of [`Variant::short_subgroup`](crate::Variant::short_subgroup).
    #[default]
    Safe,
    /// 512 to 8192 bits, and subgroups of 256 bits and more whatever the modulus: for tests, and to read old keys.
    DangerousSmall,
}

impl Sizes {
    pub(crate) fn check(self, bits: usize) -> Result<(), KeyFault> {
        let least = match self {
            Self::Safe => 2047,
            Self::DangerousSmall => 512,
        };
        match bits {
            _ if bits < least => Err(KeyFault::TooShort(bits)),
            _ if bits > 8192 => Err(KeyFault::TooLong(bits)),
            _ => Ok(()),
        }
    }
}
