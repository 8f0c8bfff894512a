//! Ciphertexts of ring learning with errors.
