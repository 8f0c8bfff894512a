//! 33: a server that alters, cuts, swaps or plays again the frames of an inquiry.

use std::sync::{Arc, Mutex};

use client::error::{ClientError, InquiryEnd};
use system_tests::{
    laboratory::{Laboratory, prepare, serve_until, while_serving},
    liar::Told,
};
use wire::{
    api::{
        classifiers::{Exchanged, Frame, Reply, Work},
        path,
    },
    codec::Bytes,
};

const ROW: [f64; 4] = [500.0, 400.0, 300.0, 200.0];

#[track_caller]
fn is_over<T>(result: Result<T, ClientError>) {
    match result {
        // And no program asks again by itself: whether it opened may depend on the question.
        Err(ClientError::Inquiry(end @ InquiryEnd::Over)) => assert!(!end.may_be_repeated()),
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("it was taken"),
    }
}

/// The provider says that it ended, before the asker could tell anything of its own: that may be asked again.
#[track_caller]
fn is_gone<T>(result: Result<T, ClientError>) {
    match result {
        Err(ClientError::Inquiry(end @ InquiryEnd::Gone)) => assert!(end.may_be_repeated()),
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("it was taken"),
    }
}

/// Alters what a provider says to the asker.
fn altered(told: &mut Told, change: impl FnOnce(&mut Vec<u8>)) {
    told.alter(|exchanged: &mut Exchanged| {
        if let Reply::Frame(Bytes(sealed)) = &mut exchanged.reply {
            change(sealed);
        }
    });
}

/// The inquiry that follows is answered as if nothing had been.
async fn answers(at: &mut Laboratory, provider: &mut client::classifiers::Provider) {
    at.clinic.liar().honest();
    let verdict = at.ask(provider, &ROW).await.unwrap();
    assert_eq!(verdict.class, at.model.classify(&ROW).unwrap());
}

#[tokio::test]
async fn attack_33_what_is_altered_on_the_way_down_is_not_taken() {
    let mut at = Laboratory::open().await;
    let mut provider = at.provider();
    type Change = fn(&mut Vec<u8>);
    let changes: [Change; 5] = [
        |sealed| sealed[40] ^= 1,
        |sealed| sealed.truncate(sealed.len() - 1),
        |sealed| sealed.push(0),
        |sealed| sealed.clear(),
        |sealed| sealed[..32].reverse(),
    ];
    for route in [path::INQUIRIES, path::INQUIRY] {
        for change in changes {
            at.clinic
                .liar()
                .on_answer("POST", route, move |_, told| altered(told, change));
            is_over(at.ask(&mut provider, &ROW).await);
            answers(&mut at, &mut provider).await;
        }
    }
}

#[tokio::test]
async fn attack_33_answers_swapped_between_inquiries_or_played_again_are_not_taken() {
    let mut at = Laboratory::open().await;
    let mut provider = at.provider();
    // The first answer of one inquiry is given to the next.
    let before: Arc<Mutex<Option<Vec<u8>>>> = Arc::default();
    for route in [path::INQUIRIES, path::INQUIRY] {
        at.ask(&mut provider, &ROW).await.unwrap();
        let kept = Arc::clone(&before);
        at.clinic.liar().on_answer("POST", route, move |_, told| {
            altered(told, |sealed| {
                let now = sealed.clone();
                if let Some(before) = kept.lock().unwrap().replace(now) {
                    *sealed = before;
                }
            });
        });
        // Whether the first passes untouched or not, the second does not open.
        let _ = at.ask(&mut provider, &ROW).await;
        is_over(at.ask(&mut provider, &ROW).await);
        answers(&mut at, &mut provider).await;
        *before.lock().unwrap() = None;
    }
}

#[tokio::test]
async fn attack_33_what_is_altered_or_played_again_on_the_way_up_ends_the_inquiry() {
    let mut at = Laboratory::open().await;
    let mut provider = at.provider();
    type Change = fn(&mut Frame);
    let changes: [Change; 4] = [
        |frame| frame.sealed.0[7] ^= 1,
        |frame| frame.sealed.0.truncate(20),
        |frame| frame.sealed.0.push(1),
        |frame| frame.sealed.0.clear(),
    ];
    for (count, change) in (1_u64..).zip(changes) {
        at.clinic
            .liar()
            .on_answer("POST", path::WORK, move |_, told| {
                told.alter(|work: &mut Work| {
                    let later = work.items.iter_mut().filter(|item| item.frame.number > 1);
                    later.for_each(|item| change(&mut item.frame));
                });
            });
        is_gone(at.ask(&mut provider, &ROW).await);
        answers(&mut at, &mut provider).await;
        serve_until(&mut provider, |status| {
            assert!(status.failed + status.refused <= count);
            true
        })
        .await;
    }
}

#[tokio::test]
async fn attack_33_an_opening_played_again_to_the_provider_opens_nothing() {
    let mut at = Laboratory::open().await;
    let mut provider = at.provider();
    let kept: Arc<Mutex<Option<Bytes>>> = Arc::default();
    let rule = Arc::clone(&kept);
    // The server keeps the first opening, and hands it out again in the place of every later one.
    at.clinic
        .liar()
        .on_answer("POST", path::WORK, move |_, told| {
            told.alter(|work: &mut Work| {
                for item in work.items.iter_mut().filter(|item| item.frame.number == 0) {
                    let mut kept = rule.lock().unwrap();
                    match &*kept {
                        Some(opening) => item.frame.sealed = opening.clone(),
                        None => *kept = Some(item.frame.sealed.clone()),
                    }
                }
            });
        });
    let (asha, listing) = (&mut at.asha, &at.listing);
    let prepared = while_serving(&mut provider, prepare(asha, listing))
        .await
        .unwrap();
    assert!(kept.lock().unwrap().is_some());
    is_gone(at.ask(&mut provider, &ROW).await);
    serve_until(&mut provider, |status| {
        assert_eq!((status.opened, status.failed), (1, 1));
        true
    })
    .await;
    // What was played again has not disturbed the inquiry that it was taken from.
    let story = at.asha.ask_classifier(prepared, &ROW);
    let verdict = while_serving(&mut provider, story).await.unwrap();
    assert_eq!(verdict.class, at.model.classify(&ROW).unwrap());
    // A program that was started anew has forgotten: it answers, and the asker does not take the answer.
    drop(provider);
    let mut provider = at.provider();
    is_over(at.ask(&mut provider, &ROW).await);
    answers(&mut at, &mut provider).await;
}
