//! Measuring programs kept to their threads, and what they print.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Runs a program to the end, and hands back what it printed.
///
/// # Errors
/// It cannot be started or fails; then with the last line it wrote on its error stream.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().context("cannot be started")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().lines().last().unwrap_or_default().to_owned();
        bail!("{said} ({})", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The JSON objects among the lines that a program wrote, each as `parse` reads it; what does not begin like an object is its
/// chatter.
///
/// # Errors
/// `parse` fails; then with the line.
pub(crate) fn objects<T>(written: &str, parse: impl Fn(&str) -> Result<T>) -> Result<Vec<T>> {
    let objects = written.lines().filter(|line| line.starts_with('{'));
    objects
        .map(|line| parse(line).with_context(|| format!("not understood: {line}")))
        .collect()
}

/// A command to which a program and its arguments are added, and that keeps it to so many threads.
pub(crate) fn on_threads(threads: usize) -> Command {
    // `env` does nothing here, and stands where `taskset` would.
    let mut command = match last_core() {
        Some(core) if threads == 1 && has_taskset() => {
            let mut taskset = workspace::command("taskset");
            taskset.args(["--cpu-list", &core.to_string()]);
            taskset
        }
        _ => workspace::command("env"),
    };
    for variable in LIMITS {
        command.env(variable, threads.to_string());
    }
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn has_taskset() -> bool {
    workspace::succeeds(workspace::command("taskset").arg("--version"))
}

/// The last core this process may run on: the first is where systems put their interrupts.
fn last_core() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let mut lines = status.lines();
    let allowed = lines.find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?;
    allowed.trim().rsplit([',', '-']).next()?.parse().ok()
}

/// The variables by which libraries are told how many threads to use.
const LIMITS: [&str; 4] = [
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "RAYON_NUM_THREADS",
];
