//! Oblivious transfer: a base over ristretto255, and its extension.
