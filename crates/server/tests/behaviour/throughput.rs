//! Many at once: none fails, nothing is lost. How fast, is printed for whoever asks.

use std::{sync::Arc, time::Instant};

use tokio::task::JoinSet;
use wire::{
    api::{Appended, LogPage},
    codec,
};

use crate::{
    people::{Human, noise},
    sealed::Book,
    web::Web,
};

const CLIENTS: u64 = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_vaults_grow_at_once_and_no_append_fails() {
    const EACH: u64 = 25;
    let web = Arc::new(Web::new().await);
    let mut clients = JoinSet::new();
    let mut vaults = Vec::new();
    for _ in 0..CLIENTS {
        let owner = Human::patient(&web).await;
        vaults.push((Book::open(&web, &owner).await, owner));
    }
    let since = Instant::now();
    for (mut book, owner) in vaults {
        let web = Arc::clone(&web);
        clients.spawn(async move {
            for _ in 0..EACH {
                let append = book.records(&owner, true, &[noise(250)]);
                book.append(&web, &owner, &append).await;
            }
            let page = web.get(&book.log(), Some(&owner.token)).await;
            assert_eq!(page.ok::<LogPage>().items.len() as u64, EACH + 1);
        });
    }
    clients.join_all().await;
    let rate = (CLIENTS * EACH) as f64 / since.elapsed().as_secs_f64();
    println!("{rate:.0} appends/s, {CLIENTS} clients, a vault each");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_clients_race_for_one_head_and_lose_nothing() {
    const EACH: u64 = 4;
    let web = Arc::new(Web::new().await);
    let owner = Arc::new(Human::patient(&web).await);
    let book = Book::open(&web, &owner).await;
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (web, owner, mut book) = (Arc::clone(&web), Arc::clone(&owner), book.clone());
        clients.spawn(async move {
            let mut mine = Vec::new();
            while mine.len() < EACH as usize {
                let append = book.records(&owner, true, &[noise(250)]);
                let answer = book.send(&web, &owner, &append).await;
                if answer.status == 200 {
                    let made: Appended = answer.ok();
                    (book.seq, book.head) = (made.seq, made.head);
                    mine.push(append.entry);
                } else {
                    let head = answer.problem(409, "conflict");
                    book.seq = head["seq"].as_u64().unwrap();
                    book.head = head["head"].as_str().unwrap().parse().unwrap();
                }
            }
            mine
        });
    }
    let mine = clients.join_all().await.concat();
    let page: LogPage = web.get(&book.log(), Some(&owner.token)).await.ok();
    assert_eq!(page.last, CLIENTS * EACH);
    let kept: Vec<_> = page.items.into_iter().map(|item| item.entry).collect();
    assert!(mine.iter().all(|entry| kept.contains(entry)));
}

/// Figures: `cargo test --release -p sehat-server figures -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes a while, and says something only in release and on an idle machine"]
async fn figures() {
    const RECORDS: usize = 10_000;
    const BATCH: usize = 200;
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let mut spent = std::time::Duration::ZERO;
    for _ in 0..RECORDS / BATCH {
        let bodies: Vec<_> = (0..BATCH).map(|_| noise(250)).collect();
        let append = book.records(&owner, true, &bodies);
        let since = Instant::now();
        book.append(&web, &owner, &append).await;
        spent += since.elapsed();
    }
    println!(
        "upload: {:.0} records/s",
        RECORDS as f64 / spent.as_secs_f64()
    );
    let since = Instant::now();
    let (mut from, mut bytes) = (0, 0);
    while from <= book.seq {
        let page = web
            .get(&format!("{}?from={from}", book.log()), Some(&owner.token))
            .await;
        bytes += page.bytes.len();
        from += codec::parse::<LogPage>(&page.bytes, usize::MAX)
            .unwrap()
            .items
            .len() as u64;
    }
    let rate = RECORDS as f64 / since.elapsed().as_secs_f64();
    println!("read: {rate:.0} records/s, {bytes} bytes");
    let mut times = Vec::new();
    for _ in 0..200 {
        let append = book.records(&owner, true, &[noise(250)]);
        let since = Instant::now();
        book.append(&web, &owner, &append).await;
        times.push(since.elapsed());
    }
    times.sort_unstable();
    println!(
        "append at {RECORDS}: p50 {:?}, p95 {:?}",
        times[100], times[190]
    );
    let folder = web.folder.path().to_owned();
    let web = web.restarted(|_| {}).await;
    let size = std::fs::metadata(folder.join("sehat.db")).unwrap().len();
    println!("stored: {} bytes a record", size / RECORDS as u64);
    drop(web);
}
