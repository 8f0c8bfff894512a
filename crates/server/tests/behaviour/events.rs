//! Server-sent events.

use std::time::Duration;

use reqwest::Response;
use tokio::time::timeout;
use wire::{api::path, vault::Leave};

use crate::{
    people::{Human, noise},
    sealed::{Book, READER},
    web::Web,
};

/// The next event as `event` and `data`, `None` at the end of the stream or after a second.
async fn next(stream: &mut Response) -> Option<(String, String)> {
    let mut text = String::new();
    loop {
        let chunk = timeout(Duration::from_secs(1), stream.chunk()).await;
        text.push_str(std::str::from_utf8(&chunk.ok()?.unwrap()?).unwrap());
        if let Some((event, _)) = text.split_once("\n\n") {
            let field = |name: &str| {
                let line = event.lines().find_map(|line| line.strip_prefix(name));
                line.map(|value| value.trim().to_owned())
            };
            return Some((field("event:")?, field("data:")?));
        }
    }
}

#[tokio::test]
async fn members_hear_of_an_append_at_once_and_strangers_never() {
    let web = Web::new().await;
    let (owner, doctor) = (Human::patient(&web).await, Human::doctor(&web).await);
    let stranger = Human::doctor(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let append = book.grant(&owner, &doctor, READER);
    book.append(&web, &owner, &append).await;
    let mut hears = web.listen(&doctor.token).await;
    let mut deaf = web.listen(&stranger.token).await;
    for seq in 2..7 {
        let append = book.records(&owner, true, &[noise(100)]);
        book.append(&web, &owner, &append).await;
        let told = ("vault".to_owned(), format!("{} {seq}", book.vault));
        assert_eq!(next(&mut hears).await, Some(told));
    }
    // Who is put out hears of that, and of nothing after.
    let append = book.revoke(&owner, &doctor, Leave::Removed);
    book.append(&web, &owner, &append).await;
    let told = ("vault".to_owned(), format!("{} 7", book.vault));
    assert_eq!(next(&mut hears).await, Some(told));
    let append = book.records(&owner, true, &[noise(100)]);
    book.append(&web, &owner, &append).await;
    assert_eq!(next(&mut hears).await, None);
    assert_eq!(next(&mut deaf).await, None);
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let mut stream = web.listen(&owner.token).await;
    web.delete(path::SESSIONS, Some(&owner.token)).await.done();
    let end = timeout(Duration::from_secs(5), stream.chunk()).await;
    assert_eq!(end.unwrap().unwrap(), None);
}

#[tokio::test]
async fn a_server_stops_though_somebody_listens() {
    let mut web = Web::new().await;
    let owner = Human::patient(&web).await;
    let mut stream = web.listen(&owner.token).await;
    let stopping = web.running.take().unwrap().stop();
    // It does not wait until the listener has had enough.
    timeout(Duration::from_secs(30), stopping)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stream.chunk().await.unwrap(), None);
}
