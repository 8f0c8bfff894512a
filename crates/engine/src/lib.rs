//! The engine of the apps: the client in a worker of the browser, asked and answered by `bridge`.
//!
//! [`Engine`] is the same natively, where its tests run against a real server. What it needs of its
//! surroundings is a [`Host`]; the browser's is in the module `worker`.
//!
//! **Who waits for whom.** All work on the keys and the vaults goes through one *desk*, held by one request at
//! a time, in the order they ask. What takes long over the network does without it: news are fetched ahead
//! and then verified at the desk, what was written is kept in the outbox at the desk and sent without it, and
//! files come and go in chunks beside it. So reading and writing answer at once, however slow the network is.
//! Only what a person waits for anyway (letting somebody in or taking him off, deciding, broadcasting) keeps
//! the desk while the server answers.

mod access;
mod adding;
mod background;
mod bell;
mod classifiers;
mod date;
mod desk;
mod drafts;
mod engine;
mod facts;
mod history;
mod host;
mod importing;
mod intake;
mod invitations;
mod keeping;
mod opening;
mod patients;
mod pieces;
mod records;
mod sending;
mod showing;
mod trouble;
mod visits;
#[cfg(target_arch = "wasm32")]
mod worker;

pub use engine::Engine;
pub use host::Host;
