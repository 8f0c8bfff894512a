//! Where the masked distances of setting B come from.
//!
//! Every source does the same: the asker seals a question; the provider, who has the training set in the clear,
//! computes for each sample the sealed D + mask modulo 2²¹ with a uniform mask of his; the asker opens shares that
//! are uniform, and a garbled circuit takes the masks off again ([`crate::circuit`]).

pub mod lattice;
pub mod paillier;
