//! `cargo xtask bench foundation`: sealing, sharing, revoking, importing, syncing, appending.

use std::{fs, process::Stdio};

use anyhow::{Context, Result, bail};

use super::machine;
use crate::workspace;

/// Sealing, sharing and traffic; what is measured when nothing is named
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Only this part: crypto, sharing or traffic
    #[arg(value_parser = ["crypto", "sharing", "traffic"])]
    part: Option<String>,
    /// Print only, record nothing
    #[arg(long)]
    pub(super) dry: bool,
}

/// Runs the benchmark and writes `bench/foundation.md`.
///
/// # Errors
/// When it cannot be built or fails.
pub(super) fn run(args: &Args) -> Result<()> {
    println!("Building in release and measuring: some ten minutes, best on an idle machine …");
    let heading = heading(args.part.as_deref());
    let mut command = workspace::cargo();
    command.args([
        "bench",
        "--package",
        "sehat-system-tests",
        "--bench",
        "foundation",
        "--",
    ]);
    command.args(args.part.as_deref());
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the benchmark failed ({})", output.status);
    }
    let table = String::from_utf8(output.stdout).context("the benchmark printed no text")?;
    let table: String = table
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| format!("{line}\n"))
        .collect();
    let report = format!("{heading}\n{table}");
    println!("\n{report}");
    if args.dry || args.part.is_some() {
        println!("Not recorded: only the whole run is.");
        return Ok(());
    }
    let file = workspace::root().join("bench/foundation.md");
    fs::create_dir_all(file.with_file_name(""))?;
    fs::write(&file, report).with_context(|| file.display().to_string())?;
    println!("Recorded in bench/foundation.md.");
    Ok(())
}

fn heading(part: Option<&str>) -> String {
    format!(
        "# The foundation's figures\n\n\
         `cargo xtask bench foundation{}` on {}.\n\
         Client and server run in one process over loopback, so both share the cores. Times are medians.\n",
        part.map_or(String::new(), |part| format!(" {part}")),
        machine::describe(),
    )
}
