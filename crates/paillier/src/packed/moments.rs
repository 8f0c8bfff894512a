//! Mean and variance of packed columns: the squares packed beside the numbers.

use rand_core::CryptoRng;

use super::{PackedColumn, PackedSum, Packing};
use crate::blinding::Encryptor;
use crate::codec::{Kind, Reader, Writer};
use crate::column::{Moments, squares_of};
use crate::error::Error;
use crate::fixed::FixedPoint;
use crate::key::{PrivateKey, PublicKey};
use crate::progress::Progress;
use crate::value::Value;

/// A packed column and the packed column of its squares.
#[derive(Clone, Debug)]
pub struct PackedColumnWithSquares {
    values: PackedColumn,
    squares: PackedColumn,
}

impl PackedColumnWithSquares {
    /// Encrypts the numbers and the squares of their significands, so that the squares are exact.
    ///
    /// # Errors
    /// As [`PackedColumn::encrypt`].
    pub fn encrypt<T: Value>(
        encryptor: &impl Encryptor,
        values: &[Option<T>],
        scale: FixedPoint,
        packing: Packing,
        rng: &mut impl CryptoRng,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let rows = values.len();
        let first = |done: usize, _| progress(done, 2 * rows);
        let second = |done: usize, _| progress(rows + done, 2 * rows);
        let (squares, square_scale) = squares_of(values, scale)?;
        let values = PackedColumn::encrypt(encryptor, values, scale, packing, rng, &first)?;
        let squares =
            PackedColumn::encrypt(encryptor, &squares, square_scale, packing, rng, &second)?;
        Ok(Self { values, squares })
    }

    /// Puts two columns together that were stored apart.
    ///
    /// # Errors
    /// [`Error::WrongKey`], or [`Error::Mismatch`] if the second cannot be the squares of the first.
    pub fn from_parts(values: PackedColumn, squares: PackedColumn) -> Result<Self, Error> {
        values.key.check(&squares.key)?;
        let (layout, of_squares) = (&values.layout, &squares.layout);
        let fits = values.presence == squares.presence
            && layout.base() == of_squares.base()
            && i64::from(of_squares.exponent()) == 2 * i64::from(layout.exponent());
        match fits {
            true => Ok(Self { values, squares }),
            false => Err(Error::Mismatch("the column and that of its squares")),
        }
    }

    /// The numbers.
    #[must_use]
    pub fn values(&self) -> &PackedColumn {
        &self.values
    }

    /// Their squares.
    #[must_use]
    pub fn squares(&self) -> &PackedColumn {
        &self.squares
    }

    /// The sums of both.
    ///
    /// # Errors
    /// [`Error::PlaintextSpaceExhausted`].
    pub fn moments(&self) -> Result<PackedMoments, Error> {
        Ok(PackedMoments {
            sum: self.values.sum()?,
            squares: self.squares.sum()?,
        })
    }
}

/// The sealed sum of packed numbers and that of their squares.
#[derive(Clone, Debug)]
pub struct PackedMoments {
    sum: PackedSum,
    squares: PackedSum,
}

impl PackedMoments {
    /// The sum of the numbers.
    #[must_use]
    pub fn sum(&self) -> &PackedSum {
        &self.sum
    }

    /// The sum of the squares.
    #[must_use]
    pub fn squares(&self) -> &PackedSum {
        &self.squares
    }

    /// The moments of both sets of rows together.
    ///
    /// # Errors
    /// As [`PackedSum::add`].
    pub fn add(&self, other: &Self) -> Result<Self, Error> {
        Ok(Self {
            sum: self.sum.add(&other.sum)?,
            squares: self.squares.add(&other.squares)?,
        })
    }

    /// The same under new randomness.
    ///
    /// # Errors
    /// As [`PackedSum::rerandomize`].
    pub fn rerandomize(
        &self,
        encryptor: &impl Encryptor,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        Ok(Self {
            sum: self.sum.rerandomize(encryptor, rng)?,
            squares: self.squares.rerandomize(encryptor, rng)?,
        })
    }

    /// The same with the slots of both hidden: see [`PackedSum::hide_slots`].
    ///
    /// # Errors
    /// As [`PackedSum::hide_slots`].
    pub fn hide_slots(
        &self,
        encryptor: &impl Encryptor,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        Ok(Self {
            sum: self.sum.hide_slots(encryptor, rng)?,
            squares: self.squares.hide_slots(encryptor, rng)?,
        })
    }

    /// The compact form: the header, then both sums as [`PackedSum`] writes them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::PackedMoments, self.sum.key().id());
        self.sum.write(&mut writer);
        self.squares.write(&mut writer);
        writer.finish()
    }

    /// Reads the compact form.
    ///
    /// # Errors
    /// As [`PackedSum::from_bytes`].
    pub fn from_bytes(key: &PublicKey, bytes: &[u8]) -> Result<Self, Error> {
        let (mut reader, id) = Reader::open(Kind::PackedMoments, bytes)?;
        key.check_id(id)?;
        let sum = PackedSum::read(&mut reader, key)?;
        let squares = PackedSum::read(&mut reader, key)?;
        reader.end()?;
        Ok(Self { sum, squares })
    }
}

impl PrivateKey {
    /// Opens the two packed sums.
    ///
    /// # Errors
    /// As [`decrypt_packed_sum`](Self::decrypt_packed_sum), and [`Error::Mismatch`] if they are of different counts.
    pub fn decrypt_packed_moments(&self, moments: &PackedMoments) -> Result<Moments, Error> {
        if moments.sum.count() != moments.squares.count() {
            return Err(Error::Mismatch("the counts of the sum and of the squares"));
        }
        Ok(Moments::new(
            moments.sum.count(),
            self.decrypt_packed_sum(&moments.sum)?,
            self.decrypt_packed_sum(&moments.squares)?,
        ))
    }
}
