//! Attached files: from nothing to too much, and uploads that break off.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use client::{ClientError, write::Sent};
use system_tests::{
    liar::{Told, Way},
    practice::{Practice, document, prescription, readable, sync},
};
use wire::{api::path, id::RecordId};

const MB: usize = 1 << 20;

async fn attach(at: &mut Practice, content: &[u8]) -> Result<(RecordId, Sent), ClientError> {
    let mut file = None;
    let describe = |id: &str| {
        file = Some(id.parse().unwrap());
        Ok(prescription("doc", "stands for a document"))
    };
    let (_, sent) = at.asha.attach(at.vault, content, true, describe).await?;
    Ok((file.unwrap(), sent))
}

#[tokio::test]
async fn files_of_every_size_up_to_the_most_come_back_as_they_were() {
    let mut at = Practice::open().await;
    for size in [0, 1, MB - 1, MB, MB + 1, 25 * MB] {
        let content: Vec<u8> = (0..=250).cycle().take(size).collect();
        let (file, sent) = attach(&mut at, &content).await.unwrap();
        assert_eq!(sent, Sent::Now, "{size}");
        sync(&mut at.rao).await;
        let back = at.rao.attachment(at.vault, file).await.unwrap();
        assert!(*back == content, "{size}");
    }
    let before = readable(&mut at.asha, at.vault).await;
    let error = attach(&mut at, &vec![7; 25 * MB + 1]).await.unwrap_err();
    assert!(error.to_string().contains("26214400"), "{error}");
    assert_eq!(readable(&mut at.asha, at.vault).await, before);
    assert_eq!(at.asha.waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn an_upload_that_breaks_off_goes_on_with_the_rest() {
    let mut at = Practice::open().await;
    let content = vec![42; 5 * MB + 17];
    let arrived = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&arrived);
    at.clinic.liar().on_asked(move |asked| {
        let chunk = asked.is("PUT", path::CHUNK);
        match chunk && count.fetch_add(1, Ordering::Relaxed) >= 2 {
            true => Way::Answer(Told::nothing()),
            false => Way::Through,
        }
    });
    let (file, sent) = attach(&mut at, &content).await.unwrap();
    assert!(matches!(sent, Sent::Later(_)), "{sent:?}");
    assert_eq!(at.asha.waiting().await.unwrap(), 2);
    at.clinic.liar().honest();
    at = at.reopen_asha().await;
    let before = at.clinic.liar().record().len();
    sync(&mut at.asha).await;
    let record = at.clinic.liar().record();
    let puts = record[before..]
        .iter()
        .filter(|one| one.asked.is("PUT", path::CHUNK));
    assert_eq!(puts.count(), 4, "two of six chunks were there already");
    assert_eq!(at.asha.waiting().await.unwrap(), 0);
    sync(&mut at.rao).await;
    assert!(*at.rao.attachment(at.vault, file).await.unwrap() == content);
}

#[tokio::test]
async fn a_document_whose_file_is_not_here_does_not_stop_the_export() {
    let mut at = Practice::open().await;
    let describe = |id: &str| Ok(document("one", id));
    at.asha
        .attach(at.vault, b"file", true, describe)
        .await
        .unwrap();
    // Imported from another vault, made up, and a second document on the same file.
    let file = at.asha.view(at.vault).unwrap().ledger.records().iter();
    let file = file
        .filter(|(_, v)| v[0].attachment().is_some())
        .map(|(id, _)| id.to_string())
        .next()
        .unwrap();
    let strange = "00112233445566778899aabbccddeeff";
    for resource in [
        document("two", strange),
        document("three", "no-id"),
        document("four", &file),
    ] {
        at.asha.add(at.vault, &resource, true).await.unwrap();
    }
    let exported = at.asha.export(at.vault).await.unwrap().to_json_bytes();
    let import = record::import(&exported).unwrap();
    let binaries = import
        .items
        .iter()
        .filter(|item| item.resource.resource_type() == "Binary");
    assert_eq!((import.items.len(), binaries.count()), (5, 1));
}
