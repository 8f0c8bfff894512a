//! Cards: published, replaced, withdrawn.

use reqwest::Method;
use wire::{
    SUITE,
    api::{classifiers::ClassifierPage, path},
    classifier::{Classifier, Feature, LatticeVersion, Source, Weights},
    codec,
    id::ClassifierId,
    real::Real,
    sign::Signed,
};

use crate::{
    people::{Human, fixed},
    web::{Answer, HOUR, Web},
};

/// A provider's first card.
pub(crate) fn card(web: &Web, by: &Human, daily: u32) -> Classifier {
    Classifier {
        suite: SUITE,
        id: ClassifierId(fixed()),
        provider: by.id,
        device: by.device_id(),
        provider_seq: 0,
        version: 1,
        issued: web.now(),
        profile: by.profile.clone(),
        title: "Breast mass".to_owned(),
        purpose: "Tells benign from malignant.".to_owned(),
        features: vec![Feature {
            name: "radius".to_owned(),
            unit: "um".to_owned(),
            low: Real::new(7.0).unwrap(),
            high: Real::new(28.0).unwrap(),
        }],
        bits: 8,
        samples: 455,
        neighbours: 5,
        weights: Weights::Uniform,
        classes: vec!["benign".to_owned(), "malignant".to_owned()],
        source: Source::Lattice(LatticeVersion { version: 1 }),
        daily,
    }
}

pub(crate) fn at(id: &ClassifierId) -> String {
    path::CLASSIFIER.replace("{classifier}", &id.to_string())
}

pub(crate) async fn publish(web: &Web, by: &Human, card: &Classifier) -> Answer {
    send(web, by, &card.id, &by.sign(card)).await
}

async fn send(web: &Web, by: &Human, id: &ClassifierId, signed: &Signed<Classifier>) -> Answer {
    let body = codec::to_bytes(signed);
    web.send(
        Method::PUT,
        &at(id),
        Some(&by.token),
        "application/cbor",
        body,
    )
    .await
}

async fn listed(web: &Web, by: &Human) -> Vec<Signed<Classifier>> {
    let page: ClassifierPage = web.get(path::CLASSIFIERS, Some(&by.token)).await.ok();
    assert_eq!(page.next, None);
    page.items
}

#[tokio::test]
async fn a_card_is_published_replaced_read_by_everybody_and_withdrawn() {
    let web = Web::new().await;
    let (lab, asha) = (Human::doctor(&web).await, Human::patient(&web).await);
    let mut card = card(&web, &lab, 20);
    publish(&web, &lab, &card).await.done();
    publish(&web, &lab, &card).await.done();
    card.version = 2;
    card.purpose = "Tells benign from malignant, by thirty measurements.".to_owned();
    publish(&web, &lab, &card).await.done();
    publish(&web, &lab, &card).await.done();
    let read: Signed<Classifier> = web.get(&at(&card.id), Some(&asha.token)).await.ok();
    assert_eq!(read, lab.sign(&card));
    assert_eq!(listed(&web, &asha).await, [read]);

    // Neither back nor ahead, and the same version is not another card.
    for version in [1, 2, 4] {
        let other = Classifier {
            version,
            daily: 21,
            ..card.clone()
        };
        publish(&web, &lab, &other).await.problem(409, "conflict");
    }
    web.delete(&at(&card.id), Some(&asha.token))
        .await
        .problem(404, "not-found");
    web.delete(&at(&card.id), Some(&lab.token)).await.done();
    web.get(&at(&card.id), Some(&asha.token))
        .await
        .problem(404, "not-found");
    assert_eq!(listed(&web, &asha).await, []);
    // It comes back as its next version, and by nobody else.
    let other = Human::doctor(&web).await;
    let taken = Classifier {
        id: card.id,
        ..self::card(&web, &other, 20)
    };
    publish(&web, &other, &taken)
        .await
        .problem(404, "not-found");
    publish(&web, &lab, &card).await.problem(409, "conflict");
    card.version = 3;
    publish(&web, &lab, &card).await.done();
    assert_eq!(listed(&web, &asha).await.len(), 1);
}

#[tokio::test]
async fn a_card_is_refused_that_its_provider_has_not_signed_or_that_cannot_be() {
    let web = Web::new().await;
    let (lab, other) = (Human::doctor(&web).await, Human::doctor(&web).await);
    let good = card(&web, &lab, 20);
    let id = good.id;
    type Change = fn(&mut Classifier);
    let changes: [Change; 6] = [
        |card| card.suite = 2,
        |card| card.title.clear(),
        |card| card.classes.clear(),
        |card| card.daily = 0,
        |card| card.profile.name = "Somebody else".to_owned(),
        |card| card.issued += HOUR,
    ];
    for change in changes {
        let mut bad = good.clone();
        change(&mut bad);
        publish(&web, &lab, &bad).await.problem(422, "refused");
    }
    // Signed by another, for another, under another name.
    let forged = other.sign(&good);
    send(&web, &lab, &id, &forged).await.problem(422, "refused");
    send(&web, &other, &id, &lab.sign(&good))
        .await
        .problem(422, "refused");
    let elsewhere = ClassifierId([9; 16]);
    send(&web, &lab, &elsewhere, &lab.sign(&good))
        .await
        .problem(422, "refused");
    let patient = Human::patient(&web).await;
    let own = card(&web, &patient, 20);
    publish(&web, &patient, &own).await.problem(422, "refused");
    assert_eq!(listed(&web, &lab).await, []);
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    let web = Web::new().await;
    let lab = Human::doctor(&web).await;
    for _ in 0..60 {
        publish(&web, &lab, &card(&web, &lab, 20)).await.done();
    }
    let first: ClassifierPage = web.get(path::CLASSIFIERS, Some(&lab.token)).await.ok();
    assert_eq!(first.items.len(), 50);
    let rest = format!("{}?from={}", path::CLASSIFIERS, first.next.unwrap());
    let rest: ClassifierPage = web.get(&rest, Some(&lab.token)).await.ok();
    assert_eq!((rest.items.len(), rest.next), (10, None));
    for _ in 0..40 {
        publish(&web, &lab, &card(&web, &lab, 20)).await.done();
    }
    publish(&web, &lab, &card(&web, &lab, 20))
        .await
        .problem(409, "quota");
}

/// A program that publishes when it begins and withdraws when it ends does so every day.
#[tokio::test]
async fn what_was_withdrawn_does_not_count_against_the_number_of_cards() {
    let web = Web::new().await;
    let lab = Human::doctor(&web).await;
    let cards: Vec<Classifier> = (0..202).map(|_| card(&web, &lab, 20)).collect();
    for card in &cards {
        publish(&web, &lab, card).await.done();
        web.delete(&at(&card.id), Some(&lab.token)).await.done();
    }
    assert_eq!(listed(&web, &lab).await, []);
    // The latest are known by their versions, the first are forgotten.
    let last = cards.last().unwrap();
    publish(&web, &lab, last).await.problem(409, "conflict");
    publish(&web, &lab, &cards[0]).await.done();
    // Nor does one come back beyond the number.
    for _ in 1..100 {
        publish(&web, &lab, &card(&web, &lab, 20)).await.done();
    }
    let again = Classifier {
        version: 2,
        ..last.clone()
    };
    publish(&web, &lab, &again).await.problem(409, "quota");
}
