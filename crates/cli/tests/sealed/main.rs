//! The commands on sealed numbers, typed from end to end, without an account and without a server.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

mod bad_input;
mod classifiers;
mod columns;
mod datasets;
mod forms;
mod mean_bp;
mod pheutil;
mod workbench;
