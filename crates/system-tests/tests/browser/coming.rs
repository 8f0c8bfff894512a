//! What comes after the first screen: the engine and the app's own screens, late or not at all.

use std::sync::Arc;

use system_tests::{
    apps::{self, PASSPHRASE},
    browser::Browser,
    clinic::Clinic,
    liar::{Told, Way},
};
use tokio::sync::Semaphore;

#[tokio::test]
async fn the_door_stands_and_takes_what_is_typed_before_the_rest_has_come() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open_lying().await;
    let rest = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&rest);
    clinic.liar().on_asked(move |asked| {
        let of_the_rest = is_part(&asked.path, "engine") || is_part(&asked.path, "split_inside");
        match of_the_rest {
            true => Way::Once(Arc::clone(&held)),
            false => Way::Through,
        }
    });
    let door = format!("{}/patient/", clinic.site());
    let page = apps::newcomer(&browser, &door).await;
    page.click("#sign-up").await;
    page.type_into("#name", "Asha Patil").await;
    page.type_into("#passphrase", PASSPHRASE).await;
    page.type_into("#passphrase-again", PASSPHRASE).await;
    let faults = page.audit().await;
    assert!(faults.is_empty(), "signing up: {faults:#?}");
    page.click("#send").await;
    page.wait_for("#still-coming").await;
    rest.add_permits(1);
    page.wait_for("#kit").await;
    page.click("#kit-later").await;
    page.wait_for("[data-screen=home]").await;
    page.assert_quiet();
}

#[tokio::test]
async fn screens_that_could_not_be_fetched_are_fetched_again_when_asked_for() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open_lying().await;
    clinic
        .liar()
        .on_asked(|asked| match is_part(&asked.path, "split_inside") {
            true => Way::Answer(Told::nothing()),
            false => Way::Through,
        });
    let door = format!("{}/doctor/", clinic.site());
    let page = apps::newcomer(&browser, &door).await;
    page.click("#sign-up").await;
    page.type_into("#name", "Dr Suresh Rao").await;
    page.type_into("#registration", "MMC 12345").await;
    page.type_into("#passphrase", PASSPHRASE).await;
    page.type_into("#passphrase-again", PASSPHRASE).await;
    page.click("#send").await;
    page.wait_for("[data-screen=missing]").await;
    let faults = page.audit().await;
    assert!(faults.is_empty(), "missing: {faults:#?}");
    page.click("#fetch-again").await;
    page.wait_for("[data-screen=missing]").await;
    clinic.liar().honest();
    page.click("#fetch-again").await;
    page.wait_for("#kit").await;
}

/// Whether a path is that of one of the app's files.
fn is_part(path: &str, name: &str) -> bool {
    path.contains(&format!("/assets/{name}-"))
}
