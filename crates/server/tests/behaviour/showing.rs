//! One record shown to one person: who is served what of it, and for how long.

use wire::{
    SUITE,
    api::{Append, LogPage, ReceiptPage, ShownPage, ShownVaults, path, problem},
    codec::Bytes,
    hash::{merkle_paths, merkle_root},
    id::Hash,
    vault::{
        Audience, CHUNK, Chunked, Content, DisclosedHeader, Disclosure, OwnerNote, Part,
        RecordHeader, RecordsPart, ShowAct, ShowingAct, ShowingContent, ShowingPart, ShowingTerms,
        TakeBackAct, chunk_hash, wraps_hash,
    },
};

use crate::{
    attachments::{fetch, put},
    people::{Human, fixed, noise},
    sealed::{Book, READER, header, inline},
    web::Web,
};

/// The owner's side of what is shown to one person.
struct Shown<'a> {
    to: &'a Human,
    number: u32,
    previous: Option<Hash>,
}

impl<'a> Shown<'a> {
    fn new(to: &'a Human) -> Self {
        Self {
            to,
            number: 0,
            previous: None,
        }
    }

    fn terms(&self, book: &Book, act: ShowingAct) -> ShowingTerms {
        ShowingTerms {
            suite: SUITE,
            vault: book.vault,
            recipient: self.to.id,
            number: self.number,
            previous: self.previous,
            act,
        }
    }

    /// Shows some records of an earlier entry.
    fn show(&self, book: &Book, entry: u64, part: &RecordsPart, which: &[usize]) -> ShowingPart {
        let leaves: Vec<Hash> = part.records.iter().map(RecordHeader::hash).collect();
        let shown = |at: &usize| DisclosedHeader {
            index: u32::try_from(*at).unwrap(),
            path: merkle_paths(&leaves, &[*at]).1.remove(0),
            header: part.records[*at].clone(),
            wrapped: fixed(),
        };
        let content = ShowingContent {
            disclosures: vec![Disclosure {
                entry,
                count: u32::try_from(leaves.len()).unwrap(),
                wraps: wraps_hash(&part.wraps),
                headers: which.iter().map(shown).collect(),
            }],
            sealed: Bytes(noise(1200)),
            note: OwnerNote {
                private_epoch: book.private,
                sealed: Bytes(noise(90)),
            },
        };
        let act = ShowingAct::Show(ShowAct {
            key: 0,
            content: content.hash(),
        });
        ShowingPart {
            terms: self.terms(book, act),
            content: Some(content),
        }
    }

    fn take_back(&self, book: &Book, number: u32) -> ShowingPart {
        ShowingPart {
            terms: self.terms(book, ShowingAct::TakeBack(TakeBackAct { number })),
            content: None,
        }
    }

    async fn append(&mut self, web: &Web, book: &mut Book, owner: &Human, part: ShowingPart) {
        self.number += 1;
        self.previous = Some(part.terms.hash());
        let append = entry(book, owner, part);
        book.append(web, owner, &append).await;
    }
}

fn entry(book: &Book, owner: &Human, part: ShowingPart) -> Append {
    book.entry(owner, Audience::Person, &Part::Showing(part), Vec::new())
}

async fn shown_in(web: &Web, book: &Book, who: &Human) -> ShownPage {
    web.get(&at(book, 0), Some(&who.token)).await.ok()
}

fn at(book: &Book, from: u32) -> String {
    let path = path::SHOWN_IN.replace("{vault}", &book.vault.to_string());
    format!("{path}?from={from}")
}

/// Three private records in one entry, the last of them a file of one chunk.
async fn three(web: &Web, book: &mut Book, owner: &Human) -> (RecordsPart, [Vec<u8>; 3], Hash) {
    let chunk = noise(5000);
    let name = chunk_hash(&chunk);
    put(web, book, owner, &name, &chunk).await.done();
    let file = Content::Chunked(Chunked {
        root: merkle_root(&[name]),
        count: u32::try_from(5000_usize.div_ceil(CHUNK)).unwrap(),
        length: 5000,
    });
    let bodies = [noise(40), noise(50), name.0.to_vec()];
    let headers = vec![
        header(inline(&bodies[0])),
        header(inline(&bodies[1])),
        header(file),
    ];
    let part = book.records_part(owner, true, Audience::Private, headers);
    let records = Part::Records(part.clone());
    let all = bodies.iter().cloned().map(Bytes).collect();
    let append = book.entry(owner, Audience::Private, &records, all);
    book.append(web, owner, &append).await;
    (part, bodies, name)
}

#[tokio::test]
async fn one_person_is_served_what_was_shown_and_nobody_else_and_no_longer_than_it_stands() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let (sen, member) = (Human::doctor(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    let (part, bodies, chunk) = three(&web, &mut book, &owner).await;
    let append = book.grant(&owner, &member, READER);
    book.append(&web, &owner, &append).await;
    let mut shown = Shown::new(&sen);
    let act = shown.show(&book, 1, &part, &[1, 2]);
    shown.append(&web, &mut book, &owner, act).await;

    let page = shown_in(&web, &book, &sen).await;
    assert_eq!((page.items.len(), page.total), (1, 1));
    assert_eq!(page.genesis.hash().0, book.vault.0);
    let item = &page.items[0];
    assert_eq!(
        item.bodies,
        [Bytes(bodies[1].clone()), Bytes(bodies[2].clone())]
    );
    assert_eq!((item.sources.len(), item.content.is_some()), (1, true));
    let listed: ShownVaults = web.get(path::SHOWN, Some(&sen.token)).await.ok();
    assert_eq!(
        (listed.items[0].vault, listed.items[0].acts),
        (book.vault, 1)
    );
    assert_eq!(fetch(&web, &book, &sen, &chunk).await.bytes.len(), 5000);
    let log = web.get(&book.log(), Some(&sen.token)).await;
    log.problem(404, problem::NOT_FOUND);
    let receipts = path::RECEIPTS.replace("{vault}", &book.vault.to_string());
    let _: ReceiptPage = web.get(&receipts, Some(&sen.token)).await.ok();

    // The others see that there is an entry, and nothing of what is in it.
    let log: LogPage = web.get(&book.log(), Some(&member.token)).await.ok();
    assert!(log.items[3].part.is_none() && log.items[3].bodies.is_empty());
    for other in [&member, &owner, &Human::doctor(&web).await] {
        let refused = web.get(&at(&book, 0), Some(&other.token)).await;
        refused.problem(404, problem::NOT_FOUND);
        let none: ShownVaults = web.get(path::SHOWN, Some(&other.token)).await.ok();
        assert!(none.items.is_empty());
    }
    let hidden = fetch(&web, &book, &member, &chunk).await;
    hidden.problem(404, problem::NOT_FOUND);

    // Taken back, also over a restart: that it was, and no more.
    let act = shown.take_back(&book, 0);
    shown.append(&web, &mut book, &owner, act).await;
    let web = web.restarted(|_| {}).await;
    let page = shown_in(&web, &book, &sen).await;
    assert_eq!((page.items.len(), page.total), (2, 2));
    for item in &page.items {
        assert!(item.content.is_none() && item.bodies.is_empty() && item.sources.is_empty());
    }
    let rest: ShownPage = web.get(&at(&book, 1), Some(&sen.token)).await.ok();
    assert_eq!(rest.items, page.items[1..]);
    let gone = fetch(&web, &book, &sen, &chunk).await;
    gone.problem(404, problem::NOT_FOUND);
    // It can be shown again.
    let act = shown.show(&book, 1, &part, &[0]);
    shown.append(&web, &mut book, &owner, act).await;
    let page = shown_in(&web, &book, &sen).await;
    assert_eq!(page.items[2].bodies, [Bytes(bodies[0].clone())]);
}

#[tokio::test]
async fn what_does_not_follow_is_not_the_owners_or_was_never_written_is_refused() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let (sen, member) = (Human::doctor(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    let (part, ..) = three(&web, &mut book, &owner).await;
    let append = book.grant(&owner, &member, READER);
    book.append(&web, &owner, &append).await;
    let shown = Shown::new(&sen);
    let good = shown.show(&book, 1, &part, &[0]);
    let refused = async |by: &Human, part: ShowingPart| {
        let append = entry(&book, by, part);
        book.send(&web, by, &append)
            .await
            .problem(422, problem::REFUSED);
    };
    refused(&member, good.clone()).await;
    for (number, previous) in [(1, None), (0, Some(Hash([1; 32])))] {
        let mut bad = good.clone();
        (bad.terms.number, bad.terms.previous) = (number, previous);
        refused(&owner, bad).await;
    }
    let mut other = good.clone();
    other.content.as_mut().unwrap().sealed = Bytes(noise(1200));
    refused(&owner, other).await;
    let mut none = good.clone();
    none.content = None;
    refused(&owner, none).await;
    refused(&owner, shown.take_back(&book, 0)).await;
    refused(&owner, Shown::new(&owner).show(&book, 1, &part, &[0])).await;
    let mut unwritten = part.clone();
    unwritten.records[0].version = 2;
    unwritten.records[0].previous = Some(Hash([2; 32]));
    refused(&owner, shown.show(&book, 1, &unwritten, &[0])).await;
    // For nobody but that person.
    for audience in [Audience::Members, Audience::Shared, Audience::Private] {
        let loud = book.entry(&owner, audience, &Part::Showing(good.clone()), Vec::new());
        let answer = book.send(&web, &owner, &loud).await;
        answer.problem(422, problem::REFUSED);
    }
    let append = entry(&book, &owner, good);
    book.append(&web, &owner, &append).await;
}
