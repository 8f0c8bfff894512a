//! The mean of a million blood pressures: a table that its own program makes.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

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
pub(crate) fn measure(program: &PathBuf, quick: bool) -> Result<String> {
    println!("the mean of a million blood pressures …");
    let mut command = Command::new(program);
    if quick {
        command.arg("--test");
    }
    let output = command.stderr(Stdio::inherit()).output()?;
    ensure!(
        output.status.success(),
        "the bench `hospital` failed ({})",
        output.status
    );
    String::from_utf8(output.stdout).context("the bench `hospital` printed no text")
}
