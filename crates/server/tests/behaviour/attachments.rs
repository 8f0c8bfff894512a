//! Attachments, in chunks.

use reqwest::Method;
use wire::{
    api::{ChunkList, path, problem},
    codec::Bytes,
    id::Hash,
    vault::{Audience, CHUNK, Part, chunk_hash},
};

use crate::{
    people::{Human, noise},
    sealed::{Book, READER, chunked, header},
    web::{Answer, DAY, Web},
};

fn at(book: &Book, chunk: &Hash) -> String {
    path::CHUNK
        .replace("{vault}", &book.vault.to_string())
        .replace("{chunk}", &chunk.to_string())
}

pub(crate) async fn put(web: &Web, book: &Book, by: &Human, chunk: &Hash, bytes: &[u8]) -> Answer {
    let (path, token) = (at(book, chunk), Some(&by.token));
    web.send(
        Method::PUT,
        &path,
        token,
        "application/octet-stream",
        bytes.to_vec(),
    )
    .await
}

pub(crate) async fn fetch(web: &Web, book: &Book, by: &Human, chunk: &Hash) -> Answer {
    web.get(&at(book, chunk), Some(&by.token)).await
}

#[tokio::test]
async fn an_attachment_is_uploaded_shown_and_fetched() {
    let web = Web::new().await;
    let (owner, doctor) = (Human::patient(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    let chunks = [noise(CHUNK), noise(1000)];
    let hashes: Vec<Hash> = chunks.iter().map(|chunk| chunk_hash(chunk)).collect();
    let list = path::CHUNKS.replace("{vault}", &book.vault.to_string());
    let named = ChunkList {
        chunks: hashes.clone(),
    };
    let (content, body) = chunked(&hashes, CHUNK as u64 + 1000);
    let part = book.records_part(&owner, true, Audience::Private, vec![header(content)]);
    let append = book.entry(
        &owner,
        Audience::Private,
        &Part::Records(part.clone()),
        vec![Bytes(body.clone())],
    );
    put(&web, &book, &owner, &hashes[0], &chunks[0])
        .await
        .done();
    let missing: ChunkList = web.post(&list, Some(&owner.token), &named).await.ok();
    assert_eq!(missing.chunks, hashes[1..]);
    let early = book.send(&web, &owner, &append).await;
    early.problem(422, problem::REFUSED);
    put(&web, &book, &owner, &hashes[1], &chunks[1])
        .await
        .done();
    put(&web, &book, &owner, &hashes[1], &chunks[1])
        .await
        .done();
    book.append(&web, &owner, &append).await;
    let fetched = fetch(&web, &book, &owner, &hashes[0]).await;
    assert_eq!((fetched.status, fetched.bytes), (200, chunks[0].clone()));

    // A member sees it once it is broadcast, also after a restart.
    let grant = book.grant(&owner, &doctor, READER);
    book.append(&web, &owner, &grant).await;
    let hidden = fetch(&web, &book, &doctor, &hashes[1]).await;
    hidden.problem(404, problem::NOT_FOUND);
    let broadcast = book.broadcast(&owner, 1, &part, &[0]);
    book.append(&web, &owner, &broadcast).await;
    let web = web.restarted(|_| {}).await;
    let fetched = fetch(&web, &book, &doctor, &hashes[1]).await;
    assert_eq!(fetched.bytes, chunks[1]);
}

#[tokio::test]
async fn a_chunk_that_is_not_the_one_named_is_refused() {
    let web = Web::new().await;
    let (owner, reader) = (Human::patient(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    let grant = book.grant(&owner, &reader, READER);
    book.append(&web, &owner, &grant).await;
    let chunk = noise(5000);
    let hash = chunk_hash(&chunk);
    let cut = put(&web, &book, &owner, &hash, &chunk[..4999]).await;
    cut.problem(422, problem::REFUSED);
    let empty = put(&web, &book, &owner, &chunk_hash(&[]), &[]).await;
    empty.problem(422, problem::REFUSED);
    let large = noise(CHUNK + 65);
    let large = put(&web, &book, &owner, &chunk_hash(&large), &large).await;
    large.problem(413, problem::TOO_LARGE);
    let by_reader = put(&web, &book, &reader, &hash, &chunk).await;
    by_reader.problem(403, problem::FORBIDDEN);
    put(&web, &book, &owner, &hash, &chunk).await.done();
    let unused = fetch(&web, &book, &owner, &hash).await;
    unused.problem(404, problem::NOT_FOUND);
    // Neither another length nor another order than was signed.
    let pair = [hash, hash];
    for (content, body) in [
        chunked(&[hash], 4999),
        (chunked(&pair, 10_000).0, chunked(&[hash], 5000).1),
        (chunked(&[hash], 5000).0, vec![7; 33]),
    ] {
        let part = book.records_part(&owner, true, Audience::Private, vec![header(content)]);
        let bodies = vec![Bytes(body)];
        let bad = book.entry(&owner, Audience::Private, &Part::Records(part), bodies);
        let refused = book.send(&web, &owner, &bad).await;
        refused.problem(422, problem::REFUSED);
    }
}

#[tokio::test]
async fn chunks_count_towards_the_quota() {
    let web = Web::with(|config| config.quota = 100_000).await;
    let owner = Human::patient(&web).await;
    let book = Book::open(&web, &owner).await;
    let (one, two) = (noise(60_000), noise(60_000));
    put(&web, &book, &owner, &chunk_hash(&one), &one)
        .await
        .done();
    put(&web, &book, &owner, &chunk_hash(&one), &one)
        .await
        .done();
    let full = put(&web, &book, &owner, &chunk_hash(&two), &two).await;
    full.problem(507, problem::QUOTA);
}

#[tokio::test]
async fn chunks_that_nothing_shows_are_swept_and_others_not() {
    let web = Web::with(|config| config.quota = 100_000).await;
    let owner = Human::patient(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let (used, unused) = (noise(30_000), noise(30_000));
    let hash = chunk_hash(&used);
    put(&web, &book, &owner, &hash, &used).await.done();
    put(&web, &book, &owner, &chunk_hash(&unused), &unused)
        .await
        .done();
    let (content, body) = chunked(&[hash], 30_000);
    let records = vec![header(content)];
    let append = book.headers(&owner, true, Audience::Private, records, &[body]);
    book.append(&web, &owner, &append).await;
    web.wait(8 * DAY);
    // A server sweeps when it starts to serve.
    let web = web.restarted(|config| config.quota = 100_000).await;
    let mut left = 2;
    for _ in 0..200 {
        left = files(&web.folder.path().join("chunks"));
        if left == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(left, 1);
    assert_eq!(fetch(&web, &book, &owner, &hash).await.bytes, used);
    // Its room is free again.
    let another = noise(45_000);
    put(&web, &book, &owner, &chunk_hash(&another), &another)
        .await
        .done();
}

/// How many files there are below a folder.
pub(crate) fn files(folder: &std::path::Path) -> usize {
    let items = std::fs::read_dir(folder).unwrap();
    items
        .map(|item| item.unwrap().path())
        .map(|path| if path.is_dir() { files(&path) } else { 1 })
        .sum()
}
