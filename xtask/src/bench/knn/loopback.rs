//! A label over loopback: a running server, a provider and an asker, tables sent ahead.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::bench::built;
use crate::metadata::Metadata;

/// The program.
///
/// # Errors
/// It is not there or does not build.
pub(crate) fn prepare(metadata: &Metadata) -> Result<PathBuf> {
    let program = built::bench(metadata, "sehat-system-tests", "classifiers")?;
    program.context("sehat-system-tests has no bench `classifiers`")
}

/// What it says of its table, and the table.
///
/// # Errors
/// The program fails, or prints no table.
pub(crate) fn measure(program: &Path, quick: bool) -> Result<String> {
    println!("a label over loopback …");
    let said = built::printed(program, quick)?;
    ensure!(
        said.lines().any(|line| line.starts_with('|')),
        "the bench `classifiers` printed no table"
    );
    Ok(said)
}
