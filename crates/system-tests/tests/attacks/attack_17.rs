//! 17: what was not broadcast opens for no doctor.

use client::ClientError;
use system_tests::{
    clinic::{ask, bundle, visit},
    liar::Way,
    practice::{Practice, document, prescribe, prescription, readable, sync},
};
use vault::VaultError;

#[tokio::test]
async fn attack_17_a_private_record_opens_for_no_doctor_even_with_the_owners_ciphertexts() {
    let mut at = Practice::open().await;
    let imported = at.asha.import(at.vault, &bundle(1), false).await.unwrap();
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    let waiting = prescribe(&mut bose, at.vault, "Amoxicillin 500 mg").await;
    let rx = prescription("rx", "Insulin glargine");
    let (private, _) = at.asha.add(at.vault, &rx, false).await.unwrap();
    // The server serves the doctor what it keeps for the patient alone.
    let token = at.token_of_asha();
    at.clinic.liar().on_asked(move |asked| {
        if asked.is("GET", wire::api::path::LOG) {
            asked.token = Some(token.clone());
        }
        Way::Through
    });
    sync(&mut at.rao).await;
    let known = at.rao.view(at.vault).unwrap().ledger.records();
    for record in imported.records.into_iter().chain([waiting, private]) {
        assert!(known.contains_key(&record), "he has it");
    }
    let records: Vec<_> = known.keys().copied().collect();
    for record in records {
        let tried = at.rao.record(at.vault, record, None).await;
        assert!(
            matches!(tried, Err(ClientError::Vault(VaultError::NoKey))),
            "{tried:?}"
        );
    }
    assert_eq!(readable(&mut at.rao, at.vault).await, 0);
    assert!(at.rao.export(at.vault).await.unwrap().to_json_bytes().len() < 200);
    // Who wrote it, and the patient, can read it.
    at.clinic.liar().honest();
    bose.record(at.vault, waiting, None).await.unwrap();
    sync(&mut at.asha).await;
    at.asha.record(at.vault, waiting, None).await.unwrap();
}

/// A doctor whose file was kept private names it in another document, and has that one broadcast.
#[tokio::test]
async fn attack_17_a_document_carries_no_file_along_that_was_kept_private() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    let mut file = String::new();
    let describe = |id: &str| {
        id.clone_into(&mut file);
        Ok(document("one", id))
    };
    let (kept, _) = at
        .rao
        .attach(at.vault, b"file", false, describe)
        .await
        .unwrap();
    sync(&mut at.asha).await;
    at.asha.admit(&[kept], false).await.unwrap();
    let (second, _) = at
        .rao
        .add(at.vault, &document("two", &file), false)
        .await
        .unwrap();
    sync(&mut at.asha).await;
    at.asha.admit(&[second], true).await.unwrap();
    sync(&mut bose).await;
    assert!(bose.record(at.vault, second, None).await.is_ok());
    assert!(
        bose.attachment(at.vault, file.parse().unwrap())
            .await
            .is_err()
    );
    // With its own document it goes.
    at.asha.broadcast(&[kept]).await.unwrap();
    sync(&mut bose).await;
    assert_eq!(
        *bose
            .attachment(at.vault, file.parse().unwrap())
            .await
            .unwrap(),
        b"file"
    );
}
