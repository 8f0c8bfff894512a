//! Which rows of a column are there.

use crate::error::{Error, FormatFault};

/// Which rows are present and which are missing. It is public: a missing value is not sealed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Presence {
    rows: Vec<bool>,
}

impl Presence {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many are present.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.iter().filter(|row| **row).count()
    }

    /// Whether this row is present.
    #[must_use]
    pub fn has(&self, row: usize) -> bool {
        self.rows.get(row).copied().unwrap_or(false)
    }

    /// The present rows, ascending.
    pub fn present(&self) -> impl Iterator<Item = usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, has)| **has).map(|(row, _)| row)
    }

    /// The place of a row among the present ones.
    pub(crate) fn index_of(&self, row: usize) -> Option<usize> {
        self.has(row)
            .then(|| self.rows[..row].iter().filter(|row| **row).count())
    }

    /// What both have.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let both = self.rows.iter().zip(&other.rows);
        both.map(|(a, b)| *a && *b).collect()
    }

    /// The places, among those present here, of the rows that `subset` has too.
    pub(crate) fn places_of(&self, subset: &Self) -> Vec<usize> {
        let places = self.present().enumerate();
        places
            .filter(|(_, row)| subset.has(*row))
            .map(|(place, _)| place)
            .collect()
    }

    /// Row i in bit i mod 8, the least first, of byte ⌊i/8⌋; bits after the last row are zero.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let byte = |rows: &[bool]| {
            let bits = rows.iter().enumerate();
            bits.fold(0, |byte, (i, has)| byte | u8::from(*has) << i)
        };
        self.rows.chunks(8).map(byte).collect()
    }

    pub(crate) fn from_bytes(bytes: &[u8], rows: usize) -> Result<Self, Error> {
        let has = |row: usize| bytes[row / 8] >> (row % 8) & 1 == 1;
        let presence: Self = (0..rows).map(has).collect();
        match presence.to_bytes() == bytes {
            true => Ok(presence),
            false => Err(FormatFault::Field("presence").into()),
        }
    }
}

impl FromIterator<bool> for Presence {
    fn from_iter<I: IntoIterator<Item = bool>>(rows: I) -> Self {
        Self {
            rows: rows.into_iter().collect(),
        }
    }
}
