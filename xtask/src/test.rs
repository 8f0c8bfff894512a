//! `cargo xtask test`: everything that checks the project, one step after the other.
//!
//! What cannot run is printed as SKIPPED with the reason and the fix, and is a failure where the
//! environment variable `CI` is set. Only a skip marked as optional is let pass there.

use std::env;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

mod embedded;
mod outcome;
mod results;
mod steps;

use outcome::{Done, Ending, Skip};

/// Run everything that checks the project.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only these steps; all of them if none is named
    #[arg(value_name = "STEP", value_parser = names())]
    steps: Vec<String>,
    /// Stop at the first step that fails
    #[arg(long)]
    fail_fast: bool,
}

/// One thing to check. Returns how it went; an error says that the project is not as it should be.
struct Step {
    name: &'static str,
    about: &'static str,
    run: fn() -> Result<Done>,
}

/// All of them, in this order: what is quick and often wrong comes first.
const STEPS: &[Step] = &[
    Step {
        name: "setup",
        about: "the tools this machine needs",
        run: steps::setup,
    },
    Step {
        name: "fmt",
        about: "the layout of the code",
        run: steps::fmt,
    },
    Step {
        name: "tidy",
        about: "the project's rules, walls and licences",
        run: steps::tidy,
    },
    Step {
        name: "deny",
        about: "cargo-deny and known vulnerabilities",
        run: steps::deny,
    },
    Step {
        name: "typos",
        about: "spelling",
        run: steps::typos,
    },
    Step {
        name: "clippy",
        about: "lints on every target",
        run: steps::clippy,
    },
    Step {
        name: "wasm",
        about: "the browsers' rooms, checked for wasm32",
        run: steps::wasm,
    },
    Step {
        name: "web",
        about: "the apps, built as browsers fetch them, and a browser",
        run: steps::web,
    },
    Step {
        name: "embedded",
        about: "a server that carries the apps in its own file",
        run: steps::embedded,
    },
    Step {
        name: "doc",
        about: "the documentation builds without a warning",
        run: steps::doc,
    },
    Step {
        name: "tests",
        about: "every test, the system tests included",
        run: steps::tests,
    },
    Step {
        name: "demo",
        about: "the demo, with two patients",
        run: steps::demo,
    },
    Step {
        name: "bench",
        about: "every bench, once",
        run: steps::bench,
    },
];

/// Runs the steps and prints a table of how they went.
///
/// # Errors
/// A step failed, or could not run where everything has to.
pub(crate) fn run(args: &Args) -> Result<()> {
    let chosen =
        |step: &&Step| args.steps.is_empty() || args.steps.iter().any(|name| name == step.name);
    let steps: Vec<&Step> = STEPS.iter().filter(chosen).collect();
    let in_ci = env::var_os("CI").is_some_and(|value| !value.is_empty());
    let begun = Instant::now();
    let mut rows = Vec::new();
    for (number, step) in (1..).zip(&steps) {
        println!(
            "\n[{number}/{}] {}: {} …",
            steps.len(),
            step.name,
            step.about
        );
        let row = run_step(step, in_ci);
        println!(
            "[{number}/{}] {}: {} in {}",
            steps.len(),
            step.name,
            row.ending,
            seconds(row.took)
        );
        let failed = row.ending == Ending::Failed;
        rows.push(row);
        if failed && args.fail_fast {
            break;
        }
    }
    print_table(&rows);
    close(&rows, &steps, begun.elapsed())
}

/// How a step went.
struct Row {
    name: &'static str,
    ending: Ending,
    took: Duration,
    note: String,
    skips: Vec<Skip>,
}

fn run_step(step: &Step, in_ci: bool) -> Row {
    let begun = Instant::now();
    let (ending, note, skips) = match (step.run)() {
        Ok(done) => (done.ending(in_ci), done.note, done.skips),
        Err(error) => {
            println!("error: {error:#}");
            (Ending::Failed, format!("{error:#}"), Vec::new())
        }
    };
    for skip in &skips {
        println!("{skip}");
    }
    Row {
        name: step.name,
        ending,
        took: begun.elapsed(),
        note,
        skips,
    }
}

fn print_table(rows: &[Row]) {
    println!("\n{:<8} {:<8} {:>9}  note", "step", "result", "time");
    for row in rows {
        let (ending, took) = (row.ending.to_string(), seconds(row.took));
        let note = row.note.lines().next().unwrap_or_default();
        println!("{:<8} {ending:<8} {took:>9}  {note}", row.name);
    }
    let skips: Vec<&Skip> = rows.iter().flat_map(|row| &row.skips).collect();
    if !skips.is_empty() {
        println!();
    }
    for skip in skips {
        println!("{skip}");
    }
}

fn close(rows: &[Row], steps: &[&Step], took: Duration) -> Result<()> {
    let named = |ending: Ending| -> Vec<&str> {
        let rows = rows.iter().filter(|row| row.ending == ending);
        rows.map(|row| row.name).collect()
    };
    let took = seconds(took);
    let failed = named(Ending::Failed);
    println!();
    if !failed.is_empty() {
        bail!(
            "{} of {} steps failed in {took}: {}",
            failed.len(),
            steps.len(),
            failed.join(", ")
        );
    }
    let part = if steps.len() < STEPS.len() {
        format!(
            " (only {} of all {} were asked for)",
            steps.len(),
            STEPS.len()
        )
    } else {
        String::new()
    };
    let skipped = named(Ending::Skipped);
    if skipped.is_empty() {
        println!("All {} steps passed in {took}{part}.", steps.len());
    } else {
        println!(
            "{} of {} steps passed whole in {took}{part}; skipped, in whole or in part: {}.",
            steps.len() - skipped.len(),
            steps.len(),
            skipped.join(", ")
        );
    }
    Ok(())
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}
