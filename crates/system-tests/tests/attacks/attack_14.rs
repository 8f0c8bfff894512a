//! 14 and 15: revoked doctors with all their keys and the server's whole database.

use client::storage::disk::Disk;
use system_tests::{
    clinic::{ask, visit},
    practice::{Practice, prescribe, prescription, readable, sync},
    thief::{Keys, Loot, epoch_ref},
};
use wire::vault::{Compartment, EpochRef, Leave};

/// Where the log stands for the patient.
fn seq(person: &client::session::Session<Disk>, at: &Practice) -> u64 {
    person.view(at.vault).unwrap().ledger.state().seq
}

/// After the revocation: everything that may happen in a vault.
async fn life_goes_on(at: &mut Practice) {
    sync(&mut at.rao).await;
    let waiting = prescribe(&mut at.rao, at.vault, "Amlodipine 5 mg").await;
    prescribe(&mut at.asha, at.vault, "Atorvastatin 10 mg").await;
    sync(&mut at.asha).await;
    at.asha.admit(&[waiting], true).await.unwrap();
    let mut das = at.clinic.doctor("Dr Das").await;
    visit(&mut das, &mut at.asha, ask(false)).await.unwrap();
    prescribe(&mut at.asha, at.vault, "Insulin glargine").await;
    at.asha.take_off("Dr Das", Leave::Stopped).await.unwrap();
    prescribe(&mut at.asha, at.vault, "Losartan 50 mg").await;
    sync(&mut at.rao).await;
    readable(&mut at.rao, at.vault).await;
}

#[tokio::test]
async fn attack_14_a_revoked_doctor_with_the_database_opens_nothing_newer() {
    let mut at = Practice::open().await;
    let old = prescription("rx", "Metformin 500 mg");
    let (old, _) = at.asha.add(at.vault, &old, false).await.unwrap();
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    prescribe(&mut bose, at.vault, "Paracetamol 650 mg").await;
    let keys = Keys::of(&bose, at.vault);
    at.asha.sync().await.unwrap();
    at.asha.take_off("Dr Bose", Leave::Removed).await.unwrap();
    let revoked = seq(&at.asha, &at);
    life_goes_on(&mut at).await;
    // What was there and private before is shown only now.
    at.asha.broadcast(&[old]).await.unwrap();
    sync(&mut at.rao).await;

    let staying = Keys::of(&at.rao, at.vault);
    at.clinic.stop().await;
    let loot = Loot::take(&at.clinic.data(), at.vault).await;
    assert!(
        loot.opened(&keys, 0) >= 2,
        "the old keys open what they always did"
    );
    assert!(
        loot.opened(&staying, revoked) > 5,
        "who stays opens the new"
    );
    let everything = loot.walk(keys);
    assert_eq!(loot.opened(&everything, revoked), 0);
}

#[tokio::test]
async fn attack_15_doctors_together_open_no_epoch_that_neither_held() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    let mut iyer = at.clinic.doctor("Dr Iyer").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    sync(&mut bose).await;
    let full_history = Keys::of(&bose, at.vault);
    at.asha.take_off("Dr Bose", Leave::Stopped).await.unwrap();
    // An epoch that neither holds, between the one's end and the other's start.
    let between = current(&at);
    prescribe(&mut at.asha, at.vault, "Losartan 50 mg").await;
    visit(&mut iyer, &mut at.asha, ask(false)).await.unwrap();
    prescribe(&mut at.asha, at.vault, "Insulin glargine").await;
    sync(&mut iyer).await;
    let from_now_on = Keys::of(&iyer, at.vault);
    at.asha.take_off("Dr Iyer", Leave::Removed).await.unwrap();
    life_goes_on(&mut at).await;
    at.clinic.stop().await;

    let loot = Loot::take(&at.clinic.data(), at.vault).await;
    let together = full_history.join(from_now_on);
    let held: Vec<EpochRef> = together.seeds.keys().copied().collect();
    let reached = loot.walk(together);
    assert_eq!(reached.seeds.keys().copied().collect::<Vec<_>>(), held);
    assert!(!held.contains(&between), "{held:?}");
    let shared = loot.epochs().map(epoch_ref);
    let shared = shared.filter(|epoch| epoch.compartment == Compartment::Shared);
    assert!(shared.count() > held.len() + 2);
    // The one who stayed all the time walks to every epoch.
    let staying = loot.walk(Keys::of(&at.rao, at.vault));
    assert!(staying.seeds.contains_key(&between));
}

fn current(at: &Practice) -> EpochRef {
    let state = at.asha.view(at.vault).unwrap().ledger.state();
    EpochRef {
        compartment: Compartment::Shared,
        number: state.epoch(Compartment::Shared).unwrap().number,
    }
}
