//! A doctor asks a laboratory's model: it sees no value, the doctor sees none of its data, and the server neither.

use std::ops::ControlFlow;

use client::classifiers::Terms;
use system_tests::{
    apps,
    browser::{Browser, Page, Screen},
    canary::Canaries,
    clinic::Clinic,
    laboratory::{self, Laboratory, while_serving},
    pathology::{self, Pathology},
    showcase::Showcase,
};
use wire::classifier::{PaillierBits, Source};

/// A screen as it stands: nothing went wrong on it, and everybody can use it at either width.
async fn in_order(page: &Page, screen: &str) {
    for size in [Screen::PHONE, Screen::DESK.dark(), Screen::DESK] {
        page.show_on(size).await;
        apps::rest().await;
        page.assert_quiet();
        let faults = page.audit().await;
        assert!(faults.is_empty(), "{screen}: {faults:#?}");
    }
}

/// A number nobody else has, where the model expects one like it.
const ODD: &str = "0.0021357924681";

#[tokio::test]
async fn a_doctor_asks_a_model_and_keeps_what_it_says() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let people = Showcase::open(&clinic).await;
    let doctor = apps::newcomer(&browser, &format!("{}/doctor/", clinic.site())).await;
    doctor.show_on(Screen::DESK).await;
    apps::sign_in(&doctor, &people.rao_kit).await;
    doctor.wait_for_text("Asha Patil").await;
    apps::go(&doctor, "/doctor/ask", "ask").await;
    doctor.wait_for("#no-models").await;
    in_order(&doctor, "no model yet").await;

    let mut laboratory = Pathology::open(&clinic).await;
    let vault = people.asha.own_vault().unwrap();
    let patient = format!("/doctor/patients/{vault}");
    let story = async {
        from_the_record(&doctor, &patient).await;
        by_hand(&doctor, &patient).await;
    };
    let (mut opened, mut answered) = (0, 0);
    let serving = laboratory.provider.serve(|status| {
        (opened, answered) = (status.opened, status.answered);
        ControlFlow::Continue(())
    });
    tokio::select! {
        ended = serving => panic!("{ended:?}"),
        () = story => {}
    }
    assert_eq!((opened, answered), (2, 2));
    no_request_told(&doctor);

    // Without a network that is told, and what was taken stays.
    drop(laboratory.provider);
    without_a_network(&doctor, &patient).await;
}

/// What stands in the record is taken, asked about, and the answer kept as a note.
async fn from_the_record(doctor: &Page, patient: &str) {
    apps::go(doctor, patient, "patient").await;
    doctor.click("#ask-model").await;
    doctor.wait_for("[data-screen=ask] h1").await;
    doctor.wait_for("#take-recorded").await;
    // Who only looks opens no inquiry, which would count against the day's limit.
    apps::rest().await;
    assert!(!has_opened(doctor));
    doctor.click("#take-recorded").await;
    let first = pathology::texts(pathology::BENIGN)[0];
    assert_eq!(doctor.value("#measurement-0").await, first);
    doctor.wait_for(".ask-ready").await;
    in_order(doctor, "ready to be asked").await;
    doctor.click("#ask").await;
    doctor.wait_for("#verdict").await;
    assert_eq!(doctor.text(".ask-class").await, "benign");
    assert!(
        !doctor.has("#keep-values").await,
        "they stand in the record"
    );
    in_order(doctor, "the answer").await;
    doctor.click("#keep-note").await;
    doctor.click("#keep").await;
    doctor.wait_for("[data-screen=patient] h1").await;
    doctor.wait_for_text("Answer of a model").await;
}

/// A row is pasted and changed by hand; the measurements are kept.
async fn by_hand(doctor: &Page, patient: &str) {
    apps::go(doctor, &format!("{patient}/ask"), "ask").await;
    doctor.click("#paste-row").await;
    let row = pathology::texts(pathology::MALIGNANT)
        .join(";")
        .replace('.', ",");
    doctor.type_into("#row", &row).await;
    doctor.click("#fill-row").await;
    doctor.type_into("#measurement-19", ODD).await;
    doctor.type_into("#measurement-0", "99").await;
    doctor.click("#ask").await;
    doctor.wait_for("#verdict").await;
    assert_eq!(doctor.text(".ask-class").await, "malignant");
    doctor.wait_for("#ask-outside").await;
    let counted = doctor.text("#verdict .notice").await;
    assert!(counted.contains("Radius, Mean"), "{counted}");
    in_order(doctor, "an answer with a value outside").await;
    // An answer is one to these values, and to no others.
    doctor.type_into("#measurement-0", "20.57").await;
    doctor.wait_gone("#verdict").await;
    doctor.type_into("#measurement-0", "99").await;
    doctor.wait_for("#verdict").await;
    doctor.click("#keep-values").await;
    doctor.wait_for("#sampled").await;
    doctor.click("#keep").await;
    doctor.wait_for("[data-screen=patient] h1").await;
    doctor
        .wait_for_text("Breast mass, cell nuclei of an aspirate")
        .await;
    doctor.assert_quiet();
}

/// Nothing is asked, and nothing that was typed is lost.
async fn without_a_network(doctor: &Page, patient: &str) {
    apps::go(doctor, &format!("{patient}/ask"), "ask").await;
    doctor.click("#take-recorded").await;
    doctor.set_offline(true).await;
    doctor.click("#ask").await;
    doctor.wait_for("#ask-offline").await;
    assert_eq!(doctor.value("#measurement-0").await, "99");
    doctor.set_offline(false).await;
    // What failed on the way was seen.
    doctor.take_troubles();
}

/// Whether an inquiry was opened.
fn has_opened(doctor: &Page) -> bool {
    let asked = doctor.asked();
    asked.iter().any(|asked| asked.url.contains("/inquiries"))
}

/// Neither the values nor the answer were in a request, in whatever form.
fn no_request_told(doctor: &Page) {
    let mut canaries = Canaries::new();
    canaries.text(ODD);
    let odd: f64 = ODD.parse().unwrap();
    canaries.secret(&odd.to_le_bytes());
    canaries.secret(&odd.to_be_bytes());
    for word in ["benign", "malignant", "Answer of a model"] {
        canaries.text(word);
    }
    let row = pathology::texts(pathology::MALIGNANT);
    canaries.text(&row[1..8].join(","));
    canaries.text(&row[1..8].join(";"));
    let scanner = canaries.scanner();
    let asked = doctor.asked();
    assert!(has_opened(doctor));
    for asked in asked {
        let whole = [
            asked.url.as_bytes(),
            asked.headers.as_bytes(),
            &asked.body[..],
        ]
        .concat();
        let found = scanner.find(&whole);
        assert_eq!(found, None, "{} {}", asked.method, asked.url);
    }
}

#[tokio::test]
async fn a_model_that_takes_long_to_be_ready_says_so_and_lets_one_type() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let terms = Terms {
        source: Source::Paillier(PaillierBits { bits: 2048 }),
        ..laboratory::terms(10)
    };
    let laboratory = Laboratory::with(laboratory::small_model(12), terms).await;
    let asked = laboratory::rows(13).pop().unwrap();
    let class = laboratory.model.classify(&asked).unwrap();
    let class = &laboratory.model.names().classes[usize::from(class)];
    let doctor = apps::doctor(&browser, &laboratory.clinic, "Dr Suresh Rao").await;
    let story = async {
        apps::go(&doctor, "/doctor/ask", "ask").await;
        doctor
            .type_into("#measurement-0", &asked[0].to_string())
            .await;
        doctor
            .wait_for_text("With this model it takes longer")
            .await;
        for (place, value) in asked.iter().enumerate().skip(1) {
            let field = format!("#measurement-{place}");
            doctor.type_into(field, &value.to_string()).await;
        }
        doctor.click("#ask").await;
        doctor.wait_for("#verdict").await;
        assert_eq!(&doctor.text(".ask-class").await, class);
        doctor.assert_quiet();
    };
    while_serving(&mut laboratory.provider(), story).await;
}
