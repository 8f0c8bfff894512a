//! Many at once: none fails, nothing is lost. How fast, is printed for whoever asks.

use std::{sync::Arc, time::Instant};

use tokio::task::JoinSet;
use wire::api::{Appended, LogPage};

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
