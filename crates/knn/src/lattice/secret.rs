//! A secret, what is sealed under it, and opening.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::prime::{centred, subtract_once};
use super::sampling::Noise;
use super::switching::Sent;
use super::values::{Factor, Values};
use super::{
    DEGREE, FRESH_NOISE, MODULI, PLAINTEXT, PRIMES, SECRET_NORM, SENT_MODULUS, SQUARE_NORM,
};
use crate::error::Error;

/// A ternary s within the norms of [`super`], by its values, as a factor. Wiped when dropped.
pub(crate) struct SecretKey(Factor);

impl SecretKey {
    /// The first secret within the norms among those that 32 secret bytes stand for, by the number of the stream.
    pub(crate) fn derive_from(bytes: &[u8; 32]) -> Self {
        let mut attempts = (0..).map(|stream| Noise::derive_from(bytes, stream).ternary());
        let secret = attempts.find(|s| is_within_norms(s));
        let secret = secret.expect("one of ten thousand is refused at most");
        Self(Factor::new(Values::from_signed(&secret)))
    }

    /// A fresh secret.
    pub(crate) fn make(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(bytes.as_mut());
        Self::derive_from(&bytes)
    }

    /// Seals coefficients below t in magnitude: a fresh seed that stands for c₁ = a, and c₀ = m + t·e − a·s.
    pub(crate) fn seal(&self, message: &[i64], noise: &mut Noise) -> ([u8; 32], Values) {
        let seed = noise.seed();
        let mut sum = noise.errors();
        for (sum, &m) in sum.iter_mut().zip(message) {
            *sum += m;
        }
        let sum = Values::from_signed(&sum);
        let product = Values::derive_uniform(&seed).times(&self.0);
        (seed, sum.minus(&product))
    }

    /// Opens a fresh ciphertext to coefficients between −t and t: those of [`SecretKey::seal`].
    ///
    /// # Errors
    /// [`Error::Refused`] where m + t·e is larger than it can be: under another secret, or changed.
    pub(crate) fn open_fresh(
        &self,
        c0: &Values,
        c1: &Values,
    ) -> Result<Zeroizing<Vec<i64>>, Error> {
        let sum = c0.plus(&c1.times(&self.0)).into_coefficients();
        let mut opened = Zeroizing::new(Vec::with_capacity(DEGREE));
        let mut sound = true;
        for (&low, &high) in sum.low.iter().zip(&sum.high) {
            let noise = MODULI[0].centred(low);
            sound &= noise == MODULI[1].centred(high);
            sound &= u128::from(noise.unsigned_abs()) < FRESH_NOISE;
            opened.push(noise);
        }
        match sound {
            true => Ok(opened),
            false => Err(Error::Refused),
        }
    }

    /// c₀ + c₁·s modulo q.
    #[cfg(test)]
    pub(crate) fn dangerous_phase(&self, c0: &Values, c1: &Values) -> super::values::Coefficients {
        c0.plus(&c1.times(&self.0)).into_coefficients()
    }

    /// c₀ + c₁·s + c₂·s² + … modulo q′, nearest to zero, at the places where c₀ is given. `higher` are c₁, c₂ and so
    /// on, whole.
    ///
    /// By Horner's rule: every partial sum is below q′/2 and ‖s‖₁ ≤ [`SECRET_NORM`], so the product with s is exact
    /// modulo q₀.
    ///
    /// # Errors
    /// [`Error::Refused`] where a result is larger than `bound`: not an honest answer, or not to this secret.
    pub(crate) fn open_sent(
        &self,
        places: impl Iterator<Item = usize>,
        c0: &Sent,
        higher: &[Sent],
        bound: u64,
    ) -> Result<Zeroizing<Vec<i64>>, Error> {
        let mut sum = Zeroizing::new(vec![0; DEGREE]);
        for component in higher.iter().rev() {
            for (sum, &c) in sum.iter_mut().zip(&component.0) {
                *sum = MODULI[0].residue_of_signed(centred_sent(*sum + c));
            }
            self.0.multiply_low(&mut sum);
            for sum in sum.iter_mut() {
                *sum = reduce_sent(MODULI[0].centred(*sum));
            }
        }
        let opened = places
            .zip(&c0.0)
            .map(|(place, &c)| centred_sent(sum[place] + c));
        let opened = Zeroizing::new(opened.collect::<Vec<_>>());
        match opened
            .iter()
            .fold(0, |most, noise| most.max(noise.unsigned_abs()))
            <= bound
        {
            true => Ok(opened),
            false => Err(Error::Refused),
        }
    }
}

/// What makes [`SecretKey::open_sent`] exact.
const _: () = assert!(SENT_MODULUS / 2 * SECRET_NORM < PRIMES[0] / 2);

/// What an opened coefficient is modulo t.
pub(crate) fn plaintext(opened: i64) -> u32 {
    (opened.cast_unsigned() & (PLAINTEXT - 1)) as u32
}

/// Whether ‖s‖₁ and ‖s²‖₁ are within their bounds, which tells nothing of a secret that is taken.
fn is_within_norms(secret: &[i64]) -> bool {
    let mut square = Zeroizing::new(vec![0; DEGREE]);
    for (residue, &s) in square.iter_mut().zip(secret) {
        *residue = MODULI[0].residue_of_signed(s);
    }
    Factor::new(Values::from_signed(secret)).multiply_low(&mut square);
    let norm: u64 = secret.iter().map(|s| s.unsigned_abs()).sum();
    let square_norm = square.iter().map(|&x| MODULI[0].centred(x).unsigned_abs());
    norm <= SECRET_NORM && square_norm.sum::<u64>() <= SQUARE_NORM
}

/// A number below 2⁵² in magnitude modulo q′. As 2⁴⁰ ≡ 2²¹ − 1, what stands above 40 bits is folded in once.
fn reduce_sent(x: i64) -> u64 {
    let x = x
        .wrapping_add((SENT_MODULUS << 12).cast_signed())
        .cast_unsigned();
    let folded = (x & ((1 << 40) - 1)) + (x >> 40) * ((1 << 21) - 1);
    subtract_once(folded, SENT_MODULUS)
}

/// A number below 2·q′ as the one nearest to zero that is the same modulo q′.
fn centred_sent(x: u64) -> i64 {
    centred(subtract_once(x, SENT_MODULUS), SENT_MODULUS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_beyond_the_norms_is_not_taken() {
        let mut flat = vec![0; DEGREE];
        flat[..100].fill(1);
        assert!(is_within_norms(&flat));
        // ‖s‖₁ = 3073.
        flat[..3073]
            .iter_mut()
            .zip(0..)
            .for_each(|(s, i)| *s = 1 - 2 * (i * i % 7 % 2));
        assert!(!is_within_norms(&flat));
        // ‖s‖₁ = 600 and ‖s²‖₁ = 360,000.
        flat.fill(0);
        flat[..600].fill(1);
        assert!(!is_within_norms(&flat));
    }

    #[test]
    fn numbers_fold_to_the_modulus_of_answers() {
        let q = SENT_MODULUS.cast_signed();
        for x in [
            0,
            1,
            -1,
            q,
            -q,
            q - 1,
            q / 2,
            q / 2 + 1,
            1 << 51,
            -(1 << 51),
            4095 * q,
            -4095 * q,
        ] {
            let folded = reduce_sent(x);
            assert_eq!(folded.cast_signed(), x.rem_euclid(q), "{x}");
            let centred = centred_sent(folded);
            assert_eq!((centred - x).rem_euclid(q), 0);
            assert!(centred.abs() <= q / 2);
        }
    }
}
