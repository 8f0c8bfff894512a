//! `cargo xtask bench apps`: how large the apps are, and how long people wait for them.

use std::{fs, process::Stdio};

use anyhow::{Context, Result, bail};

use super::machine;
use crate::{
    setup::{self, Tool},
    web, workspace,
};

/// The apps: their sizes, the first screen, a large vault, a doctor let in
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Print only, record nothing
    #[arg(long)]
    dry: bool,
}

/// Builds the apps for release, uses them in Chromium, and writes `bench/apps.md`.
///
/// # Errors
/// There is no browser, something cannot be built, or the apps do not do what they should.
pub(super) fn run(args: &Args) -> Result<()> {
    setup::ensure(&[Tool::CCompiler, Tool::Chromium])?;
    let sizes = web::build(web::Profile::Release)?;
    println!("Measuring in Chromium: some two minutes, best on an idle machine …");
    let mut walk = workspace::cargo();
    walk.args(["run", "--quiet", "--package", "sehat-system-tests"]);
    let output = walk
        .args(["--bin", "app_figures"])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the apps could not be measured ({})", output.status);
    }
    let table = String::from_utf8(output.stdout).context("the figures are no text")?;
    let report = format!(
        "# The apps' figures\n\n\
         `cargo xtask bench apps` on {}.\n\
         The apps are as released; the server is built for debugging and shares the cores with the browser. Five rounds each,\n\
         three for the visits; times are looked at every 40 ms.\n\n{table}\n```text\n{}\n```\n",
        machine::describe(),
        sizes.trim_end(),
    );
    println!("\n{report}");
    if args.dry {
        return Ok(());
    }
    let file = workspace::root().join("bench/apps.md");
    fs::write(&file, report).with_context(|| file.display().to_string())?;
    println!("Recorded in bench/apps.md.");
    Ok(())
}
