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
//! s², so no evaluation key exists. c₁ and d₁ come from seeds, so who has the key and the seeds has c₁d₁·s² without
//! being sent it.
//!
//! **Switching.** Before it is sent, an answer goes from q to q₀, and in setting A on to q′ = [`SENT_MODULUS`] of 34
//! bits. All moduli are 1 modulo t, so the plaintext stays what it is.
//!
//! **Noise.** All bounds are certain and not merely likely: errors are binomial and so bounded by [`ERROR_BOUND`],
//! and a secret is only taken if its ‖s‖₁ is below [`SECRET_NORM`], which practically all are. The constants
//! [`OUTSOURCED_NOISE`], [`PROVIDER_NOISE`] and [`FLOODS`] follow, and the compiler checks that they leave room: an
//! honest answer always opens to the right distances.
//!
//! **Security.** For N = 4096, a ternary secret and an error of σ = 3.2 the tables of the Homomorphic Encryption
//! Standard (Albrecht et al., 2018) allow a modulus of 109 bits at 128 bits of security against classical attacks and
//! of 101 against quantum ones. q has 104, five fewer than the former. Our error
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

pub(crate) use packing::Packing;
pub(crate) use sampling::Noise;
pub(crate) use secret::{SecretKey, plaintext};
pub(crate) use switching::{Dropped, Sent};
pub(crate) use values::{Coefficients, Factor, Values};

use prime::Prime;

use crate::samples::DISTANCE_BITS;

/// N, the degree of the ring.
pub const DEGREE: usize = 1 << 12;

/// t, the modulus of the plaintexts: one more than the largest distance can be.
pub const PLAINTEXT: u64 = 1 << DISTANCE_BITS;

/// q₀ and q₁, the primes of the modulus: the two largest of 52 bits that are 1 modulo 2²¹.
pub const PRIMES: [u64; 2] = [0xf_ffff_f300_0001, 0xf_ffff_f2e0_0001];

/// q′, the modulus of answers of setting A: 34 bits, 1 modulo t, not a prime. Those of setting B stay modulo q₀.
pub const SENT_MODULUS: u64 = (1 << 34) - (1 << 21) + 1;

/// The largest coefficient of an error: binomial, the sum of 21 fair coins less that of 21 others.
pub const ERROR_BOUND: u64 = 21;

/// The largest ‖s‖₁ of a secret, ‖·‖₁ being the sum of the coefficients' magnitudes. Its mean is 2731, its deviation
/// 30.
pub const SECRET_NORM: u64 = 3072;

/// The largest coefficient of m + t·e in a fresh ciphertext: |m| < t and |e| ≤ 21.
pub const FRESH_NOISE: u128 = PLAINTEXT as u128 * (1 + ERROR_BOUND as u128);

/// The largest coefficient of what an answer of setting A opens to, modulo q′: the product of two fresh ones, scaled
/// down twice, each time with the roundings of three components, of which that of c₁ carries s.
pub const OUTSOURCED_NOISE: u64 = {
    let rounding = ROUNDING * (2 + SECRET_NORM as u128);
    let product = DEGREE as u128 * FRESH_NOISE * FRESH_NOISE;
    assert!(product < modulus() / 2);
    let dropped = product.div_ceil(PRIMES[1] as u128) + rounding;
    assert!(dropped < PRIMES[0] as u128 / 2);
    let sent = (dropped * SENT_MODULUS as u128).div_ceil(PRIMES[0] as u128) + rounding;
    assert!(sent < SENT_MODULUS as u128 / 2);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "below 2^34, as was just asserted"
    )]
    let sent = sent as u64;
    sent
};

/// The largest magnitude, modulo q, of what an answer of setting B opens to beside mask and flood, when all are
/// honest: a product of eight-bit samples with a fresh question, a norm, and an encryption of zero.
pub const PROVIDER_NOISE: u128 = {
    let t = PLAINTEXT as u128;
    let product = DEGREE as u128 * 255 * FRESH_NOISE;
    let zero = t * ERROR_BOUND as u128 * (DEGREE as u128 + 1 + SECRET_NORM as u128);
    product + t + zero
};

/// What an answer of setting B opens to modulo q₀ is an integer from −[`MARGIN`] to q₀ − [`MARGIN`]; a multiple of t.
pub const MARGIN: u64 = 1 << 32;

/// How many floods there are. A mask below t and t times a uniform number below this are together uniform over all of
/// q but 2⁻¹⁹ of it, and no honest answer leaves the range of [`MARGIN`].
pub const FLOODS: u128 = {
    let off = PROVIDER_NOISE.div_ceil(PRIMES[1] as u128) + ROUNDING * (1 + SECRET_NORM as u128);
    assert!(off < MARGIN as u128 && MARGIN.is_multiple_of(PLAINTEXT));
    (PRIMES[0] - 2 * MARGIN) as u128 * PRIMES[1] as u128 / PLAINTEXT as u128
};

/// By how much a component of a ciphertext is off after one switch, at most.
const ROUNDING: u128 = PLAINTEXT as u128 / 2 + 2;

const fn modulus() -> u128 {
    PRIMES[0] as u128 * PRIMES[1] as u128
}

const MODULI: [Prime; 2] = [Prime::new(PRIMES[0]), Prime::new(PRIMES[1])];
