//! 30: a crash in the middle of a rotation: nobody is locked out, and the retry is idempotent.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use client::ClientError;
use system_tests::{
    clinic::{Person, ask, visit},
    liar::{Told, Way},
    practice::{Practice, entries_of, prescribe, readable, sync},
};
use wire::{
    api::path,
    vault::{EntryKind, Leave},
};

/// A practice with a second doctor, who is to go.
async fn with_bose() -> (Practice, Person) {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    sync(&mut at.rao).await;
    (at, bose)
}

/// Everybody who is to read and write does, and who is to be out is out; one rotation was made.
async fn all_is_well(at: &mut Practice, bose: &mut Person) {
    at.clinic.liar().honest();
    sync(&mut at.asha).await;
    assert_eq!(entries_of(&at.asha, at.vault, EntryKind::Rotate), 1);
    sync(&mut at.rao).await;
    let before = readable(&mut at.rao, at.vault).await;
    let waiting = prescribe(&mut at.rao, at.vault, "Amlodipine 5 mg").await;
    sync(&mut at.asha).await;
    at.asha.admit(&[waiting], true).await.unwrap();
    let shown = prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, before + 2);
    bose.sync().await.unwrap();
    assert!(bose.record(at.vault, shown, None).await.is_err());
}

fn lose_answers(at: &Practice, most: u32) -> Arc<AtomicU32> {
    let lost = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&lost);
    at.clinic
        .liar()
        .on_answer("POST", path::LOG, move |_, told| {
            if count.load(Ordering::Relaxed) < most {
                count.fetch_add(1, Ordering::Relaxed);
                *told = Told::nothing();
            }
        });
    lost
}

fn lose_requests(at: &Practice) {
    at.clinic
        .liar()
        .on_asked(|asked| match asked.is("POST", path::LOG) {
            true => Way::Answer(Told::nothing()),
            false => Way::Through,
        });
}

#[tokio::test]
async fn attack_30_a_rotation_that_never_arrived_is_made_again() {
    let (mut at, mut bose) = with_bose().await;
    lose_requests(&at);
    let stopped = at.asha.take_off("Dr Bose", Leave::Stopped).await;
    assert!(
        matches!(stopped, Err(ClientError::Network(_))),
        "{stopped:?}"
    );
    at.clinic.liar().honest();
    // Nothing has changed for anybody.
    prescribe(&mut at.rao, at.vault, "Losartan 50 mg").await;
    prescribe(&mut bose, at.vault, "Losartan 50 mg").await;
    at = at.reopen_asha().await;
    at.asha.take_off("Dr Bose", Leave::Stopped).await.unwrap();
    all_is_well(&mut at, &mut bose).await;
}

#[tokio::test]
async fn attack_30_a_rotation_whose_answer_was_lost_is_made_once() {
    let (mut at, mut bose) = with_bose().await;
    let lost = lose_answers(&at, 1);
    at.asha.take_off("Dr Bose", Leave::Stopped).await.unwrap();
    assert_eq!(lost.load(Ordering::Relaxed), 1);
    all_is_well(&mut at, &mut bose).await;
}

#[tokio::test]
async fn attack_30_a_client_killed_after_a_rotation_finds_it_done() {
    let (mut at, mut bose) = with_bose().await;
    lose_answers(&at, u32::MAX);
    let stopped = at.asha.take_off("Dr Bose", Leave::Stopped).await;
    assert!(
        matches!(stopped, Err(ClientError::Network(_))),
        "{stopped:?}"
    );
    at.clinic.liar().honest();
    at = at.reopen_asha().await;
    sync(&mut at.asha).await;
    let again = at.asha.take_off("Dr Bose", Leave::Stopped).await;
    assert!(
        matches!(again, Err(ClientError::NotPossible(_))),
        "{again:?}"
    );
    all_is_well(&mut at, &mut bose).await;
}

#[tokio::test]
async fn attack_30_a_rotation_tried_again_after_others_wrote_is_made_once() {
    let (mut at, mut bose) = with_bose().await;
    lose_answers(&at, u32::MAX);
    let stopped = at.asha.take_off("Dr Bose", Leave::Stopped).await;
    assert!(
        matches!(stopped, Err(ClientError::Network(_))),
        "{stopped:?}"
    );
    at.clinic.liar().honest();
    prescribe(&mut at.rao, at.vault, "Losartan 50 mg").await;
    let sharer = at.asha.take_off("Dr Bose", Leave::Stopped).await.unwrap();
    assert!(sharer.ended.is_some());
    all_is_well(&mut at, &mut bose).await;
}

#[tokio::test]
async fn attack_30_a_renewal_after_recovery_is_taken_up_where_it_broke_off() {
    let Practice {
        clinic,
        rao,
        asha,
        vault,
    } = Practice::open().await;
    let words = asha.kit().words.unwrap();
    drop(asha);
    let home = clinic.place("Asha again");
    let (asha, _) = home
        .recover(&clinic.url(), &words, "another password")
        .await
        .unwrap();
    let mut at = Practice {
        clinic,
        rao,
        asha,
        vault,
    };
    lose_answers(&at, u32::MAX);
    let synced = at.asha.sync().await;
    assert!(matches!(synced, Err(ClientError::Network(_))), "{synced:?}");
    at.clinic.liar().honest();
    drop(at.asha);
    at.asha = at.clinic.place("Asha again").session().await.unwrap();
    sync(&mut at.asha).await;
    assert!(entries_of(&at.asha, at.vault, EntryKind::Rotate) >= 1);
    sync(&mut at.rao).await;
    let waiting = prescribe(&mut at.rao, at.vault, "Amlodipine 5 mg").await;
    sync(&mut at.asha).await;
    at.asha.admit(&[waiting], true).await.unwrap();
    prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, 2);
}
