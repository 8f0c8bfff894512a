//! Published classifiers: the whole story, and what goes wrong in it.

use client::{
    classifiers::How,
    error::{ClientError, InquiryEnd},
};
use system_tests::{
    laboratory::{Laboratory, ask, prepare, rows, serve_until, small_model, terms, while_serving},
    liar::{Told, Way},
};
use wire::{
    api::path,
    classifier::{PaillierBits, Source},
};

#[track_caller]
fn ended<T>(result: Result<T, ClientError>, why: InquiryEnd) {
    match result {
        Err(ClientError::Inquiry(end)) => assert_eq!(end, why),
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("it was answered"),
    }
}

#[tokio::test]
async fn a_classifier_is_published_found_asked_and_withdrawn() {
    let mut at = Laboratory::open().await;
    let published = at.asha.classifiers().await.unwrap();
    assert_eq!(published.troubles, Vec::<String>::new());
    let [listing] = &published.listings[..] else {
        panic!("one is published");
    };
    let card = listing.card();
    assert_eq!(card.title, "Spots on a leaf");
    assert_eq!(card.profile.name, "City Laboratory");
    assert_eq!(
        (card.samples, card.neighbours, card.classes.len()),
        (60, 3, 3)
    );

    let mut provider = at.provider();
    let asked = rows(80);
    for measurements in &asked[60..72] {
        let verdict = at.ask(&mut provider, measurements).await.unwrap();
        assert_eq!(verdict.class, at.model.classify(measurements).unwrap());
        assert_eq!(
            verdict.name,
            at.model.names().classes[usize::from(verdict.class)]
        );
        assert!(verdict.ahead.down > verdict.online.down);
        assert!(verdict.ahead.up > 0 && verdict.online.up > 0);
    }
    // Nothing of a question is in the length of what is sent for it.
    let one = at.ask(&mut provider, &asked[72]).await.unwrap();
    let other = at.ask(&mut provider, &[0.0; 4]).await.unwrap();
    assert_eq!((one.ahead, one.online), (other.ahead, other.online));
    assert_eq!(other.outside, [0, 1, 2, 3]);
    let mut answered = 0;
    serve_until(&mut provider, |status| {
        assert_eq!((status.failed, status.refused), (0, 0));
        status.answered == 14
    })
    .await;
    answered += 14;
    assert_eq!(answered, 14);

    let id = at.listing.card().id;
    at.lab.withdraw_classifier(id).await.unwrap();
    assert!(at.asha.classifiers().await.unwrap().listings.is_empty());
    assert!(matches!(
        at.asha.classifier(id).await,
        Err(ClientError::NotFound(_))
    ));
    ended(
        at.asha.prepare_inquiry(&at.listing, None).await.map(drop),
        InquiryEnd::Gone,
    );
    let ended = provider
        .serve(|_| std::ops::ControlFlow::Continue(()))
        .await;
    assert!(matches!(ended, Err(ClientError::NotFound(_))), "{ended:?}");
}

#[tokio::test]
async fn several_ask_at_once_and_each_gets_his_own_answer() {
    let mut at = Laboratory::open().await;
    let mut meera = at.clinic.patient("Meera").await;
    let mut rao = at.clinic.doctor("Dr Rao").await;
    let mut provider = at.provider();
    let asked = rows(70);
    let (asha, listing) = (&mut at.asha, &at.listing);
    let story = async {
        tokio::join!(
            ask(asha, listing, &asked[61]),
            ask(&mut meera, listing, &asked[62]),
            ask(&mut rao, listing, &asked[63]),
        )
    };
    let (one, two, three) = while_serving(&mut provider, story).await;
    for (verdict, row) in [one, two, three].into_iter().zip(&asked[61..]) {
        assert_eq!(verdict.unwrap().class, at.model.classify(row).unwrap());
    }
}

#[tokio::test]
async fn paillier_answers_as_the_lattice_does() {
    let terms = client::classifiers::Terms {
        source: Source::Paillier(PaillierBits { bits: 2048 }),
        ..terms(10)
    };
    let mut at = Laboratory::with(small_model(12), terms).await;
    let mut provider = at.provider();
    let asked = rows(14);
    for measurements in &asked[12..] {
        let verdict = at.ask(&mut provider, measurements).await.unwrap();
        assert_eq!(verdict.class, at.model.classify(measurements).unwrap());
    }
}

#[tokio::test]
async fn a_provider_who_is_not_connected_is_told_of_at_once() {
    let mut at = Laboratory::open().await;
    ended(
        at.asha.prepare_inquiry(&at.listing, None).await.map(drop),
        InquiryEnd::Away,
    );
}

#[tokio::test]
async fn a_provider_killed_in_the_middle_is_told_of_and_the_next_one_answers() {
    let mut at = Laboratory::open().await;
    let measurements = rows(61).pop().unwrap();
    let mut provider = at.provider();
    let (asha, listing) = (&mut at.asha, &at.listing);
    let prepared = while_serving(&mut provider, prepare(asha, listing)).await;
    drop(provider);
    let prepared = prepared.unwrap();
    let asked = at.asha.ask_classifier(prepared, &measurements).await;
    match asked {
        Err(ClientError::Inquiry(InquiryEnd::Away | InquiryEnd::Gone)) => {}
        other => panic!("{other:?}"),
    }
    // Started anew it knows nothing of the inquiry, and answers the next.
    let mut provider = at.provider();
    let verdict = at.ask(&mut provider, &measurements).await.unwrap();
    assert_eq!(verdict.class, at.model.classify(&measurements).unwrap());
}

#[tokio::test]
async fn a_server_started_anew_loses_the_inquiry_and_the_next_one_works() {
    let mut at = Laboratory::open().await;
    let measurements = rows(61).pop().unwrap();
    let mut provider = at.provider();
    let (asha, listing) = (&mut at.asha, &at.listing);
    let prepared = while_serving(&mut provider, prepare(asha, listing)).await;
    at.clinic.stop().await;
    at.clinic.start().await;
    let story = at.asha.ask_classifier(prepared.unwrap(), &measurements);
    let asked = while_serving(&mut provider, story).await;
    ended(asked, InquiryEnd::Gone);
    // The very same program of the provider's goes on, without being told.
    let verdict = at.ask(&mut provider, &measurements).await.unwrap();
    assert_eq!(verdict.class, at.model.classify(&measurements).unwrap());
}

/// A server has room for so many frames at once, and a moment later for more.
#[tokio::test]
async fn an_answer_that_the_server_could_not_take_is_sent_again() {
    let mut at = Laboratory::open().await;
    let mut provider = at.provider();
    let mut refused = [true, false, true, false].into_iter();
    at.clinic.liar().on_asked(move |asked| {
        match asked.is("POST", path::DONE) && refused.next() == Some(true) {
            true => Way::Answer(Told::bytes(503, [])),
            false => Way::Through,
        }
    });
    let measurements = rows(61).pop().unwrap();
    let verdict = at.ask(&mut provider, &measurements).await.unwrap();
    assert_eq!(verdict.class, at.model.classify(&measurements).unwrap());
}

#[tokio::test]
async fn an_inquiry_takes_one_question_and_other_measurements_end_it() {
    let mut at = Laboratory::open().await;
    let mut provider = at.provider();
    for bad in [&[1.0; 3][..], &[1.0; 5], &[1.0, f64::NAN, 1.0, 1.0]] {
        let refused = at.ask(&mut provider, bad).await;
        assert!(
            matches!(refused, Err(ClientError::NotPossible(_))),
            "{refused:?}"
        );
    }
    let (asha, listing) = (&mut at.asha, &at.listing);
    let story = async { prepare(asha, listing).await.unwrap().give_up().await };
    while_serving(&mut provider, story).await;
    at.ask(&mut provider, &[1.0; 4]).await.unwrap();
}

#[tokio::test]
async fn a_provider_learns_of_each_inquiry_which_account_asked_and_how_it_ended() {
    let mut at = Laboratory::open().await;
    let mut meera = at.clinic.patient("Meera").await;
    let mut provider = at.provider();
    let endings = provider.endings();
    let (asha, listing) = (&mut at.asha, &at.listing);
    let began = (at.clinic.env().now)();
    let story = async {
        ask(asha, listing, &[500.0; 4]).await.unwrap();
        prepare(&mut meera, listing).await.unwrap().give_up().await;
        ask(&mut meera, listing, &[500.0; 4]).await.unwrap();
    };
    while_serving(&mut provider, story).await;
    let told: Vec<_> = endings.try_iter().collect();
    let [one, other] = [asha.identity().person, meera.identity().person].map(Some);
    let how: Vec<_> = told.iter().map(|one| (one.asker, one.how)).collect();
    let expected = [
        (one, How::Answered),
        (other, How::GivenUp),
        (other, How::Answered),
    ];
    assert_eq!(how, expected);
    assert!(told.iter().all(|one| one.time >= began));

    // Of an older card, by the account that signed it.
    let id = Some(at.listing.card().id);
    let again = at.lab.publish_classifier(&at.model, &terms(100), id).await;
    let again = again.unwrap();
    let asked = while_serving(&mut provider, prepare(&mut at.asha, &again)).await;
    ended(asked.map(drop), InquiryEnd::Changed);
    let told: Vec<_> = endings.try_iter().map(|one| (one.asker, one.how)).collect();
    assert_eq!(told, [(one, How::OlderCard)]);
}

#[tokio::test]
async fn a_classifier_that_has_changed_is_asked_by_its_new_card_alone() {
    let mut at = Laboratory::open().await;
    let old = at.listing.clone();
    let mut stale = at.provider();
    let mut model = small_model(70);
    std::mem::swap(&mut at.model, &mut model);
    let id = Some(old.card().id);
    let listing = at
        .lab
        .publish_classifier(&at.model, &terms(100), id)
        .await
        .unwrap();
    at.listing = listing;
    assert_eq!(at.listing.card().version, 2);
    // The old card is refused by the server, the new one by a program that still runs on the old model.
    let story = async {
        let (asha, lab) = (&mut at.asha, &at.listing);
        let by_new = prepare(asha, lab).await.map(drop);
        let by_old = prepare(asha, &old).await.map(drop);
        (by_old, by_new)
    };
    let (by_old, by_new) = while_serving(&mut stale, story).await;
    ended(by_old, InquiryEnd::Changed);
    ended(by_new, InquiryEnd::Changed);
    drop(stale);
    assert!(at.lab.answer_for(&at.listing, &model, at.env()).is_err());
    let mut provider = at.provider();
    let measurements = rows(75).pop().unwrap();
    let verdict = at.ask(&mut provider, &measurements).await.unwrap();
    assert_eq!(verdict.class, at.model.classify(&measurements).unwrap());
    // Nobody else replaces or withdraws it.
    let mut other = at.clinic.doctor("Other Laboratory").await;
    assert!(
        other
            .publish_classifier(&at.model, &terms(1), id)
            .await
            .is_err()
    );
    assert!(other.withdraw_classifier(old.card().id).await.is_err());
    assert!(other.answer_for(&at.listing, &at.model, at.env()).is_err());
    // Nor does a patient publish.
    assert!(
        at.asha
            .publish_classifier(&at.model, &terms(1), None)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_cards_number_a_day_is_all_that_one_account_gets() {
    let mut at = Laboratory::with(small_model(20), terms(2)).await;
    let mut provider = at.provider();
    for _ in 0..2 {
        at.ask(&mut provider, &[500.0; 4]).await.unwrap();
    }
    match at.ask(&mut provider, &[500.0; 4]).await {
        Err(ClientError::Inquiry(InquiryEnd::TooOften { seconds })) => {
            assert!((1..=26 * 3600).contains(&seconds), "{seconds}");
        }
        other => panic!("{other:?}"),
    }
    at.clinic.later(26);
    at.ask(&mut provider, &[500.0; 4]).await.unwrap();
}
