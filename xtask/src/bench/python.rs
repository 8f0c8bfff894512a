//! A virtual environment for each peer that is a Python package, below the target folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::workspace;

/// What a peer needs of Python.
pub(crate) struct Environment {
    /// The folder's name.
    pub(crate) name: &'static str,
    /// The versions of Python that its wheels are for, best first.
    pub(crate) versions: &'static [&'static str],
    /// Exact versions, as pip takes them.
    pub(crate) packages: &'static [&'static str],
    /// Whether `packages` has all there is need for, though the package itself asks for others: of versions, say,
    /// that have no wheel any more.
    pub(crate) complete: bool,
}

impl Environment {
    /// The environment's interpreter, made and filled below `folder` if it is not there yet.
    ///
    /// # Errors
    /// Why it cannot be made here, and what to install: a sentence for the report.
    pub(crate) fn prepare(&self, folder: &Path) -> Result<PathBuf, String> {
        let home = folder.join(self.name);
        let interpreter = home.join("bin/python");
        let (filled, marker) = (self.packages.join(" "), home.join("filled-with"));
        if fs::read_to_string(&marker).is_ok_and(|with| with == filled) && runs(&interpreter) {
            return Ok(interpreter);
        }
        let python = self.find_python()?;
        println!("installing {filled} …");
        // A failure shows in the next step.
        let _ = fs::remove_dir_all(&home);
        let mut make = workspace::command(&python);
        attempt(make.args(["-m", "venv"]).arg(&home))?;
        let mut install = workspace::command(&interpreter);
        install.args(["-m", "pip", "--quiet", "--disable-pip-version-check"]);
        install.args(["install", "--only-binary", ":all:"]);
        if self.complete {
            install.arg("--no-deps");
        }
        attempt(install.args(self.packages))?;
        fs::write(&marker, filled).map_err(|error| error.to_string())?;
        Ok(interpreter)
    }

    /// The program that measures the peer.
    pub(crate) fn script(&self) -> PathBuf {
        workspace::root().join(format!("bench/peers/measure_{}.py", self.name))
    }

    fn find_python(&self) -> Result<PathBuf, String> {
        let found = self.versions.iter().find_map(|version| {
            let candidates = candidates(version).into_iter();
            candidates.into_iter().find(|python| is(python, version))
        });
        found.ok_or_else(|| {
            format!(
                "needs CPython {} with its modules venv and ensurepip (apt-get install python3-venv, \
                 or pyenv install {})",
                self.versions.join(" or "),
                self.versions[0]
            )
        })
    }
}

/// Where environments lie, and what else the peers need: made if it is not there yet.
///
/// # Errors
/// It cannot be made.
pub(crate) fn peers_folder() -> Result<PathBuf> {
    let folder = workspace::target_folder()?.join("bench-peers");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

/// Where a version of Python may be: on the path, and where pyenv puts it.
fn candidates(version: &str) -> Vec<PathBuf> {
    let mut candidates = vec![format!("python{version}").into(), "python3".into()];
    let pyenv = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".pyenv")));
    let installed = pyenv.and_then(|root| fs::read_dir(root.join("versions")).ok());
    let releases = installed.into_iter().flatten().flatten();
    candidates.extend(
        releases
            .filter(|release| {
                let name = release.file_name();
                name.to_string_lossy().starts_with(&format!("{version}."))
            })
            .map(|release| release.path().join(format!("bin/python{version}"))),
    );
    candidates
}

/// Whether this interpreter is there, of that version, and can make environments.
fn is(python: &Path, version: &str) -> bool {
    let asked = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2], sys.implementation.name)";
    let output = workspace::command(python)
        .args(["-c", asked])
        .stderr(Stdio::null())
        .output();
    output.is_ok_and(|output| {
        String::from_utf8_lossy(&output.stdout).trim() == format!("{version} cpython")
    })
}

fn runs(interpreter: &Path) -> bool {
    workspace::succeeds(workspace::command(interpreter).args(["-c", ""]))
}

fn attempt(command: &mut Command) -> Result<(), String> {
    let line = workspace::line(command);
    let output = command
        .output()
        .map_err(|error| format!("`{line}`: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said
        .lines()
        .rfind(|line| line.starts_with("ERROR"))
        .unwrap_or("it said nothing");
    Err(format!("`{line}` failed: {said}"))
}
