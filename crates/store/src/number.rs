//! Unsigned numbers as the database keeps them.

use crate::StoreError;

/// The database's integers are signed; nothing here gets near their end, and what would stays at it.
pub(crate) fn to_db(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of ours as it was written.
pub(crate) fn from_db(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged("a negative number"))
}

/// An identifier or hash as it was written.
pub(crate) fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], StoreError> {
    bytes
        .try_into()
        .map_err(|_| StoreError::Damaged("an identifier of the wrong length"))
}
