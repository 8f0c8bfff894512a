//! The client: session, sync, offline cache and transport, joining the vault, the records and the wire
//! for the apps and the command line. Native and wasm32.
//!
//! Start with [`account::Home`]: it signs up, in and out, and gives a [`session::Session`], on which
//! everything else is a method.

pub mod account;
pub mod cache;
pub mod classifiers;
pub mod env;
pub mod error;
pub mod history;
pub mod outbox;
mod people;
mod receipts;
pub mod records;
pub mod scout;
pub mod sealed_sets;
pub mod session;
pub mod share;
pub mod state;
pub mod storage;
pub mod stored;
pub mod sync;
pub mod transport;
pub mod visit;
pub mod watch;
pub mod write;

pub use error::ClientError;
pub use vault::VaultError;
