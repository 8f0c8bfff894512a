//! The story: a clinic, from the first visit to the kit, and what each can and cannot open on the way.

use record::build;
use system_tests::clinic::{Clinic, PASSWORD, Person, ask, large_bundle, resources, visit};
use wire::{
    id::{RecordId, VaultId},
    person::Role,
    vault::Leave,
};

async fn readable(person: &mut Person, vault: VaultId) -> usize {
    let (records, bad) = person.records(vault).await.unwrap();
    assert!(bad.is_empty(), "{bad:?}");
    records.len()
}

fn prescription(id: &str, drug: &str) -> record::Resource {
    let context = build::Context {
        id,
        patient: "Patient/1",
        date: "2026-01-05T10:15:00+05:30",
        author: Some("Practitioner/1"),
    };
    let order = build::Prescription {
        drug,
        coding: None,
        dose: None,
        frequency: None,
        duration: None,
        as_needed: false,
        note: None,
    };
    build::medication_request(&context, &order).unwrap()
}

async fn prescribe(doctor: &mut Person, vault: VaultId, id: &str, drug: &str) -> RecordId {
    doctor
        .add(vault, &prescription(id, drug), false)
        .await
        .unwrap()
        .0
}

#[tokio::test]
async fn a_patient_and_three_doctors_share_a_vault() {
    let clinic = Clinic::open().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut bose = clinic.doctor("Dr Bose").await;
    let mut iyer = clinic.doctor("Dr Iyer").await;
    let (mut asha, kit) = clinic.sign_up(Role::Patient, "Asha").await;

    // The first visit; nothing to read yet.
    let vault = visit(&mut rao, &mut asha, ask(true)).await.unwrap();
    assert_eq!(readable(&mut rao, vault).await, 0);

    // The patient imports a whole bundle; private until broadcast.
    let file = large_bundle();
    let imported = asha.import(vault, &file, false).await.unwrap();
    rao.sync().await.unwrap();
    assert_eq!(
        readable(&mut rao, vault).await,
        0,
        "not broadcast, not readable"
    );
    let shown = asha.broadcast_all().await.unwrap();
    assert_eq!(shown, imported.records.len());
    rao.sync().await.unwrap();
    let exported = rao.export(vault).await.unwrap().to_json_bytes();
    assert_eq!(
        resources(&exported),
        resources(&file),
        "equal resource by resource"
    );

    // Two prescriptions wait; one is kept, one broadcast.
    let kept = prescribe(&mut rao, vault, "rx-1", "Amoxicillin 500 mg").await;
    let shared = prescribe(&mut rao, vault, "rx-2", "Paracetamol 650 mg").await;
    asha.sync().await.unwrap();
    let inbox: Vec<RecordId> = asha
        .inbox()
        .await
        .unwrap()
        .iter()
        .map(|view| view.at.record)
        .collect();
    assert_eq!(inbox, [kept, shared]);
    asha.admit(&[kept], false).await.unwrap();
    asha.admit(&[shared], true).await.unwrap();
    assert!(asha.inbox().await.unwrap().is_empty());
    let all = imported.records.len();

    // A second doctor with full history, a third from now on.
    visit(&mut bose, &mut asha, ask(true)).await.unwrap();
    assert_eq!(readable(&mut bose, vault).await, all + 1);
    assert!(
        bose.record(vault, kept, None).await.is_err(),
        "kept private"
    );
    assert!(rao.record(vault, kept, None).await.is_ok(), "his own copy");
    visit(&mut iyer, &mut asha, ask(false)).await.unwrap();
    assert_eq!(readable(&mut iyer, vault).await, 0, "from now on");
    let third = prescribe(&mut rao, vault, "rx-3", "Metformin 500 mg").await;
    asha.sync().await.unwrap();
    asha.admit(&[third], true).await.unwrap();
    for doctor in [&mut rao, &mut bose, &mut iyer] {
        doctor.sync().await.unwrap();
        assert!(doctor.record(vault, third, None).await.is_ok());
    }

    // One is stopped, one removed.
    asha.take_off("Dr Bose", Leave::Stopped).await.unwrap();
    asha.take_off("Dr Iyer", Leave::Removed).await.unwrap();
    let fourth = prescribe(&mut rao, vault, "rx-4", "Amlodipine 5 mg").await;
    asha.sync().await.unwrap();
    asha.admit(&[fourth], true).await.unwrap();
    bose.sync().await.unwrap();
    assert!(bose.record(vault, fourth, None).await.is_err());
    assert!(
        bose.record(vault, third, None).await.is_ok(),
        "what was had stays readable"
    );
    assert!(
        bose.add(vault, &prescription("rx-5", "x"), false)
            .await
            .is_err()
    );
    let report = iyer.sync().await.unwrap();
    assert_eq!(report.ended, ["Asha"]);
    assert!(iyer.view(vault).is_err(), "keys and copies are gone");

    // The patient comes back with the kit alone.
    let before = readable(&mut asha, vault).await;
    drop(asha);
    let words = kit.words.unwrap();
    let (mut asha, _) = clinic
        .place("Asha again")
        .recover(&clinic.url(), &words, "another password")
        .await
        .unwrap();
    asha.sync().await.unwrap();
    assert_eq!(readable(&mut asha, vault).await, before);
    rao.sync().await.unwrap();
    assert!(rao.record(vault, fourth, None).await.is_ok());
    let fifth = prescribe(&mut rao, vault, "rx-6", "Atorvastatin 10 mg").await;
    asha.sync().await.unwrap();
    asha.admit(&[fifth], true).await.unwrap();
    rao.sync().await.unwrap();
    assert!(rao.record(vault, fifth, None).await.is_ok());

    // The lost device is out: its session has ended, and the old password opens nothing.
    let lost = clinic.place("Asha").session().await.unwrap().sync().await;
    assert!(
        matches!(lost, Err(client::ClientError::SignedOut)),
        "{lost:?}"
    );
    let old = clinic.place("Asha").sign_in(None, None, PASSWORD).await;
    assert!(matches!(old, Err(client::ClientError::WrongPassword)));

    // Who saw what: the patient has the receipts.
    let names: Vec<String> = asha
        .sharers()
        .unwrap()
        .into_iter()
        .filter(|s| s.ended.is_none())
        .map(|s| s.name)
        .collect();
    assert_eq!(names, ["Dr Rao"]);
    assert!(!asha.history(vault).unwrap().is_empty());
}
