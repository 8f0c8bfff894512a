//! `cargo xtask bench paillier`: ours beside every peer, in one run on the same numbers.

use std::fs;

use anyhow::{Context, Result, ensure};

use super::machine;
use crate::metadata::Metadata;
use crate::workspace;

mod figures;
mod hospital;
mod instructions;
mod line;
mod powers;
mod programs;
mod recorded;
mod report;
mod running;

use figures::Choice;
use report::Report;
use running::Plan;

/// Paillier beside python-paillier, HEU, IPCL, pypaillier and fast-paillier
#[derive(clap::Args)]
pub(super) struct Args {
    /// Print only, record nothing
    #[arg(long)]
    dry: bool,
    /// One round of a tenth of a second, to see that it runs; not recorded
    #[arg(long)]
    quick: bool,
    /// Only this library (repeatable); not recorded
    #[arg(long, value_name = "NAME", value_parser = programs::NAMES)]
    only: Vec<String>,
    /// Only this size (repeatable); not recorded
    #[arg(long, value_name = "BITS")]
    bits: Vec<u32>,
    /// Tell of each figure its best round rather than the median: for a machine that is busy
    #[arg(long)]
    best: bool,
    /// How often all take their turn
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How long each operation is measured in one turn
    #[arg(long, default_value_t = 0.7)]
    seconds: f64,
}

/// Installs and builds what can be had, measures, and writes `bench/paillier.md`.
///
/// # Errors
/// Ours does not build or fails, or nothing at all could be measured.
pub(super) fn run(args: &Args) -> Result<()> {
    let plan = plan(args);
    // Before building, which is a load of its own.
    let machine = machine::describe();
    let metadata = Metadata::load()?;
    let with_kernels = args.only.is_empty();
    println!("Installing and building: minutes the first time …");
    let (programs, missing) = programs::prepare(&metadata, &args.only)?;
    for missing in &missing {
        println!("absent: {}: {}", missing.peer, missing.reason);
    }
    ensure!(!programs.is_empty(), "nothing to measure");
    // All that can fail to build does so before the long part.
    let powers = with_kernels
        .then(|| powers::prepare(&metadata))
        .transpose()?;
    let counted = with_kernels
        .then(|| instructions::prepare(&metadata))
        .transpose()?;

    let hospital = with_kernels
        .then(|| hospital::prepare(&metadata))
        .transpose()?;

    println!("Measuring: some fifteen minutes, best on an idle machine …");
    let figures = running::measure(&plan, &programs)?;
    let powers = powers.map(|prepared| powers::measure(prepared, &plan));
    let powers = powers.transpose()?.unwrap_or_default();
    let instructions = match counted {
        Some(Ok(program)) => Ok(instructions::count(&program)?),
        Some(Err(reason)) => Err(reason),
        None => Ok(Vec::new()),
    };
    let hospital = hospital.map(|program| hospital::measure(&program, args.quick));
    let report = Report {
        command: command(args),
        machine,
        plan,
        figures,
        missing,
        powers,
        instructions,
        hospital: hospital.transpose()?.unwrap_or_default(),
    };
    let report = report.to_string();
    println!("\n{report}");
    if args.dry || args.quick || !args.only.is_empty() || !args.bits.is_empty() {
        println!("Not recorded: only the whole run is.");
        return Ok(());
    }
    let file = workspace::root().join("bench/paillier.md");
    fs::write(&file, report).with_context(|| file.display().to_string())?;
    println!("Recorded in bench/paillier.md.");
    Ok(())
}

fn plan(args: &Args) -> Plan {
    let mut threads = vec![1, machine::cores()];
    threads.dedup();
    Plan {
        bits: match args.bits.is_empty() {
            true => SIZES.to_vec(),
            false => args.bits.clone(),
        },
        threads,
        rounds: if args.quick { 1 } else { args.rounds },
        seconds: if args.quick { 0.1 } else { args.seconds },
        choice: if args.best {
            Choice::Best
        } else {
            Choice::Median
        },
    }
}

/// The command as it was given, but for what has no influence on the figures.
fn command(args: &Args) -> String {
    let mut line = "cargo xtask bench paillier".to_owned();
    if args.quick {
        line.push_str(" --quick");
    } else if args.rounds != 3 || (args.seconds - 0.7).abs() > 1e-9 {
        line.push_str(&format!(
            " --rounds {} --seconds {}",
            args.rounds, args.seconds
        ));
    }
    if args.best {
        line.push_str(" --best");
    }
    for bits in &args.bits {
        line.push_str(&format!(" --bits {bits}"));
    }
    for name in &args.only {
        line.push_str(&format!(" --only {name}"));
    }
    line
}

/// Lengths of the modulus.
const SIZES: [u32; 2] = [2048, 3072];
