//! 9: a bit flipped anywhere in what the server answers. The clients never panic, and believe nothing
//! but the truth.

use std::collections::BTreeMap;

use client::{ClientError, account::Kit};
use system_tests::{
    clinic::{Clinic, PASSWORD, Person, ask, copy_folder},
    liar::Told,
    practice::{Practice, heads, prescribe, prescription, readable, sync},
};
use wire::{
    api::path,
    id::{RecordId, VaultId},
};

/// Up to `most` places of a body of `length` bytes: all over it, and never the same ones in a row.
fn places(length: usize, most: usize) -> impl Iterator<Item = usize> {
    let step = (length / most).max(1);
    (0..length)
        .step_by(step)
        .enumerate()
        .map(move |(i, at)| (at + i % step.max(2)).min(length - 1))
}

/// The answers of one route have a bit flipped at `place` from now on.
fn flip(clinic: &Clinic, method: &'static str, template: &'static str, place: usize) {
    clinic
        .liar()
        .on_answer(method, template, move |_, told: &mut Told| {
            if let Some(byte) = told.body.get_mut(place) {
                *byte ^= 1 << (place % 8);
            }
        });
}

/// A client on a copy of a folder, as it was before the lie.
async fn copy_of(clinic: &Clinic, name: &str) -> Person {
    let copy = clinic.home("copy");
    let _ = std::fs::remove_dir_all(&copy);
    copy_folder(&clinic.home(name), &copy);
    clinic.place("copy").session().await.unwrap()
}

async fn contents(person: &mut Person, vault: VaultId) -> BTreeMap<RecordId, Vec<u8>> {
    let Ok((records, _)) = person.records(vault).await else {
        return BTreeMap::new();
    };
    let json = |item: &record::Item| item.resource.to_json_bytes();
    records
        .iter()
        .map(|view| {
            (
                view.at.record,
                view.item.as_ref().map(json).unwrap_or_default(),
            )
        })
        .collect()
}

#[tokio::test]
async fn attack_09_any_bit_of_the_log_and_of_the_list_of_vaults() {
    let mut at = Practice::open().await;
    for drug in ["Amoxicillin 500 mg", "Paracetamol 650 mg"] {
        prescribe(&mut at.asha, at.vault, drug).await;
    }
    let mut truth = copy_of(&at.clinic, "Dr Rao").await;
    sync(&mut truth).await;
    let (log, records) = (
        heads(&truth, at.vault),
        contents(&mut truth, at.vault).await,
    );
    drop(truth);
    assert_eq!(records.len(), 2);
    for (template, most) in [(path::LOG, 250), (path::VAULTS, 60)] {
        let length = at.clinic.liar().last("GET", template).told.body.len();
        for place in places(length, most) {
            let mut rao = copy_of(&at.clinic, "Dr Rao").await;
            flip(&at.clinic, "GET", template, place);
            let result = rao.sync().await;
            at.clinic.liar().honest();
            assert!(
                log.starts_with(&heads(&rao, at.vault)),
                "{template} {place}: {result:?}"
            );
            let seen = contents(&mut rao, at.vault).await;
            let true_ones = seen.iter().all(|(id, json)| records.get(id) == Some(json));
            assert!(true_ones, "{template} {place}: {result:?}");
            // What was taken up is good: with an honest server the client goes on.
            sync(&mut rao).await;
            assert_eq!(
                contents(&mut rao, at.vault).await,
                records,
                "{template} {place}"
            );
        }
    }
}

#[tokio::test]
async fn attack_09_any_bit_of_an_invitation_and_of_the_doctors_chain() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut asha = clinic.patient("Asha").await;
    let link = rao.invite(ask(true), 24).await.unwrap();
    let truth = {
        let mut copy = copy_of(&clinic, "Asha").await;
        copy.look(&link).await.unwrap()
    };
    for (method, template, most) in [("GET", path::INVITATION, 150), ("POST", path::PERSONS, 250)] {
        let length = clinic.liar().last(method, template).told.body.len();
        for place in places(length, most) {
            let mut asha = copy_of(&clinic, "Asha").await;
            flip(&clinic, method, template, place);
            if let Ok(visit) = asha.look(&link).await {
                assert_eq!(visit.doctor, truth.doctor, "{template} {place}");
                assert_eq!(visit.ask, truth.ask, "{template} {place}");
            }
            clinic.liar().honest();
        }
    }
    // And the answer, on its way to the doctor.
    let visit = asha.look(&link).await.unwrap();
    let code = asha.answer(&visit).await.unwrap();
    let mut copy = copy_of(&clinic, "Dr Rao").await;
    sync(&mut copy).await;
    drop(copy);
    let length = clinic.liar().last("GET", path::INVITATIONS).told.body.len();
    for place in places(length, 150) {
        let mut rao = copy_of(&clinic, "Dr Rao").await;
        flip(&clinic, "GET", path::INVITATIONS, place);
        let result = rao.sync().await;
        clinic.liar().honest();
        let own = &rao.invitations()[0];
        let same = own.code.is_none() || own.code.as_ref() == Some(&code);
        assert!(same, "{place}: {result:?}");
        assert!(
            own.patient
                .is_none_or(|patient| patient == asha.identity().person)
        );
    }
}

#[tokio::test]
async fn attack_09_any_bit_of_the_receipts() {
    let mut at = Practice::open().await;
    prescribe(&mut at.asha, at.vault, "Amoxicillin 500 mg").await;
    sync(&mut at.rao).await;
    readable(&mut at.rao, at.vault).await;
    sync(&mut at.rao).await;
    let mut truth = copy_of(&at.clinic, "Asha").await;
    sync(&mut truth).await;
    let history = truth.history(at.vault).unwrap();
    drop(truth);
    let length = at.clinic.liar().last("GET", path::RECEIPTS).told.body.len();
    for place in places(length, 150) {
        let mut asha = copy_of(&at.clinic, "Asha").await;
        let before = asha.history(at.vault).unwrap();
        flip(&at.clinic, "GET", path::RECEIPTS, place);
        let result = asha.sync().await;
        at.clinic.liar().honest();
        let after = asha.history(at.vault).unwrap();
        assert!(after == before || after == history, "{place}: {result:?}");
    }
}

#[tokio::test]
async fn attack_09_any_bit_of_a_chunk() {
    let mut at = Practice::open().await;
    let content = vec![7_u8; 3000];
    let mut file = None;
    let describe = |id: &str| {
        file = Some(id.parse().unwrap());
        Ok(prescription("doc", "stands for a document"))
    };
    at.asha
        .attach(at.vault, &content, true, describe)
        .await
        .unwrap();
    sync(&mut at.rao).await;
    let length = at.clinic.liar().last("PUT", path::CHUNK).asked.body.len();
    for place in places(length, 50) {
        flip(&at.clinic, "GET", path::CHUNK, place);
        let lied = at.rao.attachment(at.vault, file.unwrap()).await;
        assert!(matches!(lied, Err(ClientError::Altered { .. })), "{place}");
    }
    at.clinic.liar().honest();
    let honest = at.rao.attachment(at.vault, file.unwrap()).await.unwrap();
    assert_eq!(*honest, content);
}

#[tokio::test]
async fn attack_09_any_bit_of_the_keyring_and_of_what_a_kit_finds() {
    let clinic = Clinic::open_lying().await;
    let (asha, kit) = clinic.sign_up(wire::person::Role::Patient, "Asha").await;
    let person = asha.identity().person;
    drop(asha);
    let length = clinic.liar().last("POST", path::ACCOUNTS).told.body.len();
    for place in places(length, 15) {
        flip(&clinic, "POST", path::SESSIONS, place);
        let secret = kit.account_secret.as_str();
        let home = clinic.place(&format!("new {place}"));
        let signed_in = home
            .sign_in(Some(&clinic.url()), Some(secret), PASSWORD)
            .await;
        if let Ok(session) = signed_in {
            assert_eq!(session.identity().person, person);
        }
    }
    clinic.liar().honest();
    recover_with_flips(&clinic, &kit).await;
}

async fn recover_with_flips(clinic: &Clinic, kit: &Kit) {
    let words = kit.words.clone().unwrap();
    // A first answer, for its length; the server is then gone before anything is changed.
    clinic.liar().on_answer("POST", path::RECOVERY, |_, _| {});
    let mut length = 4000;
    for place in 0..12 {
        let place = place * length / 12;
        flip(clinic, "POST", path::RECOVERY_START, place);
        let home = clinic.place(&format!("back {place}"));
        let back = home
            .recover(&clinic.url(), &words, "another password")
            .await;
        assert!(back.is_err(), "{place}");
        length = clinic
            .liar()
            .last("POST", path::RECOVERY_START)
            .told
            .body
            .len();
    }
    clinic.liar().honest();
    let home = clinic.place("back");
    let (asha, _) = home
        .recover(&clinic.url(), &words, "another password")
        .await
        .unwrap();
    assert_eq!(asha.identity().person, kit.person);
}
