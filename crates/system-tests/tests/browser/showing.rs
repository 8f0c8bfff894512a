//! One record shown to one person, in both apps: to a doctor who is not let in, and taken back.

use system_tests::{
    apps,
    browser::{Browser, Page, Screen},
    clinic::Clinic,
};

/// A screen as it stands: nothing went wrong on it, and everybody can use it at either width.
async fn in_order(page: &Page, screen: &str, usual: Screen) {
    for size in [Screen::PHONE, Screen::DESK] {
        page.show_on(size).await;
        apps::rest().await;
        page.assert_quiet();
        let faults = page.audit().await;
        assert!(faults.is_empty(), "{screen}: {faults:#?}");
    }
    page.show_on(usual).await;
}

/// Nothing of the patient but this pressure is on the doctor's page, and nothing can be added.
async fn sees_only(doctor: &Page, seen: &str, hidden: &str) {
    doctor.wait_for("#shown-alone").await;
    doctor.wait_for_text(seen).await;
    let page = doctor.text("body").await;
    assert!(!page.contains(hidden), "{page}");
    for way_to_add in ["#prescribe", "#add-note", "#add-vitals"] {
        assert!(!doctor.has(way_to_add).await, "{way_to_add}");
    }
}

#[tokio::test]
async fn one_record_is_shown_to_a_doctor_who_is_not_let_in_and_is_taken_back() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let doctor = apps::doctor(&browser, &clinic, "Dr Meera Sen").await;
    let patient = apps::patient(&browser, &clinic, "Asha Patil").await;
    apps::add_pressure(&patient, "131", "84", false).await;
    apps::add_pressure(&patient, "127", "81", true).await;

    // At the invitation: the doctor is not let in, and is shown what the patient chooses.
    let link = apps::invite(&doctor, "Asha Patil").await;
    patient.goto(&link).await;
    apps::unlock(&patient).await;
    patient.click("#go-on").await;
    patient.wait_for("#visit-code").await;
    patient.click("#one-instead").await;
    let private = "[...document.querySelectorAll('#one-which option')].find((one) => one.textContent.includes('131/84')).textContent.trim()";
    let private = patient.eval(private).await;
    patient
        .choose("#one-which", private.as_str().unwrap_or_default())
        .await;
    in_order(&patient, "one record instead", Screen::PHONE).await;
    patient.click("#show-instead").await;
    patient.wait_for("#visit-done").await;
    apps::go(&doctor, "/doctor", "patients").await;
    doctor.wait_for_text("Asha Patil").await;
    doctor.click(PATIENT).await;
    sees_only(&doctor, "131/84", "127/81").await;
    in_order(&doctor, "a patient who shows one record", Screen::DESK).await;

    // Nobody is on the list, and what was shown stands there all the same.
    apps::go(&patient, "/patient/sharing", "sharing").await;
    patient.wait_for("#shown-one-by-one").await;
    in_order(&patient, "sharing, nobody let in", Screen::PHONE).await;
    take_back(&patient).await;
    patient.wait_gone("#shown-one-by-one").await;
    doctor
        .wait_until("!document.body.textContent.includes('131/84')")
        .await;

    // From the other record's own screen, to the same doctor, who was met.
    apps::go(&patient, "/patient/records", "records").await;
    let row = "[...document.querySelectorAll('.entry-row')].find((row) => row.textContent.includes('127/81')).pathname";
    patient.wait_for_text("127/81").await;
    let record = patient.eval(row).await;
    apps::go(&patient, record.as_str().unwrap_or_default(), "record").await;
    patient.click("#show-one").await;
    let whom = patient.text("#show-whom").await;
    assert!(
        whom.contains("Dr Meera Sen") && whom.contains("Not on your list"),
        "{whom}"
    );
    in_order(&patient, "to whom", Screen::PHONE).await;
    patient.click("#confirm-yes").await;
    patient.wait_for("#shown-one-by-one").await;
    in_order(&patient, "a record that one person sees", Screen::PHONE).await;
    // Shown twice, it is told that there is nothing to do.
    patient.click("#show-one").await;
    patient.click("#confirm-yes").await;
    patient
        .wait_for_text("This doctor can see this record already.")
        .await;
    apps::go(&doctor, "/doctor", "patients").await;
    doctor.click(PATIENT).await;
    sees_only(&doctor, "127/81", "131/84").await;
    take_back(&patient).await;
    doctor
        .wait_until("!document.body.textContent.includes('127/81')")
        .await;
    doctor.assert_quiet();
}

/// The patient in the list, and not a record of hers among what is new.
const PATIENT: &str = "a[href^='/doctor/patients/']:not([href*='/records/'])";

/// Takes back the one that is shown.
async fn take_back(patient: &Page) {
    patient.click("#shown-one-by-one button").await;
    patient.click("#confirm-yes").await;
}
