//! Making the clinic: every step is a `sehat` command that a person could type.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    Demo,
    laboratory::{self, Samples},
};
use crate::workspace;

/// The clinic, as the tour shows it.
pub(crate) struct Clinic {
    /// The doctors' names.
    pub(crate) doctors: Vec<&'static str>,
    /// The patients, with the doctors who see them.
    pub(crate) patients: Vec<Patient>,
}

/// One patient.
pub(crate) struct Patient {
    /// The name, as in the bundle.
    pub(crate) name: String,
    /// The bundle.
    pub(crate) bundle: PathBuf,
    /// Who sees the records.
    pub(crate) doctors: Vec<&'static str>,
    /// Whether a prescription waits in the inbox.
    pub(crate) waiting: bool,
    /// Whether the record holds measurements that the laboratory's classifier can be asked about.
    pub(crate) aspirate: bool,
}

const DOCTORS: [(&str, &str); 3] = [
    ("Dr Meera Rao", "KMC-48211"),
    ("Dr Arjun Bose", "WBMC-70355"),
    ("Dr Kavitha Iyer", "TNMC-61902"),
];

/// Makes what is not there yet.
///
/// # Errors
/// When a command fails; what was made stays, and the next start goes on from there.
pub(crate) fn make(demo: &Demo, count: usize) -> Result<Clinic> {
    let patients = patients(count)?;
    let total = DOCTORS.len() + patients.len() + 1;
    for (done, (name, registration)) in (1..).zip(DOCTORS) {
        step(demo, done, total, name, || doctor(demo, name, registration))?;
    }
    for (done, patient) in (DOCTORS.len() + 1..).zip(&patients) {
        step(demo, done, total, &patient.name, || admit(demo, patient))?;
    }
    step(demo, total, total, laboratory::NAME, || {
        laboratory::make(demo)
    })?;
    Ok(Clinic {
        doctors: DOCTORS.iter().map(|(name, _)| *name).collect(),
        patients,
    })
}

/// Runs a step once: a mark says that it was finished. What a broken step left is made anew.
fn step(
    demo: &Demo,
    done: usize,
    total: usize,
    name: &str,
    make: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let mark = demo.home(name).join("demo-done");
    if mark.exists() {
        println!("      [{done:>2}/{total}] {name}: there already");
        return Ok(());
    }
    let home = demo.home(name);
    if home.exists() {
        fs::remove_dir_all(&home).with_context(|| super::shown(&home))?;
    }
    println!("      [{done:>2}/{total}] {name} …");
    make().with_context(|| format!("making {name}"))?;
    fs::write(&mark, "").with_context(|| super::shown(&mark))
}

fn doctor(demo: &Demo, name: &str, registration: &str) -> Result<()> {
    let kit = demo.folder.join(format!("kit-{}.html", super::slug(name)));
    let _ = fs::remove_file(&kit);
    sehat(
        demo,
        name,
        &[
            "signup",
            "--role",
            "doctor",
            "--name",
            name,
            "--registration",
            registration,
            "--kit",
        ],
        &[&kit],
    )
    .map(drop)
}

fn admit(demo: &Demo, patient: &Patient) -> Result<()> {
    let name = patient.name.as_str();
    let kit = demo.folder.join(format!("kit-{}.html", super::slug(name)));
    let _ = fs::remove_file(&kit);
    sehat(
        demo,
        name,
        &["signup", "--role", "patient", "--name", name, "--kit"],
        &[&kit],
    )?;
    for doctor in &patient.doctors {
        let link = invitation(demo, doctor)?;
        sehat(demo, name, &["accept", &link, "--yes"], &[])?;
    }
    sehat(demo, name, &["import", "--broadcast"], &[&patient.bundle])?;
    if patient.aspirate {
        let file = demo.folder.join("aspirate.json");
        let observation = Samples::read()?.observation()?;
        fs::write(&file, observation.to_string()).with_context(|| super::shown(&file))?;
        sehat(demo, name, &["import", "--broadcast"], &[&file])?;
    }
    if patient.waiting {
        let drug = [
            "record",
            "add",
            "prescription",
            "--drug",
            "Paracetamol 650 mg",
            "--dose",
            "1",
            "--dose-unit",
        ];
        let often = [
            "tablet",
            "--times",
            "3",
            "--per",
            "day",
            "--days",
            "5",
            "--note",
            "after food",
            "--for",
            name,
        ];
        sehat(
            demo,
            patient.doctors[0],
            &[&drug[..], &often[..]].concat(),
            &[],
        )?;
    }
    Ok(())
}

/// What somebody signs in with on another device, beside the password.
///
/// # Errors
/// When the command fails.
pub(crate) fn account_secret(demo: &Demo, name: &str) -> Result<String> {
    let kit = sehat(demo, name, &["kit", "show"], &[])?;
    let secret = kit["account_secret"].as_str();
    secret
        .map(str::to_owned)
        .context("`sehat kit show --json` names no account secret")
}

/// An invitation by a doctor, as a link.
///
/// # Errors
/// When the command fails.
pub(crate) fn invitation(demo: &Demo, doctor: &str) -> Result<String> {
    let invited = sehat(demo, doctor, &["invite"], &[])?;
    let link = invited["link"].as_str();
    link.map(str::to_owned)
        .context("`sehat invite --json` names no link")
}

/// Runs a command as one of the people, and reads what it prints.
///
/// # Errors
/// When the command fails; with what it said.
pub(crate) fn sehat(
    demo: &Demo,
    who: &str,
    words: &[&str],
    paths: &[&Path],
) -> Result<serde_json::Value> {
    let mut command = workspace::command(&demo.sehat);
    command
        .args(["--json", "--quiet", "--server", &demo.url, "--home"])
        .arg(demo.home(who))
        .arg("--password-file")
        .arg(demo.password_file())
        .args(words)
        .args(paths);
    let output = command
        .output()
        .with_context(|| format!("cannot start {}", workspace::line(&command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`sehat {}` as {who} failed ({}): {}",
            words.join(" "),
            output.status,
            said.trim()
        );
    }
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("`sehat {}` printed no JSON", words.join(" ")))
}

/// The patients: each a synthetic bundle of the project's own; the rich one comes first.
fn patients(count: usize) -> Result<Vec<Patient>> {
    let folder = workspace::root().join("crates/record/data/synthea");
    let mut bundles: Vec<PathBuf> = fs::read_dir(&folder)
        .with_context(|| super::shown(&folder))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "gz"))
        .collect();
    bundles.sort_by_key(|path| (std::cmp::Reverse(size(path)), path.clone()));
    if bundles.len() < count {
        bail!(
            "{} has {} bundles, and {count} are needed",
            super::shown(&folder),
            bundles.len()
        );
    }
    bundles.truncate(count);
    let patient = |(index, bundle): (usize, PathBuf)| Patient {
        name: name_of(&bundle),
        bundle,
        doctors: doctors_of(index),
        waiting: index % 4 == 0,
        aspirate: index == 0,
    };
    Ok(bundles.into_iter().enumerate().map(patient).collect())
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |meta| meta.len())
}

/// Each patient has a doctor; every third one is seen by a second.
fn doctors_of(index: usize) -> Vec<&'static str> {
    let mut doctors = vec![DOCTORS[index % DOCTORS.len()].0];
    if index.is_multiple_of(3) {
        doctors.push(DOCTORS[(index / 3 + 1) % DOCTORS.len()].0);
        doctors.dedup();
    }
    doctors
}

/// `Alexia_Senger_<id>.json.gz` is Alexia Senger.
fn name_of(path: &Path) -> String {
    let file = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let parts: Vec<&str> = file.split('_').collect();
    match parts.split_last() {
        Some((_, names)) if !names.is_empty() => names.join(" "),
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_is_named_after_its_patient() {
        assert_eq!(
            name_of(Path::new("x/Alexia_Senger_a5f5-b13e.json.gz")),
            "Alexia Senger"
        );
        assert_eq!(name_of(Path::new("odd.json.gz")), "odd.json.gz");
    }

    #[test]
    fn the_project_holds_twenty_patients_and_each_has_a_doctor() {
        let patients = patients(20).unwrap();
        assert!(patients.iter().all(|patient| !patient.doctors.is_empty()));
        let mut names: Vec<&str> = patients
            .iter()
            .map(|patient| patient.name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 20, "no two have the same name");
    }
}
