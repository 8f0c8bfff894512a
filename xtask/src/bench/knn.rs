//! `cargo xtask bench knn`: the sealed kNN beside TenSEAL and Concrete ML, in one run on the same task.

use std::fs;

use anyhow::{Context, Result};

use super::machine;
use crate::metadata::Metadata;
use crate::workspace;

mod figures;
mod labels;
mod line;
mod loopback;
mod programs;
mod report;
mod running;

use programs::Programs;
use report::Report;
use running::{Plan, Task};

/// The sealed kNN beside TenSEAL (Microsoft SEAL) and Concrete ML
#[derive(clap::Args)]
pub(super) struct Args {
    /// Print only, record nothing
    #[arg(long)]
    dry: bool,
    /// One round of everything once and without the larger tasks, to see that it runs; not recorded
    #[arg(long)]
    quick: bool,
    /// Only this library (repeatable); not recorded
    #[arg(long, value_name = "PEER", value_parser = programs::NAMES)]
    only: Vec<String>,
    /// How often all take their turn
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How long each phase is measured in one turn
    #[arg(long, default_value_t = 1.0)]
    seconds: f64,
}

/// Installs and builds what can be had, measures, and writes `bench/knn.md`.
///
/// # Errors
/// Ours does not build or fails.
pub(super) fn run(args: &Args) -> Result<()> {
    // Before building, which is a load of its own.
    let machine = machine::describe();
    let metadata = Metadata::load()?;
    println!("Installing and building: many minutes the first time …");
    let programs = Programs::prepare(&metadata, &args.only)?;
    for (peer, reason) in &programs.missing {
        println!("absent: {peer}: {reason}");
    }
    // All that can fail to build does so before the long part.
    let whole = args.only.is_empty();
    let sehat = whole.then(labels::prepare).transpose()?;
    let loopback = whole.then(|| loopback::prepare(&metadata)).transpose()?;

    println!("Measuring: some half an hour, best on an idle machine …");
    let plan = plan(args);
    let figures = running::measure(&plan, &programs)?;
    let loopback = loopback.map(|program| loopback::measure(&program, args.quick));
    let labels = sehat.map(|program| labels::compare(&program, args.quick));
    let report = Report {
        command: command(args),
        machine,
        plan,
        figures,
        missing: programs.missing,
        only: args.only.clone(),
        loopback: loopback.transpose()?,
        labels: labels.transpose()?,
    };
    let report = report.to_string();
    println!("\n{report}");
    if args.dry || args.quick || !whole {
        println!("Not recorded: only the whole run is.");
        return Ok(());
    }
    let file = workspace::root().join("bench/knn.md");
    fs::write(&file, report).with_context(|| file.display().to_string())?;
    println!("Recorded in bench/knn.md.");
    Ok(())
}

fn plan(args: &Args) -> Plan {
    let mut threads = vec![1, machine::cores().min(2)];
    threads.dedup();
    let mut tasks = vec![Task::WISCONSIN];
    if !args.quick {
        let grown = [(5_000, 30), (50_000, 30), (455, 10), (455, 100)];
        tasks.extend(grown.map(|(n, d)| Task { n, d }));
    }
    Plan {
        tasks,
        threads,
        rounds: if args.quick { 1 } else { args.rounds },
        seconds: args.seconds,
        test: args.quick,
    }
}

/// The command as it was given, but for what has no influence on the figures.
fn command(args: &Args) -> String {
    let mut line = "cargo xtask bench knn".to_owned();
    if args.quick {
        line.push_str(" --quick");
    } else if args.rounds != 3 || (args.seconds - 1.0).abs() > 1e-9 {
        line.push_str(&format!(
            " --rounds {} --seconds {}",
            args.rounds, args.seconds
        ));
    }
    for name in &args.only {
        line.push_str(&format!(" --only '{name}'"));
    }
    line
}
