//! The mean of a million blood pressures: a table that its own program makes.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::bench::built;
use crate::metadata::Metadata;

/// The program.
///
/// # Errors
/// It is not there or does not build.
pub(crate) fn prepare(metadata: &Metadata) -> Result<PathBuf> {
    let program = built::bench(metadata, "sehat-paillier", "hospital")?;
    program.context("sehat-paillier has no bench `hospital`")
}

/// Its table, on all cores.
///
/// # Errors
/// The program fails.
pub(crate) fn measure(program: &Path, quick: bool) -> Result<String> {
    println!("the mean of a million blood pressures …");
    built::printed(program, quick)
}
