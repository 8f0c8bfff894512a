//! Sehat: vault.
