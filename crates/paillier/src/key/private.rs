//! The private key: decryption, and encryption as only its holder can.

use std::fmt;
use std::sync::Arc;

use bignum::Uint;
use rand_core::CryptoRng;
use subtle::Choice;

use super::public::PublicKey;
use super::sides::{Known, Side};
use super::size::Sizes;
use super::variant::{PublicVariant, Variant};
use crate::arith::{Residues, combine};
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
    /// [`Error::NotAKey`]: the primes are none, are equal, or are too short.
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
        if p.bits_vartime() < 64 || p == q || divides(p, q) || divides(q, p) {
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
        let (p_side, q_side) = (Side::new(p, q, known_p)?, Side::new(q, p, known_q)?);
        let q_modulus = &q_side.prime;
        let inner = Inner {
            p_inverse: q_modulus.invert_prime(&q_modulus.reduce(p)),
            public,
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

    /// The plaintexts below n: decryption by Chinese remainders (section 7 of the paper). Constant-time. Errors are
    /// [`Error::AtRow`].
    pub(crate) fn decrypt_residues(&self, values: &Residues) -> Result<Vec<Uint>, Error> {
        let ring = self.public().ring();
        let (p, q) = (&self.0.p, &self.0.q);
        let modulo_p = p.decrypt(ring, values)?;
        let modulo_q = q.decrypt(ring, values)?;
        let width = self.public().n().width();
        let join = |(a, b): (Uint, Uint)| {
            let modulus = &q.prime;
            // a < p < q
            let a_in_q = a.resized(modulus.width());
            let u = modulus.mul(&modulus.sub(&b, &a_in_q), &self.0.p_inverse);
            u.mul(p.prime.value()).add(&a).resized(width)
        };
        Ok(modulo_p.into_iter().zip(modulo_q).map(join).collect())
    }

    /// `count` uniform n-th residues modulo n².
    pub(crate) fn make_blinding(&self, count: usize, rng: &mut dyn CryptoRng) -> Residues {
        let sign = |_| Choice::from((rng.next_u32() & 1) as u8);
        let signs: Vec<_> = (0..count).map(sign).collect();
        let (p, q) = (&self.0.p, &self.0.q);
        let modulo_p = p.make_blinding(&signs, rng);
        let modulo_q = q.make_blinding(&signs, rng);
        combine(
            (p.square(), &modulo_p),
            (q.square(), &modulo_q),
            self.public().ring(),
        )
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
