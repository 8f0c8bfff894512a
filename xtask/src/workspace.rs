//! Where the workspace lies, what files it has, and how other programs are run in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, Result, bail};

/// The workspace's root folder.
pub(crate) fn root() -> PathBuf {
    // Compiled in, so that the command works from any folder; `cargo xtask` rebuilds when it moves.
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// A program to be run in the root, without what Cargo told *us* about our own package: some build
/// scripts watch those variables, and would run again each time the two ways of calling alternate.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if OWN_VARIABLES.iter().any(|own| text.starts_with(own)) {
            command.env_remove(&name);
        }
    }
    command
}

/// The same Cargo that runs us.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end, its output going to the terminal.
///
/// # Errors
/// The program cannot be started, or says that it failed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs to the end and hands back what it wrote to its standard output.
///
/// # Errors
/// As [`run`], and what it writes is not UTF-8.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", line(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{} wrote no text", line(command)))
}

/// Whether a program starts, runs and succeeds; nothing is shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

/// Where Cargo puts what it builds.
///
/// # Errors
/// Cargo does not say.
pub(crate) fn target_folder() -> Result<PathBuf> {
    let text = read(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let folder = metadata["target_directory"]
        .as_str()
        .context("cargo names no target folder")?;
    Ok(PathBuf::from(folder))
}

/// The project's own files, as paths below the root with `/` between their parts, sorted.
///
/// # Errors
/// A folder cannot be read.
pub(crate) fn files() -> Result<Vec<String>> {
    let mut found = match tracked() {
        Some(found) => found,
        None => walked()?,
    };
    found.retain(|path| root().join(path).is_file());
    found.sort();
    Ok(found)
}

/// A file's text, by its path below the root.
///
/// # Errors
/// It cannot be read as text.
pub(crate) fn text(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))
}

/// What Git knows and what it would add; nothing outside a clone.
fn tracked() -> Option<Vec<String>> {
    let listing = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let output = command("git").args(listing).arg("-z").output().ok()?;
    if !output.status.success() {
        return None;
    }
    let listing = String::from_utf8(output.stdout).ok()?;
    let paths = listing.split('\0').filter(|path| !path.is_empty());
    Some(paths.map(str::to_owned).collect())
}

/// For a copy that is no clone: every file that is not built or made.
fn walked() -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let name = entry.file_name();
            if MADE.iter().any(|made| name == *made) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if let Ok(path) = entry.path().strip_prefix(root()) {
                let parts = path.iter().map(OsStr::to_string_lossy);
                found.push(parts.collect::<Vec<_>>().join("/"));
            }
        }
    }
    Ok(found)
}

/// Folders that hold nothing of ours.
const MADE: [&str; 3] = [".git", "target", ".demo"];

/// What `cargo run` sets for the package it runs.
const OWN_VARIABLES: [&str; 4] = [
    "CARGO_PKG_",
    "CARGO_MANIFEST_",
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
];
