//! Running the measuring programs fairly: pinned to a core when on one thread, and in turns.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};

use super::figures::Figures;
use super::line::{Line, Row, Said, Setting, parse_lines};
use super::programs::{OURS, Program, Programs};
use crate::bench::pinned::{self, on_threads};

/// How much is measured.
pub(crate) struct Plan {
    pub(crate) tasks: Vec<Task>,
    pub(crate) threads: Vec<usize>,
    /// How often all programs take their turn.
    pub(crate) rounds: u32,
    /// How long each phase is measured in one turn.
    pub(crate) seconds: f64,
    /// Everything once, to see that it runs.
    pub(crate) test: bool,
}

/// So many samples of so many features.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Task {
    pub(crate) n: usize,
    pub(crate) d: usize,
}

impl Task {
    /// The Wisconsin data, a fifth of it held out.
    pub(crate) const WISCONSIN: Self = Self { n: 455, d: 30 };

    /// Whether it is the real data, and not drawn for the purpose.
    pub(crate) fn is_real(self) -> bool {
        self == Self::WISCONSIN
    }
}

/// Every program in turn, round after round, so that what else the machine does hits all alike.
///
/// # Errors
/// Ours fails or breaks the protocol. A peer that does is noted as absent.
pub(crate) fn measure(plan: &Plan, programs: &Programs) -> Result<Figures> {
    let mut figures = Figures::default();
    for task in &plan.tasks {
        let file = programs.write(task)?;
        for &threads in &plan.threads {
            // Growth is told on one thread.
            if threads > 1 && !task.is_real() {
                continue;
            }
            for round in 1..=plan.rounds {
                for program in &programs.ready {
                    if program.once && (round > 1 || threads > 1 || !task.is_real()) {
                        continue;
                    }
                    let start = Instant::now();
                    let lines = turn(plan, program, threads, &file);
                    if let Err(error) = lines.and_then(|lines| figures.extend(lines)) {
                        let absent = failed(program, *task, threads, error)?;
                        figures.extend(vec![absent])?;
                    }
                    println!(
                        "{} × {}, {threads} thread(s), round {round} of {}: {} took {:.1} s",
                        task.n,
                        task.d,
                        plan.rounds,
                        program.name,
                        start.elapsed().as_secs_f64()
                    );
                }
            }
        }
    }
    Ok(figures)
}

fn turn(plan: &Plan, program: &Program, threads: usize, file: &Path) -> Result<Vec<Line>> {
    let mut command = on_threads(threads);
    command.arg(&program.executable).args(&program.arguments);
    command.arg("--task").arg(file);
    // Some leave files where they run.
    if let Some(folder) = file.parent() {
        command.current_dir(folder);
    }
    command.args(["--threads", &threads.to_string()]);
    command.args(["--seconds", &plan.seconds.to_string()]);
    if plan.test {
        command.arg("--test");
    }
    let lines = parse_lines(&pinned::output(&mut command)?)?;
    ensure!(!lines.is_empty(), "it told nothing");
    Ok(lines)
}

/// The line for a peer that failed; for ours it is an error.
fn failed(program: &Program, task: Task, threads: usize, error: anyhow::Error) -> Result<Line> {
    if program.name == OURS {
        return Err(error.context(OURS));
    }
    println!("{} failed: {error:#}", program.name);
    Ok(Line {
        row: Row {
            peer: program.name.clone(),
            version: String::new(),
            variant: String::new(),
        },
        setting: Setting {
            n: task.n,
            d: task.d,
            threads,
        },
        said: Said::Absent(format!("failed: {error:#}")),
    })
}
