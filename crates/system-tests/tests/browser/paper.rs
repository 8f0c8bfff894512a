//! What is printed: the kit, the summary, a prescription. All that counts is on paper, and nothing that is pressed.

use system_tests::{
    apps,
    browser::{Browser, Page, Paper},
    clinic::Clinic,
    showcase::Showcase,
};

/// What is to be on paper, and what only on the screen.
async fn on_paper(page: &Page, kept: &[&str], left_out: &[&str]) -> Paper {
    page.show_printed(true).await;
    for what in kept {
        assert!(seen(page, what).await, "{what} is not printed");
    }
    for what in left_out.iter().chain(&[".tabs", ".toasts", ".button"]) {
        assert!(!seen(page, what).await, "{what} is printed");
    }
    page.show_printed(false).await;
    page.print().await
}

/// Whether any of them can be seen.
async fn seen(page: &Page, what: &str) -> bool {
    let any = format!(
        "[...document.querySelectorAll({})].some((one) => one.checkVisibility())",
        serde_json::json!(what)
    );
    page.eval(&any).await == true
}

fn says(paper: &Paper, words: &str) {
    let wanted = words.replace(' ', "");
    assert!(
        paper.words.replace('\n', "").contains(&wanted),
        "“{words}” is not on {paper:#?}"
    );
}

#[tokio::test]
async fn a_kit_on_paper_has_its_words_and_fits_a_sheet() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let page = apps::newcomer(&browser, &format!("{}/patient/", clinic.site())).await;
    let words = apps::begin_sign_up(&page, "Asha Patil", None).await;
    let secret = page.text("#kit-secret").await;
    let paper = on_paper(
        &page,
        &["#kit", "#kit-secret"],
        &["#print-kit", "#kit-later"],
    )
    .await;
    assert_eq!(paper.sheets, 1);
    says(&paper, "Asha Patil");
    says(&paper, &secret);
    for word in words.split(' ') {
        says(&paper, word);
    }
    page.assert_quiet();
}

#[tokio::test]
async fn a_summary_and_a_prescription_on_paper_say_what_counts() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let people = Showcase::open(&clinic).await;
    let patient = apps::newcomer(&browser, &format!("{}/patient/", clinic.site())).await;
    apps::sign_in(&patient, &people.asha_kit).await;
    patient.wait_for_text("128/82").await;
    apps::go(&patient, "/patient/more/summary", "summary").await;
    patient.wait_for_text("128/82").await;
    let left_out = ["#summary-print", "#summary-shared-only"];
    let paper = on_paper(&patient, &["#summary-sheet"], &left_out).await;
    assert!((1..=3).contains(&paper.sheets), "{paper:#?}");
    for words in ["Asha Patil", "Penicillin", "Metformin 500 mg", "128/82"] {
        says(&paper, words);
    }
    patient.assert_quiet();

    let doctor = apps::newcomer(&browser, &format!("{}/doctor/", clinic.site())).await;
    apps::sign_in(&doctor, &people.rao_kit).await;
    doctor.wait_for_text("Asha Patil").await;
    let own = format!("/doctor/patients/{}", people.asha.own_vault().unwrap());
    apps::go(&doctor, &format!("{own}/prescribe"), "prescribe").await;
    doctor.type_into("#drug", "Amlodipine 5 mg").await;
    doctor.click("#note").await;
    doctor.click("#sign").await;
    doctor.wait_for("[data-screen=prescription] #print").await;
    let paper = on_paper(
        &doctor,
        &["[data-screen=prescription]"],
        &["#print", "#done"],
    )
    .await;
    assert_eq!(paper.sheets, 1);
    for words in ["Dr Suresh Rao", "MCI-12345", "Asha Patil", "Amlodipine"] {
        says(&paper, words);
    }
    doctor.assert_quiet();
}
