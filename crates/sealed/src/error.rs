//! What can go wrong with sealed files, in variants a caller can act on.

use paillier::KeyId;

use crate::decimal::DecimalError;

/// Why something was refused. No variant carries a plaintext or a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealedError {
    /// The file is something else, or not exactly as this program writes it.
    #[error("this is no {0}, or it was changed")]
    Format(&'static str),
    /// It was sealed for another Paillier key.
    #[error("it is sealed for the key {found}, not for {expected}")]
    WrongKey {
        /// The key at hand.
        expected: String,
        /// The key it was made for.
        found: String,
    },
    /// It was filled in under another form secret.
    #[error("it was filled in under another form secret")]
    WrongSecret,
    /// A byte is not what was signed.
    #[error("it was changed after it was sealed")]
    Changed,
    /// A field of a form does not hold what belongs there.
    #[error("{field}: {why}")]
    Field {
        /// The field.
        field: &'static str,
        /// What belongs there, in words.
        why: String,
    },
    /// A cell of a data set holds no ciphertext of the key.
    #[error("row {}, column \"{column}\": there is no ciphertext of this key", row + 1)]
    Cell {
        /// The column's name.
        column: String,
        /// The row, counted from zero.
        row: usize,
    },
    /// A text of a data set does not open.
    #[error("row {}, column \"{column}\": this text was locked under another secret, or was changed", row + 1)]
    Locked {
        /// The column's name.
        column: String,
        /// The row, counted from zero.
        row: usize,
    },
    /// The same form is counted twice.
    #[error("this form is among the others already")]
    Twice,
    /// There is nothing to add.
    #[error("there is nothing to add")]
    Nothing,
    /// A number is not one.
    #[error("{0}")]
    Decimal(#[from] DecimalError),
    /// The cryptosystem refused.
    #[error("{0}")]
    Paillier(#[from] paillier::Error),
}

impl SealedError {
    pub(crate) fn wrong_key(expected: KeyId, found: &str) -> Self {
        Self::WrongKey {
            expected: expected.to_string(),
            found: found.to_owned(),
        }
    }
}
