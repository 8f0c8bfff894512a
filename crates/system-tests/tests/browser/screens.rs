//! Every screen of both apps, on a record that has something of everything: everybody can use it, and nothing goes wrong on it.

use system_tests::{
    apps,
    browser::{Browser, Page, Screen},
    clinic::Clinic,
    laboratory::while_serving,
    pathology::Pathology,
    showcase::Showcase,
};

#[tokio::test]
async fn everybody_can_use_every_screen() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let people = Showcase::open(&clinic).await;
    let mut laboratory = Pathology::open(&clinic).await;
    let story = every_screen(&browser, &clinic, &people);
    let faults = while_serving(&mut laboratory.provider, story).await;
    assert!(faults.is_empty(), "{faults:#?}");
}

async fn every_screen(browser: &Browser, clinic: &Clinic, people: &Showcase) -> Vec<String> {
    let mut faults = Vec::new();

    let patient = apps::newcomer(browser, &format!("{}/patient/", clinic.site())).await;
    apps::sign_in(&patient, &people.asha_kit).await;
    patient.wait_for_text("128/82").await;
    for (screen, path) in apps::PATIENT_SCREENS {
        look(&patient, &format!("/patient{path}"), screen, &mut faults).await;
    }

    let doctor = apps::newcomer(browser, &format!("{}/doctor/", clinic.site())).await;
    doctor.show_on(Screen::DESK).await;
    apps::sign_in(&doctor, &people.rao_kit).await;
    doctor.wait_for_text("Asha Patil").await;
    for (screen, path) in apps::DOCTOR_SCREENS {
        look(&doctor, &format!("/doctor{path}"), screen, &mut faults).await;
    }
    let own = format!("/doctor/patients/{}", people.asha.own_vault().unwrap());
    look(&doctor, &own, "patient", &mut faults).await;
    for form in apps::FORMS {
        look(&doctor, &format!("{own}/{form}"), form, &mut faults).await;
    }
    faults
}

async fn look(page: &Page, path: &str, screen: &str, faults: &mut Vec<String>) {
    apps::go(page, path, screen).await;
    apps::rest().await;
    let found = page.audit().await.into_iter().chain(page.take_troubles());
    faults.extend(found.map(|fault| format!("{path}: {fault}")));
}
