//! A secret, what is sealed under it, and opening.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::prime::{centred, subtract_once};
use super::sampling::Noise;
use super::switching::{Dropped, Sent};
use super::values::{Factor, Values};
use super::{
    DEGREE, FRESH_NOISE, MARGIN, MODULI, OUTSOURCED_NOISE, PLAINTEXT, SECRET_NORM, SENT_MODULUS,
};
use crate::error::Error;

/// A ternary s with ‖s‖₁ ≤ [`SECRET_NORM`], by its values, as a factor. Wiped when dropped.
pub(crate) struct SecretKey(Factor);

impl SecretKey {
    /// The first secret within the norm among those that 32 secret bytes stand for, by the number of the stream.
    pub(crate) fn derive_from(bytes: &[u8; 32]) -> Self {
        let mut attempts = (0..).map(|stream| Noise::derive_from(bytes, stream).ternary());
        let secret = attempts.find(|s| is_within_norm(s));
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

    /// s itself.
    #[cfg(test)]
    pub(crate) fn dangerous_factor(&self) -> &Factor {
        &self.0
    }

    /// d·s² for a ciphertext's c₁: times another's c₁, it is what their product has in s².
    pub(crate) fn square_times(&self, d: &Values) -> Factor {
        Factor::new(d.times(&self.0).times(&self.0))
    }

    /// c₀ + c₁·s + c₂·s² modulo q′, nearest to zero, at the places where c₀ and c₂·s² are given. c₁ is whole.
    ///
    /// # Errors
    /// [`Error::Refused`] where a result is larger than [`OUTSOURCED_NOISE`]: not an honest answer, or not to this
    /// secret.
    pub(crate) fn open_sent(
        &self,
        places: impl Iterator<Item = usize>,
        c0: &Sent,
        mut c1: Sent,
        square: &Sent,
    ) -> Result<Zeroizing<Vec<i64>>, Error> {
        let q0 = MODULI[0];
        for c in &mut c1.0 {
            *c = q0.residue_of_signed(centred(*c, SENT_MODULUS));
        }
        // Exact: below q₀/2 in magnitude.
        self.0.multiply_low(&mut c1.0);
        let at_places = places.zip(c0.0.iter().zip(&square.0));
        let opened = at_places.map(|(place, (&c0, &square))| {
            let sum = q0.centred(c1.0[place]) + (c0 + square).cast_signed();
            centred(reduce_sent(sum), SENT_MODULUS)
        });
        let opened = Zeroizing::new(opened.collect::<Vec<_>>());
        let magnitudes = opened.iter().map(|noise| noise.unsigned_abs());
        match magnitudes.fold(0, u64::max) <= OUTSOURCED_NOISE {
            true => Ok(opened),
            false => Err(Error::Refused),
        }
    }

    /// The plaintexts of c₀ + c₁·s modulo q₀, taken from −[`MARGIN`] to q₀ − [`MARGIN`], at the places where c₀ is
    /// given. Whatever comes opens to something: nothing is refused, so a refusal cannot tell of the secret.
    pub(crate) fn open_dropped(
        &self,
        places: impl Iterator<Item = usize>,
        c0: &Dropped,
        mut c1: Dropped,
    ) -> Zeroizing<Vec<u32>> {
        let q0 = MODULI[0];
        self.0.multiply_low(&mut c1.0);
        let opened = places.zip(&c0.0).map(|(place, &c0)| {
            // The margin is a multiple of t.
            let from_zero = q0.add(q0.add(c1.0[place], c0), MARGIN);
            plaintext(from_zero.cast_signed())
        });
        Zeroizing::new(opened.collect())
    }
}

/// What an opened coefficient is modulo t.
pub(crate) fn plaintext(opened: i64) -> u32 {
    (opened.cast_unsigned() & (PLAINTEXT - 1)) as u32
}

/// Whether ‖s‖₁ is within its bound, which tells nothing of a secret that is taken.
fn is_within_norm(secret: &[i64]) -> bool {
    secret.iter().map(|s| s.unsigned_abs()).sum::<u64>() <= SECRET_NORM
}

/// A number below 2¹¹·q′ in magnitude modulo q′. As 2³⁴ ≡ 2²¹ − 1, what stands above 34 bits is folded in once.
fn reduce_sent(x: i64) -> u64 {
    let x = (x + (SENT_MODULUS << 11).cast_signed()).cast_unsigned();
    let folded = (x & ((1 << 34) - 1)) + (x >> 34) * ((1 << 21) - 1);
    subtract_once(folded, SENT_MODULUS)
}

/// What [`SecretKey::open_sent`] relies on: a product of c₁ and s, c₀ and c₂·s² are below 2¹¹·q′, and that is below
/// q₀/2.
const _: () = assert!(SECRET_NORM / 2 + 2 < 1 << 11 && SENT_MODULUS << 11 < MODULI[0].q() / 2);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_beyond_the_norm_is_not_taken() {
        let mut secret = vec![0; DEGREE];
        for (s, i) in secret[..3072].iter_mut().zip(0..) {
            *s = 1 - 2 * (i * i % 7 % 2);
        }
        assert!(is_within_norm(&secret));
        secret[3072] = -1;
        assert!(!is_within_norm(&secret));
    }

    #[test]
    fn numbers_fold_to_the_modulus_of_answers() {
        let q = SENT_MODULUS.cast_signed();
        let most = (q << 11) - 1;
        for x in [
            0,
            1,
            -1,
            q,
            -q,
            q - 1,
            q / 2,
            q / 2 + 1,
            most,
            -most,
            2047 * q,
            -2047 * q,
        ] {
            assert_eq!(reduce_sent(x).cast_signed(), x.rem_euclid(q), "{x}");
        }
    }
}
