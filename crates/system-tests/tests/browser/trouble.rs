//! What goes wrong around a person: no room left, a server that talks nonsense, an answer that is lost, a tab closed too
//! early, a camera refused. It is said in plain words, nothing is lost, and the way on is there.

use std::{fmt::Write as _, fs};

use serde_json::json;
use system_tests::{
    apps,
    browser::{Browser, Page, Screen},
    clinic::Clinic,
    line::{Line, Weather},
};

/// Nothing but requests that did not come through was reported, which the test wanted.
fn only_the_network_complained(page: &Page) {
    let others: Vec<String> = page
        .take_troubles()
        .into_iter()
        .filter(|trouble| !trouble.starts_with("network: "))
        .collect();
    assert!(others.is_empty(), "{others:#?}");
}

/// Types a blood pressure to be shown to the doctors, and adds it; whatever comes of it.
async fn try_pressure(patient: &Page, upper: &str, lower: &str) {
    apps::go(patient, "/patient/add/reading?kind=bp", "add-reading").await;
    patient.type_into("#systolic", upper).await;
    patient.type_into("#diastolic", lower).await;
    patient.click("#audience-1").await;
    patient.click("#add").await;
}

/// A doctor and a patient who know each other, at the end of a line.
async fn at_the_line(browser: &Browser, line: &Line) -> (Page, Page) {
    let doctor = apps::newcomer(browser, &format!("{}/doctor/", line.site())).await;
    doctor.show_on(Screen::DESK).await;
    apps::sign_up(&doctor, "Dr Suresh Rao", Some("MH-20417")).await;
    doctor.wait_for("[data-screen=patients]").await;
    let link = apps::invite(&doctor, "Asha Patil").await;
    let patient = apps::newcomer(browser, &link).await;
    apps::sign_up(&patient, "Asha Patil", None).await;
    apps::accept(&doctor, &patient).await;
    (doctor, patient)
}

#[tokio::test]
async fn a_server_that_talks_nonsense_loses_nothing() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let line = Line::to(&clinic.real_url()).await;
    let (doctor, patient) = at_the_line(&browser, &line).await;
    line.turn(Weather::Nonsense);
    // It is kept here, and the person is told that it waits.
    try_pressure(&patient, "131", "84").await;
    patient.wait_for("[data-screen=home]").await;
    patient.wait_for_text("131/84").await;
    patient.wait_for("#link-banner").await;
    // What cannot wait says what is wrong, and stays as it was.
    apps::go(&patient, "/patient/sharing", "sharing").await;
    patient
        .click("[data-screen=sharing] a[href^='/patient/sharing/doctor/']")
        .await;
    patient.click("#remove").await;
    patient.click("#confirm-yes").await;
    patient.wait_for("#trouble").await;
    line.turn(Weather::Clear);
    doctor.wait_for_text("131/84").await;
    patient.wait_gone("#link-banner").await;
    only_the_network_complained(&patient);
    only_the_network_complained(&doctor);
}

#[tokio::test]
async fn a_reading_whose_answer_is_lost_is_there_once() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let line = Line::to(&clinic.real_url()).await;
    let (doctor, patient) = at_the_line(&browser, &line).await;
    line.turn(Weather::AnswersLost);
    try_pressure(&patient, "131", "84").await;
    patient.wait_for("[data-screen=home]").await;
    // The server has it, though the patient's device was never told so.
    doctor.wait_for_text("131/84").await;
    line.turn(Weather::Clear);
    apps::add_pressure(&patient, "127", "81", true).await;
    doctor.wait_for_text("127/81").await;
    patient.wait_gone("#link-banner").await;
    for (page, path, screen) in [
        (&patient, "/patient/records", "records"),
        (&patient, "/patient/records/vitals", "vitals"),
    ] {
        apps::go(page, path, screen).await;
        page.wait_for_text("127/81").await;
    }
    apps::go(&patient, "/patient/records", "records").await;
    patient.wait_for_text("131/84").await;
    let rows = "[...document.querySelectorAll('.entry-row')].filter((row) => row.innerText.includes('131/84')).length";
    assert_eq!(patient.eval(rows).await, 1);
    only_the_network_complained(&patient);
}

#[tokio::test]
async fn a_device_without_room_says_so_and_keeps_the_form() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let patient = browser.profile().await.page().await;
    patient.show_on(Screen::PHONE).await;
    // Room for the app and some documents. Chromium counts anew only now and then, so it is told beforehand.
    patient.set_room(&clinic.site(), Some(100 << 20)).await;
    patient.goto(&format!("{}/patient/", clinic.site())).await;
    apps::sign_up(&patient, "Asha Patil", None).await;
    apps::add_pressure(&patient, "131", "84", false).await;
    // Without a network what is added stays here until it can be sent.
    patient
        .wait_until("navigator.serviceWorker.ready.then((ready) => !!ready.active)")
        .await;
    patient.set_offline(true).await;
    let file = clinic.folder().join("scan.pdf");
    fs::write(&file, pdf(20 << 20)).unwrap();
    let mut added = 0;
    loop {
        apps::go(&patient, "/patient/add/document", "add-document").await;
        patient.set_files("#choose-file", &[&file]).await;
        patient.click("#add").await;
        let over = "!document.querySelector('#add') || !!document.querySelector('#trouble')";
        patient.wait_until(over).await;
        if patient.has("#trouble").await {
            break;
        }
        added += 1;
        assert!(added < 6, "so much never fits");
    }
    let said = patient.text("#trouble").await;
    assert!(said.contains("no room left"), "{said}");
    assert!(said.contains("Nothing saved so far is lost"), "{said}");
    assert_eq!(patient.value("#title").await, "scan");

    // There is room again: one tap, and it is added.
    patient.set_room(&clinic.site(), None).await;
    patient.click("#add").await;
    patient.wait_gone("#add").await;
    patient.reload().await;
    apps::unlock(&patient).await;
    apps::go(&patient, "/patient", "home").await;
    patient.wait_for_text("131/84").await;
    apps::go(&patient, "/patient/records/documents", "documents").await;
    let rows = format!(
        "document.querySelectorAll('[data-screen=documents] .entry-row').length === {}",
        added + 1
    );
    patient.wait_until(&rows).await;
    only_the_network_complained(&patient);
}

/// A PDF of one white page, and so many bytes that show nothing.
fn pdf(filling: usize) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for object in [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>".to_owned(),
        format!(
            "<< /Length {filling} >>\nstream\n{}\nendstream",
            " ".repeat(filling)
        ),
    ] {
        places.push(file.len());
        let number = places.len();
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = places.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    file
}

#[tokio::test]
async fn an_import_goes_on_after_its_tab_was_closed() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let profile = browser.profile().await;
    let site = format!("{}/patient/", clinic.site());
    let page = profile.page().await;
    page.goto(&site).await;
    apps::sign_up(&page, "Asha Patil", None).await;
    page.wait_for("[data-screen=home]").await;
    let file = clinic.folder().join("readings.ndjson");
    fs::write(&file, readings(COUNT)).unwrap();
    apps::go(&page, "/patient/add/import", "import").await;
    page.set_files("input[type=file]", &[&file]).await;
    // Some of it is made, and most is not.
    page.wait_for("progress, [role=progressbar]").await;
    page.assert_quiet();
    page.close().await;

    let page = profile.page().await;
    page.goto(&site).await;
    apps::unlock(&page).await;
    page.wait_for("#interrupted").await;
    page.click("#interrupted .button-primary").await;
    page.wait_gone("#interrupted").await;
    apps::go(&page, "/patient/more/export", "export").await;
    page.click("#export-save").await;
    let bundle = profile.downloaded(".json").await;
    let bundle: serde_json::Value = serde_json::from_slice(&bundle).unwrap();
    let entries = bundle["entry"].as_array().unwrap().iter();
    let weights = entries
        .filter(|entry| entry["resource"]["resourceType"] == "Observation")
        .count();
    assert_eq!(weights, COUNT, "none is missing and none is there twice");
    page.assert_quiet();
}

/// So many that a device is at work for a while: twelve entries' worth.
const COUNT: usize = 3000;

/// A file of weights.
fn readings(count: usize) -> String {
    let mut lines = String::new();
    for index in 0..count {
        let (year, month, day) = (2010 + index / 336, index / 28 % 12 + 1, index % 28 + 1);
        let weight = json!({ "resourceType": "Observation", "id": format!("w{index}"), "status": "final",
            "code": { "coding": [{ "system": "http://loinc.org", "code": "29463-7" }], "text": "Body weight" },
            "effectiveDateTime": format!("{year}-{month:02}-{day:02}"),
            "valueQuantity": { "value": 60 + index % 20, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg" } });
        writeln!(lines, "{weight}").unwrap();
    }
    lines
}

#[tokio::test]
async fn who_refuses_the_camera_opens_the_link_by_hand() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let doctor = apps::doctor(&browser, &clinic, "Dr Suresh Rao").await;
    let link = apps::invite(&doctor, "Asha Patil").await;
    let profile = browser.profile().await;
    profile.permit("camera", false).await;
    let patient = profile.page().await;
    patient.show_on(Screen::PHONE).await;
    patient.goto(&format!("{}/patient/", clinic.site())).await;
    apps::sign_up(&patient, "Asha Patil", None).await;
    patient.wait_for("[data-screen=home]").await;
    apps::go(&patient, "/patient/scan", "scan").await;
    patient.wait_for("#scanner-trouble").await;
    // Refused again; the other ways lie open.
    patient.click("#scanner-again").await;
    patient.wait_for("#scanner-trouble").await;
    let faults = patient.audit().await;
    assert!(faults.is_empty(), "{faults:#?}");
    patient.type_into("#invite-link", "not a link").await;
    patient.click("#invite-link-open").await;
    patient.wait_for(".field-wrong #invite-link").await;

    // Of another server: it is said so, and that server is named.
    let secret = link.split('#').nth(1).unwrap();
    let foreign = format!("https://other-clinic.example/invite#{secret}");
    patient.type_into("#invite-link", &foreign).await;
    patient.click("#invite-link-open").await;
    patient.wait_for("#elsewhere").await;
    assert!(
        patient
            .text("#elsewhere")
            .await
            .contains("other-clinic.example")
    );

    apps::go(&patient, "/patient/scan", "scan").await;
    patient.wait_for("#scanner-trouble").await;
    patient.type_into("#invite-link", &link).await;
    patient.click("#invite-link-open").await;
    apps::accept(&doctor, &patient).await;
    patient.assert_quiet();
}
