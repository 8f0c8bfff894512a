//! A server that is killed in the middle of an append or a rotation.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use client::ClientError;
use system_tests::{
    clinic::{ask, bundle, visit},
    practice::{Practice, entries_of, prescribe, readable, sync},
};
use wire::vault::{EntryKind, Leave};

/// A server in a process of its own.
struct Process {
    child: Child,
    url: String,
}

impl Process {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_killable-server"))
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        said.read_line(&mut url).unwrap();
        assert!(!url.is_empty(), "the server does not start");
        let url = url.trim().to_owned();
        Self { child, url }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Kills the server after a while, and starts another on what it left.
async fn kill_after(
    at: &str,
    data: &Path,
    mut process: Process,
    millis: u64,
    turn: impl Fn(&str),
) -> Process {
    tokio::time::sleep(Duration::from_millis(millis)).await;
    process.kill();
    drop(process);
    let next = Process::start(data);
    assert_ne!(at, next.url);
    turn(&next.url);
    next
}

async fn process_for(at: &mut Practice) -> Process {
    at.clinic.stop().await;
    let process = Process::start(&at.clinic.data());
    at.clinic.liar().turn_to(&process.url);
    process
}

#[tokio::test]
async fn a_server_killed_in_the_middle_of_appends_loses_nothing() {
    let mut at = Practice::open().await;
    let mut process = process_for(&mut at).await;
    let data = at.clinic.data();
    let mut expected = 0;
    for millis in [0, 15, 40, 80, 160] {
        let liar = at.clinic.liar();
        let url = process.url.clone();
        let file = bundle(1);
        let write = at.asha.import(at.vault, &file, true);
        let kill = kill_after(&url, &data, process, millis, |url| liar.turn_to(url));
        let (imported, next) = tokio::join!(write, kill);
        process = next;
        expected += imported.unwrap().records.len();
        sync(&mut at.asha).await;
        assert_eq!(at.asha.waiting().await.unwrap(), 0);
        assert_eq!(readable(&mut at.asha, at.vault).await, expected, "{millis}");
    }
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, expected);
    assert_eq!(
        entries_of(&at.asha, at.vault, EntryKind::Records),
        5,
        "each once"
    );
}

#[tokio::test]
async fn a_server_killed_in_the_middle_of_rotations_locks_nobody_out() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    let mut process = process_for(&mut at).await;
    let data = at.clinic.data();
    for (done, millis) in (1..).zip([0, 4, 12, 30]) {
        visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
        let liar = at.clinic.liar();
        let url = process.url.clone();
        let stop = at.asha.take_off("Dr Bose", Leave::Stopped);
        let kill = kill_after(&url, &data, process, millis, |url| liar.turn_to(url));
        let (stopped, next) = tokio::join!(stop, kill);
        process = next;
        if let Err(error) = stopped {
            assert!(matches!(error, ClientError::Network(_)), "{error:?}");
            at.asha.take_off("Dr Bose", Leave::Stopped).await.unwrap();
        }
        assert_eq!(
            entries_of(&at.asha, at.vault, EntryKind::Rotate),
            done,
            "{millis}"
        );
        sync(&mut at.rao).await;
        prescribe(&mut at.rao, at.vault, "Losartan 50 mg").await;
        let shown = prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
        sync(&mut at.rao).await;
        at.rao.record(at.vault, shown, None).await.unwrap();
        sync(&mut bose).await;
        assert!(bose.record(at.vault, shown, None).await.is_err());
    }
    drop(process);
}
