//! Who is served what.

use wire::{
    SUITE,
    api::{LogPage, PAGE_BYTES, ReceiptPage, VaultItem, Vaults, path, problem},
    codec::Bytes,
    id::Hash,
    vault::{Audience, Leave, Part, ReadReceipts},
};

use crate::{
    people::{Human, fixed, noise},
    sealed::{Book, READER, Terms, WRITER, header, inline},
    web::{HOUR, Web},
};

async fn page(web: &Web, book: &Book, by: &Human, from: u64) -> LogPage {
    let at = format!("{}?from={from}", book.log());
    web.get(&at, Some(&by.token)).await.ok()
}

/// The positions whose parts are in a page.
fn parts(page: &LogPage) -> Vec<usize> {
    let with = |(at, item): (usize, &wire::api::LogItem)| item.part.as_ref().map(|_| at);
    page.items.iter().enumerate().filter_map(with).collect()
}

#[tokio::test]
async fn a_log_is_served_to_its_owner_whole_and_to_members_as_far_as_it_is_theirs() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let (doctor, late) = (Human::doctor(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    // 1: private. 2: a grant. 3: shared. 4: the doctor's, for the owner. 5: a grant from now on.
    // 6: shared. 7: one of the private ones is broadcast.
    let bodies = [noise(40), noise(50), noise(60)];
    let private = book.records_part(
        &owner,
        true,
        Audience::Private,
        bodies.iter().map(|body| header(inline(body))).collect(),
    );
    let append = book.entry(
        &owner,
        Audience::Private,
        &Part::Records(private.clone()),
        bodies.iter().cloned().map(Bytes).collect(),
    );
    book.append(&web, &owner, &append).await;
    let append = book.grant(&owner, &doctor, WRITER);
    book.append(&web, &owner, &append).await;
    let share = async |book: &mut Book| {
        let body = noise(70);
        let records = vec![header(inline(&body))];
        let append = book.headers(&owner, true, Audience::Shared, records, &[body]);
        book.append(&web, &owner, &append).await;
    };
    share(&mut book).await;
    let append = book.records(&doctor, false, &[noise(80)]);
    book.append(&web, &doctor, &append).await;
    let from_now_on = Terms {
        history: false,
        ..READER
    };
    let append = book.grant(&owner, &late, from_now_on);
    book.append(&web, &owner, &append).await;
    share(&mut book).await;
    let append = book.broadcast(&owner, 1, &private, &[2, 0]);
    book.append(&web, &owner, &append).await;

    let all = page(&web, &book, &owner, 0).await;
    assert_eq!((all.items.len(), all.last), (8, 7));
    assert_eq!(parts(&all), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(all.items[1].bodies, bodies.clone().map(Bytes));
    assert_eq!(all.items[7].bodies, [], "the owner has them");
    let his = page(&web, &book, &doctor, 0).await;
    assert_eq!(his.items.len(), 8, "the chain is served whole");
    assert_eq!(parts(&his), [0, 2, 3, 4, 5, 6, 7]);
    assert_eq!(his.items[1].bodies, []);
    let shown = [Bytes(bodies[2].clone()), Bytes(bodies[0].clone())];
    assert_eq!(his.items[7].bodies, shown);
    let newest = page(&web, &book, &late, 0).await;
    assert_eq!(parts(&newest), [0, 2, 5, 6, 7]);
    let rest = page(&web, &book, &owner, 6).await;
    assert_eq!(rest.items, all.items[6..]);
    assert_eq!(page(&web, &book, &owner, 8).await.items, []);
}

#[tokio::test]
async fn a_vault_that_was_never_open_looks_like_none() {
    let web = Web::new().await;
    let (owner, stranger) = (Human::patient(&web).await, Human::doctor(&web).await);
    let book = Book::open(&web, &owner).await;
    let none = book.log().replace(&book.vault.to_string(), &"0".repeat(64));
    let hidden = web.get(&book.log(), Some(&stranger.token)).await;
    let missing = web.get(&none, Some(&stranger.token)).await;
    assert_eq!(hidden.bytes, missing.bytes);
    hidden.problem(404, problem::NOT_FOUND);
    missing.problem(404, problem::NOT_FOUND);
}

#[tokio::test]
async fn who_leaves_is_served_up_to_his_leaving() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let (stopped, removed) = (Human::doctor(&web).await, Human::doctor(&web).await);
    let visitor = Human::doctor(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let visit = Terms {
        not_after: Some(web.now() + HOUR),
        ..READER
    };
    // 1, 2, 3: grants. 4: shared. 5: one stopped. 6: one removed. 7: shared.
    for (doctor, terms) in [(&stopped, READER), (&removed, READER), (&visitor, visit)] {
        let append = book.grant(&owner, doctor, terms);
        book.append(&web, &owner, &append).await;
    }
    let share = async |book: &mut Book| {
        let body = noise(70);
        let records = vec![header(inline(&body))];
        let append = book.headers(&owner, true, Audience::Shared, records, &[body]);
        book.append(&web, &owner, &append).await;
    };
    share(&mut book).await;
    let append = book.revoke(&owner, &stopped, Leave::Stopped);
    book.append(&web, &owner, &append).await;
    let append = book.revoke(&owner, &removed, Leave::Removed);
    book.append(&web, &owner, &append).await;
    share(&mut book).await;
    let his = page(&web, &book, &stopped, 0).await;
    assert_eq!((his.last, parts(&his)), (5, vec![0, 1, 2, 3, 4, 5]));
    let his = page(&web, &book, &removed, 0).await;
    assert_eq!((his.last, parts(&his)), (6, vec![0, 1, 2, 3, 5, 6]));
    assert_eq!(page(&web, &book, &visitor, 0).await.last, 7);
    web.wait(HOUR + 1);
    let his = page(&web, &book, &visitor, 0).await;
    assert_eq!((his.last, his.items.len()), (3, 4));
    // The list says the same.
    for (who, seq) in [(&owner, 7), (&stopped, 5), (&removed, 6), (&visitor, 3)] {
        let mine: Vaults = web.get(path::VAULTS, Some(&who.token)).await.ok();
        let item = VaultItem {
            vault: book.vault,
            owner: owner.id,
            seq,
            receipts: 0,
        };
        assert_eq!(mine.items, [item]);
    }
}

#[tokio::test]
async fn a_long_log_is_served_page_by_page() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let mut book = Book::open(&web, &owner).await;
    for _ in 0..5 {
        let append = book.records(&owner, true, &[noise(PAGE_BYTES / 2 - 10_000)]);
        book.append(&web, &owner, &append).await;
    }
    let (mut from, mut pages) = (0, 0);
    loop {
        let page = page(&web, &book, &owner, from).await;
        assert_eq!(page.last, 5);
        from += page.items.len() as u64;
        pages += 1;
        if from > page.last {
            break;
        }
    }
    assert_eq!((from, pages), (6, 2));
}

#[tokio::test]
async fn receipts_are_a_chain_of_each_reader_for_the_owner() {
    let web = Web::new().await;
    let (owner, doctor) = (Human::patient(&web).await, Human::doctor(&web).await);
    let stranger = Human::doctor(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let append = book.grant(&owner, &doctor, READER);
    book.append(&web, &owner, &append).await;
    let at = path::RECEIPTS.replace("{vault}", &book.vault.to_string());
    let receipts = |seq: u64, previous: Option<Hash>| {
        doctor.sign(&ReadReceipts {
            suite: SUITE,
            vault: book.vault,
            reader: doctor.id,
            device: doctor.device_id(),
            seq,
            previous,
            time: web.now(),
            root: Hash(fixed()),
            owner_key: 0,
            sealed: Bytes(noise(200)),
        })
    };
    let first = receipts(0, None);
    let token = Some(&doctor.token);
    web.post(&at, token, &first).await.done();
    web.post(&at, token, &first).await.done();
    let fork = web.post(&at, token, &receipts(0, None)).await;
    assert_eq!(fork.problem(409, problem::CONFLICT)["seq"], 0);
    let gap = web.post(&at, token, &receipts(2, Some(first.hash()))).await;
    gap.problem(409, problem::CONFLICT);
    let second = receipts(1, Some(first.hash()));
    web.post(&at, token, &second).await.done();
    let foreign = web
        .post(&at, Some(&owner.token), &receipts(2, Some(second.hash())))
        .await;
    foreign.problem(403, problem::FORBIDDEN);
    let hidden = web.post(&at, Some(&stranger.token), &first).await;
    hidden.problem(404, problem::NOT_FOUND);

    let all: ReceiptPage = web.get(&at, Some(&owner.token)).await.ok();
    assert_eq!((all.items, all.total), (vec![first, second.clone()], 2));
    let rest = format!("{at}?from=1");
    let rest: ReceiptPage = web.get(&rest, Some(&owner.token)).await.ok();
    assert_eq!(rest.items, [second]);
    let his: ReceiptPage = web.get(&at, token).await.ok();
    assert_eq!(his.total, 2, "a reader finds his own chain");
    let other = Human::doctor(&web).await;
    let append = book.grant(&owner, &other, READER);
    book.append(&web, &owner, &append).await;
    let none: ReceiptPage = web.get(&at, Some(&other.token)).await.ok();
    assert_eq!((none.items, none.total), (vec![], 0));
    let mine: Vaults = web.get(path::VAULTS, Some(&owner.token)).await.ok();
    assert_eq!(mine.items[0].receipts, 2);
}
