//! Walks through both apps and takes a picture of every screen, into the folder it is given; with the script of axe-core after
//! it, that is asked too. `cargo xtask screenshots` runs it.

#![expect(clippy::print_stdout, reason = "what was taken, for who waits")]

use std::{error::Error, path::PathBuf, process::ExitCode};

use client::account::Kit;
use system_tests::{
    album::{Album, TONGUES, Tongue},
    apps,
    browser::{Browser, Page, Screen},
    clinic::{Clinic, PASSWORD},
    laboratory::while_serving,
    pathology::Pathology,
    showcase::Showcase,
};
use wire::person::Role;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or("into which folder?")?;
    let Some(browser) = Browser::launch().await else {
        return Ok(ExitCode::FAILURE);
    };
    let mut album = Album::new(&folder)?;
    if let Some(script) = std::env::args_os().nth(2) {
        album = album.asking_axe(std::fs::read_to_string(script)?);
    }
    let clinic = Clinic::open().await;
    let people = Showcase::open(&clinic).await;
    let mut laboratory = Pathology::open(&clinic).await;
    let walk = walk(&browser, &mut album, &clinic, &people);
    while_serving(&mut laboratory.provider, walk).await?;
    println!("{}, in {}", album.taken(), folder.display());
    let faults = album.close()?;
    for fault in &faults {
        println!("{fault}");
    }
    Ok(ExitCode::from(u8::from(!faults.is_empty())))
}

/// Through both apps in every language.
async fn walk(
    browser: &Browser,
    album: &mut Album,
    clinic: &Clinic,
    people: &Showcase,
) -> std::io::Result<()> {
    for tongue in TONGUES {
        println!("the Patient app in {} …", tongue.code);
        let page = open(browser, clinic, "patient", tongue).await;
        patient(album, &page, people).await?;
        println!("the Doctor app in {} …", tongue.code);
        let page = open(browser, clinic, "doctor", tongue).await;
        let link = doctor(album, &page, people).await?;
        first_visit(
            album,
            &open(browser, clinic, "patient", tongue).await,
            &link,
        )
        .await?;
        one_record(browser, album, clinic, people, tongue).await?;
    }
    Ok(())
}

/// Somebody new opens an app in their language.
async fn open(browser: &Browser, clinic: &Clinic, app: &str, tongue: Tongue) -> Page {
    let page = browser.profile().await.page().await;
    page.set_language(tongue.asked).await;
    page.set_timezone("Asia/Kolkata").await;
    page.show_on(Screen::PHONE).await;
    page.goto(&format!("{}/{app}/", clinic.site())).await;
    page.wait_gone("#splash").await;
    page.wait_until(&format!(
        "document.documentElement.lang === '{}'",
        tongue.code
    ))
    .await;
    page.wait_for("main h1").await;
    page
}

async fn sign_in(album: &mut Album, page: &Page, app: &str, kit: &Kit) -> std::io::Result<()> {
    album.take(page, app, "welcome").await?;
    page.click("#sign-in").await;
    page.wait_for("#account-secret").await;
    album.take(page, app, "sign-in").await?;
    page.click("#recover").await;
    page.wait_for("#words").await;
    album.take(page, app, "recover").await?;
    page.reload().await;
    apps::sign_in(page, kit).await;
    Ok(())
}

async fn take(
    album: &mut Album,
    page: &Page,
    app: &str,
    screen: &str,
    path: &str,
) -> std::io::Result<()> {
    apps::go(page, &format!("/{app}{path}"), screen).await;
    apps::rest().await;
    album.take(page, app, screen).await
}

async fn patient(album: &mut Album, page: &Page, people: &Showcase) -> std::io::Result<()> {
    sign_in(album, page, "patient", &people.asha_kit).await?;
    page.wait_for_text("128/82").await;
    for (screen, path) in apps::PATIENT_SCREENS {
        take(album, page, "patient", screen, path).await?;
    }
    for (from, link, screen) in [
        ("records", ".entry-row", "record"),
        ("sharing", "a[href^='/patient/sharing/doctor/']", "sharer"),
    ] {
        apps::go(page, &format!("/patient/{from}"), from).await;
        page.click(link).await;
        page.wait_for(format!("[data-screen={screen}] h1")).await;
        apps::rest().await;
        album.take(page, "patient", screen).await?;
    }
    for kind in ["condition", "medicine", "vaccination"] {
        apps::go(page, &format!("/patient/add/fact/{kind}"), "add-fact").await;
        apps::rest().await;
        album.take(page, "patient", &format!("add-{kind}")).await?;
    }
    apps::go(page, "/patient/more/kit", "kit").await;
    apps::rest().await;
    album.take(page, "patient", "kit-again").await?;
    apps::go(page, "/patient/more", "more").await;
    page.click("#more-lock").await;
    page.wait_for("#unlock").await;
    album.take(page, "patient", "locked").await
}

/// A record is shown to one person, and taken back.
async fn show_one(album: &mut Album, page: &Page) -> std::io::Result<()> {
    apps::go(page, "/patient/records", "records").await;
    page.click(".entry-row").await;
    page.wait_for("#show-one").await;
    page.click("#show-one").await;
    page.wait_for("#show-whom").await;
    album.take(page, "patient", "show-one").await?;
    page.click("#confirm-yes").await;
    page.wait_for("#shown-one-by-one").await;
    apps::rest().await;
    album.take(page, "patient", "record-shown").await?;
    page.click("#shown-one-by-one button").await;
    page.wait_for("#confirm-yes").await;
    album.take(page, "patient", "take-back").await?;
    page.click("#confirm-yes").await;
    page.wait_gone("#shown-one-by-one").await;
    Ok(())
}

/// A doctor whom the patient does not let in is shown one record.
async fn one_record(
    browser: &Browser,
    album: &mut Album,
    clinic: &Clinic,
    people: &Showcase,
    tongue: Tongue,
) -> std::io::Result<()> {
    let name = format!("Dr Meera Sen ({})", tongue.code);
    let (_, kit) = clinic.sign_up(Role::Doctor, &name).await;
    let doctor = open(browser, clinic, "doctor", tongue).await;
    apps::sign_in(&doctor, &kit).await;
    let link = apps::invite(&doctor, "Asha Patil").await;
    let patient = open(browser, clinic, "patient", tongue).await;
    apps::sign_in(&patient, &people.asha_kit).await;
    patient.wait_for_text("128/82").await;
    patient.goto(&link).await;
    patient.type_into("#passphrase", PASSWORD).await;
    patient.click("#unlock").await;
    patient.click("#go-on").await;
    patient.click("#one-instead").await;
    patient.wait_for("#visit-one").await;
    album.take(&patient, "patient", "visit-one").await?;
    patient.click("#show-instead").await;
    patient.wait_for("#visit-done").await;
    album.take(&patient, "patient", "visit-one-done").await?;
    apps::go(&patient, "/patient/sharing", "sharing").await;
    patient.wait_for("#shown-one-by-one").await;
    apps::rest().await;
    album.take(&patient, "patient", "sharing-one").await?;
    apps::go(&doctor, "/doctor", "patients").await;
    doctor
        .click("a[href^='/doctor/patients/']:not([href*='/records/'])")
        .await;
    doctor.wait_for("#shown-alone").await;
    apps::rest().await;
    album.take(&doctor, "doctor", "patient-one").await?;
    patient.click("#shown-one-by-one button").await;
    patient.click("#confirm-yes").await;
    patient.wait_gone("#shown-one-by-one").await;
    show_one(album, &patient).await
}

/// The Doctor app; leaves an invitation, and returns its link.
async fn doctor(album: &mut Album, page: &Page, people: &Showcase) -> std::io::Result<String> {
    sign_in(album, page, "doctor", &people.rao_kit).await?;
    page.show_on(Screen::DESK).await;
    page.wait_for_text("Asha Patil").await;
    for (screen, path) in apps::DOCTOR_SCREENS {
        take(album, page, "doctor", screen, path).await?;
    }
    let vault = people.asha.own_vault();
    let vault = vault.map_err(std::io::Error::other)?;
    let own = format!("/patients/{vault}");
    take(album, page, "doctor", "patient", &own).await?;
    for screen in apps::FORMS {
        apps::go(page, &format!("/doctor{own}/{screen}"), screen).await;
        apps::rest().await;
        album
            .take(page, "doctor", &format!("patient-{screen}"))
            .await?;
    }
    answer(album, page, &own).await?;
    apps::go(page, &format!("/doctor{own}"), "patient").await;
    page.click("a[href*='/records/']").await;
    page.wait_for("[data-screen=record] h1").await;
    apps::rest().await;
    album.take(page, "doctor", "record").await?;
    page.show_on(Screen::DESK).await;
    let link = apps::invite(page, "Fatima Shaikh").await;
    apps::rest().await;
    album.take(page, "doctor", "invitation").await?;
    Ok(link)
}

/// A question that is ready, and its answer.
async fn answer(album: &mut Album, page: &Page, own: &str) -> std::io::Result<()> {
    apps::go(page, &format!("/doctor{own}/ask"), "ask").await;
    page.click("#take-recorded").await;
    page.wait_for(".ask-ready").await;
    album.take(page, "doctor", "ask-ready").await?;
    page.click("#ask").await;
    page.wait_for("#verdict").await;
    apps::rest().await;
    album.take(page, "doctor", "ask-answer").await
}

/// Somebody new at a first visit: the account, the kit, who asks, the number to compare.
async fn first_visit(album: &mut Album, page: &Page, link: &str) -> std::io::Result<()> {
    page.goto(link).await;
    page.wait_for("#sign-up").await;
    page.click("#sign-up").await;
    page.wait_for("#name").await;
    album.take(page, "patient", "sign-up").await?;
    page.reload().await;
    apps::begin_sign_up(page, "Fatima Shaikh", None).await;
    album.take(page, "patient", "kit").await?;
    page.click("#kit-later").await;
    page.wait_for("#go-on").await;
    album.take(page, "patient", "visit-asks").await?;
    page.click("#go-on").await;
    page.wait_for("#visit-code").await;
    album.take(page, "patient", "visit").await?;
    page.click("#accept").await;
    page.wait_for("#visit-done").await;
    album.take(page, "patient", "visit-done").await
}
