//! Running the measuring programs fairly: pinned to a core when on one thread, and in turns.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use super::figures::{Choice, Figures};
use super::line::{Absent, Line, Row, Setting, parse_lines};
use super::programs::{OURS, Program};
use crate::bench::pinned::{self, on_threads};

/// How much is measured.
pub(crate) struct Plan {
    /// Lengths of the modulus.
    pub(crate) bits: Vec<u32>,
    pub(crate) threads: Vec<usize>,
    /// How often all programs take their turn.
    pub(crate) rounds: u32,
    /// How long each operation is measured in one turn.
    pub(crate) seconds: f64,
    /// Which of the rounds is told.
    pub(crate) choice: Choice,
}

/// Every program in turn, round after round, so that what else the machine does hits all alike.
///
/// # Errors
/// Ours fails, or a program breaks the protocol. A peer that fails is noted as absent.
pub(crate) fn measure(plan: &Plan, programs: &[Program]) -> Result<Figures> {
    let mut figures = Figures::choosing(plan.choice);
    for (bits, threads) in settings(plan) {
        // What is left out of later rounds: a program (all of it), or its making of keys.
        let mut left_out = vec![Vec::new(); programs.len()];
        for round in 1..=plan.rounds {
            for (program, left_out) in programs.iter().zip(&mut left_out) {
                if left_out.contains(&EVERYTHING) {
                    continue;
                }
                let setting = Setting {
                    bits,
                    exponent_bits: None,
                    threads,
                };
                let start = Instant::now();
                let lines = turn(plan, program, setting, left_out)?;
                println!(
                    "{bits} bits, {threads} thread(s), round {round} of {}: {} took {:.1} s",
                    plan.rounds,
                    program.name,
                    start.elapsed().as_secs_f64()
                );
                left_out.extend(lines.iter().filter_map(|line| once(line, program)));
                figures.extend(lines);
            }
        }
    }
    Ok(figures)
}

fn settings(plan: &Plan) -> Vec<(u32, usize)> {
    let by_bits = |bits: &u32| {
        let bits = *bits;
        plan.threads.iter().map(move |threads| (bits, *threads))
    };
    plan.bits.iter().flat_map(by_bits).collect()
}

/// What need not be asked again in the next round: what is not there, and the making of a key that takes long.
fn once(line: &Line, program: &Program) -> Option<&'static str> {
    match line {
        Line::Absent(absent) if absent.operation.is_none() => Some(EVERYTHING),
        Line::Figure(figure)
            if program.has_frozen_key
                && figure.operation == KEY_GENERATION
                && figure.per_second < SLOW_KEY =>
        {
            Some(KEY_GENERATION)
        }
        _ => None,
    }
}

fn turn(plan: &Plan, program: &Program, setting: Setting, skip: &[&str]) -> Result<Vec<Line>> {
    let mut command = on_threads(setting.threads);
    command.arg(&program.executable).args(&program.arguments);
    command.args(["--json", "--bits", &setting.bits.to_string()]);
    command.args(["--threads", &setting.threads.to_string()]);
    command.args(["--seconds", &plan.seconds.to_string()]);
    for operation in skip {
        command.args(["--skip", operation]);
    }
    match lines(&mut command) {
        Err(error) if program.name != OURS => {
            println!("{} failed: {error:#}", program.name);
            Ok(vec![Line::Absent(Absent {
                row: Row {
                    peer: program.name.clone(),
                    version: String::new(),
                    variant: None,
                },
                setting,
                operation: None,
                reason: format!("failed: {error:#}"),
            })])
        }
        measured => measured.with_context(|| program.name.clone()),
    }
}

/// Runs a program to the end and reads its lines.
///
/// # Errors
/// It fails, or breaks the protocol.
pub(crate) fn lines(command: &mut Command) -> Result<Vec<Line>> {
    parse_lines(&pinned::output(command)?)
}

const EVERYTHING: &str = "everything";
const KEY_GENERATION: &str = "key_generation";

/// Keys a second below which one key is enough.
const SLOW_KEY: f64 = 0.2;
