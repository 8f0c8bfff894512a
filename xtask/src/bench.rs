//! `cargo xtask bench`: measures the foundation in release and records the figures with the machine.

use std::{fs, process::Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Measure, and record the figures in `bench/`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only this part: crypto, sharing or traffic
    #[arg(value_parser = ["crypto", "sharing", "traffic"])]
    part: Option<String>,
    /// Print only, record nothing
    #[arg(long)]
    dry: bool,
}

/// Runs the benchmark and writes `bench/foundation.md`.
///
/// # Errors
/// When it cannot be built or fails.
pub(crate) fn run(args: &Args) -> Result<()> {
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
    let said = |program: &str, words: &[&str]| {
        workspace::read(workspace::command(program).args(words))
            .map_or_else(|_| "?".to_owned(), |text| text.trim().to_owned())
    };
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("?", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    format!(
        "# The foundation's figures\n\n\
         `cargo xtask bench{}` on {}, {model}, {cores} cores, load before the run {load}; {}.\n\
         Client and server run in one process over loopback, so both share the cores. Times are medians.\n",
        part.map_or(String::new(), |part| format!(" {part}")),
        said("date", &["+%F"]),
        said("rustc", &["--version"]),
    )
}
