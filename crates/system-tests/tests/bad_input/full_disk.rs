//! A full disk, at the server and at the client.

use std::{cell::Cell, rc::Rc};

use client::{
    ClientError,
    account::Home,
    env::Env,
    session::Session,
    storage::{Storage, disk::Disk},
    write::Sent,
};
use system_tests::{
    clinic::{Clinic, ask, bundle, copy_folder, visit},
    practice::{Practice, entries_of, heads, prescribe, prescription, readable, sync},
};
use wire::vault::{EntryKind, Leave};

#[tokio::test]
async fn a_full_disk_at_the_server_loses_nothing() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    at.clinic.stop().await;
    let mut full = at.clinic.config();
    full.max_pages = Some(1);
    at.clinic.start_with(full).await;

    let before = heads(&at.asha, at.vault);
    let imported = at.asha.import(at.vault, &bundle(0), true).await.unwrap();
    let Sent::Later(why) = &imported.sent else {
        panic!("the disk is full")
    };
    assert!(why.contains("cannot store"), "{why}");
    assert_eq!(heads(&at.asha, at.vault), before);
    let stopped = at.asha.take_off("Dr Bose", Leave::Removed).await;
    assert!(
        matches!(stopped, Err(ClientError::Refused { status: 507, .. })),
        "{stopped:?}"
    );
    // What is there is still served.
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, 1);

    at.clinic.stop().await;
    at.clinic.start().await;
    at = at.reopen_asha().await;
    sync(&mut at.asha).await;
    at.asha.take_off("Dr Bose", Leave::Removed).await.unwrap();
    assert_eq!(entries_of(&at.asha, at.vault, EntryKind::Rotate), 1);
    sync(&mut at.rao).await;
    assert_eq!(
        readable(&mut at.rao, at.vault).await,
        imported.records.len() + 1
    );
}

/// A disk with so many bytes of room.
struct Tight {
    disk: Disk,
    room: Rc<Cell<usize>>,
}

impl Tight {
    fn take(&self, bytes: usize) -> Result<(), ClientError> {
        match self.room.get().checked_sub(bytes) {
            Some(rest) => {
                self.room.set(rest);
                Ok(())
            }
            None => Err(ClientError::Storage("no space left on device".to_owned())),
        }
    }
}

impl Storage for Tight {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ClientError> {
        self.disk.read(name).await
    }

    async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        self.take(bytes.len())?;
        self.disk.write(name, bytes).await
    }

    async fn append(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        self.take(bytes.len())?;
        self.disk.append(name, bytes).await
    }

    async fn truncate(&self, name: &str, length: u64) -> Result<(), ClientError> {
        self.disk.truncate(name, length).await
    }

    async fn remove(&self, name: &str) -> Result<(), ClientError> {
        self.disk.remove(name).await
    }

    async fn names(&self, prefix: &str) -> Result<Vec<String>, ClientError> {
        self.disk.names(prefix).await
    }
}

/// A client on a copy of a home, on a disk with so much room.
async fn cramped(clinic: &Clinic, name: &str, room: usize) -> (Session<Tight>, Rc<Cell<usize>>) {
    let home = clinic.home("copy");
    let _ = std::fs::remove_dir_all(&home);
    copy_folder(&clinic.home(name), &home);
    let room = Rc::new(Cell::new(room));
    let disk = Disk::open(&home).unwrap();
    let tight = Tight {
        disk,
        room: Rc::clone(&room),
    };
    let home = Home::new(tight, Env::system());
    (home.session().await.unwrap(), room)
}

const ROOMS: [usize; 7] = [0, 300, 1200, 3000, 6000, 12_000, 30_000];

/// Wherever the room ends, the same client goes on when there is room again, and so does a fresh one.
#[tokio::test]
async fn a_full_disk_at_the_client_in_a_sync_loses_nothing() {
    let mut at = Practice::open().await;
    for drug in ["Amoxicillin 500 mg", "Paracetamol 650 mg", "Losartan 50 mg"] {
        prescribe(&mut at.asha, at.vault, drug).await;
    }
    let full = heads(&at.asha, at.vault);
    let mut failed = 0;
    for room in ROOMS {
        let (mut rao, left) = cramped(&at.clinic, "Dr Rao", room).await;
        if let Err(error) = rao.sync().await {
            assert!(
                matches!(error, ClientError::Storage(_)),
                "{room}: {error:?}"
            );
            failed += 1;
        }
        left.set(usize::MAX);
        let report = rao.sync().await.unwrap();
        assert_eq!(report.troubles, Vec::<String>::new(), "{room}");
        assert_eq!(rao.records(at.vault).await.unwrap().0.len(), 3, "{room}");
        drop(rao);
        let mut rao = at.clinic.place("copy").session().await.unwrap();
        sync(&mut rao).await;
        assert_eq!(heads(&rao, at.vault), full, "{room}");
        assert_eq!(readable(&mut rao, at.vault).await, 3, "{room}");
    }
    assert!(failed >= 3, "{failed}");
}

/// What is said to be written is written; what is said to have failed can be tried again.
#[tokio::test]
async fn a_full_disk_at_the_client_in_a_write_loses_nothing() {
    let mut at = Practice::open().await;
    let mut written = Vec::new();
    let mut failed = 0;
    for room in ROOMS {
        let (mut rao, left) = cramped(&at.clinic, "Dr Rao", room).await;
        let rx = prescription("rx", "Amoxicillin 500 mg");
        match rao.add(at.vault, &rx, false).await {
            Ok((record, _)) => written.push(record),
            Err(error) => {
                assert!(
                    matches!(error, ClientError::Storage(_)),
                    "{room}: {error:?}"
                );
                failed += 1;
            }
        }
        left.set(usize::MAX);
        let (record, sent) = rao.add(at.vault, &rx, false).await.unwrap();
        assert_eq!(sent, Sent::Now, "{room}");
        written.push(record);
        let report = rao.sync().await.unwrap();
        assert_eq!(report.troubles, Vec::<String>::new(), "{room}");
        drop(rao);
        let mut rao = at.clinic.place("copy").session().await.unwrap();
        sync(&mut rao).await;
        for record in &written {
            rao.record(at.vault, *record, None).await.unwrap();
        }
        drop(rao);
    }
    assert!(failed >= 1, "{failed}");
    sync(&mut at.asha).await;
    assert_eq!(at.asha.inbox().await.unwrap().len(), written.len());
}
