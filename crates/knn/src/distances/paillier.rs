//! Masked distances from Paillier.
