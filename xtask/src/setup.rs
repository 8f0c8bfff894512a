//! `cargo xtask setup`: the tools this machine needs, installed where we have the right to, and
//! otherwise named with the command that installs them. A browser is unpacked where it may not be installed.

use std::path::Path;

use anyhow::{Context, Result, bail};

mod chromium;

pub(crate) use chromium::{GET_CHROMIUM, find as chromium};

use crate::workspace::{cargo, command, line, read, run as run_program, succeeds};

/// Look for the tools that building and checking need, and install what is missing.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// Looks for every tool there is use for.
///
/// # Errors
/// As [`ensure`].
pub(crate) fn run(_: &Args) -> Result<()> {
    let tools = [
        Tool::CCompiler,
        Tool::Git,
        Tool::Rustfmt,
        Tool::Clippy,
        Tool::Wasm,
    ];
    ensure(&tools)?;
    println!("This machine has what building and checking need.");
    // Everything but the tests in a browser works without.
    if let Err(error) = ensure(&[Tool::Chromium]) {
        println!("SKIPPED: the apps in a browser — {error:#} — {GET_CHROMIUM}");
    }
    Ok(())
}

/// Something that Cargo does not bring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tool {
    /// The embedded database and the TLS library have parts in C.
    CCompiler,
    Git,
    Rustfmt,
    Clippy,
    /// The target the browsers' code is built for.
    Wasm,
    /// The browser that the apps are tested in.
    Chromium,
}

/// Installs what is missing of these.
///
/// # Errors
/// Something is missing and could not be installed; the message has the command to run.
pub(crate) fn ensure(tools: &[Tool]) -> Result<()> {
    let missing: Vec<Tool> = tools
        .iter()
        .copied()
        .filter(|tool| !tool.is_here())
        .collect();
    let (unpacked, installed): (Vec<Tool>, Vec<Tool>) = missing
        .iter()
        .partition(|tool| **tool == Tool::Chromium && right_to_install().is_none());
    let packages: Vec<&str> = installed
        .iter()
        .filter_map(|tool| tool.apt_package())
        .collect();
    if !packages.is_empty() {
        install_packages(&packages)?;
    }
    if !unpacked.is_empty() {
        chromium::unpack().context("Debian's Chromium could not be unpacked")?;
    }
    for tool in &missing {
        if let Some(arguments) = tool.rustup_arguments() {
            install_with_rustup(arguments)?;
        }
    }
    match missing.iter().find(|tool| !tool.is_here()) {
        Some(tool) => bail!(
            "{tool:?} was installed and still does not run: see PATH, and CC for the compiler"
        ),
        None => Ok(()),
    }
}

/// Installs Debian packages when we are root or may become it without a password.
///
/// # Errors
/// We may not, there is no apt, or it fails; the message has the command to run.
pub(crate) fn install_packages(packages: &[&str]) -> Result<()> {
    let install = apt_line(packages);
    let what = packages.join(", ");
    if !succeeds(command("apt-get").arg("--version")) {
        bail!("missing: {what} (Debian's names); install it with this system's package manager");
    }
    let Some(right) = right_to_install() else {
        bail!(
            "missing: {what}; no right to install it here, please run:\n\n    sudo sh -c '{install}'\n"
        );
    };
    let shell = match right {
        Right::Root => install.clone(),
        Right::Sudo => format!("sudo -n sh -c '{install}'"),
    };
    println!("installing {what}: {install}");
    run_program(command("sh").args(["-c", &shell]))
        .with_context(|| format!("please run:\n\n    {install}\n"))
}

impl Tool {
    fn is_here(self) -> bool {
        match self {
            Self::CCompiler => {
                let named = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
                let program = named.split_whitespace().next().unwrap_or("cc");
                succeeds(command(program).arg("--version"))
            }
            Self::Git => succeeds(command("git").arg("--version")),
            Self::Rustfmt => succeeds(cargo().args(["fmt", "--version"])),
            Self::Clippy => succeeds(cargo().args(["clippy", "--version"])),
            Self::Wasm => wasm_library_is_here(),
            Self::Chromium => chromium().is_some(),
        }
    }

    fn apt_package(self) -> Option<&'static str> {
        match self {
            Self::CCompiler => Some("build-essential"),
            Self::Git => Some("git"),
            Self::Chromium => Some("chromium"),
            Self::Rustfmt | Self::Clippy | Self::Wasm => None,
        }
    }

    fn rustup_arguments(self) -> Option<[&'static str; 3]> {
        match self {
            Self::CCompiler | Self::Git | Self::Chromium => None,
            Self::Rustfmt => Some(["component", "add", "rustfmt"]),
            Self::Clippy => Some(["component", "add", "clippy"]),
            Self::Wasm => Some(["target", "add", WASM]),
        }
    }
}

/// The name of the target the browsers' code is built for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Asks the compiler where the target's library would be, and looks whether it is.
fn wasm_library_is_here() -> bool {
    let arguments = ["--print", "target-libdir", "--target", WASM];
    let folder = read(command("rustc").args(arguments));
    folder.is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

fn install_with_rustup(arguments: [&str; 3]) -> Result<()> {
    let mut rustup = command("rustup");
    rustup.args(arguments);
    println!("installing {}: {}", arguments[2], line(&rustup));
    run_program(&mut rustup).with_context(|| {
        let line = line(&rustup);
        format!(
            "missing: {}; where Rust came from rustup, run:\n\n    {line}\n",
            arguments[2]
        )
    })
}

/// By what right packages are installed here.
enum Right {
    Root,
    /// It asks for no password.
    Sudo,
}

fn right_to_install() -> Option<Right> {
    if read(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        Some(Right::Root)
    } else if succeeds(command("sudo").args(["-n", "true"])) {
        Some(Right::Sudo)
    } else {
        None
    }
}

fn apt_line(packages: &[&str]) -> String {
    let packages = packages.join(" ");
    format!("apt-get update && apt-get install -y --no-install-recommends {packages}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_apt_line_names_every_package() {
        let line = apt_line(&["build-essential", "git"]);
        assert!(
            line.ends_with("--no-install-recommends build-essential git"),
            "{line}"
        );
    }

    #[test]
    fn every_tool_has_one_way_to_be_installed() {
        for tool in [
            Tool::CCompiler,
            Tool::Git,
            Tool::Rustfmt,
            Tool::Clippy,
            Tool::Wasm,
            Tool::Chromium,
        ] {
            let ways = [
                tool.apt_package().is_some(),
                tool.rustup_arguments().is_some(),
            ];
            assert_eq!(ways.iter().filter(|way| **way).count(), 1, "{tool:?}");
        }
    }
}
