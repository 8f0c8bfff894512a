//! Measures the apps in a browser; `cargo xtask bench apps` runs it and records the table. Times are looked at every 40 ms.

#![expect(clippy::print_stdout, reason = "the table is what it is run for")]
#![expect(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on has failed"
)]

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use serde_json::json;
use system_tests::{
    apps,
    browser::{Browser, Page, Screen},
    clinic::{Clinic, PASSWORD},
};
use wire::person::Role;

#[tokio::main]
async fn main() -> ExitCode {
    let Some(browser) = Browser::launch().await else {
        return ExitCode::FAILURE;
    };
    let clinic = Clinic::open().await;
    println!("| what | median | fastest | slowest |");
    println!("|---|---|---|---|");
    for app in ["patient", "doctor"] {
        let (first, again) = first_screen(&browser, &clinic, app).await;
        row(
            &format!(
                "{app} app, first visit, CPU slowed 4 times: from the address to a usable screen"
            ),
            first,
        );
        row(
            &format!("{app} app, from the device, CPU slowed 4 times: the same"),
            again,
        );
    }
    let (unlocked, listed) = large_vault(&browser, &clinic).await;
    row(
        "a vault of 2,000 records: from the passphrase to Home with all of them",
        unlocked,
    );
    row("the same: from Home to the timeline", listed);
    let (accepted, opened) = first_visits(&browser, &clinic).await;
    row(
        "a doctor let in: from Accept until the patient is told",
        accepted,
    );
    row(
        "the same, until the doctor's page of the patient is open",
        opened,
    );
    ExitCode::SUCCESS
}

async fn first_screen(
    browser: &Browser,
    clinic: &Clinic,
    app: &str,
) -> (Vec<Duration>, Vec<Duration>) {
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let page = browser.profile().await.page().await;
        page.show_on(Screen::PHONE).await;
        page.throttle(4).await;
        let begun = Instant::now();
        page.goto(&format!("{}/{app}/", clinic.site())).await;
        page.wait_for("#sign-up").await;
        first.push(begun.elapsed());
        page.wait_until("navigator.serviceWorker.ready.then((ready) => !!ready.active)")
            .await;
        let begun = Instant::now();
        page.reload().await;
        page.wait_for("#sign-up").await;
        again.push(begun.elapsed());
        page.close().await;
    }
    (first, again)
}

async fn large_vault(browser: &Browser, clinic: &Clinic) -> (Vec<Duration>, Vec<Duration>) {
    let (mut asha, kit) = clinic.sign_up(Role::Patient, "Asha Patil").await;
    let own = asha.own_vault().unwrap();
    asha.import(own, &readings(2000), true).await.unwrap();
    let page = browser.profile().await.page().await;
    page.show_on(Screen::PHONE).await;
    page.goto(&format!("{}/patient/", clinic.site())).await;
    page.click("#sign-in").await;
    page.type_into("#account-secret", &kit.account_secret).await;
    page.type_into("#passphrase", PASSWORD).await;
    page.click("#send").await;
    page.wait_for("#last-reading").await;
    let (mut unlocked, mut listed) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        page.reload().await;
        page.type_into("#passphrase", PASSWORD).await;
        let begun = Instant::now();
        page.click("#unlock").await;
        page.wait_for("#last-reading").await;
        unlocked.push(begun.elapsed());
        let begun = Instant::now();
        apps::go(&page, "/patient/records", "records").await;
        page.wait_for(".entry-row").await;
        listed.push(begun.elapsed());
        apps::go(&page, "/patient", "home").await;
    }
    (unlocked, listed)
}

async fn first_visits(browser: &Browser, clinic: &Clinic) -> (Vec<Duration>, Vec<Duration>) {
    let (mut accepted, mut opened) = (Vec::new(), Vec::new());
    let doctor = apps::doctor(browser, clinic, "Dr Suresh Rao").await;
    for round in 0..3 {
        let name = format!("Patient {round}");
        let link = apps::invite(&doctor, &name).await;
        let patient = apps::newcomer(browser, &link).await;
        apps::sign_up(&patient, &name, None).await;
        patient.click("#go-on").await;
        doctor.wait_for("#invite-answered").await;
        let begun = Instant::now();
        patient.click("#accept").await;
        patient.wait_for("#visit-done").await;
        accepted.push(begun.elapsed());
        wait_for_page(&doctor).await;
        opened.push(begun.elapsed());
        patient.close().await;
    }
    (accepted, opened)
}

async fn wait_for_page(doctor: &Page) {
    doctor.wait_for("[data-screen=patient]").await;
}

/// A file of weights, one a day.
fn readings(count: u32) -> Vec<u8> {
    let entries: Vec<_> = (0..count)
        .map(|index| {
            let (year, month, day) = (2019 + index / 336, index / 28 % 12 + 1, index % 28 + 1);
            json!({ "resource": { "resourceType": "Observation", "id": format!("w{index}"), "status": "final",
                "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs" }] }],
                "code": { "coding": [{ "system": "http://loinc.org", "code": "29463-7" }], "text": "Body weight" },
                "effectiveDateTime": format!("{year}-{month:02}-{day:02}"),
                "valueQuantity": { "value": 60 + index % 20, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg" } } })
        })
        .collect();
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
    bundle.to_string().into_bytes()
}

fn row(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let show = |time: &Duration| format!("{:.2} s", time.as_secs_f64());
    println!(
        "| {what} | {} | {} | {} |",
        show(&times[times.len() / 2]),
        show(&times[0]),
        show(&times[times.len() - 1])
    );
}

const ROUNDS: usize = 5;
