//! The browser that the apps are tested in: the one there is, or Debian's package, unpacked below the
//! target folder by an account that may install nothing.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, ensure};

use crate::workspace::{command, read, run, succeeds, target_folder};

/// How to come by a browser for the tests by hand.
pub(crate) const GET_CHROMIUM: &str =
    "apt-get install -y --no-install-recommends chromium, or set CHROME to a browser made of it";

/// Chromium, or a browser made of it: the one `CHROME` names, the first of its usual names that runs, or the
/// one that was unpacked here.
pub(crate) fn find() -> Option<PathBuf> {
    let named = env::var_os("CHROME").map(PathBuf::from);
    let usual = NAMES.iter().map(PathBuf::from);
    let unpacked = target_folder().ok().map(|target| starter(&target));
    let mut candidates = named.into_iter().chain(usual).chain(unpacked);
    candidates.find(|candidate| succeeds(command(candidate).arg("--version")))
}

/// Fetches Debian's package and the libraries that this system lacks for it, and unpacks them below the target
/// folder. Nothing outside it is written, and no right is needed.
///
/// apt checks the signatures as it always does; only its lists and its cache are our own, as the system's
/// can be written by root alone.
///
/// # Errors
/// There is no apt or no network, apt does not know the package, or it does not run once it is unpacked.
pub(super) fn unpack() -> Result<()> {
    let target = target_folder()?;
    let apt = target.join(FOLDER).join("apt");
    let root = target.join(FOLDER).join("root");
    println!("unpacking Debian's Chromium below {}", root.display());
    for folder in ["lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(apt.join(folder))?;
    }
    // One source of many that is out of reach does not matter if the package can be had from another.
    let _ = run(apt_get(&apt).args(["-qq", "update"]));
    let download = ["-qq", "-y", "--no-install-recommends", "--download-only"];
    // `--reinstall`: also where it is installed and does not run.
    run(apt_get(&apt)
        .args(download)
        .args(["--reinstall", "install", "chromium"]))?;
    if root.exists() {
        fs::remove_dir_all(&root)?;
    }
    fs::create_dir_all(&root)?;
    for package in debs(&apt.join("cache/archives"))? {
        run(command("dpkg-deb").arg("-x").arg(&package).arg(&root))?;
    }
    write_starter(&target, &root)?;
    fs::remove_dir_all(&apt)?;
    // Not `succeeds`: what it says tells which library is missing.
    read(command(starter(&target)).arg("--version")).context("it was unpacked and does not run")?;
    Ok(())
}

/// apt with lists and a cache of our own, and the system's word on what is installed.
fn apt_get(own: &Path) -> Command {
    let folder = |name: &str| own.join(name).into_os_string();
    let options: [(&str, &OsStr); 4] = [
        ("Debug::NoLocking=", OsStr::new("true")),
        ("Dir::State::lists=", &folder("lists")),
        ("Dir::Cache=", &folder("cache")),
        // It is written to at the end of each run, for nothing but what was installed by hand.
        ("Dir::State::extended_states=", &folder("states")),
    ];
    let mut apt = command("apt-get");
    for (name, value) in options {
        let mut option = OsString::from(name);
        option.push(value);
        apt.arg("-o").arg(option);
    }
    apt
}

fn debs(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("deb")) {
            found.push(path);
        }
    }
    found.sort();
    ensure!(!found.is_empty(), "apt has downloaded nothing");
    Ok(found)
}

/// A script beside the unpacked files that starts the browser with the libraries that came with it.
fn write_starter(target: &Path, root: &Path) -> Result<()> {
    let program = root.join("usr/lib/chromium/chromium");
    ensure!(
        program.is_file(),
        "the package has no {}",
        program.display()
    );
    let libraries = library_folders(root)?;
    let text = starting(&program, &libraries, &root.join("etc/fonts"));
    let script = starter(target);
    fs::write(&script, text)?;
    run(command("chmod").arg("755").arg(&script))
        .with_context(|| format!("{} cannot be made a program", script.display()))
}

/// The folders that hold libraries, sorted: those of the machine's kind, such as `usr/lib/x86_64-linux-gnu`, and within them.
fn library_folders(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.join("usr/lib")];
    // Where the packages still tell the two apart.
    folders.extend(Some(root.join("lib")).filter(|folder| folder.is_dir()));
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.ends_with(".so") || name.contains(".so.") {
                found.insert(folder.clone());
            }
        }
    }
    Ok(found.into_iter().collect())
}

fn starting(program: &Path, libraries: &[PathBuf], fonts: &Path) -> String {
    let libraries: Vec<_> = libraries
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let (libraries, program) = (
        quoted(&libraries.join(":")),
        quoted(&program.display().to_string()),
    );
    let fonts = quoted(&fonts.display().to_string());
    format!(
        "#!/bin/sh\n\
         export LD_LIBRARY_PATH={libraries}\"${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\"\n\
         [ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH={fonts}\n\
         exec {program} \"$@\"\n"
    )
}

/// A word for the shell, whatever is in it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn starter(target: &Path) -> PathBuf {
    target.join(FOLDER).join("start")
}

/// Below the target folder; the system tests look for `start` in it.
const FOLDER: &str = "chromium";

/// The names it goes by.
const NAMES: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The script is run by a real shell, with a program that tells what it was given.
    #[test]
    fn the_starter_survives_folders_with_odd_names() {
        let folder = env::temp_dir().join(format!("sehat it's odd {}", std::process::id()));
        let root = folder.join("root");
        let program = root.join("usr/lib/chromium/chromium");
        fs::create_dir_all(root.join("usr/lib/some-linux-gnu")).unwrap();
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::write(root.join("usr/lib/some-linux-gnu/libx.so.1"), "").unwrap();
        fs::write(&program, "#!/bin/sh\necho \"$LD_LIBRARY_PATH|$1|$2\"\n").unwrap();
        run(command("chmod").arg("755").arg(&program)).unwrap();
        write_starter_in(&folder, &root);
        let mut start = command(starter(&folder));
        let said = read(
            start
                .env_remove("LD_LIBRARY_PATH")
                .args(["one two", "three"]),
        )
        .unwrap();
        let libraries = root.join("usr/lib/some-linux-gnu").display().to_string();
        assert_eq!(said.trim(), format!("{libraries}|one two|three"));
        fs::remove_dir_all(&folder).unwrap();
    }

    fn write_starter_in(folder: &Path, root: &Path) {
        fs::create_dir_all(folder.join(FOLDER)).unwrap();
        write_starter(folder, root).unwrap();
    }
}
