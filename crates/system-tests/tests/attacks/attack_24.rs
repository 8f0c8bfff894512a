//! 24: an author who shows different keys or contents to different readers.

use client::visit::Consent;
use record::dictionary::FHIR_DICTIONARY;
use system_tests::{
    clinic::{Clinic, Person, ask},
    forger::{altered_entry, pen, post, rng},
    practice::token_of,
};
use vault::{
    batch::{Batch, Place},
    plaintext::Packer,
    secret::make_bytes,
};
use wire::{
    api::Append,
    id::{RecordId, VaultId},
    vault::{Audience, Compartment, EpochRef, Mode, Part, Purpose},
};

/// Two doctors who may broadcast, and their patient.
async fn meet() -> (Clinic, Vec<Person>, Person, VaultId) {
    let clinic = Clinic::open().await;
    let mut asha = clinic.patient("Asha").await;
    let vault = asha.own_vault().unwrap();
    let mut doctors = Vec::new();
    for name in ["Dr Rao", "Dr Bose"] {
        let mut doctor = clinic.doctor(name).await;
        let link = doctor.invite(ask(true), 24).await.unwrap();
        let met = asha.look(&link).await.unwrap();
        asha.answer(&met).await.unwrap();
        let consent = Consent {
            mode: Mode::Write,
            history: true,
            purpose: Purpose::Standing,
            hours: None,
            broadcasts: true,
        };
        asha.consent(&met, &consent).await.unwrap();
        doctors.push(doctor);
    }
    for doctor in &mut doctors {
        doctor.sync().await.unwrap();
    }
    (clinic, doctors, asha, vault)
}

fn sealed(vault: VaultId, author: &Person, place: Place, text: &[u8]) -> Batch {
    let mut batch = Batch::new(vault, author.identity().person, &mut rng());
    batch
        .push(place, text, &mut Packer::new(FHIR_DICTIONARY))
        .unwrap();
    batch
}

/// The same headers and bodies with another secret: its wraps open as if they were the record's.
fn with_other_secret(batch: &Batch) -> Batch {
    // [vault, author, secret, headers, bodies]: each of the first three is a string of 32 bytes.
    let mut bytes = wire::codec::to_bytes(batch);
    let secret = &mut bytes[1 + 2 * 34 + 2..1 + 3 * 34];
    secret.copy_from_slice(&make_bytes::<32>(&mut rng()));
    let other: Batch = wire::codec::parse(&bytes, 1 << 20).unwrap();
    assert_eq!(other.headers(), batch.headers());
    other
}

/// A broadcast record whose patient is given one key and whose doctors another.
#[tokio::test]
async fn attack_24_other_keys_for_other_readers_do_not_open() {
    let (clinic, mut doctors, mut asha, vault) = meet().await;
    let rao = &doctors[0];
    let place = Place::first(RecordId(make_bytes(&mut rng())));
    let one = sealed(vault, rao, place, b"for the patient");
    let two = with_other_secret(&one);
    let record = place.record;
    let ledger = &rao.view(vault).unwrap().ledger;
    let make = |batch: &Batch| {
        let made = ledger.make_records(&pen(rao), batch, Audience::Shared, &mut rng());
        made.unwrap()
    };
    let honest = make(&one);
    let (Part::Records(mut part), Part::Records(lie)) = (honest.part.clone(), make(&two).part)
    else {
        panic!("records")
    };
    part.wraps[1] = lie.wraps[1].clone();
    let epochs = honest.entry.peek().unwrap().epochs.as_slice().to_vec();
    let part = Part::Records(part);
    let append = Append {
        bodies: honest.bodies.clone(),
        ..altered_entry(rao, vault, &part, Audience::Shared, epochs, |_| {})
    };
    let told = post(&clinic, &token_of(&clinic, "Dr Rao"), vault, &append).await;
    assert_eq!(told.status, 200, "the server cannot tell");
    asha.sync().await.unwrap();
    let bose = &mut doctors[1];
    bose.sync().await.unwrap();
    // The patient's opens to what was committed to; the doctors' to nothing at all.
    let version = wire::vault::VersionRef { record, version: 1 };
    let open = |person: &Person| {
        let ledger = &person.view(vault).unwrap().ledger;
        ledger.record_key(person.identity(), version)
    };
    assert!(open(&asha).is_ok());
    assert_eq!(open(bose).err(), Some(vault::VaultError::DoesNotOpen));
    let (_, bad) = bose.records(vault).await.unwrap();
    assert_eq!(bad.len(), 1, "and it is told");
    assert!(bose.export(vault).await.is_err());
}

/// The ciphertext is named by the header: there is no second one.
#[tokio::test]
async fn attack_24_other_contents_than_signed_are_refused() {
    let (clinic, doctors, _, vault) = meet().await;
    let rao = &doctors[0];
    let place = Place::first(RecordId(make_bytes(&mut rng())));
    let (one, two) = (
        sealed(vault, rao, place, b"for the patient"),
        sealed(vault, rao, place, b"for the doctors"),
    );
    let ledger = &rao.view(vault).unwrap().ledger;
    let honest = ledger
        .make_records(&pen(rao), &one, Audience::Shared, &mut rng())
        .unwrap();
    let append = Append {
        bodies: two.bodies().to_vec(),
        ..honest.to_append()
    };
    let token = token_of(&clinic, "Dr Rao");
    let told = post(&clinic, &token, vault, &append).await;
    assert_eq!(told.status, 422);
    let number = ledger.state().epoch(Compartment::Shared).unwrap().number;
    let epoch = EpochRef {
        compartment: Compartment::Shared,
        number,
    };
    assert!(
        honest
            .entry
            .peek()
            .unwrap()
            .epochs
            .as_slice()
            .contains(&epoch)
    );
}
