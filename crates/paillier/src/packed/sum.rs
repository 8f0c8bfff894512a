//! The sum of a packed column.

use std::fmt;

use bignum::square::Residues;
use rand_core::CryptoRng;

use super::exact;
use super::layout::Layout;
use crate::blinding::Encryptor;
use crate::codec::{Kind, Reader, Writer};
use crate::encrypted::check_ciphertexts;
use crate::error::Error;
use crate::exact::Exact;
use crate::integer::Integer;
use crate::key::{PrivateKey, PublicKey};

/// The sealed sum of a packed column, and how many rows went into it, which is public.
///
/// # Security
/// Slots cannot be added to each other while they are sealed. Whoever opens the sum sees one partial sum a slot:
/// that of every S-th row, for S slots. A column with no more rows than slots shows each of its rows. Where the holder of
/// the key must see nothing but the total, [hide the slots](Self::hide_slots) first, or use a [`Column`](crate::Column).
#[derive(Clone)]
pub struct PackedSum {
    key: PublicKey,
    layout: Layout,
    count: u64,
    ciphertext: Residues,
}

impl PackedSum {
    pub(super) fn new(key: &PublicKey, layout: Layout, count: u64, ciphertext: Residues) -> Self {
        Self {
            key: key.clone(),
            layout,
            count,
            ciphertext,
        }
    }

    /// The key it is sealed under.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// How many rows went into it.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The sum with another of the same slots and scale; the counts are added.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::Mismatch`], or [`Error::PlaintextSpaceExhausted`] if a slot could overflow.
    pub fn add(&self, other: &Self) -> Result<Self, Error> {
        self.key.check(&other.key)?;
        let layout = self.layout.plus(&other.layout)?;
        let product = self.key.ring().mul(&self.ciphertext, &other.ciphertext);
        let count = self.count.saturating_add(other.count);
        Ok(Self::new(&self.key, layout, count, product))
    }

    /// The same sum under new randomness.
    ///
    /// # Errors
    /// [`Error::WrongKey`] if the encryptor is of another key, or those of the pool.
    pub fn rerandomize(
        &self,
        encryptor: &impl Encryptor,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        self.key.check(encryptor.public_key())?;
        let blinding = encryptor.make_blinding(1, rng)?;
        let product = self.key.ring().mul(&self.ciphertext, &blinding);
        Ok(Self::new(&self.key, self.layout, self.count, product))
    }

    /// The same sum with its slots hidden, under new randomness: whoever opens it learns the total and, but for an
    /// advantage of (S − 1)·2^−t, nothing else. Masks that make a known total together are added to the slots; t is
    /// what the slots have room for, at least 40, and what [`Packing::with_mask_bits`] asked for if no more was added than
    /// it was told. Add what is to be added before: a hidden sum nearly fills its slots.
    ///
    /// # Errors
    /// [`Error::WrongKey`], those of the pool, or [`Error::PlaintextSpaceExhausted`] if the slots have no such room.
    ///
    /// [`Packing::with_mask_bits`]: crate::Packing::with_mask_bits
    pub fn hide_slots(
        &self,
        encryptor: &impl Encryptor,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        let (layout, masks) = self.layout.make_masks(rng)?;
        let blinded = self.rerandomize(encryptor, rng)?;
        let plaintext = layout.join(&self.key, &masks);
        let ring = self.key.ring();
        let hidden = ring.mul_one_plus_n_times(&blinded.ciphertext, &[plaintext]);
        Ok(Self::new(&self.key, layout, self.count, hidden))
    }

    /// The compact form: the header with the key's name, the slots, the count, the ciphertext.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::PackedSum, self.key.id());
        self.write(&mut writer);
        writer.finish()
    }

    /// Reads the compact form.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::WrongKey`] or [`Error::BadCiphertext`].
    pub fn from_bytes(key: &PublicKey, bytes: &[u8]) -> Result<Self, Error> {
        let (mut reader, id) = Reader::open(Kind::PackedSum, bytes)?;
        key.check_id(id)?;
        let sum = Self::read(&mut reader, key)?;
        reader.end()?;
        Ok(sum)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        self.layout.write(writer);
        writer.u64(self.count);
        writer.ciphertexts(&self.key, &self.ciphertext);
    }

    pub(super) fn read(reader: &mut Reader<'_>, key: &PublicKey) -> Result<Self, Error> {
        let layout = Layout::read(reader, key)?;
        let count = reader.u64()?;
        let values = reader.ciphertexts(key, 1)?;
        check_ciphertexts(key, &values)?;
        Ok(Self::new(key, layout, count, key.ring().import(&values)))
    }
}

impl PrivateKey {
    /// The number in a packed sum, exactly: the slots' sums added up.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::BadCiphertext`], or [`Error::Overflow`] if a slot holds more than it can.
    pub fn decrypt_packed_sum(&self, sum: &PackedSum) -> Result<Exact, Error> {
        self.public().check(&sum.key)?;
        let plaintexts = self
            .decrypt_residues(&sum.ciphertext)
            .map_err(Error::without_row)?;
        let contents = sum.layout.contents(&plaintexts[0])?;
        Ok(exact(sum.layout.total(&contents), &sum.layout))
    }

    /// The number in a packed sum divided by its count, rounded once to the nearest double.
    ///
    /// # Errors
    /// As [`decrypt_packed_sum`](Self::decrypt_packed_sum), and [`Error::TooFew`] for a sum of nothing.
    pub fn decrypt_packed_mean(&self, sum: &PackedSum) -> Result<f64, Error> {
        if sum.count == 0 {
            return Err(Error::TooFew {
                needed: 1,
                found: 0,
            });
        }
        self.decrypt_packed_sum(sum)?
            .divided_by(&Integer::from(sum.count))
    }
}

impl fmt::Debug for PackedSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PackedSum({}, of {})", self.key.id(), self.count)
    }
}
