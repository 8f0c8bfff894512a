//! Programs of the workspace that are built before they are run, so that they run pinned and alone.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::metadata::Metadata;
use crate::workspace;

/// A bench target, built with the profile for benches; `None` if the package has none of that name.
///
/// # Errors
/// It does not build.
pub(crate) fn bench(metadata: &Metadata, package: &str, name: &str) -> Result<Option<PathBuf>> {
    let arguments = ["bench", "--no-run", "--package", package, "--bench", name];
    built(metadata, package, name, "bench", &arguments)
}

/// An example, built in release; `None` if the package has none of that name.
///
/// # Errors
/// It does not build.
pub(crate) fn example(metadata: &Metadata, package: &str, name: &str) -> Result<Option<PathBuf>> {
    let arguments = [
        "build",
        "--release",
        "--package",
        package,
        "--example",
        name,
    ];
    built(metadata, package, name, "example", &arguments)
}

/// A program of a package, built in release.
///
/// # Errors
/// It does not build.
pub(crate) fn program(package: &str, name: &str) -> Result<PathBuf> {
    let arguments = ["build", "--release", "--package", package, "--bin", name];
    compiled(package, name, "bin", &arguments)
}

/// What a bench target prints that takes all cores: a table, as it is; with `--test` when it is only to be tried.
///
/// # Errors
/// It fails.
pub(crate) fn printed(program: &Path, quick: bool) -> Result<String> {
    let mut command = workspace::command(program);
    if quick {
        command.arg("--test");
    }
    workspace::read(&mut command)
}

fn built(
    metadata: &Metadata,
    package: &str,
    name: &str,
    kind: &str,
    arguments: &[&str],
) -> Result<Option<PathBuf>> {
    let mut packages = metadata.members().filter(|member| member.name == package);
    let mut targets = packages.by_ref().flat_map(|package| &package.targets);
    if !targets.any(|target| target.name == name && target.kind.iter().any(|other| other == kind)) {
        return Ok(None);
    }
    compiled(package, name, kind, arguments).map(Some)
}

fn compiled(package: &str, name: &str, kind: &str, arguments: &[&str]) -> Result<PathBuf> {
    println!("building {kind} `{name}` of {package} in release …");
    let mut cargo = workspace::cargo();
    cargo.args(arguments);
    let output = cargo
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("`{}` failed ({})", workspace::line(&cargo), output.status);
    }
    let said = String::from_utf8(output.stdout).context("cargo wrote no text")?;
    let executable = executable(&said, name, kind);
    executable.with_context(|| format!("cargo built {name} and does not say where"))
}

fn executable(messages: &str, name: &str, kind: &str) -> Option<PathBuf> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut artifacts = messages.filter(|message| {
        let kinds = message["target"]["kind"].as_array();
        message["target"]["name"] == name && kinds.is_some_and(|kinds| kinds.contains(&kind.into()))
    });
    artifacts.find_map(|message| Some(message["executable"].as_str()?.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_executable_is_found_among_cargos_messages() {
        let messages = r#"
{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"peers"},"executable":null}
{"reason":"compiler-artifact","target":{"kind":["bench"],"name":"other"},"executable":"target/o"}
{"reason":"compiler-artifact","target":{"kind":["bench"],"name":"peers"},"executable":"target/p"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(
            executable(messages, "peers", "bench"),
            Some("target/p".into())
        );
        assert_eq!(executable(messages, "peers", "example"), None);
    }
}
