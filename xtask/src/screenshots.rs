//! `cargo xtask screenshots`: a picture of every screen of both apps, to be looked at.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{
    setup::{self, Tool},
    web,
    workspace::{self, cargo},
};

/// Take a picture of every screen: 360 and 1280 px wide, light and dark, in English and Hindi.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// With the apps as they were built last
    #[arg(long)]
    built: bool,
    /// Ask axe-core about each as well: the path of its `axe.min.js`, which is not part of the project
    #[arg(long, value_name = "FILE")]
    axe: Option<PathBuf>,
}

/// Builds the apps, walks through them, and leaves the pictures in `target/screenshots`.
///
/// # Errors
/// There is no browser, something cannot be built, or a screen is not what it should be; all pictures are taken first.
pub(crate) fn run(args: &Args) -> Result<()> {
    setup::ensure(&[Tool::CCompiler, Tool::Chromium])?;
    if !args.built {
        web::build(web::Profile::Release)?;
    }
    let folder = workspace::target_folder()?.join("screenshots");
    let mut walk = cargo();
    walk.args([
        "run",
        "--package",
        "sehat-system-tests",
        "--bin",
        "screenshots",
        "--",
    ]);
    // The walk runs in the root, whatever folder we were called from.
    let axe = args.axe.as_ref().map(std::path::absolute).transpose()?;
    workspace::run(walk.arg(&folder).args(axe))
        .context("see above, and faults.txt among the pictures")
}
