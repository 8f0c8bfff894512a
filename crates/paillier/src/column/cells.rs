//! A column's ciphertexts one by one, for files that keep each in a cell of its own.

use bignum::Uint;

use super::{Column, Presence, check_room};
use crate::encrypted::check_ciphertexts;
use crate::error::Error;
use crate::fixed::FixedPoint;
use crate::key::PublicKey;

impl Column {
    /// The ciphertext of each row, from 1 to n² − 1; `None` where the row is missing. They are not re-randomised.
    #[must_use]
    pub fn ciphertexts(&self) -> Vec<Option<Uint>> {
        let mut values = self.key.ring().export(&self.ciphertexts).into_iter();
        let rows = 0..self.rows();
        rows.map(|row| match self.presence.has(row) {
            true => values.next(),
            false => None,
        })
        .collect()
    }

    /// The column with these ciphertexts, as they came from outside; the scale is what their file says.
    ///
    /// # Errors
    /// [`Error::AtRow`] with [`Error::BadCiphertext`], or [`Error::PlaintextSpaceExhausted`] if the scale's bound is
    /// beyond the key's plaintexts.
    pub fn from_ciphertexts(
        key: &PublicKey,
        scale: FixedPoint,
        cells: &[Option<Uint>],
    ) -> Result<Self, Error> {
        check_room(key, scale.magnitude_bits())?;
        let presence: Presence = cells.iter().map(Option::is_some).collect();
        let rows: Vec<usize> = presence.present().collect();
        let values: Vec<Uint> = cells.iter().flatten().cloned().collect();
        check_ciphertexts(key, &values).map_err(|why| why.shifted(&rows))?;
        Ok(Self {
            key: key.clone(),
            scale,
            presence,
            ciphertexts: key.ring().import(&values),
        })
    }
}
