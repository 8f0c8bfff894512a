//! Columns: many sealed numbers under one public scale.

mod arithmetic;
mod cells;
mod compact;
mod moments;
mod presence;
mod sum;

use std::fmt;

use bignum::Uint;
use bignum::square::Residues;
use rand_core::CryptoRng;
use rayon::prelude::*;

use crate::blinding::Encryptor;
use crate::encoding::integer_of;
use crate::error::Error;
use crate::exact::Exact;
use crate::fixed::FixedPoint;
use crate::integer::Integer;
use crate::key::{PrivateKey, PublicKey};
use crate::progress::{Progress, in_blocks};
use crate::value::Value;

pub use arithmetic::Factor;
pub(crate) use compact::{read_presence, write_presence};
pub(crate) use moments::squares_of;
pub use moments::{ColumnWithSquares, Moments, SealedMoments};
pub use presence::Presence;
pub use sum::Sealed;

/// A column of sealed numbers under one scale, so that no exponent tells a value's size. Which rows are missing is
/// public.
///
/// # How the scale and its bound move
/// Every significand s of a column satisfies |s| < 2^b, where b, like the exponent e, stands in the header.
/// Encryption refuses what is larger than the scale states. Then
///
/// | operation | exponent | bound |
/// |---|---|---|
/// | sum or difference of two columns | the lesser e (the other side is multiplied by the base's power, and its b grows by the power's bits) | the greater b + 1 |
/// | product with a plain number k·base^f, k without factors of the base | e + f | b + bits(k) |
/// | sum of r rows | e | b + ⌈log₂ r⌉ |
/// | dot product with weights wᵢ·base^f | e + f | b + bits(Σ abs(wᵢ)) |
///
/// and an operation whose result could have b above [`plaintext_bits`](PublicKey::plaintext_bits) is refused with
/// [`Error::PlaintextSpaceExhausted`]: a wrong number never comes out, and exponents grow no further than the
/// plaintexts have room. Decryption checks the bound again, so that a column that lies about it is found out.
#[derive(Clone)]
pub struct Column {
    key: PublicKey,
    scale: FixedPoint,
    presence: Presence,
    /// One for each row that is present.
    ciphertexts: Residues,
}

impl Column {
    /// Encrypts a column with a public key, a private key or a pool, on all cores.
    ///
    /// # Errors
    /// [`Error::AtRow`] with what is wrong there: [`Error::NotFinite`], [`Error::OutOfRange`] of the scale's bound,
    /// [`Error::Inexact`]; or [`Error::PlaintextSpaceExhausted`] if the scale's bound is beyond the key's plaintexts.
    pub fn encrypt<T: Value>(
        encryptor: &impl Encryptor,
        values: &[Option<T>],
        scale: FixedPoint,
        rng: &mut impl CryptoRng,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let key = encryptor.public_key();
        check_room(key, scale.magnitude_bits())?;
        let mut parts = Vec::new();
        in_blocks(values.len(), progress, |range| {
            let start = range.start;
            let message = |(row, value): (usize, &Option<T>)| {
                let significand = value.as_ref()?.significand(&scale);
                let plaintext = significand.map(|integer| plaintext_of(key, &integer));
                Some(plaintext.map_err(|why| why.at_row(start + row)))
            };
            let block = values[range].par_iter().enumerate();
            let messages = block.filter_map(message).collect::<Result<Vec<_>, _>>()?;
            let blinding = encryptor.make_blinding(messages.len(), rng)?;
            parts.push(key.ring().mul_one_plus_n_times(&blinding, &messages));
            Ok(())
        })?;
        Ok(Self {
            key: key.clone(),
            scale,
            presence: values.iter().map(Option::is_some).collect(),
            ciphertexts: join(key, &parts),
        })
    }

    /// The key it is sealed under.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Where the point is, and how large a significand may be.
    #[must_use]
    pub fn scale(&self) -> FixedPoint {
        self.scale
    }

    /// How many rows there are, missing ones among them.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.presence.rows()
    }

    /// Which rows are present.
    #[must_use]
    pub fn presence(&self) -> &Presence {
        &self.presence
    }

    /// One row's sealed number; `None` if it is missing or there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<Sealed> {
        let index = self.presence.index_of(row)?;
        let ring = self.key.ring();
        let ciphertext = ring.gather(&self.ciphertexts, index..index + 1);
        Some(Sealed::new(&self.key, self.scale, 1, ciphertext))
    }

    /// The same numbers under new randomness, as a column should be before it leaves the process that computed it.
    ///
    /// # Errors
    /// [`Error::WrongKey`] if the encryptor is of another key, or those of the pool.
    pub fn rerandomize(
        &self,
        encryptor: &impl Encryptor,
        rng: &mut impl CryptoRng,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        self.key.check(encryptor.public_key())?;
        let mut parts = Vec::new();
        in_blocks(self.ciphertexts.len(), progress, |range| {
            let blinding = encryptor.make_blinding(range.len(), rng)?;
            let block = self.key.ring().gather(&self.ciphertexts, range);
            parts.push(self.key.ring().mul(&block, &blinding));
            Ok(())
        })?;
        Ok(self.with(self.scale, join(&self.key, &parts)))
    }

    fn with(&self, scale: FixedPoint, ciphertexts: Residues) -> Self {
        Self {
            key: self.key.clone(),
            scale,
            presence: self.presence.clone(),
            ciphertexts,
        }
    }
}

impl PrivateKey {
    /// Decrypts a column on all cores, each number rounded once to the nearest double.
    ///
    /// # Errors
    /// [`Error::WrongKey`], or [`Error::AtRow`] with [`Error::BadCiphertext`] or [`Error::Overflow`].
    pub fn decrypt_column(
        &self,
        column: &Column,
        progress: Progress<'_>,
    ) -> Result<Vec<Option<f64>>, Error> {
        let exact = self.decrypt_column_exact(column, progress)?;
        let round = |(row, value): (usize, Option<Exact>)| {
            let rounded = value.map(|value| value.to_f64()).transpose();
            rounded.map_err(|why| why.at_row(row))
        };
        exact.into_par_iter().enumerate().map(round).collect()
    }

    /// Decrypts a column on all cores, exactly.
    ///
    /// # Errors
    /// [`Error::WrongKey`], or [`Error::AtRow`] with [`Error::BadCiphertext`] or [`Error::Overflow`].
    pub fn decrypt_column_exact(
        &self,
        column: &Column,
        progress: Progress<'_>,
    ) -> Result<Vec<Option<Exact>>, Error> {
        self.public().check(&column.key)?;
        let rows: Vec<usize> = column.presence.present().collect();
        let mut values = vec![None; column.rows()];
        in_blocks(rows.len(), progress, |range| {
            let ring = column.key.ring();
            let block = ring.gather(&column.ciphertexts, range.clone());
            let opened = open(self, &block, &column.scale);
            let opened = opened.map_err(|why| why.shifted(&rows[range.clone()]))?;
            for (row, integer) in rows[range].iter().zip(opened) {
                let scale = &column.scale;
                values[*row] = Some(Exact::new(integer, scale.base(), scale.exponent()));
            }
            Ok(())
        })?;
        Ok(values)
    }
}

impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Column({}, {} rows, {:?})",
            self.key.id(),
            self.rows(),
            self.scale
        )
    }
}

/// All arrays one behind the other.
pub(crate) fn join(key: &PublicKey, parts: &[Residues]) -> Residues {
    key.ring().concat(&parts.iter().collect::<Vec<_>>())
}

/// The integers in these ciphertexts, each within the scale's bound.
pub(crate) fn open(
    private: &PrivateKey,
    ciphertexts: &Residues,
    scale: &FixedPoint,
) -> Result<Vec<Integer>, Error> {
    let plaintexts = private.decrypt_residues(ciphertexts)?;
    let within = |(row, plaintext): (usize, &Uint)| {
        let integer = integer_of(private.public(), plaintext);
        let integer = integer.map_err(|why| why.at_row(row))?;
        match integer.bits() <= scale.magnitude_bits() as usize {
            true => Ok(integer),
            false => Err(Error::Overflow.at_row(row)),
        }
    };
    plaintexts.par_iter().enumerate().map(within).collect()
}

/// The one integer in one ciphertext, within the scale's bound.
pub(crate) fn open_one(
    private: &PrivateKey,
    ciphertext: &Residues,
    scale: &FixedPoint,
) -> Result<Integer, Error> {
    let opened = open(private, ciphertext, scale).map_err(Error::without_row)?;
    Ok(opened.into_iter().next().unwrap_or_default())
}

/// An integer within the plaintexts, as one of them.
pub(crate) fn plaintext_of(key: &PublicKey, integer: &Integer) -> Uint {
    let n = key.n();
    match integer.is_negative() {
        true => n.wrapping_sub(integer.magnitude()).resized(n.width()),
        false => integer.magnitude().resized(n.width()),
    }
}

/// That significands of so many bits are plaintexts of the key.
pub(crate) fn check_room(key: &PublicKey, bits: u32) -> Result<u32, Error> {
    let available = key.plaintext_bits();
    match bits <= available {
        true => Ok(bits),
        false => Err(Error::PlaintextSpaceExhausted {
            needed: bits,
            available,
        }),
    }
}
