//! `cargo xtask demo`: a clinic of three doctors and twenty patients, made through the real client.
//!
//! Builds the apps and the two programs, starts the server on localhost with its embedded store, makes the clinic
//! out of synthetic bundles (a second start takes up the same one), lets a laboratory answer for a classifier, prints a tour
//! and keeps serving.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, bail};

use crate::{setup, web, workspace};

mod clinic;
mod laboratory;
mod serving;
mod tour;

/// Make a clinic of three doctors and twenty patients, and serve it
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Start anew: the clinic made before is thrown away
    #[arg(long)]
    fresh: bool,
    /// The port of the server on localhost
    #[arg(long, default_value_t = 8484)]
    port: u16,
    /// How many patients the clinic has, 1 to 20
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=20))]
    patients: u16,
    /// Where the clinic lives; `.demo` in the project if not said
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Make the clinic and print the tour, but do not go on serving
    #[arg(long)]
    stop: bool,
}

/// Everything about one clinic on this machine.
pub(crate) struct Demo {
    /// Where it lives.
    pub(crate) folder: PathBuf,
    /// The server's address.
    pub(crate) url: String,
    /// The `sehat` command.
    pub(crate) sehat: PathBuf,
    /// The `sehat-server` command.
    pub(crate) server: PathBuf,
}

impl Demo {
    /// A person's home.
    pub(crate) fn home(&self, name: &str) -> PathBuf {
        self.folder.join("homes").join(slug(name))
    }

    /// The file with the password that everybody in the clinic has.
    pub(crate) fn password_file(&self) -> PathBuf {
        self.folder.join("password")
    }
}

/// What everybody in the clinic has for a password: it guards nothing but synthetic data.
pub(crate) const PASSWORD: &str = "demo clinic password";

/// Makes or takes up the clinic, prints the tour, serves until stopped.
///
/// # Errors
/// When something cannot be built, the port is in use, or a command of the clinic fails.
pub(crate) fn run(args: &Args) -> Result<()> {
    let begun = Instant::now();
    println!("[1/6] setup: the tools this machine needs …");
    setup::ensure(&[setup::Tool::CCompiler])?;
    println!("[2/6] web: the Patient app and the Doctor app (the first time takes some minutes) …");
    web::build(web::Profile::Release)?;
    println!("[3/6] build: `sehat` and `sehat-server` (the first time takes some minutes) …");
    workspace::run(workspace::cargo().args([
        "build",
        "--package",
        "sehat-cli",
        "--package",
        "sehat-server",
    ]))?;
    let demo = prepare(args)?;
    println!(
        "[4/6] server: {} with its data in {} …",
        demo.url,
        shown(&demo.folder.join("server"))
    );
    let serving = serving::start(&demo, args.port)?;
    println!("[5/6] clinic: three doctors, {} patients …", args.patients);
    let clinic = clinic::make(&demo, usize::from(args.patients))?;
    println!(
        "[6/6] laboratory: {}, and the program that answers for its classifier …",
        laboratory::NAME
    );
    let laboratory = laboratory::start(&demo)?;
    println!(
        "\nThe clinic is open, {:.0} s after the start.\n",
        begun.elapsed().as_secs_f64()
    );
    tour::print(&demo, &clinic)?;
    if args.stop {
        drop(laboratory);
        return serving.stop();
    }
    println!(
        "\nServing at {} until Ctrl-C. Run the commands above in a second terminal.",
        demo.url
    );
    serving.wait()
}

/// Makes a small clinic in a throw-away folder, and takes it up again: the demo works.
///
/// # Errors
/// As [`run`].
pub(crate) fn rehearse() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("sehat-demo-{}", std::process::id()));
    // A port that is free now; nobody else is expected to take it within the minute.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let args = Args {
        fresh: false,
        port,
        patients: 2,
        folder: Some(folder.clone()),
        stop: true,
    };
    let result = run(&args).and_then(|()| run(&args));
    let _ = fs::remove_dir_all(&folder);
    result
}

fn prepare(args: &Args) -> Result<Demo> {
    let folder = args
        .folder
        .clone()
        .unwrap_or_else(|| workspace::root().join(".demo"));
    if args.fresh && folder.exists() {
        // Only what a demo made is thrown away, never a folder that happens to be named.
        if !folder.join(MARK).exists() {
            bail!(
                "{} was not made by a demo: name another folder",
                shown(&folder)
            );
        }
        fs::remove_dir_all(&folder).with_context(|| shown(&folder))?;
    }
    fs::create_dir_all(folder.join("homes")).with_context(|| shown(&folder))?;
    let url = format!("http://localhost:{}", args.port);
    let mark = folder.join(MARK);
    match fs::read_to_string(&mark) {
        Ok(made_for) if made_for.trim() != url => bail!(
            "this clinic was made for {}: start it with that port, or anew with --fresh",
            made_for.trim()
        ),
        Ok(_) => {}
        Err(_) => fs::write(&mark, &url).with_context(|| shown(&mark))?,
    }
    let programs = workspace::target_folder()?.join("debug");
    let demo = Demo {
        url,
        sehat: programs.join(format!("sehat{}", std::env::consts::EXE_SUFFIX)),
        server: programs.join(format!("sehat-server{}", std::env::consts::EXE_SUFFIX)),
        folder,
    };
    let file = demo.password_file();
    if !file.exists() {
        fs::write(&file, PASSWORD).with_context(|| shown(&file))?;
        restrict(&file)?;
    }
    Ok(demo)
}

#[cfg(unix)]
fn restrict(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).with_context(|| shown(file))
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> Result<()> {
    Ok(())
}

/// A path as it is shown: below the project if it is there.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(workspace::root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// A name as a folder's.
pub(crate) fn slug(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect()
}

const MARK: &str = "made-by-demo";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_folder_without_anything_odd() {
        assert_eq!(slug("Dr Meera Rao"), "dr-meera-rao");
        assert_eq!(slug("../x"), "---x");
    }
}
