//! Random polynomials: uniform ones from a public seed, secrets, errors, and floods.
//!
//! All of it is the keystream of ChaCha20 (RFC 8439, 64-bit counter and nonce) under a seed, and takes constant time
//! save for what is rejected: in [`extend_uniform`], whose seed is public, and, twice in a million, in
//! [`Noise::flood`].

use chacha20::ChaCha20Rng;
use rand_core::{CryptoRng, Rng, SeedableRng};
use zeroize::Zeroizing;

use super::{DEGREE, ERROR_BOUND, FLOODS, PLAINTEXT};

/// Appends N residues modulo `q`, uniform, from the stream of this number.
///
/// Each takes a word of 64 bits, the lowest of which, as many as q has, are taken if they are below q.
pub(super) fn extend_uniform(values: &mut Vec<u64>, seed: &[u8; 32], stream: u64, q: u64) {
    let mut keystream = ChaCha20Rng::from_seed(*seed);
    keystream.set_stream(stream);
    let mask = u64::MAX >> q.leading_zeros();
    let mut bytes = [0; 4096];
    let mut missing = DEGREE;
    while missing > 0 {
        keystream.fill_bytes(&mut bytes);
        let words = bytes.as_chunks::<8>().0.iter();
        let candidates = words.map(|&word| u64::from_le_bytes(word) & mask);
        let before = values.len();
        values.extend(candidates.filter(|&word| word < q).take(missing));
        missing -= values.len() - before;
    }
}

/// A source of secret randomness, seeded once and expanded. Wiped when dropped.
pub(crate) struct Noise(ChaCha20Rng);

impl Noise {
    /// From 32 bytes of the caller's.
    pub(crate) fn make(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self::derive_from(&seed, 0)
    }

    /// The same for the same secret and number.
    pub(crate) fn derive_from(secret: &[u8; 32], stream: u64) -> Self {
        let mut keystream = ChaCha20Rng::from_seed(*secret);
        keystream.set_stream(stream);
        Self(keystream)
    }

    /// A seed for [`super::Values::derive_uniform`] or for another source.
    pub(crate) fn seed(&mut self) -> [u8; 32] {
        let mut seed = [0; 32];
        self.0.fill_bytes(&mut seed);
        seed
    }

    /// N coefficients of −1, 0 and 1, the high half of three times a word, less one: at most N·2⁻⁶² from uniform.
    pub(crate) fn ternary(&mut self) -> Zeroizing<Vec<i64>> {
        self.coefficients(|word| {
            let [low, high] = [word & u64::from(u32::MAX), word >> 32];
            // The carry of the low half is all that it adds.
            ((high * 3 + ((low * 3) >> 32)) >> 32).cast_signed() - 1
        })
    }

    /// N coefficients t·e with |e| ≤ [`ERROR_BOUND`], binomial with variance 21/2.
    pub(crate) fn errors(&mut self) -> Zeroizing<Vec<i64>> {
        let coins = (1 << ERROR_BOUND) - 1;
        self.coefficients(|word| {
            let heads = i64::from((word & coins).count_ones());
            let tails = i64::from((word >> ERROR_BOUND & coins).count_ones());
            PLAINTEXT.cast_signed() * (heads - tails)
        })
    }

    /// t·f for f uniform below [`FLOODS`].
    ///
    /// What is drawn again tells nothing of what is taken.
    pub(crate) fn flood(&mut self) -> u128 {
        let mask = u128::MAX >> FLOODS.leading_zeros();
        let mut bytes = Zeroizing::new([0; 16]);
        loop {
            self.0.fill_bytes(bytes.as_mut());
            let uniform = u128::from_le_bytes(*bytes) & mask;
            if uniform < FLOODS {
                return u128::from(PLAINTEXT) * uniform;
            }
        }
    }

    fn coefficients(&mut self, from_word: impl Fn(u64) -> i64) -> Zeroizing<Vec<i64>> {
        let mut bytes = Zeroizing::new(vec![0; 8 * DEGREE]);
        self.0.fill_bytes(&mut bytes);
        let words = bytes.as_chunks::<8>().0.iter();
        let coefficients = words.map(|&word| from_word(u64::from_le_bytes(word)));
        Zeroizing::new(coefficients.collect())
    }
}
