//! 36: a server that shows cards of its own making, altered ones, or old ones.

use client::error::{ClientError, InquiryEnd};
use system_tests::laboratory::{Laboratory, prepare, small_model, terms, while_serving};
use wire::{
    api::{classifiers::ClassifierPage, path},
    classifier::Classifier,
    codec,
    sign::Signed,
};

/// The card with something changed, under the signature that it had.
fn changed(
    signed: &Signed<Classifier>,
    change: impl FnOnce(&mut Classifier),
) -> Signed<Classifier> {
    let mut card = signed.peek().unwrap();
    change(&mut card);
    Signed::from_parts(codec::to_bytes(&card), *signed.signature())
}

#[tokio::test]
async fn attack_36_a_card_that_was_altered_is_not_listed() {
    let mut at = Laboratory::open().await;
    type Change = fn(&mut Classifier);
    let changes: [Change; 6] = [
        |card| card.title = "Harmless".to_owned(),
        |card| card.classes.swap(0, 1),
        |card| card.features.swap(0, 1),
        |card| card.profile.name = "Another laboratory".to_owned(),
        |card| card.daily += 1,
        |card| card.provider.0[0] ^= 1,
    ];
    for change in changes {
        at.clinic.liar().on_told(move |asked, told| {
            if asked.is("GET", path::CLASSIFIERS) {
                told.alter(|page: &mut ClassifierPage| {
                    page.items[0] = changed(&page.items[0], change);
                });
            } else if asked.is("GET", path::CLASSIFIER) {
                told.alter(|card: &mut Signed<Classifier>| *card = changed(card, change));
            }
        });
        let published = at.asha.classifiers().await.unwrap();
        assert!(published.listings.is_empty());
        assert_eq!(published.troubles.len(), 1, "{:?}", published.troubles);
        let one = at.asha.classifier(at.listing.card().id).await;
        assert!(one.as_ref().is_err_and(ClientError::is_cheating), "{one:?}");
    }
    at.clinic.liar().honest();
    assert_eq!(at.asha.classifiers().await.unwrap().listings.len(), 1);
}

#[tokio::test]
async fn attack_36_an_old_card_is_refused_by_the_provider() {
    let mut at = Laboratory::open().await;
    let old = at.listing.clone();
    let id = Some(old.card().id);
    at.model = small_model(66);
    at.listing = at
        .lab
        .publish_classifier(&at.model, &terms(100), id)
        .await
        .unwrap();
    // The server shows the old card, and carries what is asked by it: here in the guise of a provider's program
    // that was not started anew when the card was.
    let shown = codec::to_bytes(&old_signed(&at, &old));
    at.clinic
        .liar()
        .on_answer("GET", path::CLASSIFIER, move |_, told| {
            told.body.clone_from(&shown);
        });
    let listing = at.asha.classifier(old.card().id).await.unwrap();
    assert_eq!(listing.card().version, 1);
    let mut provider = at.provider();
    let asked = while_serving(&mut provider, prepare(&mut at.asha, &listing)).await;
    match asked {
        Err(ClientError::Inquiry(InquiryEnd::Changed)) => {}
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("an old card was answered"),
    }
}

/// The old card as it was signed, from what the clinic's server was sent.
fn old_signed(at: &Laboratory, old: &client::classifiers::Listing) -> Signed<Classifier> {
    let record = at.clinic.liar().record();
    let puts = record
        .iter()
        .filter(|one| one.asked.is("PUT", path::CLASSIFIER));
    let mut cards = puts.map(|one| one.asked.read::<Signed<Classifier>>());
    cards
        .find(|signed| signed.peek().unwrap() == *old.card())
        .unwrap()
}
