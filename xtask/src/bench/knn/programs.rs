//! The measuring programs of the sealed kNN: ours, which also writes the tasks, and one for each peer.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::running::Task;
use crate::bench::built;
use crate::bench::pinned;
use crate::bench::python::{self, Environment};
use crate::metadata::Metadata;
use crate::workspace;

/// A program that is ready to run.
pub(crate) struct Program {
    /// As its lines have it.
    pub(crate) name: String,
    pub(crate) executable: PathBuf,
    /// What stands before the arguments of the protocol.
    pub(crate) arguments: Vec<OsString>,
    /// Whether it is asked on one thread and the real data alone, once: where one question takes minutes.
    pub(crate) once: bool,
}

/// What can run here, and what cannot.
pub(crate) struct Programs {
    pub(crate) ready: Vec<Program>,
    /// Each with the reason.
    pub(crate) missing: Vec<(String, String)>,
    /// Writes the tasks.
    writer: PathBuf,
    folder: PathBuf,
}

impl Programs {
    /// Builds and installs what is asked for: those named, or all when none is.
    ///
    /// # Errors
    /// Ours does not build. What keeps a peer from running is no error.
    pub(crate) fn prepare(metadata: &Metadata, only: &[String]) -> Result<Self> {
        let wanted = |peer: &str| only.is_empty() || only.iter().any(|name| name == peer);
        let folder = python::peers_folder()?;
        let writer = built::example(metadata, "sehat-knn", "measure")?
            .context("sehat-knn has no example `measure`")?;
        let (mut ready, mut missing) = (Vec::new(), Vec::new());
        if wanted(OURS) {
            ready.push(Program {
                name: OURS.to_owned(),
                executable: writer.clone(),
                arguments: Vec::new(),
                once: false,
            });
        }
        for (peer, environment) in PYTHON.iter().filter(|(peer, _)| wanted(peer)) {
            match in_python(peer, environment, &folder) {
                Ok(program) => ready.push(program),
                Err(reason) => missing.push(((*peer).to_owned(), reason)),
            }
        }
        ensure!(!ready.is_empty(), "nothing to measure");
        Ok(Self {
            ready,
            missing,
            writer,
            folder,
        })
    }

    /// Writes the file of a task.
    ///
    /// # Errors
    /// Our program fails.
    pub(crate) fn write(&self, task: &Task) -> Result<PathBuf> {
        let file = self.folder.join(format!("knn-{}x{}.json", task.n, task.d));
        let mut command = workspace::command(&self.writer);
        command.arg("--write-task").arg(&file);
        if !task.is_real() {
            command.args(["--samples", &task.n.to_string()]);
            command.args(["--features", &task.d.to_string()]);
        }
        pinned::output(&mut command).context("writing the task")?;
        Ok(file)
    }
}

fn in_python(peer: &str, environment: &Environment, folder: &Path) -> Result<Program, String> {
    let executable = environment.prepare(folder)?;
    Ok(Program {
        name: peer.to_owned(),
        executable,
        arguments: vec![environment.script().into()],
        once: peer == CONCRETE_ML,
    })
}

/// The name of ours in the lines.
pub(crate) const OURS: &str = "sehat";

/// The peer that seals the training set as we do.
pub(crate) const TENSEAL: &str = "TenSEAL";

/// The peer that selects while sealed.
pub(crate) const CONCRETE_ML: &str = "Concrete ML";

/// Every library there is a program for, by its name in the lines.
pub(crate) const NAMES: [&str; 3] = [OURS, TENSEAL, CONCRETE_ML];

/// Each with the name in its lines.
const PYTHON: [(&str, Environment); 2] = [
    (
        TENSEAL,
        Environment {
            name: "tenseal",
            versions: &["3.11", "3.12", "3.10", "3.13"],
            packages: &["tenseal==0.3.18"],
            complete: false,
        },
    ),
    (
        CONCRETE_ML,
        Environment {
            name: "concrete_ml",
            versions: &["3.10", "3.11", "3.12"],
            packages: &["concrete-ml==1.9.0"],
            complete: false,
        },
    ),
];
