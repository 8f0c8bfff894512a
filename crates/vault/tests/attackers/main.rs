//! The attackers: a server, a doctor, a thief or a file that cheats, each test named by its number in the
//! threat model. Here against the pure protocol; against the whole system elsewhere.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod authors;
mod bytes;
mod commitments;
mod device_lock;
mod encoding;
mod forge;
mod forks;
mod grants;
mod history;
mod inbox;
mod inquiries;
mod limits;
mod log;
mod parsing;
mod password;
mod persons;
mod readings;
mod rotation;
mod sealed_sets;
mod signatures;
mod swaps;
mod thief;
#[path = "../world/mod.rs"]
mod world;
