//! Mean and variance: a column with the squares of its numbers beside it.
//!
//! A sealed number cannot be squared, so whoever encrypts seals x² beside x. Sums of both, made while sealed, give the
//! variance when they are opened; that each square belongs to its number is the encryptor's word.

use rand_core::CryptoRng;
use rayon::prelude::*;

use super::Column;
use super::sum::Sealed;
use crate::blinding::Encryptor;
use crate::codec::{Kind, Reader, Writer};
use crate::error::Error;
use crate::exact::Exact;
use crate::fixed::FixedPoint;
use crate::integer::Integer;
use crate::key::{PrivateKey, PublicKey};
use crate::progress::Progress;
use crate::value::Value;

/// A column and the column of its squares.
#[derive(Clone, Debug)]
pub struct ColumnWithSquares {
    values: Column,
    squares: Column,
}

impl ColumnWithSquares {
    /// Encrypts the numbers and the squares of their significands, so that the squares are exact.
    ///
    /// # Errors
    /// As [`Column::encrypt`].
    pub fn encrypt<T: Value>(
        encryptor: &impl Encryptor,
        values: &[Option<T>],
        scale: FixedPoint,
        rng: &mut impl CryptoRng,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let rows = values.len();
        let (squares, square_scale) = squares_of(values, scale)?;
        Ok(Self {
            values: Column::encrypt(encryptor, values, scale, rng, &|done, _| {
                progress(done, 2 * rows);
            })?,
            squares: Column::encrypt(encryptor, &squares, square_scale, rng, &|done, _| {
                progress(rows + done, 2 * rows);
            })?,
        })
    }

    /// Puts two columns together that were stored apart.
    ///
    /// # Errors
    /// [`Error::WrongKey`], or [`Error::Mismatch`] if the second cannot be the squares of the first.
    pub fn from_parts(values: Column, squares: Column) -> Result<Self, Error> {
        values.key().check(squares.key())?;
        let (scale, square_scale) = (values.scale(), squares.scale());
        let fits = values.presence() == squares.presence()
            && scale.base() == square_scale.base()
            && i64::from(square_scale.exponent()) == 2 * i64::from(scale.exponent());
        match fits {
            true => Ok(Self { values, squares }),
            false => Err(Error::Mismatch("the column and that of its squares")),
        }
    }

    /// The numbers.
    #[must_use]
    pub fn values(&self) -> &Column {
        &self.values
    }

    /// Their squares.
    #[must_use]
    pub fn squares(&self) -> &Column {
        &self.squares
    }

    /// The sums of both.
    ///
    /// # Errors
    /// [`Error::PlaintextSpaceExhausted`].
    pub fn moments(&self) -> Result<SealedMoments, Error> {
        Ok(SealedMoments {
            sum: self.values.sum()?,
            squares: self.squares.sum()?,
        })
    }
}

/// The sealed sum of numbers and the sealed sum of their squares.
#[derive(Clone, Debug)]
pub struct SealedMoments {
    sum: Sealed,
    squares: Sealed,
}

impl SealedMoments {
    /// The sum of the numbers.
    #[must_use]
    pub fn sum(&self) -> &Sealed {
        &self.sum
    }

    /// The sum of the squares.
    #[must_use]
    pub fn squares(&self) -> &Sealed {
        &self.squares
    }

    /// The moments of both sets of rows together.
    ///
    /// # Errors
    /// As [`Sealed::add`].
    pub fn add(&self, other: &Self) -> Result<Self, Error> {
        Ok(Self {
            sum: self.sum.add(&other.sum)?,
            squares: self.squares.add(&other.squares)?,
        })
    }

    /// The same under new randomness.
    ///
    /// # Errors
    /// As [`Sealed::rerandomize`].
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

    /// The compact form: the header, then both sums as [`Sealed`] writes them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Moments, self.sum.key().id());
        self.sum.write(&mut writer);
        self.squares.write(&mut writer);
        writer.finish()
    }

    /// Reads the compact form.
    ///
    /// # Errors
    /// As [`Sealed::from_bytes`].
    pub fn from_bytes(key: &PublicKey, bytes: &[u8]) -> Result<Self, Error> {
        let (mut reader, id) = Reader::open(Kind::Moments, bytes)?;
        key.check_id(id)?;
        let sum = Sealed::read(&mut reader, key)?;
        let squares = Sealed::read(&mut reader, key)?;
        reader.end()?;
        Ok(Self { sum, squares })
    }
}

/// Count, sum and sum of squares in the clear, and what follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    count: u64,
    sum: Exact,
    squares: Exact,
}

impl Moments {
    pub(crate) fn new(count: u64, sum: Exact, squares: Exact) -> Self {
        Self {
            count,
            sum,
            squares,
        }
    }

    /// How many numbers there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their sum.
    #[must_use]
    pub fn sum(&self) -> &Exact {
        &self.sum
    }

    /// The sum of their squares.
    #[must_use]
    pub fn squares(&self) -> &Exact {
        &self.squares
    }

    /// Σx / n, rounded once.
    ///
    /// # Errors
    /// [`Error::TooFew`] for no number at all, or [`Error::Overflow`].
    pub fn mean(&self) -> Result<f64, Error> {
        self.at_least(1)?;
        self.sum.divided_by(&Integer::from(self.count))
    }

    /// (n·Σx² − (Σx)²) / (n·(n − 1)), the sample's variance, computed in integers and rounded once.
    ///
    /// # Errors
    /// [`Error::TooFew`] for less than two numbers, [`Error::Mismatch`] if the squares cannot be those of any numbers,
    /// or [`Error::Overflow`].
    pub fn sample_variance(&self) -> Result<f64, Error> {
        self.variance_over(self.at_least(2)? - 1)
    }

    /// (n·Σx² − (Σx)²) / n², the variance of the whole population, computed in integers and rounded once.
    ///
    /// # Errors
    /// [`Error::TooFew`] for no number at all, [`Error::Mismatch`] if the squares cannot be those of any numbers, or
    /// [`Error::Overflow`].
    pub fn population_variance(&self) -> Result<f64, Error> {
        self.variance_over(self.at_least(1)?)
    }

    /// The square root of the sample's variance.
    ///
    /// # Errors
    /// As [`sample_variance`](Self::sample_variance).
    pub fn sample_deviation(&self) -> Result<f64, Error> {
        self.sample_variance().map(f64::sqrt)
    }

    fn variance_over(&self, degrees: u64) -> Result<f64, Error> {
        let count = Integer::from(self.count);
        let (sum, squares) = (&self.sum, &self.squares);
        let exponent = i64::from(sum.exponent()) * 2;
        if squares.base() != sum.base() || i64::from(squares.exponent()) != exponent {
            return Err(Error::Mismatch("the column and that of its squares"));
        }
        let of_squares = count.mul(squares.significand());
        let numerator = of_squares.sub(&sum.significand().mul(sum.significand()));
        if numerator.is_negative() {
            return Err(Error::Mismatch("the sum and that of the squares"));
        }
        let numerator = Exact::new(numerator, sum.base(), squares.exponent());
        numerator.divided_by(&count.mul(&Integer::from(degrees)))
    }

    fn at_least(&self, needed: u64) -> Result<u64, Error> {
        match self.count >= needed {
            true => Ok(self.count),
            false => Err(Error::TooFew {
                needed,
                found: self.count,
            }),
        }
    }
}

impl PrivateKey {
    /// Opens the two sums.
    ///
    /// # Errors
    /// As [`decrypt_sealed`](Self::decrypt_sealed), and [`Error::Mismatch`] if they are of different counts.
    pub fn decrypt_moments(&self, moments: &SealedMoments) -> Result<Moments, Error> {
        if moments.sum.count() != moments.squares.count() {
            return Err(Error::Mismatch("the counts of the sum and of the squares"));
        }
        Ok(Moments::new(
            moments.sum.count(),
            self.decrypt_sealed(&moments.sum)?,
            self.decrypt_sealed(&moments.squares)?,
        ))
    }
}

/// The squares of the significands, which are exact at twice the exponent, and the scale they are kept at.
pub(crate) fn squares_of<T: Value>(
    values: &[Option<T>],
    scale: FixedPoint,
) -> Result<(Vec<Option<Exact>>, FixedPoint), Error> {
    let square_scale = scale.squared()?;
    let square = |(row, value): (usize, &Option<T>)| {
        let significand = value.as_ref().map(|value| value.significand(&scale));
        let significand = significand.transpose().map_err(|why| why.at_row(row))?;
        Ok(significand.map(|s| Exact::new(s.mul(&s), scale.base(), square_scale.exponent())))
    };
    let squares = values.par_iter().enumerate().map(square);
    Ok((squares.collect::<Result<_, Error>>()?, square_scale))
}
