//! 2: a member's key replaced at a rotation.

use client::ClientError;
use system_tests::{
    clinic::{Person, ask, visit},
    forger::{rng, stranger},
    practice::{Practice, entries_of, heads, prescribe, readable, sync},
};
use vault::hpke::SealingKey;
use wire::{
    SUITE,
    api::{Persons, PersonsSince, path},
    codec::Bytes,
    person::{PersonBody, PersonEntry, PersonKeyBody, Role},
    sign::Signed,
    vault::{EntryKind, Leave},
};

/// An entry that gives `person` another key, signed by somebody else's device.
fn forged_key(person: &Person) -> Signed<PersonEntry> {
    let (_, mallory) = stranger(Role::Doctor, "Mallory");
    let chain = person.chain(&person.identity().person).unwrap();
    let body = PersonKeyBody {
        number: chain.person_key().number + 1,
        public: SealingKey::make(&mut rng()).public(),
        boxes: Vec::new(),
        recovery: Bytes(vec![0; 1200]),
    };
    mallory.sign(&PersonEntry {
        suite: SUITE,
        person: Some(chain.id()),
        seq: chain.head().0 + 1,
        previous: Some(chain.head().1),
        time: person.now(),
        author: Some(person.identity().device.id()),
        body: PersonBody::PersonKey(body),
    })
}

#[tokio::test]
async fn attack_02_a_members_key_replaced_at_a_rotation_is_refused() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    let (another, _) = stranger(Role::Doctor, "Dr Rao");
    let rao = at.rao.identity().person;
    for forged in [forged_key(&at.rao), another] {
        at.clinic
            .liar()
            .on_answer("POST", path::PERSONS, move |asked, told| {
                let asked: PersonsSince = asked.read();
                told.alter(|persons: &mut Persons| {
                    for (since, chain) in asked.persons.iter().zip(&mut persons.chains) {
                        if since.person == rao {
                            chain.entries = vec![forged.clone()];
                        }
                    }
                });
            });
        let before = heads(&at.asha, at.vault);
        let stopped = at.asha.take_off("Dr Bose", Leave::Stopped).await;
        let refused = matches!(stopped, Err(ClientError::Altered { .. }));
        assert!(refused, "{stopped:?}");
        assert_eq!(heads(&at.asha, at.vault), before, "nothing was rotated");
    }

    // Once the server is honest the same works, and the new key is for the true one.
    at.clinic.liar().honest();
    at.asha.take_off("Dr Bose", Leave::Stopped).await.unwrap();
    assert_eq!(entries_of(&at.asha, at.vault, EntryKind::Rotate), 1);
    prescribe(&mut at.asha, at.vault, "Metformin 500 mg").await;
    sync(&mut at.rao).await;
    assert_eq!(readable(&mut at.rao, at.vault).await, 1);
}

#[tokio::test]
async fn attack_02_an_older_chain_served_at_a_rotation_changes_nothing() {
    let mut at = Practice::open().await;
    let mut bose = at.clinic.doctor("Dr Bose").await;
    visit(&mut bose, &mut at.asha, ask(true)).await.unwrap();
    // The server holds back what is new, here: everything.
    at.clinic
        .liar()
        .on_answer("POST", path::PERSONS, |_, told| {
            told.alter(|persons: &mut Persons| {
                persons
                    .chains
                    .iter_mut()
                    .for_each(|chain| chain.entries.clear());
            });
        });
    at.asha.take_off("Dr Bose", Leave::Removed).await.unwrap();
    at.clinic.liar().honest();
    sync(&mut at.rao).await;
    let known = at.asha.chain(&at.rao.identity().person).unwrap();
    assert_eq!(known.person_key().number, 0, "what was verified stays");
}
