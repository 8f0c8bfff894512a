//! Sehat: cli.
