//! The whole story between a patient and a doctor, both in their apps, with a real mouse and keyboard.

use system_tests::{
    apps::{self, PASSPHRASE},
    browser::{Browser, Page, role},
    canary::Canaries,
    clinic::Clinic,
};

/// A screen as it stands: nothing went wrong on it, and everybody can use it.
async fn in_order(page: &Page, screen: &str) {
    apps::rest().await;
    page.assert_quiet();
    let faults = page.audit().await;
    assert!(faults.is_empty(), "{screen}: {faults:#?}");
}

#[tokio::test]
async fn from_the_first_visit_to_the_last() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let doctor = apps::doctor(&browser, &clinic, "Dr Suresh Rao").await;
    in_order(&doctor, "patients, none yet").await;

    // The first visit. The patient has no account yet: the invitation waits until there is one.
    let link = apps::invite(&doctor, "Asha Patil").await;
    in_order(&doctor, "an invitation").await;
    let patient = apps::newcomer(&browser, &link).await;
    assert!(
        !patient.address().await.contains('#'),
        "the secret stays in the address bar"
    );
    apps::sign_up(&patient, "Asha Patil", None).await;
    patient.wait_for("#visit-asks").await;
    in_order(&patient, "who asks for what").await;
    apps::accept(&doctor, &patient).await;
    in_order(&patient, "accepted").await;

    // What the doctor filled in waits for the patient, and is shown.
    apps::go(&patient, "/patient", "home").await;
    apps::go(&patient, "/patient/inbox", "inbox").await;
    patient.click("#show-all").await;
    doctor.wait_for_text("142/92").await;
    in_order(&doctor, "the patient's page").await;

    // A reading shown to the doctors is there at once; one kept private is not.
    apps::add_pressure(&patient, "131", "84", true).await;
    doctor.wait_for_text("131/84").await;
    apps::add_pressure(&patient, "127", "81", false).await;
    apps::add_pressure(&patient, "129", "83", true).await;
    doctor.wait_for_text("129/83").await;
    let page = doctor.text("body").await;
    assert!(!page.contains("127/81"), "{page}");
    in_order(&patient, "home").await;

    // A prescription waits for the patient, who shows it.
    doctor.click("#prescribe").await;
    doctor.type_into("#drug", "Amlodipine 5 mg").await;
    doctor.click("#note").await;
    doctor.click("#sign").await;
    patient.wait_for_text("Amlodipine 5 mg").await;
    in_order(&patient, "home with a prescription").await;
    apps::go(&patient, "/patient/inbox", "inbox").await;
    patient.click(&role("button", "Show my doctors")).await;
    patient.wait_for_text("Your doctors").await;

    // Taken off the list, the doctor sees nothing any more.
    apps::go(&patient, "/patient/sharing", "sharing").await;
    patient.wait_for_text("Dr Suresh Rao").await;
    in_order(&patient, "sharing").await;
    patient
        .click("[data-screen=sharing] a[href^='/patient/sharing/doctor/']")
        .await;
    patient.click("#remove").await;
    patient.click("#confirm-yes").await;
    apps::go(&doctor, "/doctor", "patients").await;
    doctor.wait_for("#ended").await;
    let page = doctor.text("body").await;
    assert!(!page.contains("129/83"), "{page}");
    patient.assert_quiet();

    no_request_told(&[&patient, &doctor], &link);
}

/// Nothing that is secret was in a request, in whatever form a canary may take.
fn no_request_told(pages: &[&Page], link: &str) {
    let secret = link.split('#').nth(1).unwrap();
    let mut canaries = Canaries::new();
    for word in [
        "Asha Patil",
        "Suresh Rao",
        "Amlodipine",
        "MH-20417",
        PASSPHRASE,
        secret,
    ] {
        canaries.text(word);
    }
    let scanner = canaries.scanner();
    for page in pages {
        let asked = page.asked();
        assert!(!asked.is_empty());
        for asked in asked {
            // What is behind the # is not sent.
            let sent = asked.url.split('#').next().unwrap_or_default();
            let whole = [sent.as_bytes(), asked.headers.as_bytes(), &asked.body[..]].concat();
            let found = scanner.find(&whole);
            assert_eq!(found, None, "{} {}", asked.method, asked.url);
        }
    }
}
