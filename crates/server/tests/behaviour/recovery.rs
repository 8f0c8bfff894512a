//! Coming back with the kit.

use wire::{
    SUITE,
    api::{
        Keyring, PersonEntries, RecoveryFinish, RecoveryRequest, RecoveryStart, RecoveryStarted,
        SessionOpened, path, problem,
    },
    codec::Bytes,
    hash::hash,
    id::CredentialId,
    person::{DeviceKeys, PersonBody},
};

use crate::{
    people::{Human, fixed, person_key, sign, upload},
    web::{Answer, Web},
};

async fn start(web: &Web, root: [u8; 32]) -> Answer {
    web.post(path::RECOVERY_START, None, &RecoveryStart { root })
        .await
}

/// A recovery in order, for the nonce given.
fn finish_with(human: &Human, nonce: [u8; 32]) -> RecoveryFinish {
    let keys = DeviceKeys {
        signing: fixed(),
        sealing: fixed(),
    };
    let devices = [human.device_id(), keys.id()];
    let one = human.next_entry(1, human.entry.hash(), true, PersonBody::DeviceAdd(keys));
    let key = PersonBody::PersonKey(person_key(1, &devices));
    let two = human.next_entry(2, one.hash(), true, key);
    let keyring = Bytes(b"new keyring".to_vec());
    let request = RecoveryRequest {
        suite: SUITE,
        person: human.id,
        nonce,
        credential: CredentialId(fixed()),
        upload: hash("recovery-upload", &[&upload()]),
        keyring: hash("recovery-keyring", &[&keyring]),
        head: two.hash(),
    };
    RecoveryFinish {
        request: sign(&human.root, &request),
        upload: upload(),
        entries: vec![one, two],
        keyring,
    }
}

async fn begun(web: &Web, human: &Human) -> RecoveryFinish {
    let root = human.root.verifying_key().to_bytes();
    let started: RecoveryStarted = start(web, root).await.ok();
    assert_eq!(started.entries, std::slice::from_ref(&human.entry));
    finish_with(human, started.nonce)
}

#[tokio::test]
async fn the_kit_takes_the_account_over_and_ends_every_session() {
    let web = Web::new().await;
    let human = Human::patient(&web).await;
    let finish = begun(&web, &human).await;
    let opened: SessionOpened = web.post(path::RECOVERY, None, &finish).await.ok();
    assert_eq!((opened.person, opened.keyring.version), (human.id, 2));
    web.get(path::KEYRING, Some(&human.token))
        .await
        .problem(401, problem::SESSION);
    let kept: Keyring = web.get(path::KEYRING, Some(&opened.token)).await.ok();
    assert_eq!(kept.sealed.0, b"new keyring");
    let at = path::PERSON.replace("{person}", &human.id.to_string());
    let chain: PersonEntries = web.get(&at, None).await.ok();
    assert_eq!(chain.entries.len(), 3);
    // A nonce is good once.
    let again = web.post(path::RECOVERY, None, &finish).await;
    again.problem(422, problem::REFUSED);
}

#[tokio::test]
async fn an_unknown_kit_is_not_found() {
    let web = Web::new().await;
    start(&web, fixed()).await.problem(404, problem::NOT_FOUND);
}

#[tokio::test]
async fn a_recovery_that_is_not_the_kits_changes_nothing() {
    let web = Web::new().await;
    let human = Human::patient(&web).await;
    let refused = async |finish: RecoveryFinish| {
        let answer = web.post(path::RECOVERY, None, &finish).await;
        answer.problem(422, problem::REFUSED);
        let _: Keyring = web.get(path::KEYRING, Some(&human.token)).await.ok();
    };
    // Signed by the device.
    let mut finish = begun(&web, &human).await;
    finish.request = human.sign(&finish.request.peek().unwrap());
    refused(finish).await;
    // With another keyring, password file or entries than were signed for.
    let mut finish = begun(&web, &human).await;
    finish.keyring = Bytes(b"other".to_vec());
    refused(finish).await;
    let mut finish = begun(&web, &human).await;
    finish.entries.pop();
    refused(finish).await;
    // With a nonce of another's, an old one, an invented one.
    let other = Human::patient(&web).await;
    let nonce = begun(&web, &other).await.request.peek().unwrap().nonce;
    refused(finish_with(&human, nonce)).await;
    let finish = begun(&web, &human).await;
    web.wait(10 * 60 * 1000);
    refused(finish).await;
    refused(finish_with(&human, fixed())).await;
}

#[tokio::test]
async fn nobody_takes_the_root_key_of_another() {
    let web = Web::new().await;
    let (human, thief) = (Human::patient(&web).await, Human::patient(&web).await);
    let keys = wire::person::RecoveryKeys {
        root: human.root.verifying_key().to_bytes(),
        sealing: fixed(),
    };
    let entry = thief.next_entry(1, thief.entry.hash(), true, PersonBody::Recovery(keys));
    let at = path::PERSON.replace("{person}", &thief.id.to_string());
    let entries = PersonEntries {
        entries: vec![entry],
    };
    let taken = web.post(&at, Some(&thief.token), &entries).await;
    taken.problem(422, problem::REFUSED);
    let finish = begun(&web, &human).await;
    let _: SessionOpened = web.post(path::RECOVERY, None, &finish).await.ok();
}
