//! `cargo xtask web`: the two apps as browsers fetch them, in `dist/web`.
//!
//! Cargo compiles the rooms to wasm, wasm-bindgen writes what JavaScript calls them by, and every file gets a name that holds
//! its content's hash. The same commit gives the same bytes in any folder and on any machine with the same compiler; the
//! list of hashes lies beside the files and is served with them, so that anyone can compare what a server serves.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result};

use crate::{setup, workspace};

mod again;
mod assets;
mod bind;
mod bundle;
mod compile;
mod compress;
mod icons;
mod report;
mod split;

use assets::Assets;
use bundle::Bundle;

/// Build the Patient app and the Doctor app for browsers, into `dist/web`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Quick to build, slow to run, and not compressed
    #[arg(long)]
    debug: bool,
    /// Build once more from a copy in another folder, and compare every byte
    #[arg(long, conflicts_with = "debug")]
    check: bool,
    /// Draw the icons' PNG files from their SVG files, with Chromium, instead of building
    #[arg(long, conflicts_with_all = ["debug", "check"])]
    icons: bool,
}

/// How the wasm is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Profile {
    /// For a quick look.
    Debug,
    /// What people get.
    Release,
}

/// Builds the apps, or draws their icons.
///
/// # Errors
/// As [`build`], and when two builds differ.
pub(crate) fn run(args: &Args) -> Result<()> {
    if args.icons {
        return icons::draw();
    }
    let profile = match args.debug {
        true => Profile::Debug,
        false => Profile::Release,
    };
    let report = build(profile)?;
    print!("{report}");
    if args.check {
        again::check()?;
    }
    Ok(())
}

/// Builds both apps into `dist/web`, and says how large they have become.
///
/// # Errors
/// The target is missing, something does not compile, or a file names another that is not there.
pub(crate) fn build(profile: Profile) -> Result<String> {
    setup::ensure(&[setup::Tool::Wasm])?;
    let begun = Instant::now();
    println!("compile: the apps, their engine and their viewer, for wasm32 …");
    let wasm = compile::compile(profile)?;
    println!("bind: what JavaScript calls them by …");
    let stage = workspace::target_folder()?.join("web").join(profile.name());
    let bound = ROOMS
        .iter()
        .map(|room| bind::bind(room, &wasm, &stage.join(room.name), profile))
        .collect::<Result<Vec<_>>>()?;
    println!("bundle: names, compression, hashes …");
    let mut bundles = Vec::new();
    for app in &APPS {
        let mut assets = Assets::of_sources(&source_folder())?;
        for parts in &bound {
            parts.add_to(&mut assets, app);
        }
        bundles.push(Bundle::make(app, assets, &source_folder())?);
    }
    let packed = match profile {
        Profile::Debug => BTreeMap::new(),
        Profile::Release => compress::compress(&bundles, &stage.join("packed"))?,
    };
    bundle::write(&bundles, &packed, &dist_folder())?;
    let took = begun.elapsed().as_secs_f64();
    Ok(format!(
        "{}\nThe apps are in {} after {took:.0} s.\n",
        report::table(&bundles, &packed),
        shown(&dist_folder())
    ))
}

/// One of the two apps.
pub(crate) struct App {
    /// The folder it is served in, and the room it is made of before `-app`.
    pub(crate) name: &'static str,
    title: &'static str,
    short: &'static str,
    about: &'static str,
    whose: [&'static str; 2],
}

const APPS: [App; 2] = [
    App {
        name: "patient",
        title: "Sehat",
        short: "Sehat",
        about: "Your health record: kept sealed, opened by you, shown to the doctors you choose.",
        whose: ["Your health record", "आपका स्वास्थ्य रिकॉर्ड"],
    },
    App {
        name: "doctor",
        title: "Sehat for doctors",
        short: "Sehat Dr",
        about: "Your patients' health records, as far as each of them lets you in.",
        whose: ["For doctors", "डॉक्टरों के लिए"],
    },
];

/// A room that becomes wasm.
struct Room {
    package: &'static str,
    /// What Cargo names the file.
    file: &'static str,
    /// What the bundle names it.
    name: &'static str,
}

impl Room {
    /// Whether this room is part of that app.
    fn belongs_to(&self, app: &App) -> bool {
        self.asset() != "app" || self.name == app.name
    }

    /// Whether a part of it is fetched later.
    fn has_parts(&self) -> bool {
        self.asset() == "app"
    }

    /// The name by which the static sources ask for it.
    fn asset(&self) -> &'static str {
        match self.name {
            "engine" | "viewer" => self.name,
            _ => "app",
        }
    }
}

const ROOMS: [Room; 4] = [
    Room {
        package: "sehat-engine",
        file: "engine",
        name: "engine",
    },
    Room {
        package: "sehat-viewer",
        file: "viewer",
        name: "viewer",
    },
    Room {
        package: "sehat-patient-app",
        file: "patient_app",
        name: "patient",
    },
    Room {
        package: "sehat-doctor-app",
        file: "doctor_app",
        name: "doctor",
    },
];

impl Profile {
    /// What Cargo calls it.
    fn name(self) -> &'static str {
        match self {
            Self::Debug => "dev",
            Self::Release => "web",
        }
    }

    /// The folder Cargo builds it in.
    fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "web",
        }
    }
}

/// Where the built apps lie.
pub(crate) fn dist_folder() -> PathBuf {
    workspace::root().join("dist/web")
}

fn source_folder() -> PathBuf {
    workspace::root().join("crates/ui/web")
}

/// The files of a folder and the folders in it, with their names below it, sorted.
fn files_below(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| shown(&folder))?;
        for entry in entries {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push((format!("{name}/"), entry.path()));
            } else {
                found.push((name, entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A path as it is shown: below the project if it is there.
fn shown(path: &Path) -> String {
    let path = path.strip_prefix(workspace::root()).unwrap_or(path);
    path.display().to_string()
}

/// SHA-256, in lowercase hexadecimal.
fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}
