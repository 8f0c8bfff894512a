//! What several tests need: frozen vectors, a deterministic source of randomness, chains of operations.

#![expect(dead_code, reason = "each test uses a part of it")]
#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

#[path = "chains.rs"]
pub(crate) mod chains;
#[path = "randomness.rs"]
pub(crate) mod randomness;
#[path = "vectors.rs"]
pub(crate) mod vectors;
