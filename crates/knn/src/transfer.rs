//! Oblivious transfer: labels of the garbled circuit for choice bits that the garbler never sees.
//!
//! A few transfers with public keys ([`base`]) are the seeds of as many as the circuit has inputs ([`extension`]). What comes
//! out is *correlated*: for every choice bit r the garbler has q and the evaluator t = q ⊕ r·Δ, with one Δ for all. That is
//! just what free XOR wants a wire to be, so that q and t are used as labels as they are, and nothing is sent for them.

pub(crate) mod base;
mod columns;
pub(crate) mod extension;

/// Names one session in every hash, so that nothing of it fits another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct SessionId(pub(crate) [u8; 32]);

/// How many base transfers there are, and how many bits a label has: the computational security parameter.
pub(crate) const WIDTH: usize = 128;
