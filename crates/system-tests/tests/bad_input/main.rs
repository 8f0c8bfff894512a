//! What bad input, bad luck and bad weather get: a clear error, nothing lost, and a retry that works.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attachments;
mod files;
mod full_disk;
mod killed;
mod races;
mod server_down;
mod sign_in;
mod visits;
