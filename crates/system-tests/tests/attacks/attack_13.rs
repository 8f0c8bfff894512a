//! 13: a grant moved to another recipient or epoch, or its sealed key lifted and signed anew.

use client::ClientError;
use system_tests::{
    clinic::{ask, visit},
    forger::{entry, pen, post, rng},
    practice::{Practice, heads, sync},
};
use vault::ledger::GrantRequest;
use wire::{
    api::LogPage,
    vault::{Audience, Compartment, EpochRef, Grant, GrantPart, Leave, Mode, Part, Purpose},
};

/// The grant that let the doctor in, as the server has it.
fn grant_of_rao(at: &Practice) -> GrantPart {
    let record = at.clinic.liar().record();
    let pages = record
        .iter()
        .filter(|one| one.asked.is("GET", wire::api::path::LOG));
    let parts = pages
        .filter(|one| one.told.status == 200)
        .flat_map(|one| one.told.read::<LogPage>().items)
        .filter_map(|item| Part::parse(&item.part?).ok());
    let mut grants = parts.filter_map(|part| match part {
        Part::Grant(grant) => Some(grant),
        _ => None,
    });
    grants.next().unwrap()
}

fn epochs(at: &Practice) -> Vec<EpochRef> {
    let state = at.asha.view(at.vault).unwrap().ledger.state();
    let current = |compartment| EpochRef {
        compartment,
        number: state.epoch(compartment).unwrap().number,
    };
    vec![current(Compartment::Private), current(Compartment::Shared)]
}

#[tokio::test]
async fn attack_13_a_grant_signed_by_a_doctor_is_refused() {
    let mut at = Practice::open().await;
    let bose = at.clinic.doctor("Dr Bose").await;
    let lifted = grant_of_rao(&at);
    let mut grant: Grant = lifted.grant.peek().unwrap();
    grant.terms.recipient = bose.identity().person;
    let token = at.token_of_rao();
    for issuer in [at.rao.identity().person, at.asha.identity().person] {
        grant.terms.issuer = issuer;
        let part = Part::Grant(GrantPart {
            opened: None,
            grant: at.rao.identity().sign(&grant),
            note: lifted.note.clone(),
        });
        let append = entry(&at.rao, at.vault, &part, Audience::Members, epochs(&at));
        super::refused_by_all(&mut at, &token, &append).await;
    }
}

/// Even the patient's own signature does not move a sealed key: what is sealed is bound to its terms.
#[tokio::test]
async fn attack_13_a_sealed_key_lifted_and_signed_anew_opens_nothing() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    at.asha.take_off("Dr Bose", Leave::Stopped).await.unwrap();
    sync(&mut bose).await;
    sync(&mut at.rao).await;
    let lifted = grant_of_rao(&at);
    let mut grant: Grant = lifted.grant.peek().unwrap();
    grant.terms.recipient = bose.identity().person;
    grant.terms.epoch = 1;
    let part = Part::Grant(GrantPart {
        opened: None,
        grant: at.asha.identity().sign(&grant),
        note: lifted.note.clone(),
    });
    let append = entry(&at.asha, at.vault, &part, Audience::Members, epochs(&at));
    let told = post(&at.clinic, &at.token_of_asha(), at.vault, &append).await;
    assert_eq!(
        told.status, 200,
        "to the server it is a grant like any other"
    );
    let held = |person: &system_tests::clinic::Person| -> Vec<EpochRef> {
        let view = person.view(at.vault).unwrap();
        view.ledger.keychain().held().collect()
    };
    let before = (heads(&bose, at.vault), held(&bose));
    let error = bose.sync_vault(at.vault).await.unwrap_err();
    assert!(matches!(error, ClientError::Altered { .. }), "{error:?}");
    assert_eq!((heads(&bose, at.vault), held(&bose)), before);
    // To the patient, whose hand it bears, it costs the note with the name: the log goes on.
    sync(&mut at.asha).await;
}

#[tokio::test]
async fn attack_13_a_grant_replayed_after_it_was_revoked_is_refused() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    let old = grant_of_rao(&at);
    at.asha.take_off("Dr Rao", Leave::Stopped).await.unwrap();
    sync(&mut at.rao).await;
    // By the patient's own hand, so that nothing else is wrong with it.
    let append = entry(
        &at.asha,
        at.vault,
        &Part::Grant(old),
        Audience::Members,
        epochs(&at),
    );
    let token = at.token_of_asha();
    let kind = super::refused_by_the_server(&at, &token, &append).await;
    assert!(kind == "refused" || kind == "conflict", "{kind}");
    super::admit(&at, &append);
    super::refused_by(&mut at.asha, at.vault).await;
    super::refused_by(&mut at.rao, at.vault).await;
}

#[tokio::test]
async fn attack_13_a_grant_for_another_vault_is_refused() {
    let mut at = Practice::open().await;
    let mut ravi = at.clinic.patient("Ravi").await;
    let vault = ravi.own_vault().unwrap();
    let request = GrantRequest {
        compartment: Compartment::Shared,
        mode: Mode::Write,
        history: true,
        broadcasts: false,
        may_share: false,
        depth: 0,
        not_after: None,
        purpose: Purpose::Standing,
    };
    sync(&mut ravi).await;
    let prepared = {
        let view = ravi.view(vault).unwrap();
        let doctor = at.asha.chain(&at.rao.identity().person).unwrap();
        let profile = at.rao.identity().profile.clone();
        let pen = pen(&ravi);
        view.ledger
            .make_grant(&pen, doctor, &profile, &request, &mut rng())
            .unwrap()
    };
    let Part::Grant(part) = prepared.part else {
        panic!("a grant")
    };
    let append = entry(
        &at.asha,
        at.vault,
        &Part::Grant(part),
        Audience::Members,
        epochs(&at),
    );
    let token = at.token_of_asha();
    super::refused_by_all(&mut at, &token, &append).await;
}
