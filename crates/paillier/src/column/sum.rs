//! One sealed number at a column's scale: a sum, a row, a dot product.

use std::fmt;

use bignum::square::Residues;
use rand_core::CryptoRng;

use super::arithmetic::{Factor, add_aligned, invert, times};
use super::{check_room, open_one};
use crate::blinding::Encryptor;
use crate::codec::{Kind, Reader, Writer};
use crate::encrypted::{Encrypted, check_ciphertexts};
use crate::error::{Error, FormatFault};
use crate::exact::Exact;
use crate::fixed::{Base, FixedPoint};
use crate::integer::Integer;
use crate::key::{PrivateKey, PublicKey};

/// One sealed number at a column's scale, and how many rows went into it, which is public.
#[derive(Clone)]
pub struct Sealed {
    key: PublicKey,
    scale: FixedPoint,
    count: u64,
    ciphertext: Residues,
}

impl Sealed {
    pub(super) fn new(
        key: &PublicKey,
        scale: FixedPoint,
        count: u64,
        ciphertext: Residues,
    ) -> Self {
        Self {
            key: key.clone(),
            scale,
            count,
            ciphertext,
        }
    }

    /// The key it is sealed under.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Where the point is, and how large the significand may be.
    #[must_use]
    pub fn scale(&self) -> FixedPoint {
        self.scale
    }

    /// How many rows went into it.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The sum with another; the counts are added.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::Mismatch`] of bases, or [`Error::PlaintextSpaceExhausted`].
    pub fn add(&self, other: &Self) -> Result<Self, Error> {
        self.key.check(&other.key)?;
        let mine = (&self.ciphertext, self.scale);
        let (ciphertext, scale) = add_aligned(&self.key, mine, (&other.ciphertext, other.scale))?;
        let count = self.count.saturating_add(other.count);
        Ok(Self::new(&self.key, scale, count, ciphertext))
    }

    /// The difference to another; the count stays.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn sub(&self, other: &Self) -> Result<Self, Error> {
        let inverse = invert(&other.key, &other.ciphertext)?;
        let negated = Self::new(&other.key, other.scale, 0, inverse);
        self.add(&negated)
    }

    /// The product with a plain number; the count stays.
    ///
    /// # Errors
    /// [`Error::NotFinite`], [`Error::ExponentTooLarge`] or [`Error::PlaintextSpaceExhausted`].
    pub fn scale_by(&self, factor: impl Into<Factor>) -> Result<Self, Error> {
        let (ciphertext, scale) = times(&self.key, &self.ciphertext, self.scale, &factor.into())?;
        Ok(Self::new(&self.key, scale, self.count, ciphertext))
    }

    /// The same number under new randomness.
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
        let ciphertext = self.key.ring().mul(&self.ciphertext, &blinding);
        Ok(Self::new(&self.key, self.scale, self.count, ciphertext))
    }

    /// The same number as python-paillier would hold it.
    ///
    /// # Errors
    /// [`Error::NotInterchangeable`] on a decimal scale with decimals: its exponents are of 16.
    pub fn to_encrypted(&self) -> Result<Encrypted, Error> {
        match (self.scale.base(), self.scale.exponent()) {
            (Base::Ten, ..=-1 | 1..) => Err(Error::NotInterchangeable(
                "python-paillier's exponents are of 16, this scale is of 10",
            )),
            (_, exponent) => Ok(Encrypted::from_residues(
                &self.key,
                self.ciphertext.clone(),
                exponent,
            )),
        }
    }

    /// The compact form: the header with the key's name, the scale, the count, the ciphertext.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(Kind::Sealed, self.key.id());
        self.write(&mut writer);
        writer.finish()
    }

    /// Reads the compact form.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::WrongKey`], [`Error::BadCiphertext`] or [`Error::PlaintextSpaceExhausted`].
    pub fn from_bytes(key: &PublicKey, bytes: &[u8]) -> Result<Self, Error> {
        let (mut reader, id) = Reader::open(Kind::Sealed, bytes)?;
        key.check_id(id)?;
        let sealed = Self::read(&mut reader, key)?;
        reader.end()?;
        Ok(sealed)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        write_scale(writer, &self.scale);
        writer.u64(self.count);
        writer.ciphertexts(&self.key, &self.ciphertext);
    }

    pub(super) fn read(reader: &mut Reader<'_>, key: &PublicKey) -> Result<Self, Error> {
        let scale = read_scale(reader, key)?;
        let count = reader.u64()?;
        let values = reader.ciphertexts(key, 1)?;
        check_ciphertexts(key, &values)?;
        Ok(Self::new(key, scale, count, key.ring().import(&values)))
    }
}

impl PrivateKey {
    /// The number in a sum, exactly.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::BadCiphertext`], or [`Error::Overflow`] if it is beyond the bound that the sum
    /// states.
    pub fn decrypt_sealed(&self, sealed: &Sealed) -> Result<Exact, Error> {
        self.public().check(&sealed.key)?;
        let significand = open_one(self, &sealed.ciphertext, &sealed.scale)?;
        let scale = &sealed.scale;
        Ok(Exact::new(significand, scale.base(), scale.exponent()))
    }

    /// The number in a sum divided by its count, rounded once to the nearest double.
    ///
    /// # Errors
    /// As [`decrypt_sealed`](Self::decrypt_sealed), and [`Error::TooFew`] for a sum of nothing.
    pub fn decrypt_mean(&self, sealed: &Sealed) -> Result<f64, Error> {
        if sealed.count == 0 {
            return Err(Error::TooFew {
                needed: 1,
                found: 0,
            });
        }
        let sum = self.decrypt_sealed(sealed)?;
        sum.divided_by(&Integer::from(sealed.count))
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Sealed({}, of {}, {:?})",
            self.key.id(),
            self.count,
            self.scale
        )
    }
}

/// Base (a byte), exponent (four, signed), bits of the bound (four).
pub(crate) fn write_scale(writer: &mut Writer, scale: &FixedPoint) {
    writer.u8(u8::try_from(scale.base().value()).expect("10 or 16"));
    writer.i32(scale.exponent());
    writer.u32(scale.magnitude_bits());
}

pub(crate) fn read_scale(reader: &mut Reader<'_>, key: &PublicKey) -> Result<FixedPoint, Error> {
    let base = Base::parse(reader.u8()?)?;
    let exponent = reader.i32()?;
    let bits = check_room(key, reader.u32()?)?;
    FixedPoint::raw(base, i64::from(exponent), bits)
        .map_err(|_| FormatFault::Field("exponent").into())
}
