//! The engine against a real server, asked as the screens ask it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod asking;
mod importing;
mod locking;
mod offline;
mod showing;
mod story;
mod visits;
mod world;
mod writing;
