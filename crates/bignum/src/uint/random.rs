//! Random numbers.

use rand_core::CryptoRng;

use super::Uint;

impl Uint {
    /// A number uniform in \[0, 2^`bits`), in as few limbs as hold that many bits.
    #[must_use]
    pub fn random_bits(bits: usize, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut value = Self::zero(bits.div_ceil(64));
        for limb in &mut value.limbs {
            *limb = rng.next_u64();
        }
        value.low_bits(bits)
    }

    /// A number uniform in \[0, `bound`), as wide as the bound.
    ///
    /// Draws as many bits as the bound has until the number is below it, at most two times on average. What is
    /// taken is independent of what was refused; the bound's number of bits is public.
    ///
    /// # Panics
    /// If the bound is zero.
    #[must_use]
    pub fn random_below(bound: &Self, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let bits = bound.bits_vartime();
        assert!(bits > 0, "nothing is below zero");
        loop {
            let candidate = Self::random_bits(bits, rng);
            if candidate.ct_lt(bound).into() {
                return candidate.resized(bound.width());
            }
        }
    }
}
