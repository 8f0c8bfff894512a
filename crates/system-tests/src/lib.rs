//! Whole flows and attackers, on the real server and the real client.

#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "tests fail by panicking"
)]

pub mod album;
pub mod apps;
pub mod browser;
pub mod canary;
pub mod clinic;
pub mod forger;
pub mod laboratory;
pub mod liar;
pub mod line;
pub mod pathology;
pub mod practice;
pub mod showcase;
pub mod thief;
