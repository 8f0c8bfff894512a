//! Masked distances from the lattice.
