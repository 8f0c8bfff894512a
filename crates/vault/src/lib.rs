//! The sealed-vault protocol: keys, envelopes, grants, revocation, the log, recovery.
//!
//! Pure: bytes go in and bytes come out; the clock and the randomness are passed in. The precise
//! description is `docs/protocol.md`. The server never depends on this crate.

pub mod attachment;
pub mod batch;
pub mod derive;
pub mod device;
pub mod device_lock;
pub mod epoch;
pub mod error;
pub mod hpke;
pub mod identity;
pub mod inquiry;
pub mod invitation;
pub mod keychain;
pub mod kit;
pub mod ledger;
pub mod passphrase;
pub mod plaintext;
pub mod receipts;
pub mod seal;
pub mod sealed_set;
pub mod secret;

pub use error::VaultError;
