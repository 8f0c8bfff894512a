//! Masked distances from Paillier.
//!
//! With m the largest value of a feature, the asker sends each u_f = 2·(m − q_f) sealed under a key of his own. The provider
//! computes, sealed,
//!
//! ```text
//! ‖x − q‖² − ‖q‖²  =  Σ x_f·u_f + (‖x‖² − 2·m·Σ x_f)
//! ```
//!
//! for every sample: the sum by powers of the ciphertexts, the bracket, which it knows, modulo 2²¹. So nothing is negative, a
//! slot's value is below 2²³, and [`SLOT_BITS`] = 102 bits a slot leave 80 above the lowest 22.
//!
//! To this it adds R: in every slot the given mask of 21 bits below 81 random ones, and random bits above the last slot, such
//! that no slot runs over and R plus all values stays below n. What the asker opens is R plus the values.
//!
//! # Security
//! R differs from a uniform integer below n by less than 2⁻⁷⁸ a slot, so what is opened tells the asker nothing of the values,
//! *whatever* integers it sealed in place of the question. The ciphertext around it is multiplied by fresh n-th powers rⁿ, uniform
//! where gcd(n, φ(n)) = 1, as with any honest n; an n chosen otherwise is not noticed and can keep something of the
//! training set. A question hides under the decisional composite residuosity assumption.

use bignum::Uint;
use paillier::{
    Ciphertexts, KeySize, PrivateKey, PublicKey, RandomnessPool, Slots, Variant, no_progress,
};
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use crate::error::Error;
use crate::samples::{DISTANCE_BITS, Samples, Shape, squared_norm};

/// The asker's half: a Paillier key, which may serve for many sessions.
#[derive(Clone)]
pub struct AskerKey(PrivateKey);

impl AskerKey {
    /// Makes a key; it takes a second or so.
    ///
    /// # Errors
    /// [`Error::Refused`] if no primes of the kind are found, which does not happen.
    pub fn make(size: KeySize, rng: &mut impl CryptoRng) -> Result<Self, Error> {
        let key = PrivateKey::generate(size, Variant::Djn, rng);
        key.map(Self).map_err(|_| Error::Refused)
    }

    /// Takes a key that is there.
    ///
    /// # Errors
    /// [`Error::Refused`] for one of more than [`MOST_BITS`] bits, or of another variant than the standard one and DJN's.
    pub fn from_private(key: PrivateKey) -> Result<Self, Error> {
        let fits = key.public().bits() <= MOST_BITS;
        let short = matches!(key.public().variant(), Variant::ShortSubgroup { .. });
        match fits && !short {
            true => Ok(Self(key)),
            false => Err(Error::Refused),
        }
    }

    /// n, in as many bytes as it has.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        self.0
            .public()
            .n()
            .to_be_bytes_padded(self.0.public().bits().div_ceil(8))
    }

    /// The sealed question.
    ///
    /// # Errors
    /// [`Error::Features`] or [`Error::OutOfRange`] for values of another shape.
    pub fn question(
        &self,
        shape: Shape,
        values: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, Error> {
        shape.check(values)?;
        let steps = values
            .iter()
            .map(|value| 2 * u64::from(shape.largest() - value));
        let steps: Vec<Uint> = steps.map(Uint::from_u64).collect();
        let sealed = Ciphertexts::encrypt(&self.0, &steps, rng).map_err(|_| Error::Refused)?;
        Ok(write(&sealed))
    }

    /// The shares y of the distances, in the samples' order: D_i = y_i − mask_i mod 2²¹. `question_norm` is
    /// [`squared_norm`] of the question.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is no answer to so many samples.
    pub fn open(
        &self,
        count: usize,
        answer: &[u8],
        question_norm: u32,
    ) -> Result<Zeroizing<Vec<u32>>, Error> {
        let slots = slots(self.0.public());
        let sealed = read(self.0.public(), count.div_ceil(slots.slots), answer)?;
        let opened = self
            .0
            .decrypt_integers(&sealed)
            .map_err(|_| Error::Refused)?;
        let places = (0..count).map(|row| (row / slots.slots, row % slots.slots));
        let shares = places.map(|(ciphertext, slot)| {
            let bits = bits_at(&opened[ciphertext], slot * slots.bits);
            bits.wrapping_add(question_norm) & MODULUS_MASK
        });
        Ok(Zeroizing::new(shares.collect()))
    }
}

/// The provider's half, once for a training set.
pub struct Prepared {
    shape: Shape,
    /// Row by row.
    values: Vec<u8>,
    /// ‖x‖² − 2·m·Σ x_f modulo 2²¹, for each row.
    constants: Vec<u32>,
}

impl Prepared {
    /// Prepares the samples.
    #[must_use]
    pub fn prepare(samples: &Samples) -> Self {
        let shape = samples.shape();
        let constant = |row: &[u8]| {
            let sum: u32 = row.iter().map(|&value| u32::from(value)).sum();
            let linear = 2 * u32::from(shape.largest()) * sum;
            squared_norm(row).wrapping_sub(linear) & MODULUS_MASK
        };
        Self {
            shape,
            values: samples.rows().flatten().copied().collect(),
            constants: samples.rows().map(constant).collect(),
        }
    }

    /// The masked distances, from a sealed question and the masks of all samples.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is no question, or blinding for other samples. The blinding is used up.
    ///
    /// # Security
    /// Which memory is touched depends on the training set: not for a machine shared with strangers.
    pub fn masked_distances(
        &self,
        blinding: Blinding,
        question: &[u8],
        masks: &[u32],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, Error> {
        let public = &blinding.key.0;
        let slots = slots(public);
        if masks.len() != self.constants.len() {
            return Err(Error::Refused);
        }
        let sealed = read(public, self.shape.features(), question)?;
        let sums = sealed.packed_sums_vartime(&self.values, slots);
        let masks = masks.chunks(slots.slots);
        let each = masks.zip(self.constants.chunks(slots.slots));
        let added: Vec<Uint> = each
            .map(|(masks, constants)| make_mask(public.n(), slots, masks, constants, rng))
            .collect();
        sums.and_then(|sums| sums.add_plain(&added))
            .and_then(|sums| sums.rerandomize(&blinding.pool, rng))
            .map(|masked| write(&masked))
            .map_err(|_| Error::Refused)
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        self.values.zeroize();
        self.constants.zeroize();
    }
}

/// An asker's public key, as its provider has it.
#[derive(Clone)]
pub struct ProviderKey(PublicKey);

impl ProviderKey {
    /// Reads what [`AskerKey::public_key`] wrote.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is no modulus of [`LEAST_BITS`] to [`MOST_BITS`] bits.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MOST_BITS / 8 || bytes.first().is_none_or(|first| *first == 0) {
            return Err(Error::Refused);
        }
        // Blinding by rⁿ, whatever variant the asker has: it needs no trust in how n was made.
        let key = PublicKey::from_n_of(&Uint::from_be_bytes(bytes), SIZES);
        key.map(Self).map_err(|_| Error::Refused)
    }

    /// Prepares what hides one answer over `count` samples: most of the work, and possible before there is a question.
    ///
    /// # Errors
    /// [`Error::Refused`], which does not happen.
    pub fn make_blinding(&self, count: usize, rng: &mut impl CryptoRng) -> Result<Blinding, Error> {
        let ciphertexts = count.div_ceil(slots(&self.0).slots);
        let pool = RandomnessPool::make(&self.0, ciphertexts, rng, &no_progress);
        Ok(Blinding {
            key: self.clone(),
            pool: pool.map_err(|_| Error::Refused)?,
        })
    }
}

/// Randomness for one answer.
pub struct Blinding {
    key: ProviderKey,
    pool: RandomnessPool,
}

/// How many bytes a question of so many features takes at most.
#[must_use]
pub fn largest_question(features: usize) -> usize {
    2 * MOST_BITS / 8 * features
}

/// How many bytes an answer over so many samples takes at most.
#[must_use]
pub fn largest_answer(count: usize) -> usize {
    let answer = |bits: usize| (2 * bits).div_ceil(8) * count.div_ceil((bits - 1) / SLOT_BITS);
    // A shorter key has shorter ciphertexts and fewer slots in them: neither end of the range is certain to be the larger.
    (LEAST_BITS..=MOST_BITS).map(answer).max().unwrap_or(0)
}

/// How many bits n has at least.
pub const LEAST_BITS: usize = 2047;
/// How many bits n may have.
pub const MOST_BITS: usize = 4096;

/// Bits of a slot: the value's 21, one to spare, and 80 that hide a carry.
pub const SLOT_BITS: usize = DISTANCE_BITS as usize + 1 + 80;

/// Below this power of two is a slot's value without its mask.
const VALUE_BITS: usize = DISTANCE_BITS as usize + 3;

const MODULUS_MASK: u32 = (1 << DISTANCE_BITS) - 1;

#[cfg(not(test))]
const SIZES: paillier::Sizes = paillier::Sizes::Safe;
#[cfg(test)]
const SIZES: paillier::Sizes = paillier::Sizes::DangerousSmall;

fn slots(key: &PublicKey) -> Slots {
    Slots {
        slots: (key.bits() - 1) / SLOT_BITS,
        bits: SLOT_BITS,
    }
}

/// R plus the constants of one ciphertext's samples.
fn make_mask(
    n: &Uint,
    slots: Slots,
    masks: &[u32],
    constants: &[u32],
    rng: &mut impl CryptoRng,
) -> Uint {
    let room = Uint::one(1).shl_vartime((slots.slots - 1) * slots.bits + VALUE_BITS);
    loop {
        let mut drawn = Uint::random_bits(n.bits_vartime(), rng);
        for (slot, mask) in masks.iter().enumerate() {
            set_bits(&mut drawn, slot * slots.bits, *mask);
        }
        let sound = (0..slots.slots).all(|slot| does_not_run_over(&drawn, slot, slots));
        if !sound || !bool::from(drawn.add(&room).ct_lt(n)) {
            continue;
        }
        let mut sum = drawn;
        for (slot, constant) in constants.iter().enumerate() {
            let constant = Uint::from_u64(u64::from(*constant));
            sum = sum.add(&constant.shl_vartime(slot * slots.bits));
        }
        return sum.resized(n.width());
    }
}

/// Whether the bits of a slot from [`VALUE_BITS`] on are not all ones.
fn does_not_run_over(drawn: &Uint, slot: usize, slots: Slots) -> bool {
    (VALUE_BITS..slots.bits).any(|bit| !bool::from(drawn.bit(slot * slots.bits + bit)))
}

/// The 21 bits from bit `at` on.
fn bits_at(value: &Uint, at: usize) -> u32 {
    let limb = |index: usize| u128::from(value.limbs().get(index).copied().unwrap_or(0));
    let pair = limb(at / 64) | limb(at / 64 + 1) << 64;
    let bits = pair >> (at % 64) & u128::from(MODULUS_MASK);
    u32::try_from(bits).unwrap_or_default()
}

/// Sets the 21 bits from bit `at` on.
fn set_bits(value: &mut Uint, at: usize, bits: u32) {
    let shift = at % 64;
    let set = u128::from(bits & MODULUS_MASK) << shift;
    let clear = u128::from(MODULUS_MASK) << shift;
    let halves = |wide: u128| [wide & u128::from(u64::MAX), wide >> 64];
    let limbs = value.limbs_mut().iter_mut().skip(at / 64);
    for (limb, (set, clear)) in limbs.zip(halves(set).into_iter().zip(halves(clear))) {
        let [set, clear] = [set, clear].map(|half| u64::try_from(half).unwrap_or_default());
        *limb = *limb & !clear | set;
    }
}

fn ciphertext_bytes(key: &PublicKey) -> usize {
    (2 * key.bits()).div_ceil(8)
}

/// The bytes of an answer over `count` samples, or of a question of so many features, under a key of `bits` bits.
fn write(sealed: &Ciphertexts) -> Vec<u8> {
    let width = ciphertext_bytes(sealed.key());
    let integers = sealed.to_integers();
    integers
        .iter()
        .flat_map(|integer| integer.to_be_bytes_padded(width))
        .collect()
}

fn read(key: &PublicKey, count: usize, bytes: &[u8]) -> Result<Ciphertexts, Error> {
    let width = ciphertext_bytes(key);
    if bytes.len() != width * count {
        return Err(Error::Refused);
    }
    let integers = bytes.chunks_exact(width).map(Uint::from_be_bytes);
    let integers = Zeroizing::new(integers.collect::<Vec<_>>());
    Ciphertexts::from_integers(key, &integers).map_err(|_| Error::Refused)
}

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use proptest::prelude::*;
    use rand_core::{Rng, SeedableRng};

    use super::*;
    use crate::classifier::distances;

    fn key(seed: u8) -> (AskerKey, ChaCha20Rng) {
        let mut rng = ChaCha20Rng::from_seed([seed; 32]);
        let size = KeySize::dangerous_small(512).unwrap();
        (AskerKey::make(size, &mut rng).unwrap(), rng)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn shares_less_their_masks_are_the_distances(
            features in 1_usize..40,
            count in 1_usize..30,
            seed in any::<u8>(),
            extreme in any::<bool>(),
        ) {
            let (asker, mut rng) = key(7);
            let shape = Shape::finest(features).unwrap();
            rng.set_stream(u64::from(seed));
            let mut draw = |len: usize| {
                let mut bytes = vec![0; len];
                rng.fill_bytes(&mut bytes);
                bytes.iter_mut().for_each(|byte| *byte = match extreme {
                    true => (*byte & 1) * shape.largest(),
                    false => *byte & shape.largest(),
                });
                bytes
            };
            let (values, question) = (draw(features * count), draw(features));
            let samples = Samples::new(shape, 2, values, vec![0; count]).unwrap();
            let masks: Vec<u32> = (0..count).map(|_| rng.next_u32() & MODULUS_MASK).collect();
            let provider = ProviderKey::parse(&asker.public_key()).unwrap();
            let blinding = provider.make_blinding(count, &mut rng).unwrap();
            let sealed = asker.question(shape, &question, &mut rng).unwrap();
            let answer = Prepared::prepare(&samples).masked_distances(blinding, &sealed, &masks, &mut rng);
            let shares = asker.open(count, &answer.unwrap(), squared_norm(&question)).unwrap();
            let found = shares.iter().zip(&masks).map(|(y, m)| y.wrapping_sub(*m) & MODULUS_MASK);
            prop_assert_eq!(found.collect::<Vec<_>>(), distances(&samples, &question).unwrap());
        }
    }

    #[test]
    fn what_is_opened_is_spread_evenly_below_n() {
        // A question that is none: integers as large as they can be, to lift training data above the masks of the slots.
        let (asker, mut rng) = key(8);
        let public = asker.0.public();
        let shape = Shape::new(2, 8).unwrap();
        let samples = Samples::new(shape, 2, vec![255, 254, 1, 0, 77, 3], vec![0; 3]).unwrap();
        let prepared = Prepared::prepare(&samples);
        let provider = ProviderKey::parse(&asker.public_key()).unwrap();
        let (large, _) = public.n().div_rem_vartime(&Uint::from_u64(255));
        let sealed = Ciphertexts::encrypt(public, &[large.clone(), large], &mut rng).unwrap();
        let mut high = [0_u32; 8];
        for _ in 0..400 {
            let blinding = provider.make_blinding(3, &mut rng).unwrap();
            let masks: Vec<u32> = (0..3).map(|_| rng.next_u32() & MODULUS_MASK).collect();
            let answer = prepared.masked_distances(blinding, &write(&sealed), &masks, &mut rng);
            let answer = read(public, 1, &answer.unwrap()).unwrap();
            let opened = asker.0.decrypt_integers(&answer).unwrap();
            let (eighth, _) = opened[0].shl_vartime(3).div_rem_vartime(public.n());
            high[usize::try_from(eighth.limbs()[0]).unwrap()] += 1;
        }
        // χ² with 7 degrees of freedom is above 29.9 once in 10,000.
        let square: f64 = high
            .iter()
            .map(|&count| (f64::from(count) - 50.0).powi(2) / 50.0)
            .sum();
        assert!(square < 29.9, "{high:?}");
    }

    #[test]
    fn what_is_no_question_no_answer_and_no_key_is_refused() {
        let (asker, mut rng) = key(9);
        let shape = Shape::new(2, 8).unwrap();
        let samples = Samples::new(shape, 2, vec![1, 2, 3, 4], vec![0, 1]).unwrap();
        let prepared = Prepared::prepare(&samples);
        let provider = ProviderKey::parse(&asker.public_key()).unwrap();
        let sealed = asker.question(shape, &[5, 6], &mut rng).unwrap();
        let zeros = vec![0; sealed.len()];
        let ones = vec![0xff; sealed.len()];
        for bad in [&sealed[1..], &[], &zeros, &ones] {
            let blinding = provider.make_blinding(2, &mut rng).unwrap();
            assert!(
                prepared
                    .masked_distances(blinding, bad, &[0, 0], &mut rng)
                    .is_err()
            );
            assert!(asker.open(2, &bad[..bad.len() / 2], 61).is_err());
        }
        let blinding = provider.make_blinding(2, &mut rng).unwrap();
        assert!(
            prepared
                .masked_distances(blinding, &sealed, &[0], &mut rng)
                .is_err()
        );
        let n = asker.public_key();
        let padded = [&[0], &n[..]].concat();
        let mut even = n.clone();
        even[63] ^= 1;
        for bad in [&n[..32], &padded, &even, &[], &[0xff; 513]] {
            assert!(ProviderKey::parse(bad).is_err());
        }
        assert!(asker.question(shape, &[5], &mut rng).is_err());
    }
}
