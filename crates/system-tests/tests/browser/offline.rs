//! Without a network: what was there is read, what is written is kept and goes out later, and bad input loses nothing.

use std::fs;

use system_tests::{apps, browser::Browser, clinic::Clinic};

#[tokio::test]
async fn what_is_written_without_a_network_is_sent_when_there_is_one() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let doctor = apps::doctor(&browser, &clinic, "Dr Suresh Rao").await;
    let link = apps::invite(&doctor, "Asha Patil").await;
    let patient = apps::newcomer(&browser, &link).await;
    apps::sign_up(&patient, "Asha Patil", None).await;
    apps::accept(&doctor, &patient).await;
    apps::add_pressure(&patient, "131", "84", true).await;
    doctor.wait_for_text("131/84").await;

    patient
        .wait_until("navigator.serviceWorker.ready.then((ready) => !!ready.active)")
        .await;
    patient.set_offline(true).await;
    apps::go(&patient, "/patient/records", "records").await;
    patient.wait_for_text("131/84").await;
    apps::add_pressure(&patient, "127", "81", true).await;
    patient.wait_for("#link-banner").await;
    // A closed tab loses nothing of what waits.
    patient.reload().await;
    apps::unlock(&patient).await;
    patient.wait_for_text("127/81").await;
    assert!(!doctor.text("body").await.contains("127/81"));
    patient.set_offline(false).await;
    doctor.wait_for_text("127/81").await;
    patient.wait_gone("#link-banner").await;
}

#[tokio::test]
async fn files_that_cannot_be_taken_are_said_so_and_the_form_stays() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let page = apps::patient(&browser, &clinic, "Asha Patil").await;
    apps::go(&page, "/patient/add/document", "add-document").await;
    let odd = clinic.folder().join("programme.exe");
    fs::write(&odd, b"MZ\x90\x00 no document").unwrap();
    let large = clinic.folder().join("large.pdf");
    let mut bytes = b"%PDF-1.4\n".to_vec();
    bytes.resize(26 << 20, b' ');
    fs::write(&large, bytes).unwrap();
    for file in [&odd, &large] {
        page.set_files("input[type=file]", &[file]).await;
        page.wait_for("#trouble, .field-error").await;
        assert!(page.has("[data-screen=add-document]").await);
    }
    page.assert_quiet();
}

#[tokio::test]
async fn a_broken_link_and_a_used_one_say_what_to_do() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let doctor = apps::doctor(&browser, &clinic, "Dr Suresh Rao").await;
    let link = apps::invite(&doctor, "Asha Patil").await;
    let patient = apps::patient(&browser, &clinic, "Asha Patil").await;
    patient.goto(&link[..link.len() - 9]).await;
    apps::unlock(&patient).await;
    patient.wait_for("#trouble").await;
    patient.goto(&link).await;
    apps::unlock(&patient).await;
    patient.wait_for("#go-on").await;
    patient.click("#deny").await;
    patient.wait_for("#visit-done").await;
    doctor.wait_for("#invite-over").await;
    let other = apps::patient(&browser, &clinic, "Ravi Bhosale").await;
    other.goto(&link).await;
    apps::unlock(&other).await;
    other.wait_for("#trouble").await;
    assert!(!other.has("#go-on").await);
}
