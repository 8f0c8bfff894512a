//! 8: bodies and parts swapped between records, entries, attachments and vaults.

use client::ClientError;
use system_tests::{
    clinic::{ask, bundle, visit},
    liar::Way,
    practice::{Practice, heads, prescribe, prescription, readable, sync},
};
use wire::api::{LogItem, LogPage, path};

/// The doctor syncs while the server alters the log's page: nothing of the last entry is believed.
async fn swapped(at: &mut Practice, alter: impl Fn(&mut Vec<LogItem>) + Send + 'static) {
    let liar = at.clinic.liar();
    liar.on_answer("GET", path::LOG, move |_, told| {
        told.alter(|page: &mut LogPage| {
            let before = page.items.clone();
            alter(&mut page.items);
            assert_ne!(before, page.items, "the lie lies");
        });
    });
    let before = heads(&at.rao, at.vault);
    let error = at.rao.sync_vault(at.vault).await.unwrap_err();
    assert!(matches!(error, ClientError::Altered { .. }), "{error:?}");
    assert_eq!(heads(&at.rao, at.vault), before);
    liar.honest();
}

#[tokio::test]
async fn attack_08_bodies_swapped_within_an_entry_are_refused() {
    let mut at = Practice::open().await;
    at.asha.import(at.vault, &bundle(0), true).await.unwrap();
    swapped(&mut at, |items| items[1].bodies.swap(0, 1)).await;
    swapped(&mut at, |items| {
        items[1].bodies[1] = items[1].bodies[0].clone()
    })
    .await;
    at = at.reopen_rao().await;
    sync(&mut at.rao).await;
    assert!(readable(&mut at.rao, at.vault).await > 10);
}

#[tokio::test]
async fn attack_08_bodies_and_parts_swapped_between_entries_are_refused() {
    let mut at = Practice::open().await;
    prescribe(&mut at.asha, at.vault, "Amoxicillin 500 mg").await;
    prescribe(&mut at.asha, at.vault, "Paracetamol 650 mg").await;
    swapped(&mut at, |items| items[1].bodies = items[2].bodies.clone()).await;
    swapped(&mut at, |items| items[1].part = items[2].part.clone()).await;
    swapped(&mut at, |items| {
        let (part, bodies) = (items[2].part.clone(), items[2].bodies.clone());
        (items[1].part, items[1].bodies) = (part, bodies);
    })
    .await;
    swapped(&mut at, |items| items[1].entry = items[2].entry.clone()).await;
    at = at.reopen_rao().await;
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, 2);
}

#[tokio::test]
async fn attack_08_vaults_swapped_are_refused() {
    let mut at = Practice::open().await;
    let mut ravi = at.clinic.patient("Ravi").await;
    let his = visit(&mut at.rao, &mut ravi, ask(true)).await.unwrap();
    prescribe(&mut at.asha, at.vault, "Amoxicillin 500 mg").await;
    prescribe(&mut ravi, his, "Paracetamol 650 mg").await;
    let (hers, his_id) = (at.vault.to_string(), his.to_string());
    at.clinic.liar().on_asked(move |asked| {
        if asked.path.contains(&hers) {
            asked.path = asked.path.replace(&hers, &his_id);
        } else {
            asked.path = asked.path.replace(&his_id, &hers);
        }
        Way::Through
    });
    let before = (heads(&at.rao, at.vault), heads(&at.rao, his));
    let report = at.rao.sync().await.unwrap();
    assert_eq!(report.troubles.len(), 2, "{:?}", report.troubles);
    assert_eq!((heads(&at.rao, at.vault), heads(&at.rao, his)), before);
    at.clinic.liar().honest();
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, 1);
}

#[tokio::test]
async fn attack_08_chunks_swapped_are_refused() {
    let mut at = Practice::open().await;
    let mut files = Vec::new();
    for fill in [1_u8, 2] {
        let content = vec![fill; 5000];
        let mut file = None;
        let describe = |id: &str| {
            file = Some(id.parse().unwrap());
            Ok(prescription("doc", "stands for a document"))
        };
        at.asha
            .attach(at.vault, &content, true, describe)
            .await
            .unwrap();
        files.push(file.unwrap());
    }
    sync(&mut at.rao).await;
    let chunks: Vec<String> = {
        let record = at.clinic.liar().record();
        let puts = record.iter().filter(|one| one.asked.is("PUT", path::CHUNK));
        puts.map(|one| one.asked.path.clone()).collect()
    };
    at.clinic.liar().on_asked(move |asked| {
        if asked.path == chunks[0] {
            asked.path.clone_from(&chunks[1]);
        }
        Way::Through
    });
    let lied = at.rao.attachment(at.vault, files[0]).await;
    assert!(matches!(lied, Err(ClientError::Altered { .. })));
    at.clinic.liar().honest();
    let honest = at.rao.attachment(at.vault, files[0]).await.unwrap();
    assert_eq!(*honest, vec![1; 5000]);
}
