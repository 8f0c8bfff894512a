//! `cargo xtask setup`: the tools this machine needs, installed where we have the right to, and
//! otherwise named with the command that installs them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

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

/// How to come by a browser for the tests by hand.
pub(crate) const GET_CHROMIUM: &str =
    "apt-get install -y --no-install-recommends chromium, or set CHROME to a browser made of it";

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
    let packages: Vec<&str> = missing
        .iter()
        .filter_map(|tool| tool.apt_package())
        .collect();
    if !packages.is_empty() {
        install_packages(&packages)?;
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
    let shell = if is_root() {
        install.clone()
    } else if succeeds(command("sudo").args(["-n", "true"])) {
        format!("sudo -n sh -c '{install}'")
    } else {
        bail!(
            "missing: {what}; no right to install it here, please run:\n\n    sudo sh -c '{install}'\n"
        );
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

/// Chromium, or a browser made of it: the one `CHROME` names, or the first that is found.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROME").map(PathBuf::from);
    let usual = CHROMIUMS.iter().map(PathBuf::from);
    let mut candidates = named.into_iter().chain(usual);
    candidates.find(|candidate| succeeds(command(candidate).arg("--version")))
}

/// The names it goes by.
const CHROMIUMS: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

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

fn is_root() -> bool {
    read(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
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
