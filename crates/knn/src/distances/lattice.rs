//! Masked distances from the lattice.
//!
//! The asker has a key for one session, whose public half is an encryption of zero: b + a·s = t·e with a from a seed.
//! The question seals −2·q_f; the provider multiplies it with his samples, which lie [packed](crate::lattice) in the
//! clear, and adds to what he sends:
//!
//! - norm and mask, so that the plaintext is uniform modulo t;
//! - t·f for a uniform f, so that mask and flood together are uniform over nearly all of q;
//! - an encryption of zero under the asker's public key with fresh u, e₀ and e₁, so that c₁ tells nothing of the
//!   samples either;
//!
//! and drops one of both primes. Of c₀ he sends the coefficients that hold a distance and no other.
//!
//! # Security
//! Whatever an asker sends as key and question: a coefficient of c₀ is uniform but for 2⁻¹⁹ for each sample, and c₁ is
//! a ring-LWE sample of the secret u, for a and d₁ come from seeds. An asker who follows the protocol learns less: what
//! he opens is D + mask + t·(f + g), where samples, question and errors make up g and |g| < 2²⁴·⁵, so f hides it
//! within 2⁻⁵⁷. To the provider, question and key are ring-LWE samples of s; and since every answer of the right form
//! opens, whether one opened tells it nothing.

mod asker;
mod provider;

pub use asker::AskerKey;
pub use provider::Prepared;

use crate::lattice::{DEGREE, Dropped, Packing, Values};
use crate::samples::Shape;

/// How many bytes a public key takes: `"SKnn" ‖ 5 ‖ 1 ‖ seed of a (32) ‖ b (53,248)`.
pub const PUBLIC_KEY_BYTES: usize = 6 + 32 + Values::BYTES;

/// How many bytes a question takes: `"SKnn" ‖ 6 ‖ 1 ‖ features (2) ‖ bits (1) ‖ seed of c₁ (32) ‖ c₀ (53,248)`.
pub const QUESTION_BYTES: usize = 6 + 3 + 32 + Values::BYTES;

/// How many bytes the answer for `count` samples takes: `"SKnn" ‖ 7 ‖ 1 ‖ features (2) ‖ bits (1) ‖ samples (4)`,
/// then for each block modulo q₀, 52 bits each: c₁ whole, and c₀ at the coefficients that hold a distance.
#[must_use]
pub fn answer_bytes(shape: Shape, count: usize) -> usize {
    let places = packing(shape).places();
    let block = |count| Dropped::bytes(DEGREE) + Dropped::bytes(count);
    let last = match count % places {
        0 => 0,
        rest => block(rest),
    };
    6 + 3 + 4 + count / places * block(places) + last
}

fn packing(shape: Shape) -> Packing {
    Packing::new(shape, 0)
}

#[cfg(test)]
mod tests;
