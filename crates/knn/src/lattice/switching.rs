//! From the modulus q = q₀·q₁ to a smaller one, so that less has to be sent, without touching the plaintext.
//!
//! A component c of a ciphertext becomes an integer c′ ≡ c modulo t within t/2 + 2 of c·q′/q: exactly by the residues
//! to q₀, and from there, where an answer is to be smaller still, to q′ by an estimate of the quotient that is at most
//! 2 too small. As q₀, q₁ and q′ are 1 modulo t, a multiple of the old modulus becomes the same multiple of the new one
//! modulo t, and the ciphertext opens to the same plaintext (Brakerski, Gentry and Vaikuntanathan, ITCS 2012, lemma 1).

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::bits::{pack, packed_bytes, unpack};
use super::values::Coefficients;
use super::{MODULI, PLAINTEXT, PRIMES, SENT_MODULUS};
use crate::error::Error;

/// A component modulo q′, of all coefficients or of those that are needed: what setting A sends.
pub(crate) type Sent = Switched<SENT_MODULUS>;

/// A component modulo q₀: what setting B sends.
pub(crate) type Dropped = Switched<{ PRIMES[0] }>;

/// Residues modulo q₀ or q′. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Switched<const MODULUS: u64>(pub(super) Vec<u64>);

impl<const MODULUS: u64> Switched<MODULUS> {
    const WIDTH: usize = (u64::BITS - MODULUS.leading_zeros()) as usize;

    /// How many bytes so many coefficients take.
    pub(crate) const fn bytes(count: usize) -> usize {
        packed_bytes(count, Self::WIDTH)
    }

    /// All coefficients.
    pub(crate) fn all(from: &Coefficients) -> Self {
        let both = from.low.iter().zip(&from.high);
        Self(both.map(|(&low, &high)| Self::switch(low, high)).collect())
    }

    /// The coefficients at these places.
    pub(crate) fn at(from: &Coefficients, places: impl Iterator<Item = usize>) -> Self {
        let switch = |place: usize| Self::switch(from.low[place], from.high[place]);
        Self(places.map(switch).collect())
    }

    /// Reads so many coefficients of what [`Switched::write`] wrote, each below its modulus.
    pub(crate) fn parse(bytes: &[u8], count: usize) -> Result<Self, Error> {
        unpack(bytes, Self::WIDTH, count, MODULUS).map(Self)
    }

    /// Appends the residues in as many bits as the modulus has.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        pack(&self.0, Self::WIDTH, bytes);
    }

    #[inline(always)]
    fn switch(low: u64, high: u64) -> u64 {
        const { assert!(MODULUS == PRIMES[0] || MODULUS == SENT_MODULUS) };
        let dropped = drop_prime(low, high);
        match MODULUS == PRIMES[0] {
            true => dropped,
            false => scale(dropped),
        }
    }
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
