//! Attached files: from nothing to too much, and uploads that break off.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use client::{ClientError, write::Sent};
use system_tests::{
    liar::{Told, Way},
    practice::{Practice, prescription, readable, sync},
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
