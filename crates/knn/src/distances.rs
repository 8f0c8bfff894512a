//! Where the masked distances of setting B come from.

pub mod lattice;
pub mod paillier;
