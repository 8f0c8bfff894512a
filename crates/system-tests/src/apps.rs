//! The apps as people go through them: through the door, to a first visit, from screen to screen.

use std::time::Duration;

use client::account::Kit;
use serde_json::json;

use crate::{
    browser::{Browser, Page, Screen},
    clinic::{Clinic, PASSWORD},
};

/// What everybody in the apps has for a passphrase.
pub const PASSPHRASE: &str = "river tiger window seven";

/// Somebody new at an address of the site: an own browser profile in India, the app loaded.
pub async fn newcomer(browser: &Browser, address: &str) -> Page {
    let page = browser.profile().await.page().await;
    page.set_language("en-IN").await;
    page.set_timezone("Asia/Kolkata").await;
    page.show_on(Screen::PHONE).await;
    page.goto(address).await;
    page.wait_gone("#splash").await;
    page
}

/// Signs up at the door, and leaves the kit for later.
pub async fn sign_up(page: &Page, name: &str, registration: Option<&str>) {
    begin_sign_up(page, name, registration).await;
    page.click("#kit-later").await;
    page.wait_gone("#kit-later").await;
}

/// Signs up at the door, up to the kit. Returns its 24 words.
pub async fn begin_sign_up(page: &Page, name: &str, registration: Option<&str>) -> String {
    page.click("#sign-up").await;
    page.type_into("#name", name).await;
    if let Some(number) = registration {
        page.type_into("#registration", number).await;
    }
    page.type_into("#passphrase", PASSPHRASE).await;
    page.type_into("#passphrase-again", PASSPHRASE).await;
    page.click("#send").await;
    page.wait_for("#kit").await;
    let words = page
        .eval("[...document.querySelectorAll('#kit li')].map((word) => word.textContent.trim()).join(' ')")
        .await;
    words.as_str().unwrap_or_default().to_owned()
}

/// Signs in at the door with the account secret, as on a new device.
pub async fn sign_in(page: &Page, kit: &Kit) {
    page.click("#sign-in").await;
    page.type_into("#account-secret", &kit.account_secret).await;
    page.type_into("#passphrase", PASSWORD).await;
    page.click("#send").await;
    page.wait_gone("#account-secret").await;
}

/// Opens the lock with the passphrase.
pub async fn unlock(page: &Page) {
    page.type_into("#passphrase", PASSPHRASE).await;
    page.click("#unlock").await;
    page.wait_gone("#unlock").await;
}

/// Goes to a place in the app as a link does, and waits for its screen.
pub async fn go(page: &Page, path: &str, screen: &str) {
    let follow = format!(
        "(() => {{ const link = document.createElement('a'); link.href = {}; \
         document.body.append(link); link.click(); link.remove(); return true; }})()",
        json!(path)
    );
    page.eval(&follow).await;
    page.wait_for(format!("[data-screen={screen}] h1")).await;
}

/// A doctor with an app on a desk, signed up.
pub async fn doctor(browser: &Browser, clinic: &Clinic, name: &str) -> Page {
    let page = newcomer(browser, &format!("{}/doctor/", clinic.site())).await;
    page.show_on(Screen::DESK).await;
    sign_up(&page, name, Some("MH-20417")).await;
    page.wait_for("[data-screen=patients]").await;
    page
}

/// A patient with an app on a phone, signed up.
pub async fn patient(browser: &Browser, clinic: &Clinic, name: &str) -> Page {
    let page = newcomer(browser, &format!("{}/patient/", clinic.site())).await;
    sign_up(&page, name, None).await;
    page.wait_for("[data-screen=home]").await;
    page
}

/// The doctor fills the least of the intake form and makes the code. Returns its link.
pub async fn invite(doctor: &Page, name: &str) -> String {
    go(doctor, "/doctor/visit", "first-visit").await;
    doctor.type_into("#intake-name", name).await;
    doctor.type_into("#intake-age", "42").await;
    doctor.type_into("#intake-upper", "142").await;
    doctor.type_into("#intake-lower", "92").await;
    doctor.click("#make-code").await;
    doctor.wait_for("#invite-open").await;
    // Folded away below the code, for who has no camera.
    let link = doctor
        .eval("document.getElementById('invite-link').textContent.trim()")
        .await;
    link.as_str().unwrap_or_default().to_owned()
}

/// The patient, who looks at an invitation, goes on and accepts as asked; both see the same number.
pub async fn accept(doctor: &Page, patient: &Page) {
    patient.click("#go-on").await;
    patient.wait_for("#visit-code").await;
    doctor.wait_for("#invite-answered").await;
    let digits = |text: String| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let (shown, seen) = (
        digits(doctor.text("#invite-code").await),
        digits(patient.text("#visit-code").await),
    );
    assert!(!shown.is_empty() && shown == seen, "{shown} and {seen}");
    patient.click("#accept").await;
    patient.wait_for("#visit-done").await;
    doctor.wait_for("[data-screen=patient]").await;
}

/// Adds a blood pressure on the patient's app, shown to the doctors or not.
pub async fn add_pressure(patient: &Page, upper: &str, lower: &str, shown: bool) {
    go(patient, "/patient/add/reading?kind=bp", "add-reading").await;
    patient.type_into("#systolic", upper).await;
    patient.type_into("#diastolic", lower).await;
    patient
        .click(if shown { "#audience-1" } else { "#audience-0" })
        .await;
    patient.click("#add").await;
    patient.wait_for("[data-screen=home]").await;
    patient.wait_for_text(&format!("{upper}/{lower}")).await;
}

/// Lets the apps come to rest before a picture is taken.
pub async fn rest() {
    tokio::time::sleep(Duration::from_millis(700)).await;
}

/// The patient's screens that an address alone leads to, by name and place.
pub const PATIENT_SCREENS: [(&str, &str); 25] = [
    ("home", ""),
    ("inbox", "/inbox"),
    ("records", "/records"),
    ("vitals", "/records/vitals"),
    ("labs", "/records/labs"),
    ("medicines", "/records/medicines"),
    ("allergies", "/records/allergies"),
    ("conditions", "/records/conditions"),
    ("immunizations", "/records/immunizations"),
    ("documents", "/records/documents"),
    ("notes", "/records/notes"),
    ("add", "/add"),
    ("add-reading", "/add/reading"),
    ("add-document", "/add/document"),
    ("add-fact", "/add/fact/allergy"),
    ("import", "/add/import"),
    ("sharing", "/sharing"),
    ("log", "/sharing/log"),
    ("scan", "/scan"),
    ("more", "/more"),
    ("profile", "/more/profile"),
    ("export", "/more/export"),
    ("summary", "/more/summary"),
    ("help", "/more/help"),
    ("settings", "/more/settings"),
];

/// The doctor's, likewise.
pub const DOCTOR_SCREENS: [(&str, &str); 8] = [
    ("patients", ""),
    ("news", "/news"),
    ("access", "/access"),
    ("ask", "/ask"),
    ("more", "/more"),
    ("keys", "/more/keys"),
    ("settings", "/more/settings"),
    ("first-visit", "/visit"),
];

/// The doctor's forms, below a patient's page.
pub const FORMS: [&str; 6] = ["vitals", "note", "labs", "document", "prescribe", "ask"];
