//! What crosses the network: identifiers, signed objects *and their verification*, requests and answers.
//!
//! Public keys only. What is sealed is an opaque byte string here; who holds keys is `vault`. The server
//! and the clients verify with the same code: [`person::PersonChain`] for persons, [`log::VaultState`]
//! for vaults.

pub mod api;
pub mod classifier;
pub mod codec;
pub mod hash;
pub mod id;
pub mod invite;
pub mod log;
pub mod opaque;
pub mod person;
pub mod real;
pub mod sign;
pub mod vault;

/// The one suite: Ed25519, X-Wing with HKDF-SHA256 and AES-256-GCM in HPKE, SHA-256. Never negotiated;
/// whatever names another is refused.
pub const SUITE: u16 = 1;
