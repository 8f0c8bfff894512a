//! 6: an older head, a truncated, reordered or gapped log; a server restored from a backup.

use client::{ClientError, history::What};
use system_tests::{
    clinic::{ask, copy_folder, visit},
    practice::{Practice, heads, prescribe, prescription, readable, sync, troubled_sync},
};
use wire::api::{LogPage, path};

/// A practice where the patient has yet to see what the doctor wrote.
async fn with_news() -> Practice {
    let mut at = Practice::open().await;
    for drug in [
        "Amoxicillin 500 mg",
        "Paracetamol 650 mg",
        "Metformin 500 mg",
    ] {
        prescribe(&mut at.rao, at.vault, drug).await;
    }
    at
}

/// The patient syncs while the server alters each page of the log; nothing of it is taken up.
async fn lie(at: &mut Practice, alter: impl Fn(&mut LogPage) + Send + 'static) -> ClientError {
    let before = heads(&at.asha, at.vault);
    let liar = at.clinic.liar();
    liar.on_answer("GET", path::LOG, move |_, told| told.alter(&alter));
    let error = at.asha.sync_vault(at.vault).await.unwrap_err();
    troubled_sync(&mut at.asha).await;
    liar.honest();
    assert_eq!(heads(&at.asha, at.vault), before, "nothing was taken up");
    error
}

#[tokio::test]
async fn attack_06_a_reordered_or_gapped_log_is_refused() {
    let mut at = with_news().await;
    let error = lie(&mut at, |page| page.items.swap(1, 2)).await;
    assert!(matches!(error, ClientError::Altered { .. }), "{error:?}");
    let error = lie(&mut at, |page| drop(page.items.remove(1))).await;
    assert!(matches!(error, ClientError::Altered { .. }), "{error:?}");
    let error = lie(&mut at, |page| {
        let again = page.items[0].clone();
        page.items.insert(0, again);
    })
    .await;
    assert!(matches!(error, ClientError::Altered { .. }), "{error:?}");
    sync(&mut at.asha).await;
    assert_eq!(at.asha.inbox().await.unwrap().len(), 3);
}

#[tokio::test]
async fn attack_06_an_older_head_is_refused() {
    let mut at = with_news().await;
    sync(&mut at.asha).await;
    let known = at.asha.view(at.vault).unwrap().ledger.state().seq;
    for back in 1..=known {
        let error = lie(&mut at, move |page| {
            page.last -= back;
            page.items.clear();
        })
        .await;
        assert!(
            matches!(error, ClientError::RolledBack { served, .. } if served == known - back),
            "{error:?}"
        );
    }
    // The server says nothing at all about the vault.
    at.clinic.liar().on_answer("GET", path::VAULTS, |_, told| {
        told.alter(|vaults: &mut wire::api::Vaults| vaults.items.clear());
    });
    let why = troubled_sync(&mut at.asha).await;
    assert!(why.contains("older state"), "{why}");
}

#[tokio::test]
async fn attack_06_a_tail_cut_off_is_noticed_with_the_next_entry() {
    let mut at = with_news().await;
    // One entry is held back; by itself that is only a server that is slow.
    at.clinic.liar().on_answer("GET", path::LOG, |_, told| {
        told.alter(|page: &mut LogPage| {
            page.items.truncate(2);
            page.last = 2;
        });
    });
    at.asha.sync_vault(at.vault).await.unwrap();
    at.clinic.liar().honest();
    prescribe(&mut at.rao, at.vault, "Amlodipine 5 mg").await;
    let error = lie(&mut at, |page| drop(page.items.remove(1))).await;
    assert!(matches!(error, ClientError::Altered { .. }), "{error:?}");
    sync(&mut at.asha).await;
    assert_eq!(at.asha.inbox().await.unwrap().len(), 4);
}

#[tokio::test]
async fn attack_06_after_a_backup_is_put_back_nothing_is_lost() {
    let mut at = Practice::open().await;
    prescribe(&mut at.asha, at.vault, "Amoxicillin 500 mg").await;
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, 1);
    let mut bose = at.clinic.doctor("Dr Bose").await;
    at.clinic.stop().await;
    let backup = at.clinic.folder().join("backup");
    copy_folder(&at.clinic.data(), &backup);
    at.clinic.start().await;

    // After the backup: writes by both, a second doctor, receipts.
    prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    prescribe(&mut at.rao, at.vault, "Paracetamol 650 mg").await;
    for person in [&mut at.rao, &mut bose] {
        sync(person).await;
        assert_eq!(
            readable(person, at.vault).await,
            if person.identity().profile.name == "Dr Rao" {
                3
            } else {
                2
            }
        );
        sync(person).await;
    }
    sync(&mut at.asha).await;
    let full = heads(&at.asha, at.vault);

    at.clinic.stop().await;
    std::fs::remove_dir_all(at.clinic.data()).unwrap();
    copy_folder(&backup, &at.clinic.data());
    at.clinic.start().await;

    for person in [&mut at.asha, &mut at.rao, &mut bose] {
        let why = troubled_sync(person).await;
        assert!(why.contains("older state"), "{why}");
        assert_eq!(heads(person, at.vault), full, "nothing was changed");
    }
    let put_back = at.asha.restore(at.vault).await.unwrap();
    assert_eq!(put_back, 3);
    for person in [&mut at.asha, &mut at.rao, &mut bose] {
        sync(person).await;
        assert_eq!(heads(person, at.vault), full);
    }
    prescribe(&mut at.rao, at.vault, "Amlodipine 5 mg").await;
    prescribe(&mut at.asha, at.vault, "Atorvastatin 10 mg").await;
    for person in [&mut bose, &mut at.rao, &mut at.asha] {
        sync(person).await;
        readable(person, at.vault).await;
        sync(person).await;
    }
    sync(&mut at.asha).await;
    assert_eq!(at.asha.inbox().await.unwrap().len(), 2);
    assert_eq!(readable(&mut bose, at.vault).await, 3);
    // The receipts are back as well, each once.
    let history = at.asha.history(at.vault).unwrap();
    let readings = |name: &str| -> usize {
        let by = history.iter().filter(|event| event.who == name);
        by.map(|event| match event.what {
            What::Read { count, .. } => count,
            _ => 0,
        })
        .sum()
    };
    assert_eq!((readings("Dr Rao"), readings("Dr Bose")), (3, 3));
}

#[tokio::test]
async fn attack_06_attached_files_are_put_back_as_well() {
    let mut at = Practice::open().await;
    at.clinic.stop().await;
    let backup = at.clinic.folder().join("backup");
    copy_folder(&at.clinic.data(), &backup);
    at.clinic.start().await;
    let content = vec![42; 3_000_000];
    let mut file = None;
    let describe = |id: &str| {
        file = Some(id.parse().unwrap());
        Ok(prescription("doc", "stands for a document"))
    };
    at.asha
        .attach(at.vault, &content, true, describe)
        .await
        .unwrap();
    prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    at.clinic.stop().await;
    std::fs::remove_dir_all(at.clinic.data()).unwrap();
    copy_folder(&backup, &at.clinic.data());
    at.clinic.start().await;
    assert_eq!(at.asha.restore(at.vault).await.unwrap(), 2);
    sync(&mut at.rao).await;
    let back = at.rao.attachment(at.vault, file.unwrap()).await.unwrap();
    assert!(*back == content);
}

#[tokio::test]
async fn attack_06_a_log_that_is_longer_than_it_can_be_is_not_restored() {
    let mut at = Practice::open().await;
    for last in [2, 1000, u64::MAX] {
        at.clinic
            .liar()
            .on_answer("GET", path::LOG, move |_, told| {
                told.alter(|page: &mut LogPage| {
                    page.last = last;
                    page.items.clear();
                });
            });
        let restored = at.asha.restore(at.vault).await;
        assert!(
            matches!(restored, Err(ClientError::Forked { .. })),
            "{restored:?}"
        );
    }
}
