//! 4: an invitation replayed, expired, used twice, or raced.

use client::{ClientError, state::InvitationState};
use system_tests::{
    clinic::{Clinic, ask},
    liar::{Told, Way},
    practice::{sync, troubled_sync},
};
use wire::api::{InvitationItem, InvitationStatus, Invitations, path, problem};

fn refused(result: Result<impl Sized, ClientError>, wanted: &str) {
    match result.err() {
        Some(ClientError::Refused { problem, .. }) => assert_eq!(problem, wanted),
        other => panic!("{other:?}"),
    }
}

fn not_possible(result: Result<impl Sized, ClientError>, wanted: &str) {
    match result.err() {
        Some(error @ (ClientError::NotPossible(_) | ClientError::Invitation(_))) => {
            assert!(error.to_string().contains(wanted), "{error}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn attack_04_an_invitation_is_answered_once() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut asha = clinic.patient("Asha").await;
    let mut mallory = clinic.patient("Mallory").await;
    let link = rao.invite(ask(true), 24).await.unwrap();
    let visit = asha.look(&link).await.unwrap();
    let raced = mallory.look(&link).await.unwrap();
    let code = asha.answer(&visit).await.unwrap();

    refused(mallory.answer(&raced).await, problem::USED);
    refused(mallory.deny(&raced).await, problem::USED);
    not_possible(mallory.look(&link).await, "answered already");
    sync(&mut rao).await;
    let own = rao.invitations()[0].clone();
    assert_eq!(own.patient, Some(asha.identity().person));
    assert_eq!(own.code, Some(code));
}

#[tokio::test]
async fn attack_04_a_second_answer_is_never_looked_at() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut asha = clinic.patient("Asha").await;
    let mut mallory = clinic.patient("Mallory").await;
    let link = rao.invite(ask(true), 24).await.unwrap();
    let visit = asha.look(&link).await.unwrap();
    let raced = mallory.look(&link).await.unwrap();
    asha.answer(&visit).await.unwrap();
    sync(&mut rao).await;

    // The server takes another answer, and shows the doctor that one from now on.
    clinic.liar().on_asked(|asked| match asked.method.as_str() {
        "POST" if asked.path.ends_with("/answer") => Way::Answer(Told::bytes(204, [])),
        _ => Way::Through,
    });
    mallory.answer(&raced).await.unwrap();
    let sent = clinic.liar().last("POST", path::ANSWER).asked;
    clinic
        .liar()
        .on_answer("GET", path::INVITATIONS, move |_, told| {
            told.alter(|list: &mut Invitations| {
                list.items[0].reply = Some(wire::api::Reply::Answer(sent.read()));
            });
        });
    sync(&mut rao).await;
    let own = &rao.invitations()[0];
    assert_eq!(
        own.patient,
        Some(asha.identity().person),
        "the first is pinned"
    );
}

#[tokio::test]
async fn attack_04_a_photographed_link_gives_other_codes() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut asha = clinic.patient("Asha").await;
    let mut mallory = clinic.patient("Mallory").await;
    let link = rao.invite(ask(true), 24).await.unwrap();
    let visit = asha.look(&link).await.unwrap();
    let photographed = mallory.look(&link).await.unwrap();
    mallory.answer(&photographed).await.unwrap();

    // The server helps Mallory: it tells Asha that hers was the answer.
    clinic
        .liar()
        .on_asked(|asked| match asked.path.ends_with("/answer") {
            true => Way::Answer(Told::bytes(204, [])),
            false => Way::Through,
        });
    let seen_by_asha = asha.answer(&visit).await.unwrap();
    sync(&mut rao).await;
    let seen_by_rao = rao.invitations()[0].code.clone().unwrap();
    assert_ne!(seen_by_asha, seen_by_rao, "the codes give it away");
}

#[tokio::test]
async fn attack_04_an_expired_invitation_is_refused_by_everybody() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut asha = clinic.patient("Asha").await;
    let link = rao.invite(ask(true), 1).await.unwrap();
    let early = asha.look(&link).await.unwrap();
    clinic.later(2);
    refused(asha.answer(&early).await, problem::EXPIRED);
    not_possible(asha.look(&link).await, "run out");

    // The server says that it is still good.
    clinic.liar().on_answer("GET", path::INVITATION, |_, told| {
        told.alter(|item: &mut InvitationItem| item.status = InvitationStatus::Open);
    });
    not_possible(asha.look(&link).await, "run out");
    clinic.liar().honest();
    sync(&mut rao).await;
    assert_eq!(rao.invitations()[0].state, InvitationState::Over);
}

#[tokio::test]
async fn attack_04_an_answer_replayed_to_another_invitation_is_refused() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut asha = clinic.patient("Asha").await;
    let link = rao.invite(ask(true), 24).await.unwrap();
    let visit = asha.look(&link).await.unwrap();
    asha.answer(&visit).await.unwrap();
    sync(&mut rao).await;
    rao.invite(ask(false), 24).await.unwrap();
    clinic
        .liar()
        .on_answer("GET", path::INVITATIONS, |_, told| {
            told.alter(|list: &mut Invitations| {
                let old = list.items.iter().find_map(|item| item.reply.clone());
                list.items
                    .iter_mut()
                    .for_each(|item| item.reply = old.clone());
            });
        });
    troubled_sync(&mut rao).await;
    let states: Vec<_> = rao.invitations().iter().map(|own| own.state).collect();
    assert_eq!(
        states,
        [InvitationState::Answered, InvitationState::Suspicious]
    );
}

#[tokio::test]
async fn attack_04_a_denial_by_who_has_not_seen_the_link_is_refused() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    rao.invite(ask(true), 24).await.unwrap();
    let denial = wire::invite::Denial {
        id: rao.invitations()[0].id,
        mac: [7; 32],
    };
    clinic
        .liar()
        .on_answer("GET", path::INVITATIONS, move |_, told| {
            told.alter(|list: &mut Invitations| {
                list.items[0].reply = Some(wire::api::Reply::Denial(denial.clone()));
            });
        });
    troubled_sync(&mut rao).await;
    assert_eq!(rao.invitations()[0].state, InvitationState::Suspicious);
}
