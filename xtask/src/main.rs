//! The project's own commands: `cargo xtask demo`, `cargo xtask test` and their smaller parts.
fn main() {}
