//! 21: a write by a revoked doctor, by a removed device, or relying on an old epoch.

use record::dictionary::FHIR_DICTIONARY;
use system_tests::{
    clinic::{Person, ask, visit},
    forger::{altered_entry, pen, rng},
    practice::{Practice, prescribe, readable, sync, token_of},
};
use vault::{
    batch::{Batch, Place},
    plaintext::Packer,
    secret::make_bytes,
};
use wire::{
    api::Append,
    id::RecordId,
    log::VaultState,
    vault::{Audience, Compartment, EpochRef, Leave},
};

/// A record by `author` with the keys that he knows, put on top of the log as it stands now.
fn record_on(at: &Practice, author: &Person, head: &VaultState) -> Append {
    let mut rng = rng();
    let mut batch = Batch::new(at.vault, author.identity().person, &mut rng);
    let place = Place::first(RecordId(make_bytes(&mut rng)));
    batch
        .push(place, b"{}", &mut Packer::new(FHIR_DICTIONARY))
        .unwrap();
    let ledger = &author.view(at.vault).unwrap().ledger;
    let prepared = ledger
        .make_records(&pen(author), &batch, Audience::Private, &mut rng)
        .unwrap();
    let number = ledger.state().epoch(Compartment::Private).unwrap().number;
    let epoch = EpochRef {
        compartment: Compartment::Private,
        number,
    };
    let alter = |entry: &mut wire::vault::LogEntry| {
        (entry.seq, entry.previous) = (head.seq + 1, Some(head.head));
    };
    let append = altered_entry(
        author,
        at.vault,
        &prepared.part,
        Audience::Private,
        vec![epoch],
        alter,
    );
    Append {
        bodies: prepared.bodies,
        ..append
    }
}

fn head_of(at: &Practice) -> VaultState {
    at.asha.view(at.vault).unwrap().ledger.state().clone()
}

#[tokio::test]
async fn attack_21_a_write_by_a_revoked_doctor_is_refused() {
    for leave in [Leave::Stopped, Leave::Removed] {
        let mut at = Practice::open().await;
        let mut bose = at.clinic.doctor("Dr Bose").await;
        visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
        at.asha.take_off("Dr Bose", leave).await.unwrap();
        sync(&mut at.rao).await;
        // His session is still good; he does not sync.
        let token = token_of(&at.clinic, "Dr Bose");
        let append = record_on(&at, &bose, &head_of(&at));
        let kind = super::refused_by_all(&mut at, &token, &append).await;
        assert_eq!(kind, wire::api::problem::FORBIDDEN);
    }
}

#[tokio::test]
async fn attack_21_a_write_relying_on_an_old_epoch_is_a_conflict() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    // Every key is renewed, as after the patient's recovery.
    let prepared = {
        let mut people = std::collections::HashMap::new();
        for person in [&at.rao, &bose] {
            let id = person.identity().person;
            people.insert(id, person.chain(&id).unwrap().clone());
        }
        let ledger = &at.asha.view(at.vault).unwrap().ledger;
        ledger
            .make_renewal(&pen(&at.asha), &people, &mut rng())
            .unwrap()
    };
    let token = at.token_of_asha();
    let told =
        system_tests::forger::post(&at.clinic, &token, at.vault, &prepared.to_append()).await;
    assert_eq!(told.status, 200);
    sync(&mut at.asha).await;
    let append = record_on(&at, &at.rao, &head_of(&at));
    let token = at.token_of_rao();
    let kind = super::refused_by_the_server(&at, &token, &append).await;
    assert_eq!(kind, wire::api::problem::CONFLICT);
    super::admit(&at, &append);
    super::refused_by(&mut at.asha, at.vault).await;
    at.clinic.liar().honest();
    // The honest client learns of it, wraps anew, and gets through.
    prescribe(&mut at.rao, at.vault, "Amlodipine 5 mg").await;
    sync(&mut at.asha).await;
    assert_eq!(readable(&mut at.asha, at.vault).await, 1);
}

#[tokio::test]
async fn attack_21_a_write_by_a_removed_device_is_refused() {
    let at = Practice::open().await;
    let Practice {
        clinic,
        mut rao,
        asha: lost,
        vault,
    } = at;
    let url = clinic.url();
    let words = lost.kit().words.unwrap();
    let (mut asha, _) = clinic
        .place("Asha again")
        .recover(&url, &words, "another password")
        .await
        .unwrap();
    sync(&mut asha).await;
    sync(&mut rao).await;
    let mut at = Practice {
        clinic,
        rao,
        asha,
        vault,
    };
    // The lost device signs with its old keys, and has got hold of a session all the same.
    let append = record_on(&at, &lost, &head_of(&at));
    let token = token_of(&at.clinic, "Asha again");
    super::refused_by_all(&mut at, &token, &append).await;
}
