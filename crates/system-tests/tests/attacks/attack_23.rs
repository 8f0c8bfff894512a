//! 23: what is for the inbox dropped, reordered or replayed.

use client::ClientError;
use system_tests::practice::{Practice, prescribe, sync, troubled_sync};
use wire::api::{LogPage, path};

async fn lie(at: &mut Practice, alter: impl Fn(&mut LogPage) + Send + 'static) -> ClientError {
    let liar = at.clinic.liar();
    liar.on_answer("GET", path::LOG, move |_, told| told.alter(&alter));
    let error = at.asha.sync_vault(at.vault).await.unwrap_err();
    liar.honest();
    error
}

#[tokio::test]
async fn attack_23_an_inbox_dropped_reordered_or_replayed_is_noticed() {
    let mut at = Practice::open().await;
    prescribe(&mut at.rao, at.vault, "Amlodipine 5 mg").await;
    sync(&mut at.asha).await;
    let old = at.clinic.liar().last("GET", path::LOG).told;
    for drug in ["Amoxicillin 500 mg", "Paracetamol 650 mg", "Losartan 50 mg"] {
        prescribe(&mut at.rao, at.vault, drug).await;
    }
    let reordered = lie(&mut at, |page| page.items.swap(1, 2)).await;
    assert!(
        matches!(reordered, ClientError::Altered { .. }),
        "{reordered:?}"
    );
    let replayed = lie(&mut at, |page| {
        page.items[1] = page.items[0].clone();
    })
    .await;
    assert!(
        matches!(replayed, ClientError::Altered { .. }),
        "{replayed:?}"
    );
    let elsewhere = lie(&mut at, move |page| {
        let other: LogPage = old.read();
        page.items[1] = other.items[1].clone();
    })
    .await;
    assert!(
        matches!(elsewhere, ClientError::Altered { .. }),
        "{elsewhere:?}"
    );
    sync(&mut at.asha).await;
    assert_eq!(at.asha.inbox().await.unwrap().len(), 4);
}

#[tokio::test]
async fn attack_23_a_waiting_record_whose_contents_are_withheld_is_noticed() {
    let mut at = Practice::open().await;
    prescribe(&mut at.rao, at.vault, "Amlodipine 5 mg").await;
    at.clinic.liar().on_answer("GET", path::LOG, |_, told| {
        told.alter(|page: &mut LogPage| {
            let mut items = page.items.iter_mut();
            let held_back = items.find(|item| item.entry.peek().unwrap().seq == 2);
            if let Some(item) = held_back {
                (item.part, item.bodies) = (None, Vec::new());
            }
        });
    });
    let why = troubled_sync(&mut at.asha).await;
    assert!(why.contains("entry 2"), "{why}");
    assert!(at.asha.inbox().await.unwrap().is_empty());
    // It stays noticed, and is made good as soon as the server gives it out.
    at = at.reopen_asha().await;
    troubled_sync(&mut at.asha).await;
    at.clinic.liar().honest();
    sync(&mut at.asha).await;
    assert_eq!(at.asha.inbox().await.unwrap().len(), 1);
}
