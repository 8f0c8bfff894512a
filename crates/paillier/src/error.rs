//! What can go wrong, in variants a caller can act on.

use crate::key::KeyId;

/// Why something was refused. No variant carries a plaintext or a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// This is no key of this cryptosystem.
    #[error("not a Paillier key: {0}")]
    NotAKey(KeyFault),
    /// The ciphertext, column or file belongs to another key.
    #[error("made for the key {found}, not for {expected}")]
    WrongKey {
        /// The key at hand.
        expected: KeyId,
        /// The key it was made for.
        found: KeyId,
    },
    /// The number does not fit into the plaintexts of this key or into the stated magnitude.
    #[error("the number is out of range")]
    OutOfRange,
    /// Not a number, or infinite.
    #[error("the number is not finite")]
    NotFinite,
    /// The text is not a decimal number.
    #[error("not a decimal number")]
    NotANumber,
    /// A division by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// The number has more digits than the scale keeps, and rounding was not asked for.
    #[error("the number has more digits than the scale keeps")]
    Inexact,
    /// The decrypted number lies in the range that no sum of valid numbers reaches, or is too large for the type
    /// asked for.
    #[error("overflow: the result is outside the range of valid numbers")]
    Overflow,
    /// The exponent is beyond what can be worked with, or would have to grow.
    #[error("the exponent is too large")]
    ExponentTooLarge,
    /// The result could be too large for the plaintexts of this key, or for a slot of a packed one, so it was not computed.
    #[error("the result may need {needed} bits and there is room for {available}")]
    PlaintextSpaceExhausted {
        /// The bits that the result may need.
        needed: u32,
        /// The bits there are.
        available: u32,
    },
    /// The ciphertext is none of this key.
    #[error("not a ciphertext: {0}")]
    BadCiphertext(CiphertextFault),
    /// The two sides have different scales, slots or lengths.
    #[error("the two sides do not match: {0}")]
    Mismatch(&'static str),
    /// There is no way to write this in the format asked for.
    #[error("cannot be written in this format: {0}")]
    NotInterchangeable(&'static str),
    /// What was prepared is used up.
    #[error("the pool holds {left} prepared values and {wanted} are wanted")]
    PoolEmpty {
        /// How many are wanted.
        wanted: usize,
        /// How many are left.
        left: usize,
    },
    /// There is nothing to compute from.
    #[error("too few values: {found} where {needed} are needed")]
    TooFew {
        /// How many are needed.
        needed: u64,
        /// How many there are.
        found: u64,
    },
    /// The bytes or the text are not in the format expected.
    #[error("unreadable: {0}")]
    Format(FormatFault),
    /// What was wrong with one row, counted from zero.
    #[error("row {row}: {source}")]
    AtRow {
        /// The row, counted from zero.
        row: usize,
        /// What was wrong there.
        source: Box<Self>,
    },
}

impl Error {
    pub(crate) fn at_row(self, row: usize) -> Self {
        Self::AtRow {
            row,
            source: Box::new(self),
        }
    }

    /// The error at the row that stands at its place in a list of rows.
    pub(crate) fn shifted(self, rows: &[usize]) -> Self {
        match self {
            Self::AtRow { row, source } => source.at_row(rows.get(row).copied().unwrap_or(row)),
            other => other.at_row(rows.first().copied().unwrap_or(0)),
        }
    }

    pub(crate) fn without_row(self) -> Self {
        match self {
            Self::AtRow { source, .. } => *source,
            other => other,
        }
    }
}

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFault {
    /// A member is missing or of another kind.
    #[error("the member `{0}` is missing or malformed")]
    Member(&'static str),
    /// The modulus is even.
    #[error("the modulus is even")]
    Even,
    /// The modulus is too short to be safe.
    #[error("the modulus has {0} bits, too few")]
    TooShort(usize),
    /// The modulus is longer than is worked with.
    #[error("the modulus has {0} bits, too many")]
    TooLong(usize),
    /// The size is not a multiple of 64 bits.
    #[error("a key's size is a multiple of 64 bits")]
    Size,
    /// The modulus has a small factor.
    #[error("the modulus is divisible by {0}")]
    SmallFactor(u64),
    /// The factors do not give the modulus.
    #[error("the factors do not give the modulus")]
    Factors,
    /// The factors cannot serve: equal, of different lengths, or one divides the other less one.
    #[error("the two factors are equal, of different lengths, or otherwise unfit")]
    UnfitFactors,
    /// The factors are not what the variant asks for.
    #[error("the factors are not of the kind the variant needs")]
    Variant,
    /// The short subgroup is too short for the modulus to be safe.
    #[error("the short subgroup has {0} bits, too few for a modulus of this length")]
    SubgroupTooShort(u16),
    /// What is said of the factors of p − 1 is not so, or the subgroup's generator has another order.
    #[error("what the key says of its subgroups is wrong")]
    Subgroup,
}

/// What is wrong with a ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CiphertextFault {
    /// It is not in the range from 1 to n² − 1.
    #[error("outside the range of ciphertexts")]
    Range,
    /// It shares a factor with n.
    #[error("not invertible")]
    NotInvertible,
    /// Its randomness is not in the subgroup of the key.
    #[error("made outside the key's subgroup")]
    Subgroup,
}

/// What is wrong with the bytes of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatFault {
    /// The bytes end too early.
    #[error("it ends too early")]
    Truncated,
    /// There are bytes after the end.
    #[error("there is something after its end")]
    Trailing,
    /// It is something else.
    #[error("it is something else")]
    Magic,
    /// A version this program does not know.
    #[error("its version {0} is unknown")]
    Version(u8),
    /// The checksum is another one.
    #[error("it was damaged")]
    Checksum,
    /// A field has a value that it cannot have.
    #[error("the field `{0}` is malformed")]
    Field(&'static str),
}

impl From<KeyFault> for Error {
    fn from(fault: KeyFault) -> Self {
        Self::NotAKey(fault)
    }
}

impl From<CiphertextFault> for Error {
    fn from(fault: CiphertextFault) -> Self {
        Self::BadCiphertext(fault)
    }
}

impl From<FormatFault> for Error {
    fn from(fault: FormatFault) -> Self {
        Self::Format(fault)
    }
}
