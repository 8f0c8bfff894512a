//! Sehat: store.
