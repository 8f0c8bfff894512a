//! Ciphertexts of ring learning with errors, with the plaintext in the low bits.
//!
//! The ring is R = ℤ\[X\]/(X^N + 1) with N = [`DEGREE`]; the modulus q = q₀·q₁ has 104 bits and is worked with modulo
//! each prime apart. A ciphertext of degree 1 under a ternary secret s is a pair (c₀, c₁) with
//!
//! ```text
//! c₀ + c₁·s = m + t·e   (mod q),      t = 2²¹,
//! ```
//!
//! for a plaintext m and a small error e. This is the position of the plaintext in BGV (Brakerski, Gentry,
//! Vaikuntanathan, ITCS 2012); times −t⁻¹ mod q it is a ciphertext of BFV (Fan and Vercauteren, ePrint 2012/144),
//! which is tested, so security and noise are those of either (Alperin-Sheriff and Peikert, CRYPTO 2013, appendix A).
//! A product of two ciphertexts is their tensor (c₀d₀, c₀d₁ + c₁d₀, c₁d₁), with nothing to round; it opens by s and
//! s², so no evaluation key exists.
//!
//! **Switching.** Before it is sent, an answer goes from q to q′ = [`SENT_MODULUS`] of 40 bits, first by dropping q₁
//! and then by scaling. All three moduli are 1 modulo t, so the plaintext stays what it is.
//!
//! **Noise.** All bounds are certain and not merely likely: errors are binomial and so bounded by [`ERROR_BOUND`],
//! and a secret is only taken if its ‖s‖₁ and ‖s²‖₁ are below [`SECRET_NORM`] and [`SQUARE_NORM`], which practically
//! all are. The constants [`OUTSOURCED_NOISE`] and [`PROVIDER_NOISE`] follow, and the compiler checks that they stay
//! below q′/2: an honest answer always opens to the right distances.
//!
//! **Security.** For N = 4096, a ternary secret and an error of σ = 3.2 the tables of the Homomorphic Encryption
//! Standard (Albrecht et al., 2018) allow a modulus of 109 bits at 128 bits of security against classical attacks and
//! of 101 against quantum ones. q has 104, five fewer than the former; the flood leaves no room for less. Our error
//! has σ = √(21/2) ≈ 3.24.

mod bits;
mod packing;
mod prime;
mod sampling;
mod secret;
mod switching;
mod transform;
mod values;

#[cfg(test)]
mod schoolbook;
#[cfg(test)]
pub(crate) use schoolbook::centred_i128 as lifted;
#[cfg(test)]
mod tests;

pub(crate) use bits::{pack, unpack};
pub(crate) use packing::Packing;
pub(crate) use sampling::Noise;
pub(crate) use secret::{SecretKey, plaintext};
pub(crate) use switching::Sent;
pub(crate) use values::{Coefficients, Factor, Values};

use prime::Prime;

use crate::samples::DISTANCE_BITS;

/// N, the degree of the ring.
pub const DEGREE: usize = 1 << 12;

/// t, the modulus of the plaintexts: one more than the largest distance can be.
pub const PLAINTEXT: u64 = 1 << DISTANCE_BITS;

/// q₀ and q₁, the primes of the modulus: the two largest of 52 bits that are 1 modulo 2²¹.
pub const PRIMES: [u64; 2] = [0xf_ffff_f300_0001, 0xf_ffff_f2e0_0001];

/// q′, the modulus of answers: 40 bits, 1 modulo t, not a prime.
pub const SENT_MODULUS: u64 = (1 << 40) - (1 << 21) + 1;

/// The largest coefficient of an error: binomial, the sum of 21 fair coins less that of 21 others.
pub const ERROR_BOUND: u64 = 21;

/// The largest ‖s‖₁ of a secret, ‖·‖₁ being the sum of the coefficients' magnitudes. Its mean is 2731, its deviation
/// 30.
pub const SECRET_NORM: u64 = 3072;

/// The largest ‖s²‖₁ of a secret. Its mean is some 139,600.
pub const SQUARE_NORM: u64 = 1 << 18;

/// An answer of setting B is flooded with t times a uniform number of this many bits: as ± 2⁸⁰, and always positive.
pub const FLOOD_BITS: u32 = 81;

/// The largest coefficient of m + t·e in a fresh ciphertext: |m| < t and |e| ≤ 21.
pub const FRESH_NOISE: u128 = PLAINTEXT as u128 * (1 + ERROR_BOUND as u128);

/// The largest coefficient of what an answer of setting A opens to, modulo q′: the product of two fresh ones, scaled
/// down twice, with the roundings that s and s² carry.
pub const OUTSOURCED_NOISE: u64 = {
    let product = DEGREE as u128 * FRESH_NOISE * FRESH_NOISE;
    let rounding = ROUNDING * (1 + SECRET_NORM as u128 + SQUARE_NORM as u128);
    assert!(product < modulus() / 2);
    scaled(product, rounding)
};

/// The largest coefficient of what an answer of setting B opens to, modulo q′: a product of eight-bit samples with a
/// fresh question, norm and mask, an encryption of zero under the public key, and the flood.
pub const PROVIDER_NOISE: u64 = {
    let error = ERROR_BOUND as u128;
    let t = PLAINTEXT as u128;
    let product = DEGREE as u128 * 255 * FRESH_NOISE;
    let norm_and_mask = 2 * t;
    let zero = t * error * (DEGREE as u128 + 1 + SECRET_NORM as u128);
    let flood = t << FLOOD_BITS;
    let rounding = ROUNDING * (1 + SECRET_NORM as u128);
    assert!(product + norm_and_mask + zero + flood < modulus() / 2);
    scaled(product + norm_and_mask + zero + flood, rounding)
};

/// By how much a component of a ciphertext is off after one switch, at most.
const ROUNDING: u128 = PLAINTEXT as u128 / 2 + 2;

/// A noise modulo q after both switches, rounded up; and it must still be told from its neighbours.
const fn scaled(noise: u128, rounding: u128) -> u64 {
    let dropped = noise.div_ceil(PRIMES[1] as u128) + rounding;
    assert!(dropped < PRIMES[0] as u128 / 2);
    let sent = (dropped * SENT_MODULUS as u128).div_ceil(PRIMES[0] as u128) + rounding;
    assert!(sent < SENT_MODULUS as u128 / 2);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "below 2^40, as was just asserted"
    )]
    let sent = sent as u64;
    sent
}

const fn modulus() -> u128 {
    PRIMES[0] as u128 * PRIMES[1] as u128
}

const MODULI: [Prime; 2] = [Prime::new(PRIMES[0]), Prime::new(PRIMES[1])];
