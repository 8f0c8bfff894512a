//! 1: a doctor's or a patient's key replaced at the invitation.

use client::{ClientError, state::InvitationState};
use system_tests::{
    clinic::{Clinic, ask, copy_folder},
    forger::{rng, stranger},
    practice::{sync, troubled_sync},
};
use vault::{invitation::Link, secret::Secret};
use wire::{
    api::{InvitationItem, Invitations, Persons, PersonsSince, Reply, path},
    person::Role,
};

fn altered(result: Result<impl Sized, ClientError>) {
    let error = result.err().expect("the lie was believed");
    assert!(matches!(error, ClientError::Altered { .. }), "{error:?}");
}

#[tokio::test]
async fn attack_01_a_doctors_chain_replaced_is_refused() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut asha = clinic.patient("Asha").await;
    let link = rao.invite(ask(true), 24).await.unwrap();
    let doctor = rao.identity().person;

    let (entry, _) = stranger(Role::Doctor, "Dr Rao");
    clinic
        .liar()
        .on_answer("POST", path::PERSONS, move |asked, told| {
            let asked: PersonsSince = asked.read();
            told.alter(|persons: &mut Persons| {
                for (since, chain) in asked.persons.iter().zip(&mut persons.chains) {
                    if since.person == doctor {
                        chain.entries = vec![entry.clone()];
                    }
                }
            });
        });
    altered(asha.look(&link).await);
    assert!(asha.sharers().unwrap().is_empty());

    // The same link is good as soon as the server is honest.
    clinic.liar().honest();
    let visit = asha.look(&link).await.unwrap();
    assert_eq!(visit.doctor.name, "Dr Rao");
}

#[tokio::test]
async fn attack_01_an_invitation_by_another_doctor_is_refused() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut mallory = clinic.doctor("Dr Rao, another").await;
    let mut asha = clinic.patient("Asha").await;
    let link = rao.invite(ask(true), 24).await.unwrap();
    mallory.invite(ask(true), 24).await.unwrap();
    let theirs = mallory.invitations()[0].signed.clone();
    clinic
        .liar()
        .on_answer("GET", path::INVITATION, move |_, told| {
            told.alter(|item: &mut InvitationItem| item.invitation = theirs.clone());
        });
    altered(asha.look(&link).await);
}

#[tokio::test]
async fn attack_01_an_answer_by_who_has_not_seen_the_link_is_refused() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mallory = clinic.patient("Mallory").await;
    rao.invite(ask(true), 24).await.unwrap();
    let own = rao.invitations()[0].clone();
    let guessed = Link {
        server: own.server.clone(),
        id: own.id,
        doctor: rao.identity().person,
        secret: Secret::make(&mut rng()),
        not_after: own.not_after,
    };
    let vault = mallory.own_vault().unwrap();
    let head = mallory.view(vault).unwrap().ledger.state().head;
    let identity = mallory.identity();
    let (answer, _) = guessed.answer(&own.signed, identity, vault, (0, head), &mut rng());
    clinic
        .liar()
        .on_answer("GET", path::INVITATIONS, move |_, told| {
            told.alter(|list: &mut Invitations| {
                list.items[0].reply = Some(Reply::Answer(answer.clone()));
            });
        });
    let why = troubled_sync(&mut rao).await;
    assert!(why.contains("answer to an invitation"), "{why}");
    assert_eq!(rao.invitations()[0].state, InvitationState::Suspicious);
    assert!(rao.invitations()[0].code.is_none());
    assert!(rao.views().is_empty());
}

#[tokio::test]
async fn attack_01_a_patients_chain_or_vault_replaced_is_refused() {
    let clinic = Clinic::open_lying().await;
    let mut rao = clinic.doctor("Dr Rao").await;
    let mut asha = clinic.patient("Asha").await;
    let mallory = clinic.patient("Mallory").await;
    let link = rao.invite(ask(true), 24).await.unwrap();
    let visit = asha.look(&link).await.unwrap();
    asha.answer(&visit).await.unwrap();

    let (vault, patient) = (mallory.own_vault().unwrap(), mallory.identity().person);
    for person_too in [false, true] {
        let copy = if person_too { "copy 1" } else { "copy 2" };
        copy_folder(&clinic.home("Dr Rao"), &clinic.home(copy));
        let mut rao = clinic.place(copy).session().await.unwrap();
        clinic
            .liar()
            .on_answer("GET", path::INVITATIONS, move |_, told| {
                told.alter(|list: &mut Invitations| {
                    if let Some(Reply::Answer(answer)) = &mut list.items[0].reply {
                        answer.vault = vault;
                        answer.patient = if person_too { patient } else { answer.patient };
                    }
                });
            });
        troubled_sync(&mut rao).await;
        assert_eq!(rao.invitations()[0].state, InvitationState::Suspicious);
    }
    clinic.liar().honest();
    sync(&mut rao).await;
    assert_eq!(rao.invitations()[0].state, InvitationState::Answered);
}
