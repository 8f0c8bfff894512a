//! A bare modular exponentiation in constant time: ours beside OpenSSL's.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::figures::Figures;
use super::running::{Plan, lines};
use crate::bench::built;
use crate::bench::pinned::on_threads;
use crate::metadata::Metadata;
use crate::workspace;

/// What was measured, and why one of the two is not there.
#[derive(Default)]
pub(crate) struct Powers {
    pub(crate) figures: Figures,
    pub(crate) missing: Vec<String>,
}

/// The programs that are there, ready to run.
pub(crate) struct Prepared {
    programs: Vec<PathBuf>,
    missing: Vec<String>,
}

/// Builds both programs.
///
/// # Errors
/// Ours does not build.
pub(crate) fn prepare(metadata: &Metadata) -> Result<Prepared> {
    let (mut programs, mut missing) = (Vec::new(), Vec::new());
    match openssl()? {
        Ok(program) => programs.push(program),
        Err(reason) => missing.push(reason),
    }
    match built::bench(metadata, "sehat-bignum", "powmod")? {
        Some(program) => programs.push(program),
        None => missing.push("Sehat: sehat-bignum has no bench `powmod`".to_owned()),
    }
    Ok(Prepared { programs, missing })
}

/// Measures both in turns, on one thread.
///
/// # Errors
/// One of them fails.
pub(crate) fn measure(prepared: Prepared, plan: &Plan) -> Result<Powers> {
    let mut figures = Figures::choosing(plan.choice);
    for round in 1..=plan.rounds {
        println!("exponentiations, round {round} of {} …", plan.rounds);
        for program in &prepared.programs {
            let mut command = on_threads(1);
            command.arg(program).arg("--json");
            command.args(["--seconds", &plan.seconds.to_string()]);
            let told = lines(&mut command);
            figures.extend(told.with_context(|| program.display().to_string())?);
        }
    }
    Ok(Powers {
        figures,
        missing: prepared.missing,
    })
}

/// Compiles the C program; the inner error is why that cannot be done here.
fn openssl() -> Result<Result<PathBuf, String>> {
    let folder = workspace::target_folder()?.join("bench-peers");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let program = folder.join("openssl_modexp");
    let mut compiler = workspace::command("cc");
    compiler.args(["-std=c11", "-D_POSIX_C_SOURCE=199309L", "-O2", "-o"]);
    compiler
        .arg(&program)
        .args(["bench/peers/openssl_modexp.c", "-lcrypto"]);
    if !workspace::succeeds(&mut compiler) {
        let reason = "OpenSSL: needs a C compiler and its headers (apt-get install build-essential libssl-dev)";
        return Ok(Err(reason.to_owned()));
    }
    Ok(Ok(program))
}
