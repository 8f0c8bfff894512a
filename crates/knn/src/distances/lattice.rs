//! Masked distances from the lattice.
//!
//! The asker has a key for one session, whose public half is an encryption of zero: b + a·s = t·e with a from a seed.
//! The question seals −2·q_f; the provider multiplies it with his samples, which lie [packed](crate::lattice) in the
//! clear, and adds to what he sends:
//!
//! - norm and mask, so that the plaintext is uniform modulo t;
//! - t·f for a uniform f < 2⁸¹, so that the noise tells nothing of the samples;
//! - an encryption of zero under the asker's public key with fresh u, e₀ and e₁, so that c₁ tells nothing of them
//!   either;
//!
//! and switches to the modulus of answers. Of c₀ he sends the coefficients that hold a distance and no other.
//!
//! # Security
//! Against an asker who follows the protocol. What he opens is D + mask + t·(f + g) with |g| < 2²⁴·⁵ from samples,
//! question and errors: f hides it within 2⁻⁵⁶·⁵ for each of n samples, which is less than 2⁻⁴⁷ for all of n = 455.
//! c₁, and c₀ before f, are ring-LWE samples of the secret u. To the provider, question and key are ring-LWE samples
//! of s.

mod asker;
mod provider;

pub use asker::AskerKey;
pub use provider::Prepared;

use crate::lattice::{DEGREE, Packing, Sent, Values};
use crate::samples::Shape;

/// How many bytes a public key takes: `"SKnn" ‖ 5 ‖ 1 ‖ seed of a (32) ‖ b (53,248)`.
pub const PUBLIC_KEY_BYTES: usize = 6 + 32 + Values::BYTES;

/// How many bytes a question takes: `"SKnn" ‖ 6 ‖ 1 ‖ features (2) ‖ bits (1) ‖ seed of c₁ (32) ‖ c₀ (53,248)`.
pub const QUESTION_BYTES: usize = 6 + 3 + 32 + Values::BYTES;

/// How many bytes the answer for `count` samples takes: `"SKnn" ‖ 7 ‖ 1 ‖ features (2) ‖ bits (1) ‖ samples (4)`,
/// then for each block modulo q′, 40 bits each: c₁ whole, and c₀ at the coefficients that hold a distance.
#[must_use]
pub fn answer_bytes(shape: Shape, count: usize) -> usize {
    let blocks = count.div_ceil(packing(shape).places());
    6 + 3 + 4 + (blocks * DEGREE + count) * Sent::BYTES
}

fn packing(shape: Shape) -> Packing {
    Packing::new(shape, 0)
}

#[cfg(test)]
mod tests;
