//! The tour: who is who, and what to try.

use anyhow::Result;

use super::{
    Demo, PASSWORD,
    clinic::{self, Clinic, Patient},
    laboratory::{self, Samples},
    shown, slug,
};
use crate::workspace;

/// Prints the tour.
///
/// # Errors
/// One of the commands it shows the outcome of fails.
pub(crate) fn print(demo: &Demo, clinic: &Clinic) -> Result<()> {
    print_apps(demo, clinic)?;
    println!("\nWHO IS WHO");
    for doctor in &clinic.doctors {
        let patients = clinic
            .patients
            .iter()
            .filter(|patient| patient.doctors.contains(doctor))
            .count();
        println!(
            "  {doctor:<24} doctor, sees {patients} patient(s)      home: {}",
            slug(doctor)
        );
    }
    for patient in &clinic.patients {
        let waiting = if patient.waiting {
            "; a prescription waits"
        } else {
            ""
        };
        println!(
            "  {:<24} patient of {}{waiting}      home: {}",
            patient.name,
            patient.doctors.join(" and "),
            slug(&patient.name)
        );
    }
    if let Some(first) = clinic.patients.first() {
        print_commands(demo, first);
        print_model(demo, first)?;
    }
    print_sealed_mean(demo)
}

/// Where the apps are, and how to be one of the people in them.
fn print_apps(demo: &Demo, clinic: &Clinic) -> Result<()> {
    println!("THE APPS, in a browser on this machine");
    println!("  Patient app   {}/patient/", demo.url);
    println!("  Doctor app    {}/doctor/", demo.url);
    println!("\n  Sign in as one of them, with the account secret and the password `{PASSWORD}`:");
    let doctors = clinic.doctors.iter().take(1).map(|name| (*name, "doctor"));
    let patients = clinic.patients.iter().take(2);
    let patients = patients.map(|patient| (patient.name.as_str(), "patient"));
    for (name, role) in doctors.chain(patients) {
        let secret = clinic::account_secret(demo, name)?;
        println!("  {name:<24} {role:<8} {secret}");
    }
    if let Some(doctor) = clinic.doctors.first() {
        let link = clinic::invitation(demo, doctor)?;
        println!(
            "\n  A first visit at {doctor}'s, as somebody new: open this link, or show your own QR code"
        );
        println!("  in the Doctor app.\n  {link}");
    }
    Ok(())
}

/// Asks the laboratory's classifier, and says how to.
fn print_model(demo: &Demo, first: &Patient) -> Result<()> {
    let doctor = first.doctors.first().copied().unwrap_or("Dr Meera Rao");
    let samples = Samples::read()?;
    println!(
        "\nA MODEL ASKED WITHOUT SHOWING IT ANYTHING: {} keeps it, and answers as long as this runs",
        laboratory::NAME
    );
    println!(
        "  In the Doctor app, as {doctor}: {} > Ask the model > Take from the record > Ask.",
        first.name
    );
    println!("  Or paste one of these, which the model has never seen:");
    for index in 0.. {
        let Some((values, was)) = samples.row(index) else {
            break;
        };
        let class = laboratory::ask(demo, doctor, &values)?;
        println!("\n  {values}\n  was {was}; asked just now as {doctor}, it says: {class}");
    }
    println!(
        "\n  as {} knn ask \"{}\" --verbose --values NUMBERS",
        slug(doctor),
        laboratory::TITLE
    );
    Ok(())
}

/// Shows the mean of ten days' blood pressures, computed while they are sealed.
fn print_sealed_mean(demo: &Demo) -> Result<()> {
    let readings = workspace::root().join(READINGS);
    let mut mean = workspace::command(&demo.sehat);
    let told = workspace::read(mean.arg("mean-bp").arg(&readings))?;
    println!(
        "\nA MEAN COMPUTED WHILE SEALED: ten days of blood pressures, and nobody who adds sees one"
    );
    println!("  {} mean-bp {READINGS}\n", shown(&demo.sehat));
    for line in told.lines() {
        println!("  {line}");
    }
    println!(
        "\n  More of it: {} paillier --help, form --help, dataset --help",
        shown(&demo.sehat)
    );
    Ok(())
}

/// Blood pressures of ten days, made up.
const READINGS: &str = "crates/cli/examples-data/ten-days.csv";

fn print_commands(demo: &Demo, first: &Patient) {
    let doctor = first.doctors.first().copied().unwrap_or("Dr Meera Rao");
    println!("\nWHAT TO TRY, in a second terminal, from the project's folder");
    println!(
        "  Everybody's password is in {}: it guards nothing but synthetic data.",
        shown(&demo.password_file())
    );
    println!(
        "\n  as() {{ who=$1; shift; {} --home {}/homes/$who \"$@\"; }}\n",
        shown(&demo.sehat),
        shown(&demo.folder)
    );
    let (patient, doctor_home) = (slug(&first.name), slug(doctor));
    let lines = [
        (format!("as {doctor_home} patients"), "whom the doctor sees"),
        (
            format!(
                "as {doctor_home} record list --for \"{}\" | head -30",
                first.name
            ),
            "one patient's records",
        ),
        (
            format!("as {patient} inbox"),
            "what waits for the patient's decision",
        ),
        (format!("as {patient} share list"), "who can see what"),
        (
            format!("as {patient} log"),
            "what happened, and who read what",
        ),
        (
            format!("as {patient} sync --watch"),
            "stays; now let the doctor write, in a third terminal:",
        ),
        (
            format!(
                "as {doctor_home} record add bp --systolic 128 --diastolic 82 --for \"{}\"",
                first.name
            ),
            "a blood pressure that waits in the inbox",
        ),
        (
            format!("as {patient} share stop \"{doctor}\""),
            "the doctor sees nothing new from here on",
        ),
        (
            format!("as {doctor_home} invite"),
            "a link and a QR; then, as a new patient:",
        ),
        (
            format!(
                "{} --home {}/homes/you accept 'LINK' --name 'Your Name'",
                shown(&demo.sehat),
                shown(&demo.folder)
            ),
            "the first visit, from the patient's side",
        ),
    ];
    for (command, about) in lines {
        println!("  # {about}\n  {command}");
    }
    println!(
        "\n  The server's data, all of it sealed: {}. Look for a name in it:",
        shown(&demo.folder.join("server"))
    );
    println!(
        "  grep -ac \"{}\" {}/sehat.db",
        first.name,
        shown(&demo.folder.join("server"))
    );
}
