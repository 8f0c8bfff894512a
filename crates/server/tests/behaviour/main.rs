//! How the server behaves towards clients that are honest, mistaken or hostile.
//!
//! Admission looks at what is public, so these clients seal nothing: where ciphertext belongs they put
//! noise.

#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "a test that cannot go on has failed"
)]

mod accounts;
mod admission;
mod apps;
mod attachments;
mod binary;
mod classifiers;
mod events;
mod http;
mod inquiries;
mod invitations;
mod keeping;
mod people;
mod reading;
mod recovery;
mod sealed;
mod sets;
mod showing;
mod throughput;
mod web;
