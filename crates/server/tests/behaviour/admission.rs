//! What is let into a log, and what is not.

use wire::{
    api::{Append, Appended, path, problem},
    codec::Bytes,
    log::CLOCK_SKEW,
    vault::{Audience, EntryKind, Leave, LogEntry},
};

use crate::{
    people::{Human, noise},
    sealed::{Book, READER, Terms, WRITER, genesis, header, inline},
    web::{HOUR, Web},
};

/// The entry changed and signed anew.
fn altered(by: &Human, append: &Append, change: impl FnOnce(&mut LogEntry)) -> Append {
    let mut entry = append.entry.peek().unwrap();
    change(&mut entry);
    Append {
        entry: by.sign(&entry),
        ..append.clone()
    }
}

#[tokio::test]
async fn a_patient_opens_one_vault_and_may_say_so_twice() {
    let web = Web::new().await;
    let (patient, doctor) = (Human::patient(&web).await, Human::doctor(&web).await);
    let first = genesis(&patient, web.now());
    let send =
        async |by: &Human, append: &Append| web.post(path::VAULTS, Some(&by.token), append).await;
    let made: Appended = send(&patient, &first).await.ok();
    let again: Appended = send(&patient, &first).await.ok();
    assert_eq!(made, again);
    let second = send(&patient, &genesis(&patient, web.now())).await;
    second.problem(409, problem::CONFLICT);
    let not_his = send(&doctor, &genesis(&doctor, web.now())).await;
    not_his.problem(403, problem::FORBIDDEN);
    let other = Human::patient(&web).await;
    let stolen = send(&other, &genesis(&patient, web.now())).await;
    stolen.problem(403, problem::FORBIDDEN);
}

#[tokio::test]
async fn an_entry_is_appended_once_and_its_repeat_answered_alike() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let first = book.records(&owner, true, &[noise(300)]);
    let stale = book.records(&owner, true, &[noise(300)]);
    let before = book.clone();
    book.append(&web, &owner, &first).await;
    let again: Appended = before.send(&web, &owner, &first).await.ok();
    assert_eq!((again.seq, again.head), (1, book.head));
    let lost = before.send(&web, &owner, &stale).await;
    let lost = lost.problem(409, problem::CONFLICT);
    assert_eq!(lost["seq"], 1);
    assert_eq!(lost["head"], book.head.to_string());
    // Also when the log has gone on.
    let second = book.records(&owner, true, &[noise(300)]);
    book.append(&web, &owner, &second).await;
    let again: Appended = before.send(&web, &owner, &first).await.ok();
    assert_eq!(again.seq, 1);
}

#[tokio::test]
async fn an_epoch_that_is_over_is_a_conflict() {
    let web = Web::new().await;
    let (owner, doctor) = (Human::patient(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    let old = book.shared;
    let terms = Terms {
        history: false,
        ..READER
    };
    let grant = book.grant(&owner, &doctor, terms);
    book.append(&web, &owner, &grant).await;
    let stale = Book {
        shared: old,
        ..book.clone()
    };
    let stale = stale.records(&owner, true, &[noise(10)]);
    let problem = book.send(&web, &owner, &stale).await;
    assert_eq!(problem.problem(409, problem::CONFLICT)["seq"], 1);
}

#[tokio::test]
async fn a_body_that_is_not_the_one_signed_is_refused() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let book = Book::open(&web, &owner).await;
    let good = book.records(&owner, true, &[noise(100), noise(100)]);
    let with = |change: &dyn Fn(&mut Vec<Bytes>)| {
        let mut append = good.clone();
        change(&mut append.bodies);
        append
    };
    for bad in [
        with(&|bodies| bodies.truncate(1)),
        with(&|bodies| bodies.push(Bytes::default())),
        with(&|bodies| bodies[0].0.truncate(99)),
        with(&|bodies| bodies[0].0[7] ^= 1),
        with(&|bodies| bodies.swap(0, 1)),
    ] {
        let refused = book.send(&web, &owner, &bad).await;
        refused.problem(422, problem::REFUSED);
    }
    let _: Appended = book.send(&web, &owner, &good).await.ok();
}

#[tokio::test]
async fn nobody_writes_for_another() {
    let web = Web::new().await;
    let (owner, doctor) = (Human::patient(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    let grant = book.grant(&owner, &doctor, WRITER);
    book.append(&web, &owner, &grant).await;
    let own = book.records(&owner, true, &[noise(10)]);
    let sent = book.send(&web, &doctor, &own).await;
    sent.problem(403, problem::FORBIDDEN);
    let forged = book.records(&doctor, false, &[noise(10)]);
    let forged = altered(&doctor, &forged, |entry| {
        entry.author = owner.id;
        entry.device = owner.device_id();
    });
    let sent = book.send(&web, &owner, &forged).await;
    sent.problem(422, problem::REFUSED);
    let elsewhere = Human::patient(&web).await;
    let other = Book::open(&web, &elsewhere).await;
    let moved = other.send(&web, &elsewhere, &own).await;
    moved.problem(422, problem::REFUSED);
}

#[tokio::test]
async fn a_reader_writes_nothing_and_a_writer_only_for_the_owner() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let (reader, writer) = (Human::doctor(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    for (doctor, terms) in [(&reader, READER), (&writer, WRITER)] {
        let grant = book.grant(&owner, doctor, terms);
        book.append(&web, &owner, &grant).await;
    }
    let by_reader = book.records(&reader, false, &[noise(10)]);
    let refused = book.send(&web, &reader, &by_reader).await;
    refused.problem(422, problem::REFUSED);
    let body = noise(10);
    let records = vec![header(inline(&body))];
    let broadcast = book.headers(&writer, false, Audience::Shared, records, &[body]);
    let refused = book.send(&web, &writer, &broadcast).await;
    refused.problem(422, problem::REFUSED);
    let by_writer = book.records(&writer, false, &[noise(10)]);
    book.append(&web, &writer, &by_writer).await;
}

#[tokio::test]
async fn who_was_revoked_or_has_run_out_is_kept_out() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let (stopped, visitor) = (Human::doctor(&web).await, Human::doctor(&web).await);
    let stranger = Human::doctor(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let visit = Terms {
        not_after: Some(web.now() + HOUR),
        ..WRITER
    };
    for (doctor, terms) in [(&stopped, WRITER), (&visitor, visit)] {
        let grant = book.grant(&owner, doctor, terms);
        book.append(&web, &owner, &grant).await;
    }
    let out = book.revoke(&owner, &stopped, Leave::Stopped);
    book.append(&web, &owner, &out).await;
    let write = async |book: &Book, by: &Human| {
        let append = book.records(by, false, &[noise(10)]);
        book.send(&web, by, &append).await
    };
    write(&book, &stopped)
        .await
        .problem(403, problem::FORBIDDEN);
    write(&book, &stranger)
        .await
        .problem(404, problem::NOT_FOUND);
    let _: Appended = write(&book, &visitor).await.ok();
    web.wait(HOUR + 1);
    book.time = web.now();
    write(&book, &visitor)
        .await
        .problem(403, problem::FORBIDDEN);
    assert_eq!(book.members.len(), 1);
}

#[tokio::test]
async fn clocks_may_differ_a_little() {
    let web = Web::new().await;
    let (owner, doctor) = (Human::patient(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    let grant = book.grant(&owner, &doctor, WRITER);
    book.append(&web, &owner, &grant).await;
    let at = |time: u64| {
        let book = Book {
            time,
            ..book.clone()
        };
        book.records(&doctor, false, &[noise(10)])
    };
    let future = book
        .send(&web, &doctor, &at(web.now() + CLOCK_SKEW + 1))
        .await;
    future.problem(422, problem::REFUSED);
    web.wait(CLOCK_SKEW + 1);
    let past = book
        .send(&web, &doctor, &at(web.now() - CLOCK_SKEW - 1))
        .await;
    past.problem(422, problem::REFUSED);
    let _: Appended = book
        .send(&web, &doctor, &at(web.now() - CLOCK_SKEW))
        .await
        .ok();
}

#[tokio::test]
async fn the_owner_puts_a_lost_tail_back_as_it_was_signed() {
    let web = Web::new().await;
    let (owner, visitor) = (Human::patient(&web).await, Human::doctor(&web).await);
    let mut book = Book::open(&web, &owner).await;
    let visit = Terms {
        not_after: Some(web.now() + HOUR),
        ..WRITER
    };
    let grant = book.grant(&owner, &visitor, visit);
    book.append(&web, &owner, &grant).await;
    // What the server has lost: the visitor's entry, then one of the owner's own.
    let lost = book.records(&visitor, false, &[noise(10)]);
    web.wait(30 * 24 * HOUR - 1);
    book.append(&web, &owner, &lost).await;
    let own = book.records(&owner, true, &[noise(10)]);
    book.append(&web, &owner, &own).await;
    assert_eq!(book.seq, 3);
}

#[tokio::test]
async fn a_correction_follows_the_newest_version() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let body = noise(50);
    let first = header(inline(&body));
    let others = [noise(50), noise(50)];
    let records = vec![
        header(inline(&others[0])),
        first.clone(),
        header(inline(&others[1])),
    ];
    let bodies = [others[0].clone(), body.clone(), others[1].clone()];
    let private = Audience::Private;
    let append = book.headers(&owner, true, private, records, &bodies);
    book.append(&web, &owner, &append).await;
    let version = |number: u32, previous| {
        let mut next = header(inline(&body));
        next.record = first.record;
        next.version = number;
        next.previous = previous;
        next
    };
    let second = version(2, Some(first.hash()));
    let send = |book: &Book, next| {
        book.headers(
            &owner,
            true,
            private,
            vec![next],
            std::slice::from_ref(&body),
        )
    };
    for wrong in [
        version(1, None),
        version(2, Some(second.hash())),
        version(3, Some(first.hash())),
    ] {
        let refused = book.send(&web, &owner, &send(&book, wrong)).await;
        refused.problem(422, problem::REFUSED);
    }
    let right = send(&book, second.clone());
    book.append(&web, &owner, &right).await;
    let third = send(&book, version(3, Some(second.hash())));
    book.append(&web, &owner, &third).await;
}

#[tokio::test]
async fn a_vault_keeps_to_its_quota() {
    let web = Web::with(|config| config.quota = 100_000).await;
    let owner = Human::patient(&web).await;
    let mut book = Book::open(&web, &owner).await;
    let large = book.records(&owner, true, &[noise(100_000)]);
    let full = book.send(&web, &owner, &large).await;
    full.problem(507, problem::QUOTA);
    for _ in 0..2 {
        let append = book.records(&owner, true, &[noise(40_000)]);
        book.append(&web, &owner, &append).await;
    }
    let full = book.records(&owner, true, &[noise(40_000)]);
    let full = book.send(&web, &owner, &full).await;
    full.problem(507, problem::QUOTA);
    let web = web.restarted(|config| config.quota = 100_000).await;
    let full = book.records(&owner, true, &[noise(40_000)]);
    let full = book.send(&web, &owner, &full).await;
    full.problem(507, problem::QUOTA);
    let small = book.records(&owner, true, &[noise(100)]);
    book.append(&web, &owner, &small).await;
}

#[tokio::test]
async fn an_entry_of_the_wrong_kind_is_refused() {
    let web = Web::new().await;
    let owner = Human::patient(&web).await;
    let book = Book::open(&web, &owner).await;
    let good = book.records(&owner, true, &[noise(10)]);
    let other_kind = altered(&owner, &good, |entry| entry.kind = EntryKind::Keep);
    let refused = book.send(&web, &owner, &other_kind).await;
    refused.problem(422, problem::REFUSED);
    let no_part = Append {
        part: Bytes(vec![0x80]),
        ..good.clone()
    };
    let refused = book.send(&web, &owner, &no_part).await;
    refused.problem(400, problem::MALFORMED);
    let other_part = Append {
        part: book.records(&owner, true, &[noise(10)]).part,
        ..good
    };
    let refused = book.send(&web, &owner, &other_part).await;
    refused.problem(422, problem::REFUSED);
}
