//! What each step runs.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use super::outcome::{Done, Skip};
use super::results::{self, Counts};
use crate::metadata::{Metadata, Package};
use crate::setup::{self as tools, Tool, WASM};
use crate::workspace::{cargo, command, line, run, succeeds};

/// What building needs and Cargo does not bring.
pub(super) fn setup() -> Result<Done> {
    tools::ensure(&[Tool::CCompiler, Tool::Git, Tool::Rustfmt, Tool::Clippy])?;
    Ok(Done::default())
}

pub(super) fn fmt() -> Result<Done> {
    let mut fmt = cargo();
    run(fmt.args(["fmt", "--all", "--check"])).context("mend with `cargo fmt --all`")?;
    Ok(Done::default())
}

pub(super) fn tidy() -> Result<Done> {
    Ok(Done::noting(crate::tidy::check()?))
}

/// cargo-deny, where it is installed. The bans, licences and sources do not hang on it, as tidy
/// judges them by the same file; the advisories need it, and a database from the network.
pub(super) fn deny() -> Result<Done> {
    if !succeeds(cargo().args(["deny", "--version"])) {
        let note = "bans, licences and sources are judged by tidy";
        return Ok(
            Done::noting(note).skipping(no_advisories("cargo-deny is not installed", INSTALL_DENY))
        );
    }
    let quiet = ["--log-level", "error"];
    let rules = ["check", "bans", "licenses", "sources"];
    run(cargo().arg("deny").args(quiet).args(rules))?;
    let fetched = succeeds(cargo().args(["deny", "fetch", "db"]));
    if !fetched {
        let skip = no_advisories(
            "the advisory database cannot be reached",
            "run this step again with github.com in reach",
        );
        return Ok(Done::noting("bans, licences, sources").skipping(skip));
    }
    let advisories = ["check", "--disable-fetch", "advisories"];
    run(cargo().arg("deny").args(quiet).args(advisories))?;
    Ok(Done::noting("bans, licences, sources, advisories"))
}

pub(super) fn typos() -> Result<Done> {
    if !succeeds(command("typos").arg("--version")) {
        return Ok(Done::default().skipping(Skip {
            what: "spelling".to_owned(),
            reason: "typos is not installed".to_owned(),
            fix: INSTALL_TYPOS.to_owned(),
            optional: true,
        }));
    }
    run(command("typos").args(["--config", "_typos.toml"]))?;
    Ok(Done::default())
}

pub(super) fn clippy() -> Result<Done> {
    let mut clippy = cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--all-features"]);
    run(clippy.args(["--", "-D", "warnings"]))?;
    Ok(Done::default())
}

pub(super) fn wasm() -> Result<Done> {
    tools::ensure(&[Tool::Wasm])?;
    let mut check = cargo();
    check.args(["check", "--target", WASM]);
    for room in IN_THE_BROWSER {
        check.args(["--package", room]);
    }
    // Flags from outside would take the place of those the target is given in `.cargo/config.toml`.
    run(check
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS"))?;
    Ok(Done::noting(IN_THE_BROWSER.join(", ")))
}

/// Both apps as people get them, which is what the tests in a browser open; and the browser.
pub(super) fn web() -> Result<Done> {
    println!("{}", crate::web::build(crate::web::Profile::Release)?);
    let done = Done::noting("the Patient app and the Doctor app are built");
    let Err(error) = tools::ensure(&[Tool::Chromium]) else {
        return Ok(done);
    };
    let why = error.to_string();
    Ok(done.skipping(Skip {
        what: "the apps in a browser".to_owned(),
        reason: why.lines().next().unwrap_or_default().to_owned(),
        fix: tools::GET_CHROMIUM.to_owned(),
        optional: false,
    }))
}

/// As people who only have the server's program get the apps.
pub(super) fn embedded() -> Result<Done> {
    let count = super::embedded::check()?;
    Ok(Done::noting(format!(
        "{count} files, with no folder to read them from"
    )))
}

pub(super) fn doc() -> Result<Done> {
    let mut doc = cargo();
    doc.args(["doc", "--no-deps", "--workspace"]);
    run(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Done::default())
}

/// Every test of every package; the system tests are one of the packages, and must be.
pub(super) fn tests() -> Result<Done> {
    let metadata = Metadata::load()?;
    let has_system_tests = metadata
        .members()
        .any(|package| package.name == SYSTEM_TESTS);
    ensure!(
        has_system_tests,
        "the workspace has lost its package {SYSTEM_TESTS}"
    );
    let (counts, skips) = count(cargo().args(["test", "--workspace", "--no-fail-fast"]))?;
    ensure!(counts.passed > 0, "not one test ran");
    let done = Done::noting(format!("{} tests passed", counts.passed));
    let done = skips.into_iter().fold(done, Done::skipping);
    if counts.ignored == 0 {
        return Ok(done);
    }
    Ok(done.skipping(Skip {
        what: format!("{} tests", counts.ignored),
        reason: "they are marked `#[ignore]`".to_owned(),
        fix: "cargo test --workspace -- --ignored".to_owned(),
        optional: false,
    }))
}

/// The demo, small and twice: it makes a clinic, and the second time takes it up.
pub(super) fn demo() -> Result<Done> {
    crate::demo::rehearse()?;
    Ok(Done::noting("a clinic was made, and taken up again"))
}

/// Every bench target of the workspace, found by itself: each runs its work once, in the quick
/// profile, to show that it still runs. The figures come from `cargo bench`.
pub(super) fn bench() -> Result<Done> {
    let metadata = Metadata::load()?;
    let benches: Vec<_> = metadata.members().flat_map(benches_of).collect();
    for (package, bench) in &benches {
        let mut smoke = cargo();
        smoke.args(["test", "--package", package, "--bench", bench]);
        run(smoke.args(["--", "--test"]))?;
    }
    Ok(Done::noting(match benches.len() {
        0 => "there is no bench yet".to_owned(),
        count => format!("{count} benches run"),
    }))
}

fn benches_of(package: &Package) -> Vec<(&str, &str)> {
    let targets = package.targets.iter();
    let benches = targets.filter(|target| target.kind.iter().any(|kind| kind == "bench"));
    benches
        .map(|bench| (package.name.as_str(), bench.name.as_str()))
        .collect()
}

/// Runs a test command, shows what it writes, counts its results and gathers what could not run.
fn count(tests: &mut Command) -> Result<(Counts, Vec<Skip>)> {
    let name = line(tests);
    let mut child = tests
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let (mut counts, mut skips) = (Counts::default(), Vec::new());
    if let Some(output) = child.stdout.take() {
        for bytes in BufReader::new(output).split(b'\n') {
            let bytes = bytes?;
            let text = String::from_utf8_lossy(&bytes);
            println!("{text}");
            counts.add(&text);
            // Many tests may lack the same thing.
            let skip = results::skip(&text).filter(|skip| !skips.contains(skip));
            skips.extend(skip);
        }
    }
    let status = child.wait()?;
    if !status.success() {
        let Counts { passed, failed, .. } = counts;
        bail!("`{name}` failed ({status}): {passed} tests passed, {failed} failed");
    }
    Ok((counts, skips))
}

fn no_advisories(reason: &str, fix: &str) -> Skip {
    Skip {
        what: "known vulnerabilities of dependencies".to_owned(),
        reason: reason.to_owned(),
        fix: fix.to_owned(),
        optional: true,
    }
}

/// The rooms that also run in a browser.
const IN_THE_BROWSER: [&str; 14] = [
    "sehat-bignum",
    "sehat-paillier",
    "sehat-sealed",
    "sehat-knn",
    "sehat-record",
    "sehat-wire",
    "sehat-vault",
    "sehat-client",
    "sehat-bridge",
    "sehat-engine",
    "sehat-viewer",
    "sehat-ui",
    "sehat-patient-app",
    "sehat-doctor-app",
];

const SYSTEM_TESTS: &str = "sehat-system-tests";

/// Unoptimised it is built in about a minute, and is quick enough.
const INSTALL_DENY: &str = "cargo install cargo-deny --locked --debug --version 0.20.2";
const INSTALL_TYPOS: &str = "cargo install typos-cli --locked --debug --version 1.52.0";
