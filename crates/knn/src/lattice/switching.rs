//! From the modulus q = q₀·q₁ to q′, so that less has to be sent, without touching the plaintext.
//!
//! A component c of a ciphertext becomes an integer c′ ≡ c modulo t within t/2 + 2 of c·q′/q, in two steps of the
//! same kind: to q₀, exactly by the residues, and to q′, by an estimate of the quotient that is at most 2 too small.
//! As q₀, q₁ and q′ are 1 modulo t, a multiple of the old modulus becomes the same multiple of the new one modulo t,
//! and the ciphertext opens to the same plaintext (Brakerski, Gentry and Vaikuntanathan, ITCS 2012, lemma 1).

use super::values::Coefficients;
use super::{MODULI, PLAINTEXT, PRIMES, SENT_MODULUS};

/// A component of an answer: residues modulo q′, of all coefficients or of those that are needed.
pub(crate) struct Sent(pub(crate) Vec<u64>);

impl Sent {
    /// How many bytes a coefficient takes.
    pub(crate) const BYTES: usize = Self::WIDTH / 8;
    /// How many bits a coefficient takes.
    pub(crate) const WIDTH: usize = 40;

    /// All coefficients.
    pub(crate) fn all(from: &Coefficients) -> Self {
        let both = from.low.iter().zip(&from.high);
        Self(both.map(|(&low, &high)| switch(low, high)).collect())
    }

    /// The coefficients at these places.
    pub(crate) fn at(from: &Coefficients, places: impl Iterator<Item = usize>) -> Self {
        Self(
            places
                .map(|place| switch(from.low[place], from.high[place]))
                .collect(),
        )
    }
}

fn switch(low: u64, high: u64) -> u64 {
    scale(drop_prime(low, high))
}

/// (c − δ)/q₁ modulo q₀, where δ ≡ c modulo q₁, δ ≡ 0 modulo t and |δ| ≤ (t + 1)·q₁/2: δ = r + q₁·k for the centred
/// residue r and k ≡ −r modulo t.
#[inline(always)]
fn drop_prime(low: u64, high: u64) -> u64 {
    let [q0, q1] = MODULI;
    let r = q1.centred(high);
    let k = centred_plaintext(r.wrapping_neg());
    // |r| ≤ q₁/2 < q₀ and |k| ≤ t/2 < q₀.
    let difference = q0.subtract(low, q0.residue_of_signed(r));
    q0.subtract(
        q0.multiply_reduced(difference, INVERSE),
        q0.residue_of_signed(k),
    )
}

/// The integer ≡ y modulo t next to ⌊y·q′/q₀⌋, modulo q′.
#[inline(always)]
fn scale(y: u64) -> u64 {
    let quotient = ((u128::from(y) * RATIO) >> 64) as u64;
    let next = quotient.cast_signed() + centred_plaintext(y.wrapping_sub(quotient).cast_signed());
    // From −t/2 to q′ + t/2.
    let shifted = (next + SENT_MODULUS.cast_signed()).cast_unsigned();
    let once = super::prime::subtract_once(shifted, SENT_MODULUS);
    super::prime::subtract_once(once, SENT_MODULUS)
}

/// The number from −t/2 to t/2 − 1 that is x modulo t.
#[inline(always)]
fn centred_plaintext(x: i64) -> i64 {
    let shift = 64 - PLAINTEXT.trailing_zeros();
    (x << shift) >> shift
}

/// q₁⁻¹·R modulo q₀.
const INVERSE: u64 = {
    let q0 = MODULI[0];
    q0.to_montgomery(q0.invert_vartime(q0.residue(PRIMES[1] as u128)))
};

/// ⌊2⁶⁴·q′/q₀⌋.
const RATIO: u128 = ((SENT_MODULUS as u128) << 64) / PRIMES[0] as u128;
