//! The measuring programs: ours, and one for each peer.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::bench::built;
use crate::bench::python::{self, Environment};
use crate::metadata::Metadata;
use crate::workspace;

/// A program that is ready to run.
pub(crate) struct Program {
    /// As in what the user is told; the library's own in its lines, or that and the way it was built.
    pub(crate) name: String,
    pub(crate) executable: PathBuf,
    /// What stands before the arguments of the protocol.
    pub(crate) arguments: Vec<OsString>,
    /// Whether it has a frozen key for the other operations, so that making one may be left out.
    pub(crate) has_frozen_key: bool,
}

/// A library that does not run here.
pub(crate) struct Missing {
    /// As in its lines.
    pub(crate) peer: String,
    /// With what to install.
    pub(crate) reason: String,
}

/// Builds and installs what is asked for: those named, or all when none is.
///
/// # Errors
/// Ours does not build. What keeps a peer from running is no error.
pub(crate) fn prepare(
    metadata: &Metadata,
    only: &[String],
) -> Result<(Vec<Program>, Vec<Missing>)> {
    let wanted = |peer: &str| only.is_empty() || only.iter().any(|name| name == peer);
    let folder = python::peers_folder()?;
    let mut prepared = Vec::new();
    if wanted(OURS) {
        prepared.push((OURS, ours(metadata)?));
    }
    for (peer, environment) in PYTHON.iter().filter(|(peer, _)| wanted(peer)) {
        prepared.push((*peer, in_python(peer, environment, &folder)));
    }
    if wanted(FAST_PAILLIER) {
        for backend in ["num-bigint", "gmp"] {
            prepared.push((FAST_PAILLIER, fast_paillier(backend, &folder)));
        }
    }
    let (mut programs, mut missing) = (Vec::new(), Vec::new());
    for (peer, program) in prepared {
        let peer = peer.to_owned();
        match program {
            Ok(program) => programs.push(program),
            Err(reason) => missing.push(Missing { peer, reason }),
        }
    }
    Ok((programs, missing))
}

fn ours(metadata: &Metadata) -> Result<Result<Program, String>> {
    let executable = built::bench(metadata, "sehat-paillier", "peers")?;
    let absent = || "sehat-paillier has no bench `peers`".to_owned();
    Ok(executable.ok_or_else(absent).map(|executable| Program {
        name: OURS.to_owned(),
        executable,
        arguments: Vec::new(),
        has_frozen_key: false,
    }))
}

fn in_python(peer: &str, environment: &Environment, folder: &Path) -> Result<Program, String> {
    let executable = environment.prepare(folder)?;
    Ok(Program {
        name: peer.to_owned(),
        executable,
        arguments: vec![environment.script().into()],
        has_frozen_key: false,
    })
}

fn fast_paillier(backend: &str, folder: &Path) -> Result<Program, String> {
    if backend == "gmp" && !["m4", "make"].iter().all(|tool| is_here(tool)) {
        return Err("with GMP: needs m4 and make (apt-get install m4 make)".to_owned());
    }
    let target = folder.join(format!("fast-paillier-{backend}"));
    println!("building fast-paillier with {backend} in release …");
    let mut cargo = workspace::cargo();
    cargo.args(["build", "--quiet", "--release", "--locked"]);
    cargo.args(["--manifest-path", "bench/peers/fast-paillier/Cargo.toml"]);
    cargo.args([
        "--no-default-features",
        "--features",
        backend,
        "--target-dir",
    ]);
    workspace::run(cargo.arg(&target)).map_err(|error| format!("with {backend}: {error:#}"))?;
    Ok(Program {
        name: format!("{FAST_PAILLIER} with {backend}"),
        executable: target.join("release/measure-fast-paillier"),
        arguments: Vec::new(),
        has_frozen_key: true,
    })
}

fn is_here(tool: &str) -> bool {
    workspace::succeeds(workspace::command(tool).arg("--version"))
}

/// Every library there is a program for, by its name in the lines.
pub(crate) const NAMES: [&str; 6] = [
    OURS,
    PYTHON[0].0,
    PYTHON[1].0,
    PYTHON[2].0,
    PYTHON[3].0,
    FAST_PAILLIER,
];

/// The name of ours in the lines.
pub(crate) const OURS: &str = "sehat";

const FAST_PAILLIER: &str = "fast-paillier";

/// Each with the name in its lines.
const PYTHON: [(&str, Environment); 4] = [
    (
        "phe",
        Environment {
            name: "phe",
            versions: &["3.11", "3.12", "3.13", "3.10"],
            packages: &["phe==1.5.0", "gmpy2==2.3.2"],
            complete: false,
        },
    ),
    (
        "sf-heu",
        Environment {
            name: "heu",
            versions: &["3.11", "3.10"],
            packages: &["sf-heu==0.5.2b0", "numpy==2.2.6"],
            complete: false,
        },
    ),
    (
        "ipcl-python",
        Environment {
            name: "ipcl",
            versions: &["3.8"],
            // It asks for gmpy2 2.0.8, which has no wheel; and for more than it imports.
            packages: &["ipcl-python==2.0.0", "numpy==1.23.1", "gmpy2==2.2.2"],
            complete: true,
        },
    ),
    (
        "pypaillier",
        Environment {
            name: "pypaillier",
            versions: &["3.11", "3.12", "3.13", "3.10"],
            packages: &["pypaillier==0.8.0"],
            complete: false,
        },
    ),
];
