//! A server that cannot be reached, and clocks that are off.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use client::{ClientError, account::Home, env::Env, storage::disk::Disk, write::Sent};
use system_tests::{
    clinic::{Clinic, ask, bundle, visit},
    practice::{Practice, prescribe, prescription, readable, sync},
};

#[tokio::test]
async fn what_is_written_while_the_server_is_down_is_sent_later() {
    let mut at = Practice::open().await;
    at.clinic.stop().await;
    let rx = prescription("rx", "Amoxicillin 500 mg");
    let (record, sent) = at.rao.add(at.vault, &rx, false).await.unwrap();
    assert!(matches!(sent, Sent::Later(_)), "{sent:?}");
    let synced = at.asha.sync().await;
    assert!(matches!(synced, Err(ClientError::Network(_))), "{synced:?}");
    let imported = at.asha.import(at.vault, &bundle(0), false).await.unwrap();
    assert!(matches!(imported.sent, Sent::Later(_)));
    assert_eq!(at.rao.waiting().await.unwrap(), 1);
    assert!(at.asha.waiting().await.unwrap() >= imported.records.len() as u64);

    // Both are closed; nothing is lost.
    at = at.reopen_rao().await.reopen_asha().await;
    assert_eq!(at.rao.waiting().await.unwrap(), 1);
    at.clinic.start().await;
    let report = at.rao.sync().await.unwrap();
    assert_eq!((report.sent, at.rao.waiting().await.unwrap()), (1, 0));
    sync(&mut at.asha).await;
    assert_eq!(at.asha.waiting().await.unwrap(), 0);
    let (records, bad) = at.asha.records(at.vault).await.unwrap();
    assert!(bad.is_empty());
    assert_eq!(records.len(), imported.records.len() + 1);
    sync(&mut at.asha).await;
    assert!(at.asha.record(at.vault, record, None).await.is_ok());
}

/// A client whose clock is off by so many milliseconds.
fn off(clinic: &Clinic, name: &str, by: i64) -> Home<Disk> {
    let mut env = Env::system();
    let now = env.now;
    let by = Arc::new(AtomicI64::new(by));
    env.now = Box::new(move || now().saturating_add_signed(by.load(Ordering::Relaxed)));
    Home::new(Disk::open(&clinic.home(name)).unwrap(), env)
}

#[tokio::test]
async fn a_clock_that_is_a_little_off_is_no_matter_and_one_far_off_is_told() {
    let minute = 60_000;
    for by in [-9 * minute, 9 * minute] {
        let clinic = Clinic::open().await;
        let mut rao = clinic.doctor("Dr Rao").await;
        let mut asha = clinic.patient("Asha").await;
        let vault = visit(&mut rao, &mut asha, ask(true)).await.unwrap();
        drop(rao);
        let mut rao = off(&clinic, "Dr Rao", by).session().await.unwrap();
        prescribe(&mut rao, vault, "Amoxicillin 500 mg").await;
        sync(&mut asha).await;
        prescribe(&mut asha, vault, "Metformin 500 mg").await;
        sync(&mut rao).await;
        assert_eq!(readable(&mut rao, vault).await, 2, "{by}");
        drop(rao);
        let far = by * 20;
        let mut rao = off(&clinic, "Dr Rao", far).session().await.unwrap();
        match rao.add(vault, &prescription("rx", "x"), false).await {
            Err(error) => assert!(error.to_string().contains("clock"), "{error}"),
            // A clock behind is put right by the log's own time.
            Ok((_, sent)) => assert_eq!((sent, far < 0), (Sent::Now, true)),
        }
        drop(rao);
        let mut rao = clinic.place("Dr Rao").session().await.unwrap();
        sync(&mut rao).await;
        prescribe(&mut rao, vault, "Losartan 50 mg").await;
    }
}
