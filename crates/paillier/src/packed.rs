//! Packing: many numbers in one plaintext.
//!
//! A plaintext below n is cut into slots of w bits. A number v of |v| < 2^b stands in its slot as v + 2^b, which is
//! not negative and below 2^(b+1), so that nothing is ever borrowed from the slot above. How much was added to each slot
//! beyond the number (the offset) and how large its content can be at most are public, are the same for all slots,
//! and are followed through every operation; one that could carry into the slot above is refused.

mod compact;
mod layout;
mod moments;
mod sum;

use std::fmt;

use bignum::Uint;
use bignum::square::Residues;
use rand_core::CryptoRng;
use rayon::prelude::*;
use zeroize::Zeroizing;

use crate::blinding::Encryptor;
use crate::column::{Factor, Presence, join};
use crate::error::{CiphertextFault, Error};
use crate::exact::Exact;
use crate::fixed::FixedPoint;
use crate::integer::Integer;
use crate::key::{PrivateKey, PublicKey};
use crate::progress::{Progress, in_blocks};
use crate::value::Value;

use layout::Layout;
pub use layout::Packing;
pub use moments::{PackedColumnWithSquares, PackedMoments};
pub use sum::PackedSum;

/// A column of sealed numbers, many in a ciphertext. Which rows are missing is public; a missing row counts as nothing
/// in a sum.
#[derive(Clone)]
pub struct PackedColumn {
    key: PublicKey,
    layout: Layout,
    presence: Presence,
    ciphertexts: Residues,
}

impl PackedColumn {
    /// Encrypts a column with a public key, a private key or a pool, on all cores.
    ///
    /// # Errors
    /// [`Error::AtRow`] with what is wrong there: [`Error::NotFinite`], [`Error::OutOfRange`] of the scale's bound,
    /// [`Error::Inexact`]; or [`Error::PlaintextSpaceExhausted`] if a slot of that size does not fit.
    pub fn encrypt<T: Value>(
        encryptor: &impl Encryptor,
        values: &[Option<T>],
        scale: FixedPoint,
        packing: Packing,
        rng: &mut impl CryptoRng,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let key = encryptor.public_key();
        let layout = Layout::new(key, scale, packing)?;
        let slots = layout.slots();
        let chunks: Vec<&[Option<T>]> = values.chunks(slots).collect();
        let mut parts = Vec::new();
        let in_rows = |done: usize, _| progress((done * slots).min(values.len()), values.len());
        in_blocks(chunks.len(), &in_rows, |range| {
            let start = range.start;
            let message = |(chunk, values): (usize, &&[Option<T>])| {
                pack(key, &layout, scale, values, (start + chunk) * slots)
            };
            let block = chunks[range].par_iter().enumerate();
            let messages = block.map(message).collect::<Result<Vec<_>, _>>()?;
            let blinding = encryptor.make_blinding(messages.len(), rng)?;
            parts.push(key.ring().mul_one_plus_n_times(&blinding, &messages));
            Ok(())
        })?;
        Ok(Self {
            key: key.clone(),
            layout,
            presence: values.iter().map(Option::is_some).collect(),
            ciphertexts: join(key, &parts),
        })
    }

    /// The key it is sealed under.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
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

    /// How many numbers a ciphertext holds.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.layout.slots()
    }

    /// How many ciphertexts there are.
    #[must_use]
    pub fn ciphertexts(&self) -> usize {
        self.ciphertexts.len()
    }

    /// The sum row by row.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::Mismatch`] of slots, scales or present rows, or
    /// [`Error::PlaintextSpaceExhausted`] if a slot could overflow.
    pub fn add(&self, other: &Self) -> Result<Self, Error> {
        self.check(other)?;
        let layout = self.layout.plus(&other.layout)?;
        let ciphertexts = self.key.ring().mul(&self.ciphertexts, &other.ciphertexts);
        Ok(self.with(layout, ciphertexts))
    }

    /// The difference row by row. The most that a slot of the other side can hold is added to each slot, so that none
    /// becomes negative.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn sub(&self, other: &Self) -> Result<Self, Error> {
        self.check(other)?;
        let layout = self.layout.minus(&other.layout)?;
        let inverse = self.inverse_of(&other.ciphertexts)?;
        let difference = self.key.ring().mul(&self.ciphertexts, &inverse);
        let lift = other.layout.in_every_slot(&self.key, other.layout.most());
        Ok(self.with(layout, add_to_all(&self.key, &difference, &lift)))
    }

    /// Every row times one plain number.
    ///
    /// # Errors
    /// [`Error::NotFinite`], [`Error::Inexact`], or [`Error::PlaintextSpaceExhausted`] if a slot could overflow.
    pub fn scale_by(&self, factor: impl Into<Factor>) -> Result<Self, Error> {
        let factor = factor.into().at(self.layout.base())?;
        let times = factor.significand().to_i128();
        let times = times.ok_or_else(|| self.layout.exhausted())?;
        let layout = self.layout.times(times, factor.exponent())?;
        let magnitude = times.unsigned_abs();
        let power = Uint::from_u128(magnitude).trimmed_vartime();
        let (ring, bits) = (self.key.ring(), 64 * power.width());
        if times >= 0 {
            let scaled = ring.pow_shared(&self.ciphertexts, &power, bits);
            return Ok(self.with(layout, scaled));
        }
        let inverse = self.inverse_of(&self.ciphertexts)?;
        let scaled = ring.pow_shared(&inverse, &power, bits);
        let lift = self.layout.in_every_slot(&self.key, layout.most());
        Ok(self.with(layout, add_to_all(&self.key, &scaled, &lift)))
    }

    /// The sum of all present rows, with their number.
    ///
    /// # Errors
    /// [`Error::PlaintextSpaceExhausted`] if a slot could overflow: the guard bits were for fewer additions.
    pub fn sum(&self) -> Result<PackedSum, Error> {
        let layout = self.layout.repeated(self.ciphertexts.len())?;
        let product = self.key.ring().product(&self.ciphertexts);
        let count = self.presence.count() as u64;
        Ok(PackedSum::new(&self.key, layout, count, product))
    }

    /// The same numbers under new randomness.
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
        Ok(self.with(self.layout, join(&self.key, &parts)))
    }

    fn check(&self, other: &Self) -> Result<(), Error> {
        self.key.check(&other.key)?;
        match self.presence == other.presence {
            true => Ok(()),
            false => Err(Error::Mismatch("the rows that are present")),
        }
    }

    fn inverse_of(&self, ciphertexts: &Residues) -> Result<Residues, Error> {
        let inverse = self.key.ring().invert_vartime(ciphertexts);
        inverse.ok_or_else(|| CiphertextFault::NotInvertible.into())
    }

    fn with(&self, layout: Layout, ciphertexts: Residues) -> Self {
        Self {
            key: self.key.clone(),
            layout,
            presence: self.presence.clone(),
            ciphertexts,
        }
    }
}

impl PrivateKey {
    /// Decrypts a packed column on all cores, each number rounded once to the nearest double.
    ///
    /// # Errors
    /// [`Error::WrongKey`], or [`Error::AtRow`] with [`Error::BadCiphertext`] or [`Error::Overflow`].
    pub fn decrypt_packed(
        &self,
        column: &PackedColumn,
        progress: Progress<'_>,
    ) -> Result<Vec<Option<f64>>, Error> {
        let exact = self.decrypt_packed_exact(column, progress)?;
        let round = |(row, value): (usize, Option<Exact>)| {
            let rounded = value.map(|value| value.to_f64()).transpose();
            rounded.map_err(|why| why.at_row(row))
        };
        exact.into_par_iter().enumerate().map(round).collect()
    }

    /// Decrypts a packed column on all cores, exactly.
    ///
    /// # Errors
    /// [`Error::WrongKey`], or [`Error::AtRow`] with [`Error::BadCiphertext`] or [`Error::Overflow`].
    pub fn decrypt_packed_exact(
        &self,
        column: &PackedColumn,
        progress: Progress<'_>,
    ) -> Result<Vec<Option<Exact>>, Error> {
        self.public().check(&column.key)?;
        let (layout, rows) = (&column.layout, column.rows());
        let first_row = |chunk: usize| chunk * layout.slots();
        let mut values = Vec::with_capacity(rows);
        let in_rows = |done: usize, _| progress(first_row(done).min(rows), rows);
        in_blocks(column.ciphertexts.len(), &in_rows, |range| {
            let starts: Vec<_> = range.clone().map(first_row).collect();
            let plaintexts =
                self.decrypt_residues(&column.key.ring().gather(&column.ciphertexts, range));
            let plaintexts = plaintexts.map_err(|why| why.shifted(&starts))?;
            let numbers = plaintexts
                .par_iter()
                .zip(&starts)
                .map(|(plaintext, start)| {
                    let contents = layout.contents(plaintext);
                    contents.map_err(|why| why.at_row(*start))
                });
            for (contents, start) in numbers.collect::<Result<Vec<_>, _>>()?.iter().zip(starts) {
                for (slot, content) in contents.iter().enumerate().take(rows - start) {
                    let number = || layout.number(*content);
                    values.push(column.presence.has(start + slot).then(number));
                }
            }
            Ok(())
        })?;
        Ok(values)
    }
}

impl fmt::Debug for PackedColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PackedColumn({}, {} rows, {} a ciphertext)",
            self.key.id(),
            self.rows(),
            self.slots()
        )
    }
}

/// One plaintext of numbers; missing rows, and those after the last, are zeros.
fn pack<T: Value>(
    key: &PublicKey,
    layout: &Layout,
    scale: FixedPoint,
    values: &[Option<T>],
    first_row: usize,
) -> Result<Uint, Error> {
    let mut contents = Zeroizing::new(vec![layout.offset(); layout.slots()]);
    for (slot, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        let significand = value.significand(&scale);
        let significand = significand.map_err(|why| why.at_row(first_row + slot))?;
        contents[slot] = layout.content(&significand);
    }
    Ok(layout.join(key, &contents))
}

/// Adds a plaintext to each.
fn add_to_all(key: &PublicKey, ciphertexts: &Residues, plaintext: &Uint) -> Residues {
    let plaintexts = vec![plaintext.clone(); ciphertexts.len()];
    key.ring().mul_one_plus_n_times(ciphertexts, &plaintexts)
}

/// A sum of slots as an exact number.
fn exact(sum: Integer, layout: &Layout) -> Exact {
    Exact::new(sum, layout.base(), layout.exponent())
}
