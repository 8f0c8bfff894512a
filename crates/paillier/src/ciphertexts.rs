//! Ciphertexts of integers modulo n, without sign, scale or point: for protocols with an encoding of their own.

use std::fmt;

use bignum::Uint;
use bignum::square::{Residues, SquareModulus};
use rand_core::CryptoRng;

use crate::blinding::Encryptor;
use crate::encrypted::check_ciphertexts;
use crate::error::Error;
use crate::key::{PrivateKey, PublicKey};

/// An array of ciphertexts of integers from 0 to n − 1. Cheap neither to clone nor to compare: neither is there.
pub struct Ciphertexts {
    key: PublicKey,
    residues: Residues,
}

/// Where the numbers lie in a plaintext that holds many: `slots` of them, the first in the lowest `bits` bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slots {
    /// How many numbers are in a plaintext: at least one.
    pub slots: usize,
    /// How many bits each has.
    pub bits: usize,
}

impl Ciphertexts {
    /// Encrypts integers with a public key, a private key or a pool.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for one that is not less than n, or those of the pool.
    pub fn encrypt(
        encryptor: &impl Encryptor,
        plaintexts: &[Uint],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        let key = encryptor.public_key();
        check_plaintexts(key, plaintexts)?;
        let blinding = encryptor.make_blinding(plaintexts.len(), rng)?;
        Ok(Self {
            key: key.clone(),
            residues: key.ring().mul_one_plus_n_times(&blinding, plaintexts),
        })
    }

    /// Ciphertexts from elsewhere.
    ///
    /// # Errors
    /// [`Error::BadCiphertext`] if one is not in (Z/n²)*, with its row where there are many.
    pub fn from_integers(key: &PublicKey, ciphertexts: &[Uint]) -> Result<Self, Error> {
        check_ciphertexts(key, ciphertexts)?;
        Ok(Self {
            key: key.clone(),
            residues: key.ring().import(ciphertexts),
        })
    }

    /// The ciphertexts, each from 1 to n² − 1.
    #[must_use]
    pub fn to_integers(&self) -> Vec<Uint> {
        self.key.ring().export(&self.residues)
    }

    /// The key they are sealed under.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.residues.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.residues.is_empty()
    }

    /// The sums with plain integers, one by one, modulo n.
    ///
    /// # Errors
    /// [`Error::Mismatch`] of the lengths, or [`Error::OutOfRange`] for one that is not less than n.
    pub fn add_plain(&self, plaintexts: &[Uint]) -> Result<Self, Error> {
        if plaintexts.len() != self.len() {
            return Err(Error::Mismatch("the numbers of integers"));
        }
        check_plaintexts(&self.key, plaintexts)?;
        let ring = self.key.ring();
        Ok(self.with(ring.mul_one_plus_n_times(&self.residues, plaintexts)))
    }

    /// The same integers under new randomness.
    ///
    /// # Errors
    /// [`Error::WrongKey`] if the encryptor is of another key, or those of the pool.
    pub fn rerandomize(
        &self,
        encryptor: &impl Encryptor,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        self.key.check(encryptor.public_key())?;
        let blinding = encryptor.make_blinding(self.len(), rng)?;
        Ok(self.with(self.key.ring().mul(&self.residues, &blinding)))
    }

    /// For each row of weights the sum of weight times integer, one row a slot, in as many ciphertexts as it takes: row i in
    /// slot i mod `slots` of ciphertext ⌊i/slots⌋.
    ///
    /// A table has the powers of every ciphertext up to the largest weight there can be; a row then costs a product for each of
    /// its weights, and a slot as many squares as it has bits (Straus 1964).
    ///
    /// Modulo n all is exact; that a sum stays within its slot is the caller's care.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where the weights are no whole rows, one for each ciphertext, or slots are without extent.
    ///
    /// # Security
    /// Which memory is touched tells the weights. The result has the randomness of the ciphertexts: it must be added to what is
    /// blinded, or [re-randomised](Self::rerandomize), before it leaves the process.
    pub fn packed_sums_vartime(&self, weights: &[u8], into: Slots) -> Result<Self, Error> {
        let width = self.len();
        if width == 0 || into.slots == 0 || into.bits == 0 || !weights.len().is_multiple_of(width) {
            return Err(Error::Mismatch("the weights and the integers"));
        }
        let ring = self.key.ring();
        let table = Table::new(ring, &self.residues);
        let rows = weights.len() / width;
        let count = rows.div_ceil(into.slots);
        // Slot by slot, so that the ciphertexts of one slot lie side by side; what is missing is a row of zeros.
        let weight = |slot: usize, ciphertext: usize, feature: usize| {
            let row = ciphertext * into.slots + slot;
            weights.get(row * width + feature).copied().unwrap_or(0)
        };
        let slot_sums = |slot: usize| {
            let mut sums = ring.ones(count);
            for feature in 0..width {
                let of_feature = (0..count).map(|ciphertext| weight(slot, ciphertext, feature));
                sums = ring.mul(&sums, &table.powers(ring, feature, of_feature));
            }
            sums
        };
        let mut packed = slot_sums(into.slots - 1);
        for slot in (0..into.slots - 1).rev() {
            packed = ring.square_times(&packed, into.bits);
            packed = ring.mul(&packed, &slot_sums(slot));
        }
        Ok(self.with(packed))
    }

    fn with(&self, residues: Residues) -> Self {
        Self {
            key: self.key.clone(),
            residues,
        }
    }
}

impl PrivateKey {
    /// The integers from 0 to n − 1, on all cores. Constant-time where all are ciphertexts.
    ///
    /// # Errors
    /// [`Error::WrongKey`], or [`Error::AtRow`] with [`Error::BadCiphertext`].
    pub fn decrypt_integers(&self, ciphertexts: &Ciphertexts) -> Result<Vec<Uint>, Error> {
        self.public().check(&ciphertexts.key)?;
        self.decrypt_residues(&ciphertexts.residues)
    }
}

impl fmt::Debug for Ciphertexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ciphertexts({} of {})", self.len(), self.key.id())
    }
}

/// The powers 0 to 255 of an array of residues.
struct Table {
    powers: Residues,
    /// From one power to the next.
    stride: usize,
}

impl Table {
    fn new(ring: &SquareModulus, bases: &Residues) -> Self {
        let stride = bases.len();
        let mut powers = vec![ring.ones(stride)];
        for exponent in 1..=usize::from(u8::MAX) {
            powers.push(ring.mul(&powers[exponent - 1], bases));
        }
        let powers: Vec<&Residues> = powers.iter().collect();
        Self {
            powers: ring.concat(&powers),
            stride,
        }
    }

    /// The power of one base for each exponent.
    fn powers(
        &self,
        ring: &SquareModulus,
        base: usize,
        exponents: impl ExactSizeIterator<Item = u8>,
    ) -> Residues {
        let places = exponents.map(|exponent| usize::from(exponent) * self.stride + base);
        ring.gather(&self.powers, places)
    }
}

fn check_plaintexts(key: &PublicKey, plaintexts: &[Uint]) -> Result<(), Error> {
    let below = plaintexts
        .iter()
        .all(|plain| bool::from(plain.ct_lt(key.n())));
    match below {
        true => Ok(()),
        false => Err(Error::OutOfRange),
    }
}

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use chacha20::rand_core::SeedableRng;
    use proptest::prelude::*;

    use super::*;
    use crate::key::{KeySize, Variant};

    fn key(seed: u8) -> (PrivateKey, ChaCha20Rng) {
        let mut rng = ChaCha20Rng::from_seed([seed; 32]);
        let size = KeySize::dangerous_small(512).unwrap();
        let key = PrivateKey::generate(size, Variant::Djn, &mut rng).unwrap();
        (key, rng)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn packed_sums_are_the_sums_of_the_rows(
            width in 1_usize..12,
            weights in prop::collection::vec(any::<u8>(), 0..160),
            slots in 1_usize..7,
        ) {
            let (private, mut rng) = key(1);
            let plain: Vec<u64> = (0..width).map(|i| 7 + 501 * i as u64 % 510).collect();
            let plaintexts: Vec<Uint> = plain.iter().map(|&x| Uint::from_u64(x)).collect();
            let sealed = Ciphertexts::encrypt(private.public(), &plaintexts, &mut rng).unwrap();
            let weights = &weights[..weights.len() / width * width];
            let into = Slots { slots, bits: 61 };
            let packed = sealed.packed_sums_vartime(weights, into).unwrap();
            let opened = private.decrypt_integers(&packed).unwrap();
            let rows: Vec<&[u8]> = weights.chunks(width).collect();
            prop_assert_eq!(opened.len(), rows.len().div_ceil(slots));
            for (opened, rows) in opened.iter().zip(rows.chunks(slots)) {
                let mut expected = Uint::zero(8);
                for row in rows.iter().rev() {
                    let sum: u64 = row.iter().zip(&plain).map(|(&w, &x)| u64::from(w) * x).sum();
                    expected = expected.shl_vartime(into.bits).add(&Uint::from_u64(sum));
                }
                prop_assert_eq!(opened, &expected);
            }
        }
    }

    #[test]
    fn plain_integers_are_added_modulo_n_and_new_randomness_changes_none() {
        let (private, mut rng) = key(2);
        let n = private.public().n();
        let last = n.wrapping_sub(&Uint::one(1));
        let plaintexts = [Uint::from_u64(5), last.clone()];
        let sealed = Ciphertexts::encrypt(&private, &plaintexts, &mut rng).unwrap();
        let sum = sealed.add_plain(&[last, Uint::from_u64(3)]).unwrap();
        let fresh = sum.rerandomize(private.public(), &mut rng).unwrap();
        assert_ne!(sum.to_integers(), fresh.to_integers());
        let again = Ciphertexts::from_integers(private.public(), &fresh.to_integers()).unwrap();
        let opened = private.decrypt_integers(&again).unwrap();
        assert_eq!(opened, [Uint::from_u64(4), Uint::from_u64(2)]);
    }

    #[test]
    fn what_is_out_of_range_or_of_another_length_is_refused() {
        let (private, mut rng) = key(3);
        let public = private.public();
        let n = public.n().clone();
        let sealed = Ciphertexts::encrypt(public, std::slice::from_ref(&n), &mut rng);
        assert_eq!(sealed.err(), Some(Error::OutOfRange));
        let sealed = Ciphertexts::encrypt(public, &[Uint::one(1)], &mut rng).unwrap();
        assert!(sealed.add_plain(&[]).is_err());
        assert_eq!(
            sealed.add_plain(std::slice::from_ref(&n)).err(),
            Some(Error::OutOfRange)
        );
        assert!(Ciphertexts::from_integers(public, &[n.square()]).is_err());
        assert!(Ciphertexts::from_integers(public, &[n]).is_err());
        let two = [Uint::one(1), Uint::one(1)];
        let sealed = Ciphertexts::encrypt(public, &two, &mut rng).unwrap();
        let into = Slots { slots: 2, bits: 30 };
        assert!(sealed.packed_sums_vartime(&[1, 2, 3], into).is_err());
        let (other, _) = key(4);
        assert!(other.decrypt_integers(&sealed).is_err());
    }
}
