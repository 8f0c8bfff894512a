//! The private key: decryption, and encryption as only its holder can.

use std::fmt;
use std::sync::Arc;

use bignum::Uint;
use bignum::square::{FactoredSquare, Residues};
use rand_core::CryptoRng;
use rayon::prelude::*;
use subtle::Choice;
use zeroize::Zeroizing;

use super::public::PublicKey;
use super::sides::{Known, Side};
use super::size::Sizes;
use super::variant::{PublicVariant, Variant};
use crate::encoding::Encoded;
use crate::encrypted::Encrypted;
use crate::error::{Error, KeyFault};
use crate::number::Number;

/// A private key: the two primes, and what is known of them.
///
/// Cloning is cheap. Wiped when the last clone is dropped; `Debug` shows the name alone.
#[derive(Clone)]
pub struct PrivateKey(Arc<Inner>);

struct Inner {
    public: PublicKey,
    square: FactoredSquare,
    p: Side,
    q: Side,
    /// p⁻¹ mod q
    p_inverse: Uint,
    secrets: Secrets,
}

/// What a private key consists of.
#[derive(Clone)]
pub(super) struct Secrets {
    /// The lesser prime.
    pub(super) p: Uint,
    pub(super) q: Uint,
    pub(super) known: Factors,
}

/// What is known of p − 1 and q − 1.
#[derive(Clone)]
pub(super) enum Factors {
    /// Nothing: a key from elsewhere.
    Unknown,
    /// All their distinct prime factors.
    All(Vec<Uint>, Vec<Uint>),
    /// The orders of the two short subgroups.
    Subgroup(Uint, Uint),
}

impl PrivateKey {
    /// The key with these two primes, in either order, as it comes from elsewhere.
    ///
    /// # Errors
    /// [`Error::NotAKey`]: the primes are none, are equal, are too short, or differ in length: python-paillier's and
    /// ours never do.
    pub fn from_primes(p: &Uint, q: &Uint, sizes: Sizes) -> Result<Self, Error> {
        let public = PublicKey::from_n_of(&p.mul(q), sizes)?;
        Self::new(
            public,
            Secrets {
                p: p.clone(),
                q: q.clone(),
                known: Factors::Unknown,
            },
        )
    }

    pub(super) fn new(public: PublicKey, secrets: Secrets) -> Result<Self, Error> {
        let secrets = secrets.ordered();
        let (p, q) = (&secrets.p, &secrets.q);
        if p.mul(q) != *public.n() {
            return Err(KeyFault::Factors.into());
        }
        let one = Uint::one(1);
        let divides =
            |a: &Uint, b: &Uint| bool::from(b.wrapping_sub(&one).rem_vartime(a).is_zero());
        let balanced = q.bits_vartime() == p.bits_vartime();
        if !balanced || p == q || divides(p, q) || divides(q, p) {
            return Err(KeyFault::UnfitFactors.into());
        }
        let blum = p.low_bits(2) == Uint::from_u64(3) && q.low_bits(2) == Uint::from_u64(3);
        if public.variant() != Variant::Standard && !blum {
            return Err(KeyFault::Variant.into());
        }
        let (known_p, known_q) = match (&secrets.known, public.public_variant()) {
            (Factors::Subgroup(u, v), PublicVariant::ShortSubgroup { h, .. }) => (
                Known::Subgroup { order: u, h },
                Known::Subgroup { order: v, h },
            ),
            (_, PublicVariant::ShortSubgroup { .. }) | (Factors::Subgroup(..), _) => {
                return Err(KeyFault::Subgroup.into());
            }
            (Factors::All(u, v), _) => (Known::Factors(u), Known::Factors(v)),
            (Factors::Unknown, _) => (Known::Nothing, Known::Nothing),
        };
        let square = FactoredSquare::new(p, q).map_err(|_| KeyFault::Factors)?;
        let [modulo_p, modulo_q] = square.sides();
        let p_side = Side::new(modulo_p, q, known_p)?;
        let q_side = Side::new(modulo_q, p, known_q)?;
        let q_modulus = &q_side.prime;
        let inner = Inner {
            p_inverse: q_modulus.invert_prime(&q_modulus.reduce(p)),
            public,
            square,
            p: p_side,
            q: q_side,
            secrets,
        };
        Ok(Self(Arc::new(inner)))
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.0.public
    }

    /// The same primes for the other of the two variants whose ciphertexts mix, standard and DJN.
    ///
    /// # Errors
    /// [`Error::NotAKey`] where the primes are not 3 modulo 4, or for a short subgroup.
    pub fn with_variant(&self, variant: Variant) -> Result<Self, Error> {
        let variant = match (self.public().variant(), variant) {
            (Variant::ShortSubgroup { .. }, _) | (_, Variant::ShortSubgroup { .. }) => {
                return Err(KeyFault::Variant.into());
            }
            (_, Variant::Djn) => PublicVariant::Djn,
            (_, Variant::Standard) => PublicVariant::Standard,
        };
        let public = PublicKey::new(self.public().n(), variant, Sizes::DangerousSmall)?;
        Self::new(public, self.0.secrets.clone())
    }

    /// Whether encryption with this key draws its randomness from tables: the factors of p − 1 and q − 1 are known
    /// and the generators' orders were verified.
    #[must_use]
    pub fn knows_its_factors(&self) -> bool {
        !matches!(self.0.secrets.known, Factors::Unknown)
    }

    /// Encrypts as [`PublicKey::encrypt`], quicker: the randomness is drawn modulo p² and q² apart, exactly uniform.
    ///
    /// # Errors
    /// As [`PublicKey::encrypt`].
    pub fn encrypt(
        &self,
        x: impl Into<Number>,
        rng: &mut impl CryptoRng,
    ) -> Result<Encrypted, Error> {
        let encoded = Encoded::new(self.public(), x)?;
        Encrypted::encrypt_encoded(self, &encoded, rng)
    }

    /// Decrypts, as python-paillier does: an integer where the exponent is not negative, else a double. Constant-time
    /// but for the decoding, which shows the size of the result.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::BadCiphertext`], or [`Error::Overflow`] where the plaintext is no number.
    pub fn decrypt(&self, number: &Encrypted) -> Result<Number, Error> {
        self.decrypt_encoded(number)?.decode()
    }

    /// Decrypts without decoding.
    ///
    /// # Errors
    /// [`Error::WrongKey`] or [`Error::BadCiphertext`].
    pub fn decrypt_encoded(&self, number: &Encrypted) -> Result<Encoded, Error> {
        self.public().check(number.key())?;
        let plain = self
            .decrypt_residues(number.residues())
            .map_err(Error::without_row)?;
        let significand = plain.into_iter().next().unwrap_or_default();
        Encoded::from_significand(self.public(), significand, number.exponent())
    }

    /// The plaintexts below n: decryption by Chinese remainders (section 7 of the paper). Constant-time where all are
    /// ciphertexts. Errors are [`Error::AtRow`].
    pub(crate) fn decrypt_residues(&self, values: &Residues) -> Result<Vec<Uint>, Error> {
        let Some([modulo_p, modulo_q]) = self.quotients(values) else {
            let row = self.first_without_quotient(values);
            return Err(Error::from(self.0.p.fault()).at_row(row));
        };
        let (p, q) = (&self.0.p, &self.0.q);
        let width = self.public().n().width();
        let join = |(l_p, l_q): (&Uint, &Uint)| {
            let modulus = &q.prime;
            let a = p.prime.mul(l_p, &p.h);
            let b = modulus.mul(l_q, &q.h);
            // a < p < q
            let difference = modulus.sub(&b, &a.resized(modulus.width()));
            let u = modulus.mul(&difference, &self.0.p_inverse);
            u.mul(p.prime.value()).add(&a).resized(width)
        };
        Ok(modulo_p.par_iter().zip(&modulo_q).map(join).collect())
    }

    /// (c^e − 1)/p for each side; nothing if one is no ciphertext.
    fn quotients(&self, values: &Residues) -> Option<[Vec<Uint>; 2]> {
        let exponents = [&self.0.p.exponent, &self.0.q.exponent];
        let bits = exponents.map(|e| e.bits_vartime());
        self.0
            .square
            .quotients(values, exponents, bits[0].max(bits[1]))
    }

    /// Which is the first that is no ciphertext, found by halves; the first of all if there is none.
    fn first_without_quotient(&self, values: &Residues) -> usize {
        let ring = self.public().ring();
        let (mut from, mut to) = (0, values.len());
        while to - from > 1 {
            let middle = from.midpoint(to);
            match self.quotients(&ring.gather(values, from..middle)) {
                Some(_) => from = middle,
                None => to = middle,
            }
        }
        from
    }

    /// `count` uniform n-th residues modulo n².
    pub(crate) fn make_blinding(&self, count: usize, rng: &mut dyn CryptoRng) -> Residues {
        let sign = |_| Choice::from((rng.next_u32() & 1) as u8);
        let signs: Vec<_> = (0..count).map(sign).collect();
        let (p, q) = (&self.0.p, &self.0.q);
        let modulo_p = Zeroizing::new(p.make_blinding(&signs, rng));
        let modulo_q = Zeroizing::new(q.make_blinding(&signs, rng));
        self.0.square.combine(&modulo_p, &modulo_q)
    }

    pub(super) fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }
}

impl PartialEq for PrivateKey {
    fn eq(&self, other: &Self) -> bool {
        self.public() == other.public()
    }
}

impl Eq for PrivateKey {}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.public().id())
    }
}

impl Secrets {
    /// The same with p < q.
    fn ordered(self) -> Self {
        if self.p.cmp_vartime(&self.q).is_le() {
            return self;
        }
        Self {
            p: self.q,
            q: self.p,
            known: match self.known {
                Factors::Unknown => Factors::Unknown,
                Factors::All(u, v) => Factors::All(v, u),
                Factors::Subgroup(u, v) => Factors::Subgroup(v, u),
            },
        }
    }
}
