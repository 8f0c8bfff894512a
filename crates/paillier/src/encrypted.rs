//! One sealed number, and computing with it.

mod compact;
mod json;
mod operators;

use std::fmt;

use bignum::Uint;
use bignum::square::Residues;
use rand_core::CryptoRng;
use rayon::prelude::*;

use crate::blinding::Encryptor;
use crate::encoding::{BASE, Encoded, check_exponent, steps_down};
use crate::error::{CiphertextFault, Error};
use crate::integer::Integer;
use crate::key::PublicKey;
use crate::number::Number;

/// A sealed number: (1 + n)^significand · rⁿ mod n² (Paillier 1999, section 4) with a public exponent of 16.
///
/// A result of adding and multiplying carries the randomness of its operands, so that whoever knows these may
/// recognise it: [`rerandomize`](Self::rerandomize) it before it leaves the process.
#[derive(Clone)]
pub struct Encrypted {
    key: PublicKey,
    ciphertext: Residues,
    exponent: i32,
}

impl PublicKey {
    /// Encrypts an integer or a double without loss. The exponent, which is public, tells the size of a double:
    /// [`encrypt_with_precision`](Self::encrypt_with_precision) or a column with one scale does not.
    ///
    /// # Errors
    /// [`Error::NotFinite`] or [`Error::OutOfRange`].
    pub fn encrypt(
        &self,
        x: impl Into<Number>,
        rng: &mut impl CryptoRng,
    ) -> Result<Encrypted, Error> {
        Encrypted::encrypt_encoded(self, &Encoded::new(self, x)?, rng)
    }

    /// Encrypts to a precision, rounding half to even: the exponent depends on the precision alone.
    ///
    /// # Errors
    /// [`Error::NotFinite`] or [`Error::OutOfRange`].
    pub fn encrypt_with_precision(
        &self,
        x: impl Into<Number>,
        precision: f64,
        rng: &mut impl CryptoRng,
    ) -> Result<Encrypted, Error> {
        let encoded = Encoded::with(self, x, Some(precision), None)?;
        Encrypted::encrypt_encoded(self, &encoded, rng)
    }

    /// Puts a number into the form of a ciphertext, readable by everybody: (1 + n)^significand.
    ///
    /// # Errors
    /// [`Error::WrongKey`] if it was encoded for another key.
    ///
    /// # Security
    /// It hides nothing until it is re-randomised or added to what is blinded.
    pub fn dangerous_encrypt_without_blinding(
        &self,
        encoded: &Encoded,
    ) -> Result<Encrypted, Error> {
        self.check(encoded.key())?;
        let one = self.ring().ones(1);
        let messages = std::slice::from_ref(encoded.significand());
        Ok(Encrypted {
            key: self.clone(),
            ciphertext: self.ring().mul_one_plus_n_times(&one, messages),
            exponent: encoded.exponent(),
        })
    }
}

impl Encrypted {
    /// Encrypts what is encoded already, with a public key, a private key or a pool.
    ///
    /// # Errors
    /// [`Error::WrongKey`] if it was encoded for another key, or those of the pool.
    pub fn encrypt_encoded(
        encryptor: &impl Encryptor,
        encoded: &Encoded,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        let key = encryptor.public_key();
        key.check(encoded.key())?;
        let blinding = encryptor.make_blinding(1, rng)?;
        let messages = std::slice::from_ref(encoded.significand());
        Ok(Self {
            key: key.clone(),
            ciphertext: key.ring().mul_one_plus_n_times(&blinding, messages),
            exponent: encoded.exponent(),
        })
    }

    /// The sealed number with this ciphertext, as it came from outside.
    ///
    /// # Errors
    /// [`Error::BadCiphertext`] if it is not in (Z/n²)*, or [`Error::ExponentTooLarge`].
    pub fn from_ciphertext(
        key: &PublicKey,
        ciphertext: &Uint,
        exponent: i32,
    ) -> Result<Self, Error> {
        check_exponent(i64::from(exponent))?;
        check_ciphertexts(key, std::slice::from_ref(ciphertext))?;
        Ok(Self {
            key: key.clone(),
            ciphertext: key.ring().import(std::slice::from_ref(ciphertext)),
            exponent,
        })
    }

    pub(crate) fn from_residues(key: &PublicKey, ciphertext: Residues, exponent: i32) -> Self {
        Self {
            key: key.clone(),
            ciphertext,
            exponent,
        }
    }

    /// The key it is sealed under.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The exponent of 16.
    #[must_use]
    pub fn exponent(&self) -> i32 {
        self.exponent
    }

    /// The ciphertext, from 1 to n² − 1.
    #[must_use]
    pub fn ciphertext(&self) -> Uint {
        let mut exported = self.key.ring().export(&self.ciphertext);
        exported.pop().unwrap_or_default()
    }

    pub(crate) fn residues(&self) -> &Residues {
        &self.ciphertext
    }

    /// The same number under new randomness: nobody without the private key can tell that it is the same.
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
        Ok(self.with_residues(self.key.ring().mul(&self.ciphertext, &blinding)))
    }

    /// The same number at a lower exponent.
    ///
    /// # Errors
    /// [`Error::ExponentTooLarge`] for a higher one, and [`Error::OutOfRange`] where the step is wider than the
    /// plaintexts.
    ///
    /// # Security
    /// That the significand stays a number cannot be seen while it is sealed; decryption notices most overflows.
    pub fn decrease_exponent_to(&self, exponent: i32) -> Result<Self, Error> {
        let up = steps_down(self.exponent, exponent)?;
        if up == 0 {
            return Ok(self.clone());
        }
        if up as usize * 4 >= self.key.bits() {
            return Err(Error::OutOfRange);
        }
        let factor = Encoded::from_integer(&self.key, &Integer::from(1).times_power(BASE, up), 0)?;
        let bits = 4 * up as usize + 1;
        let ring = self.key.ring();
        let raised = ring.pow_shared(&self.ciphertext, factor.significand(), bits);
        Ok(Self {
            exponent,
            ..self.with_residues(raised)
        })
    }

    fn with_residues(&self, ciphertext: Residues) -> Self {
        Self {
            key: self.key.clone(),
            ciphertext,
            exponent: self.exponent,
        }
    }
}

/// Two sealed numbers are equal if their ciphertexts, exponents and keys are: the same numbers sealed twice are not.
impl PartialEq for Encrypted {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
            && self.exponent == other.exponent
            && self.ciphertext() == other.ciphertext()
    }
}

impl fmt::Debug for Encrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Encrypted({}, exponent {})",
            self.key.id(),
            self.exponent
        )
    }
}

/// That all are in (Z/n²)*: from 1 to n² − 1, and without a factor in common with n. One greatest common divisor is
/// computed for all of them, of their product.
pub(crate) fn check_ciphertexts(key: &PublicKey, values: &[Uint]) -> Result<(), Error> {
    let square = key.n().square();
    let in_range = |x: &Uint| !bool::from(x.is_zero()) && bool::from(x.ct_lt(&square));
    let many = values.len() > 1;
    let fault = |row: usize, fault: CiphertextFault| match many {
        true => Error::from(fault).at_row(row),
        false => fault.into(),
    };
    if let Some(row) = values.par_iter().position_first(|x| !in_range(x)) {
        return Err(fault(row, CiphertextFault::Range));
    }
    let root = key.root();
    let unit = |x: &Uint| x.gcd_vartime(key.n()) == Uint::one(1);
    let residues = values.par_iter().map(|x| root.reduce(x));
    let one = || Uint::one(root.width());
    let product = residues.reduce(one, |a, b| root.mul(&a, &b));
    if unit(&product) {
        return Ok(());
    }
    let row = values
        .par_iter()
        .position_first(|x| !unit(&root.reduce(x)))
        .unwrap_or(0);
    Err(fault(row, CiphertextFault::NotInvertible))
}
