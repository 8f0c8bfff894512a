//! 62, 63: a server that hands on what one person was shown, plays it again, or holds its content back.

use client::ClientError;
use system_tests::{
    clinic::Person,
    practice::{Practice, prescription, readable, sync, troubled_sync},
};
use wire::{
    api::{ShownPage, path},
    id::{RecordId, VaultId},
};

/// A private record of Asha's.
async fn private(at: &mut Practice, drug: &str) -> RecordId {
    let (record, _) = at
        .asha
        .add(at.vault, &prescription("rx", drug), false)
        .await
        .unwrap();
    record
}

/// Asha shows it to Dr Rao alone; the number of the act.
async fn show(at: &mut Practice, record: RecordId) -> u32 {
    let rao = at.rao.identity().person;
    at.asha.show(&rao, record, None).await.unwrap().number
}

async fn take_back(at: &mut Practice, number: u32) {
    let rao = at.rao.identity().person;
    at.asha.take_back(&rao, number).await.unwrap();
}

async fn sees(person: &mut Person, vault: VaultId, record: RecordId) -> bool {
    match person.record(vault, record, None).await {
        Ok(_) => true,
        Err(ClientError::Vault(_) | ClientError::NotFound(_)) => false,
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn attack_62_what_one_doctor_was_shown_opens_for_no_other_whom_the_server_gives_it() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    let record = private(&mut at, "Losartan 50 mg").await;
    show(&mut at, record).await;
    sync(&mut at.rao).await;
    assert!(sees(&mut at.rao, at.vault, record).await);
    let given = at.clinic.liar().last("GET", path::SHOWN_IN).told;
    let list = at.clinic.liar().last("GET", path::SHOWN).told;
    at.clinic.liar().on_told(move |asked, told| {
        if asked.is("GET", path::SHOWN) {
            *told = list.clone();
        }
        if asked.is("GET", path::SHOWN_IN) {
            *told = given.clone();
        }
    });
    let why = troubled_sync(&mut bose).await;
    assert!(why.contains("somebody else"), "{why}");
    assert_eq!(bose.shelves().count(), 0);
}

#[tokio::test]
async fn attack_63_what_was_taken_back_does_not_come_again() {
    let mut at = Practice::open().await;
    let (first, second) = (
        private(&mut at, "Losartan 50 mg").await,
        private(&mut at, "Amlodipine 5 mg").await,
    );
    let number = show(&mut at, first).await;
    sync(&mut at.rao).await;
    let old = at.clinic.liar().last("GET", path::SHOWN_IN).told;
    let listed = at.clinic.liar().last("GET", path::SHOWN).told;
    take_back(&mut at, number).await;
    sync(&mut at.rao).await;
    assert!(!sees(&mut at.rao, at.vault, first).await);
    // The server goes back to when it stood.
    let back = listed.clone();
    at.clinic
        .liar()
        .on_answer("GET", path::SHOWN, move |_, told| *told = back.clone());
    let why = at.rao.sync().await.unwrap();
    assert_eq!(
        (why.rolled_back, why.cheated),
        (vec![at.vault], vec![at.vault])
    );
    // It says that there is more, and gives the first act again in the place of the third.
    at.clinic.liar().honest();
    show(&mut at, second).await;
    let again = old.clone();
    at.clinic
        .liar()
        .on_answer("GET", path::SHOWN_IN, move |_, told| *told = again.clone());
    let why = troubled_sync(&mut at.rao).await;
    assert!(why.contains("out of order"), "{why}");
    assert!(!sees(&mut at.rao, at.vault, first).await);
    at.clinic.liar().honest();
    sync(&mut at.rao).await;
    assert!(!sees(&mut at.rao, at.vault, first).await);
    assert!(sees(&mut at.rao, at.vault, second).await);
    // It stays so when the program is opened again, without the server.
    at = at.reopen_rao().await;
    assert!(!sees(&mut at.rao, at.vault, first).await);
    assert_eq!(readable(&mut at.rao, at.vault).await, 1);
}

#[tokio::test]
async fn attack_63_content_that_is_held_back_is_noticed_and_made_good() {
    let mut at = Practice::open().await;
    let record = private(&mut at, "Losartan 50 mg").await;
    show(&mut at, record).await;
    at.clinic
        .liar()
        .on_answer("GET", path::SHOWN_IN, |_, told| {
            told.alter(|page: &mut ShownPage| {
                let item = &mut page.items[0];
                item.content = None;
                item.sources.clear();
                item.bodies.clear();
            });
        });
    let why = troubled_sync(&mut at.rao).await;
    assert!(why.contains("holds back entry"), "{why}");
    assert!(!sees(&mut at.rao, at.vault, record).await);
    // Another body than the one signed.
    at.clinic
        .liar()
        .on_answer("GET", path::SHOWN_IN, |_, told| {
            told.alter(|page: &mut ShownPage| page.items[0].bodies[0].0[3] ^= 1);
        });
    let report = at.rao.sync().await.unwrap();
    assert_eq!(report.cheated, [at.vault]);
    at.clinic.liar().honest();
    sync(&mut at.rao).await;
    assert!(sees(&mut at.rao, at.vault, record).await);
}
