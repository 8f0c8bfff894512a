//! From Rust to wasm, without a trace of the machine it is done on.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{Profile, ROOMS};
use crate::{
    setup::WASM,
    workspace::{self, cargo, command, read, run},
};

/// Compiles the rooms and says in which folder they lie.
pub(super) fn compile(profile: Profile) -> Result<PathBuf> {
    let target = workspace::target_folder()?;
    let mut build = cargo();
    build.args(["build", "--target", WASM, "--profile", profile.name()]);
    for room in &ROOMS {
        build.args(["--package", room.package]);
    }
    if profile == Profile::Release {
        build.args(["--config", &flags()?]);
    }
    // Flags from outside would take the place of those the target is given in `.cargo/config.toml`.
    build
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    run(&mut build)?;
    Ok(target.join(WASM).join(profile.folder()))
}

/// Flags that join those in `.cargo/config.toml`: where a panic's place would name a folder of this machine, it names what
/// lies there. The last that fits is taken, so a folder within another comes after it.
fn flags() -> Result<String> {
    let about = read(command("rustc").arg("-vV"))?;
    let commit = about
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "));
    let commit = commit.context("rustc does not say which one it is")?;
    let sysroot = read(command("rustc").args(["--print", "sysroot"]))?;
    let sysroot = PathBuf::from(sysroot.trim());
    let mut folders = vec![
        (sysroot.clone(), "/rust".to_owned()),
        // Where the library's sources are installed, the compiler names them by their place.
        (
            sysroot.join("lib/rustlib/src/rust"),
            format!("/rustc/{commit}"),
        ),
        (workspace::root(), "/sehat".to_owned()),
        (workspace::target_folder()?, "/sehat/target".to_owned()),
    ];
    folders.extend(
        registries(&cargo_home()?)?
            .into_iter()
            .map(|folder| (folder, "/crates".to_owned())),
    );
    folders.sort_by_key(|(folder, _)| folder.components().count());
    let flags = folders
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    // Leptos then has one type for all views in the place of one for each: smaller, and quicker to build.
    let flags = flags.chain(["--cfg=erase_components".to_owned()]);
    // What JSON writes for a list of texts is read the same as TOML.
    let flags = serde_json::to_string(&flags.collect::<Vec<_>>())?;
    Ok(format!("target.{WASM}.rustflags={flags}"))
}

/// Where Cargo unpacks the libraries' sources, each registry in a folder that Cargo names after it.
fn registries(cargo_home: &Path) -> Result<Vec<PathBuf>> {
    let sources = cargo_home.join("registry/src");
    let entries = fs::read_dir(&sources).with_context(|| sources.display().to_string())?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(home));
    }
    let home = std::env::home_dir().context("this account has no home folder")?;
    Ok(home.join(".cargo"))
}
