//! Links and grants that have run out, were used, or were taken back.

use client::ClientError;
use system_tests::{
    clinic::{Clinic, ask, visit},
    forger::{post, problem},
    practice::{Practice, entries_of, prescribe, prescription, readable, sync, token_of},
};
use wire::{
    api::path,
    vault::{EntryKind, Leave, Purpose},
};

fn says<T>(result: Result<T, ClientError>, wanted: &str) {
    let error = result.err().expect("it worked");
    assert!(error.to_string().contains(wanted), "{error}");
}

#[tokio::test]
async fn links_that_are_broken_expired_used_or_denied_say_so() {
    let clinic = Clinic::open().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut asha = clinic.patient("Asha").await;
    let link = rao.invite(ask(true), 1).await.unwrap();
    for cut in [link.len() - 1, link.len() / 2, 10, 0] {
        says(asha.look(&link[..cut]).await, "copy it again");
    }
    says(
        asha.look(&link.replace("127.0.0.1", "127.0.0.2")).await,
        "is for the server",
    );
    let met = asha.look(&link).await.unwrap();
    asha.deny(&met).await.unwrap();
    says(asha.look(&link).await, "denied");
    let second = rao.invite(ask(true), 1).await.unwrap();
    let met = asha.look(&second).await.unwrap();
    asha.answer(&met).await.unwrap();
    says(asha.look(&second).await, "answered already");
    let third = rao.invite(ask(true), 1).await.unwrap();
    clinic.later(2);
    says(asha.look(&third).await, "run out");
}

#[tokio::test]
async fn a_revoked_doctor_is_told_and_keeps_what_he_wrote() {
    let mut at = Practice::open().await;
    prescribe(&mut at.rao, at.vault, "Amoxicillin 500 mg").await;
    let not_his = prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    sync(&mut at.rao).await;
    at.rao.record(at.vault, not_his, None).await.unwrap();
    at.asha.sync().await.unwrap();
    at.asha.take_off("Dr Rao", Leave::Removed).await.unwrap();
    let refused = at.rao.add(at.vault, &prescription("rx", "x"), false).await;
    says(refused, "ended");
    let report = at.rao.sync().await.unwrap();
    assert_eq!(report.ended, ["Asha"]);
    says(at.rao.patient_vault("Asha"), "taken back");
    let own = at.rao.kept_own("Asha").await.unwrap().to_json_bytes();
    let own = String::from_utf8(own).unwrap();
    assert!(own.contains("Amoxicillin") && !own.contains("Metformin"));
    // Reopened it is the same, and another sync says nothing new.
    at = at.reopen_rao().await;
    assert!(at.rao.views().is_empty());
    sync(&mut at.rao).await;
    assert!(at.rao.kept_own("Asha").await.is_ok());
}

#[tokio::test]
async fn a_visit_ends_for_the_server_for_the_doctor_and_for_the_patient() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    let mut short = ask(true);
    (short.purpose, short.hours) = (Purpose::Visit, Some(2));
    prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    visit(&mut bose, &mut at.asha, short).await.unwrap();
    assert_eq!(readable(&mut bose, at.vault).await, 1);
    let honest = {
        let pen = system_tests::forger::pen(&bose);
        bose.view(at.vault)
            .unwrap()
            .ledger
            .make_anchor(&pen)
            .to_append()
    };
    at.clinic.later(3);
    // The server serves and takes nothing any more, whatever the doctor's app does.
    let token = token_of(&at.clinic, "Dr Bose");
    let told = post(&at.clinic, &token, at.vault, &honest).await;
    assert!(
        (400..500).contains(&told.status),
        "{}: {}",
        told.status,
        problem(&told)
    );
    prescribe(&mut at.asha, at.vault, "Losartan 50 mg").await;
    let log = path::LOG.replace("{vault}", &at.vault.to_string()) + "?from=0";
    let told =
        system_tests::forger::request(&at.clinic, "GET", &log, Some(&token), Vec::new()).await;
    let page: wire::api::LogPage = told.read();
    let last = page.items.last().unwrap().entry.peek().unwrap();
    assert!(
        last.seq <= honest.entry.peek().unwrap().seq,
        "nothing newer: {}",
        last.seq
    );
    // The doctor's app drops what it had.
    let report = bose.sync().await.unwrap();
    assert_eq!(report.ended, ["Asha"], "{report:?}");
    assert!(bose.view(at.vault).is_err());
    says(bose.patient_vault("Asha"), "for a visit");
    // The patient's next sync turns the key, once.
    sync(&mut at.asha).await;
    sync(&mut at.asha).await;
    assert_eq!(entries_of(&at.asha, at.vault, EntryKind::Rotate), 1);
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, 2);
}
