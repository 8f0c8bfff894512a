//! 22: a write by a reader, and a wrap to a new target by anybody but the author and the patient.

use client::visit::Consent;
use record::dictionary::FHIR_DICTIONARY;
use system_tests::{
    clinic::{Person, ask, visit},
    forger::{altered_entry, pen, rng},
    practice::{Practice, prescribe, prescription, sync, token_of},
};
use vault::{
    batch::{Batch, Place},
    ledger::Prepared,
    plaintext::Packer,
    secret::make_bytes,
};
use wire::{
    api::Append,
    id::RecordId,
    vault::{
        Audience, Compartment, EpochRef, Mode, Part, PersonTarget, Purpose, RecordsPart, Target,
    },
};

/// A batch of one record.
fn batch_of(at: &Practice, author: &Person) -> Batch {
    let mut rng = rng();
    let mut batch = Batch::new(at.vault, author.identity().person, &mut rng);
    let place = Place::first(RecordId(make_bytes(&mut rng)));
    batch
        .push(place, b"{}", &mut Packer::new(FHIR_DICTIONARY))
        .unwrap();
    batch
}

fn prepared(at: &Practice, author: &Person, batch: &Batch, audience: Audience) -> Prepared {
    let ledger = &author.view(at.vault).unwrap().ledger;
    ledger
        .make_records(&pen(author), batch, audience, &mut rng())
        .unwrap()
}

/// The same with its part changed, signed again.
fn changed(
    at: &Practice,
    author: &Person,
    honest: &Prepared,
    change: impl FnOnce(&mut RecordsPart),
) -> Append {
    let entry = honest.entry.peek().unwrap();
    let mut part = honest.part.clone();
    if let Part::Records(records) = &mut part {
        change(records);
    }
    let epochs = entry.epochs.as_slice().to_vec();
    let append = altered_entry(author, at.vault, &part, entry.audience, epochs, |_| {});
    Append {
        bodies: honest.bodies.clone(),
        ..append
    }
}

#[tokio::test]
async fn attack_22_a_write_by_a_reader_is_refused() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    let mut reads = ask(true);
    reads.mode = Mode::Read;
    visit(&mut bose, &mut at.asha, reads).await.unwrap();
    sync(&mut at.rao).await;
    let honest = bose.add(at.vault, &prescription("rx", "x"), false).await;
    assert!(honest.is_err(), "{honest:?}");
    let batch = batch_of(&at, &bose);
    let append = prepared(&at, &bose, &batch, Audience::Private).to_append();
    let token = token_of(&at.clinic, "Dr Bose");
    let kind = super::refused_by_all(&mut at, &token, &append).await;
    assert_eq!(kind, wire::api::problem::REFUSED);
}

#[tokio::test]
async fn attack_22_a_broadcast_by_who_may_only_write_is_refused() {
    let mut at = Practice::open().await;
    let batch = batch_of(&at, &at.rao);
    let append = prepared(&at, &at.rao, &batch, Audience::Shared).to_append();
    let token = at.token_of_rao();
    super::refused_by_all(&mut at, &token, &append).await;
    // Who is allowed to broadcast does so.
    let mut bose = at.clinic.doctor("Dr Bose").await;
    let link = bose.invite(ask(true), 24).await.unwrap();
    let met = at.asha.look(&link).await.unwrap();
    at.asha.answer(&met).await.unwrap();
    let consent = Consent {
        mode: Mode::Write,
        history: true,
        purpose: Purpose::Standing,
        hours: None,
        broadcasts: true,
    };
    at.asha.consent(&met, &consent).await.unwrap();
    sync(&mut bose).await;
    let shown = prescribe(&mut bose, at.vault, "Amlodipine 5 mg").await;
    sync(&mut at.rao).await;
    at.rao.record(at.vault, shown, None).await.unwrap();
}

#[tokio::test]
async fn attack_22_a_wrap_to_somebody_else_is_refused() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    sync(&mut at.rao).await;
    let batch = batch_of(&at, &at.rao);
    let honest = prepared(&at, &at.rao, &batch, Audience::Private);
    let chain = at.asha.chain(&bose.identity().person).unwrap();
    let to_bose = Target::Person(PersonTarget {
        person: chain.id(),
        key: 0,
    });
    let shared = Target::Epoch(EpochRef {
        compartment: Compartment::Shared,
        number: 0,
    });
    let state = at.asha.view(at.vault).unwrap().ledger.state();
    let public = state.epoch(Compartment::Shared).unwrap().public;
    let wraps = [
        batch
            .wrap_to(to_bose, &chain.person_key().public, &mut rng())
            .unwrap(),
        batch.wrap_to(shared, &public, &mut rng()).unwrap(),
    ];
    let token = at.token_of_rao();
    for wrap in wraps {
        let (extra, instead) = (wrap.clone(), wrap);
        let append = changed(&at, &at.rao, &honest, |part| part.wraps.push(extra));
        super::refused_by_all(&mut at, &token, &append).await;
        let append = changed(&at, &at.rao, &honest, |part| part.wraps[1] = instead);
        super::refused_by_all(&mut at, &token, &append).await;
    }
    // Without the patient's wrap, or without any.
    let append = changed(&at, &at.rao, &honest, |part| drop(part.wraps.remove(0)));
    super::refused_by_all(&mut at, &token, &append).await;
    let append = changed(&at, &at.rao, &honest, |part| part.wraps.clear());
    super::refused_by_all(&mut at, &token, &append).await;
    let append = changed(&at, &at.rao, &honest, |_| {});
    let told = system_tests::forger::post(&at.clinic, &token, at.vault, &append).await;
    assert_eq!(told.status, 200, "unchanged it is in order");
}

#[tokio::test]
async fn attack_22_a_doctor_broadcasts_nothing_of_anybodys() {
    let mut at = Practice::open().await;
    let record = prescribe(&mut at.rao, at.vault, "Amlodipine 5 mg").await;
    sync(&mut at.asha).await;
    let version = wire::vault::VersionRef { record, version: 1 };
    let prepared = {
        let ledger = &at.asha.view(at.vault).unwrap().ledger;
        ledger
            .make_broadcast(&pen(&at.asha), &[version], Compartment::Shared)
            .unwrap()
    };
    let entry = prepared.entry.peek().unwrap();
    let epochs = entry.epochs.as_slice().to_vec();
    let append = altered_entry(
        &at.rao,
        at.vault,
        &prepared.part,
        Audience::Shared,
        epochs,
        |_| {},
    );
    let token = at.token_of_rao();
    super::refused_by_all(&mut at, &token, &append).await;
}
