//! Sehat: wire.
