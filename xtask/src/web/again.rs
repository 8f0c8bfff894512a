//! Building once more, elsewhere: whether the same sources give the same bytes.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use super::{dist_folder, shown};
use crate::workspace;

/// Copies the project to a temporary folder, builds it there from nothing, and compares the hashes.
///
/// # Errors
/// It cannot be built there, or there is a difference; the message has the files.
pub(super) fn check() -> Result<()> {
    let copy = std::env::temp_dir().join(format!("sehat-again-{}", std::process::id()));
    println!("Once more, from nothing, in {} …", copy.display());
    let result = build_in(&copy);
    let _ = fs::remove_dir_all(&copy);
    let theirs = result?;
    let list = dist_folder().join("hashes.txt");
    let ours = fs::read_to_string(&list).with_context(|| shown(&list))?;
    let differing: Vec<&str> = ours.lines().filter(|line| !theirs.contains(line)).collect();
    if ours != theirs {
        bail!(
            "two builds of the same sources differ:\n{}",
            differing.join("\n")
        );
    }
    println!("Both builds are the same, byte for byte.");
    Ok(())
}

fn build_in(copy: &Path) -> Result<String> {
    for file in workspace::files()? {
        let to = copy.join(&file);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).with_context(|| shown(folder))?;
        }
        fs::copy(workspace::root().join(&file), &to).with_context(|| file.clone())?;
    }
    let mut build = workspace::cargo();
    build
        .args(["xtask", "web"])
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("built/here"));
    workspace::run(&mut build)?;
    let list = copy.join("dist/web/hashes.txt");
    fs::read_to_string(&list).with_context(|| shown(&list))
}
