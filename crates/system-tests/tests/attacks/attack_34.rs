//! 34: a server that hands an inquiry to another provider.

use std::sync::{Arc, Mutex};

use client::{
    classifiers::Listing,
    error::{ClientError, InquiryEnd},
};
use system_tests::laboratory::{Laboratory, serve_until, small_model, terms};
use wire::{
    api::{
        classifiers::{Exchanged, Work},
        path,
    },
    id::ClassifierId,
};

const ROW: [f64; 4] = [500.0, 400.0, 300.0, 200.0];

/// Another provider with the very same classifier, run by whoever runs the server.
async fn another(at: &Laboratory) -> (system_tests::clinic::Person, Listing) {
    let mut other = at.clinic.doctor("Other Laboratory").await;
    let published = other.publish_classifier(&at.model, &terms(100), None).await;
    (other, published.unwrap())
}

fn of(path: &str, id: ClassifierId) -> bool {
    path.contains(&id.to_string())
}

#[tokio::test]
async fn attack_34_an_opening_given_to_another_provider_is_not_answered() {
    let mut at = Laboratory::with(small_model(40), terms(100)).await;
    let (other, foreign) = another(&at).await;
    let mut stranger = other.answer_for(&foreign, &at.model, at.env()).unwrap();
    let (wanted, given) = (at.listing.card().id, foreign.card().id);
    let stolen: Arc<Mutex<Vec<wire::codec::Bytes>>> = Arc::default();
    let rule = Arc::clone(&stolen);
    at.clinic.liar().on_told(move |asked, told| {
        if !asked.is("POST", path::WORK) {
            return;
        }
        told.alter(|work: &mut Work| {
            let mut stolen = rule.lock().unwrap();
            if of(&asked.path, wanted) {
                let openings = work.items.iter().filter(|item| item.frame.number == 0);
                stolen.extend(openings.map(|item| item.frame.sealed.clone()));
            } else if of(&asked.path, given)
                && let Some(opening) = stolen.pop()
            {
                let own = work.items.iter_mut().filter(|item| item.frame.number == 0);
                own.for_each(|item| item.frame.sealed = opening.clone());
            }
        });
    });
    let mut provider = at.provider();
    at.ask(&mut provider, &ROW).await.unwrap();
    assert_eq!(stolen.lock().unwrap().len(), 1);
    // Asha asks the other laboratory; the server puts her earlier opening in the place of the one it carries.
    let mine = std::mem::replace(&mut at.listing, foreign);
    let asked = at.ask(&mut stranger, &ROW).await;
    assert!(
        matches!(asked, Err(ClientError::Inquiry(InquiryEnd::Gone))),
        "{asked:?}"
    );
    assert!(stolen.lock().unwrap().is_empty());
    serve_until(&mut stranger, |status| {
        assert_eq!((status.opened, status.failed), (0, 1));
        true
    })
    .await;
    at.listing = mine;
}

#[tokio::test]
async fn attack_34_another_providers_answer_is_not_taken() {
    let mut at = Laboratory::with(small_model(40), terms(100)).await;
    let (other, foreign) = another(&at).await;
    let mut stranger = other.answer_for(&foreign, &at.model, at.env()).unwrap();
    let kept: Arc<Mutex<Option<wire::api::classifiers::Reply>>> = Arc::default();
    let rule = Arc::clone(&kept);
    let wanted = at.listing.card().id;
    at.clinic
        .liar()
        .on_answer("POST", path::INQUIRIES, move |asked, told| {
            told.alter(|exchanged: &mut Exchanged| {
                let mut kept = rule.lock().unwrap();
                if of(&asked.path, wanted) {
                    exchanged.reply = kept.clone().unwrap();
                } else {
                    *kept = Some(exchanged.reply.clone());
                }
            });
        });
    let mine = std::mem::replace(&mut at.listing, foreign);
    at.ask(&mut stranger, &ROW).await.unwrap();
    at.listing = mine;
    let mut provider = at.provider();
    let asked = at.ask(&mut provider, &ROW).await;
    assert!(
        matches!(asked, Err(ClientError::Inquiry(InquiryEnd::Over))),
        "{asked:?}"
    );
}
