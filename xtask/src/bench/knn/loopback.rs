//! A label over loopback: a running server, a provider and an asker, tables sent ahead.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::bench::built;
use crate::metadata::Metadata;

/// The program, if there is one.
///
/// # Errors
/// It does not build.
pub(crate) fn prepare(metadata: &Metadata) -> Result<Option<PathBuf>> {
    built::bench(metadata, "sehat-system-tests", "classifiers")
}

/// Its table.
///
/// # Errors
/// The program fails.
pub(crate) fn measure(program: &PathBuf, quick: bool) -> Result<String> {
    println!("a label over loopback …");
    let mut command = Command::new(program);
    if quick {
        command.arg("--test");
    }
    let output = command.stderr(Stdio::inherit()).output()?;
    ensure!(
        output.status.success(),
        "the bench `classifiers` failed ({})",
        output.status
    );
    let said = String::from_utf8(output.stdout).context("the bench printed no text")?;
    let rows = said.lines().filter(|line| line.starts_with('|'));
    Ok(rows.map(|line| format!("{line}\n")).collect())
}
