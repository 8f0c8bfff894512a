//! What was answered for is kept: over restarts, kills and a full disk.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use server::{Config, ServeError, Server};
use store::StoreError;
use wire::{
    api::{Appended, Keyring, LogPage, path, problem},
    vault::Leave,
};

use crate::{
    people::{Human, noise},
    sealed::{Book, READER, WRITER},
    web::Web,
};

async fn log(web: &Web, book: &Book, by: &Human) -> LogPage {
    web.get(&book.log(), Some(&by.token)).await.ok()
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let (doctor, gone) = (Human::doctor(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    for (doctor, terms) in [(&doctor, WRITER), (&gone, READER)] {
        let append = book.grant(&owner, doctor, terms);
        book.append(&web, &owner, &append).await;
    }
    let append = book.revoke(&owner, &gone, Leave::Removed);
    book.append(&web, &owner, &append).await;
    let append = book.records(&doctor, false, &[noise(100)]);
    book.append(&web, &doctor, &append).await;
    let before = log(&web, &book, &owner).await;
    let web = web.restarted(|_| {}).await;
    assert_eq!(log(&web, &book, &owner).await, before);
    let _: Keyring = web.get(path::KEYRING, Some(&owner.token)).await.ok();
    // And the log goes on from there, by the rules as they stood.
    let append = book.records(&gone, false, &[noise(100)]);
    let refused = book.send(&web, &gone, &append).await;
    refused.problem(403, problem::FORBIDDEN);
    let append = book.records(&doctor, false, &[noise(100)]);
    book.append(&web, &doctor, &append).await;
    let append = book.revoke(&owner, &doctor, Leave::Stopped);
    book.append(&web, &owner, &append).await;
}

#[tokio::test]
async fn a_second_server_on_the_same_directory_is_refused() {
    let web = Web::new().await;
    let second = Server::open(Config::new(web.folder.path())).await;
    let refused = second.err();
    assert!(matches!(
        refused,
        Some(ServeError::Store(StoreError::Locked))
    ));
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_a_retry_works() {
    let web = Web::with(|config| config.max_pages = Some(120)).await;
    let owner = Human::patient(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let mut refused = None;
    for _ in 0..100 {
        let append = book.records(&owner, true, &[noise(20_000)]);
        let answer = book.send(&web, &owner, &append).await;
        if answer.status != 200 {
            answer.problem(507, problem::STORAGE);
            refused = Some(append);
            break;
        }
        let made: Appended = answer.ok();
        (book.seq, book.head) = (made.seq, made.head);
    }
    let refused = refused.unwrap();
    assert_eq!(log(&web, &book, &owner).await.last, book.seq);
    // What needs less room still finds some, or is refused alike; and with more room all goes on.
    let web = web.restarted(|_| {}).await;
    assert_eq!(log(&web, &book, &owner).await.last, book.seq);
    book.append(&web, &owner, &refused).await;
}

/// The server as a process of its own.
fn spawn(data: &Path) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sehat-server"))
        .args(["--listen", "127.0.0.1:0", "--rate", "0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let url = line.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(url.starts_with("http://127.0.0.1:"), "{line}");
    (child, url)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_in_the_middle_of_appends_has_kept_what_it_answered_for() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, url) = spawn(folder.path());
    let mut web = Web::elsewhere(url, folder);
    let owner = Human::patient(&web).await;
    let mut book = Book::open(&web, &owner).await;
    for round in 0..3 {
        let killer = tokio::task::spawn_blocking(move || {
            std::thread::sleep(std::time::Duration::from_millis(150 + 37 * round));
            child.kill().unwrap();
            child.wait().unwrap();
        });
        // One append after the other until the server is gone: the last is in the air.
        let in_the_air = loop {
            let append = book.records(&owner, true, &[noise(2000), noise(3000)]);
            let (at, body) = (
                format!("{}{}", web.url, book.log()),
                wire::codec::to_bytes(&append),
            );
            let sent = crate::web::client()
                .post(at)
                .header("content-type", "application/cbor")
                .header(
                    "authorization",
                    format!("Bearer {}", wire::id::Hash(owner.token)),
                )
                .body(body)
                .send()
                .await;
            match sent {
                Ok(answer) if answer.status() == 200 => {
                    book.seq += 1;
                    book.head = append.entry.hash();
                }
                Ok(answer) => panic!("{}", answer.status()),
                Err(_) => break append,
            }
        };
        killer.await.unwrap();
        let (again, url) = spawn(web.folder.path());
        child = again;
        web.url = url;
        // What is there is what was answered for, and perhaps the last one, whole.
        book.append(&web, &owner, &in_the_air).await;
        let page = log(&web, &book, &owner).await;
        assert_eq!(page.last, book.seq);
    }
    assert!(book.seq > 6, "{}", book.seq);
    child.kill().unwrap();
    child.wait().unwrap();
}
