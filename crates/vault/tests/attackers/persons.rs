//! Persons' keys replaced: at the invitation, at a rotation, by a device nobody added.

use vault::{
    VaultError,
    device::Device,
    identity::{Identity, recover_person},
    invitation::Link,
    kit::AccountSecret,
};
use wire::{
    SUITE,
    invite::Ask,
    log::LogError,
    person::{ChainError, PersonBody, PersonChain, PersonEntry, Role},
    sign::Signed,
    vault::{Leave, Mode, Part, Purpose},
};

use crate::{
    forge::{Scene, flips, resign},
    world::{Actor, World},
};

const ASK: Ask = Ask {
    mode: Mode::Write,
    history: true,
    purpose: Purpose::Standing,
    hours: None,
    may_share: false,
};

/// Rao's next entry, as `signer` would have it.
fn next_entry(
    world: &World,
    of: &Actor,
    signer: &Identity,
    body: PersonBody,
) -> Signed<PersonEntry> {
    let chain = &world.people[&of.identity.person];
    signer.sign(&PersonEntry {
        suite: SUITE,
        person: Some(chain.id()),
        seq: chain.head().0 + 1,
        previous: Some(chain.head().1),
        time: world.now,
        author: Some(of.identity.device.id()),
        body,
    })
}

#[test]
fn attack_01_a_key_replaced_at_the_invitation_is_refused() {
    let mut scene = Scene::new();
    let (world, asha, rao) = (&mut scene.world, &scene.asha, &scene.rao);
    let eve = world.person(Role::Doctor, "Dr Rao");
    let end = world.now + 1000;
    let (link, signed) = Link::invite(&rao.identity, 0, "https://s", ASK, end, &mut world.rng);
    let (_, by_eve) = Link::invite(&eve.identity, 0, "https://s", ASK, end, &mut world.rng);
    let chain = |actor: &Actor| &world.people[&actor.identity.person];
    assert!(link.verify(&signed, chain(rao), world.now).is_ok());
    assert!(link.verify(&signed, chain(&eve), world.now).is_err());
    assert!(link.verify(&by_eve, chain(&eve), world.now).is_err());
    assert!(link.verify(&by_eve, chain(rao), world.now).is_err());
    assert!(
        link.verify(&signed, chain(rao), end + 1).is_err(),
        "run out"
    );

    let state = world.state.as_ref().unwrap();
    let (vault, head) = (state.vault, (state.seq, state.head));
    let mut rng = World::seeded([1; 32]).rng;
    let (answer, code) = link.answer(&signed, &asha.identity, vault, head, &mut rng);
    let (_, seen) = link.verify_answer(&signed, &answer, chain(asha)).unwrap();
    assert_eq!(link.short_code(&code), link.short_code(&seen));
    assert!(link.verify_answer(&signed, &answer, chain(&eve)).is_err());
    let mut posing = answer.clone();
    posing.patient = eve.identity.person;
    assert!(link.verify_answer(&signed, &posing, chain(&eve)).is_err());
}

#[test]
fn attack_02_a_key_replaced_at_a_rotation_is_refused() {
    let mut scene = Scene::new();
    let mut eve = scene.world.person(Role::Doctor, "Dr Rao");
    // Eve's chain under Rao's fingerprint, and Rao's own with a key that Eve put in.
    let rao = scene.rao.identity.person;
    assert_eq!(
        PersonChain::verify(&eve.entries, Some(rao)).err(),
        Some(ChainError::Fingerprint)
    );
    let key = scene.world.people[&eve.identity.person]
        .person_key()
        .clone();
    let entry = next_entry(
        &scene.world,
        &scene.rao,
        &eve.identity,
        PersonBody::PersonKey(key),
    );
    let forged = [scene.rao.entries[0].clone(), entry];
    assert!(matches!(
        PersonChain::verify(&forged, Some(rao)),
        Err(ChainError::Signature(1, _))
    ));

    // A server that files Eve's chain under Rao's name.
    let chain = scene.world.people[&eve.identity.person].clone();
    let honest = scene.world.people.insert(rao, chain).unwrap();
    let leaving = scene.world.grant_of(&scene.bose);
    let revoke = |world: &mut World, asha: &mut Actor| {
        world.write(asha, |ledger, pen, people, rng| {
            ledger.make_revocation(pen, &[(leaving, Leave::Removed)], people, rng)
        })
    };
    let refused = revoke(&mut scene.world, &mut scene.asha);
    assert_eq!(refused, Err(VaultError::Unknown("member's keys")));
    scene.world.people.insert(rao, honest);
    revoke(&mut scene.world, &mut scene.asha).unwrap();
    assert!(scene.world.sync(&mut eve).is_err());
}

#[test]
fn attack_02_a_reseal_to_a_key_that_was_replaced_is_refused_by_the_server() {
    let mut scene = Scene::new();
    let leaving = scene.world.grant_of(&scene.bose);
    let people = scene.world.people.clone();
    let account = AccountSecret::make(&mut scene.world.rng);
    let rao = scene.rao.identity.person;
    let (entries, _) = recover_person(
        &people[&rao],
        scene.rao.words.clone(),
        account,
        scene.world.now,
        &mut scene.world.rng,
    )
    .unwrap();
    for entry in &entries {
        scene
            .world
            .people
            .get_mut(&rao)
            .unwrap()
            .append(entry)
            .unwrap();
    }
    let revoke = scene.world.write(&mut scene.asha, |ledger, pen, _, rng| {
        ledger.make_revocation(pen, &[(leaving, Leave::Removed)], &people, rng)
    });
    let why = "it is sealed to a key that the recipient has replaced";
    assert_eq!(revoke, Err(LogError::Inconsistent(why).into()));
}

#[test]
fn attack_05_a_device_added_by_the_server_is_refused() {
    let mut scene = Scene::new();
    let eve = scene.world.person(Role::Doctor, "Eve");
    let added = Device::make(&mut scene.world.rng).keys();
    let body = PersonBody::DeviceAdd(added.clone());
    let entry = next_entry(&scene.world, &scene.rao, &eve.identity, body.clone());
    let mut chain = scene.world.people[&scene.rao.identity.person].clone();
    assert!(matches!(
        chain.append(&entry),
        Err(ChainError::Signature(1, _))
    ));
    // Rao's own entry is taken, as it stands and in no other form.
    let own = next_entry(&scene.world, &scene.rao, &scene.rao.identity, body);
    for bytes in flips(own.bytes()).step_by(7) {
        assert!(
            chain
                .append(&Signed::from_parts(bytes, *own.signature()))
                .is_err()
        );
    }
    chain.append(&own).unwrap();
    assert!(chain.device(&added.id()).is_some());
}

#[test]
fn attack_05_a_member_added_by_the_server_is_refused() {
    let mut scene = Scene::new();
    let eve = scene.world.person(Role::Doctor, "Eve");
    scene
        .world
        .grant(&mut scene.asha, &eve, true, Mode::Read)
        .unwrap();
    // The patient's own grant to Eve, taken out of the log and given back with another signer or form.
    let item = scene.world.items.pop().unwrap();
    let made = vault::ledger::Prepared {
        entry: item.entry,
        part: item.part,
        bodies: vec![],
    };
    let mut before = Scene::new();
    before.world.people.insert(
        eve.identity.person,
        scene.world.people[&eve.identity.person].clone(),
    );
    before.world.now = scene.world.now;
    assert!(
        before.world.admit(&made).is_ok(),
        "the worlds are alike, and this is the patient's word"
    );
    before.assert_refused(&resign(&eve.identity, &made, |_, _| {}));
    before.assert_refused(&resign(&eve.identity, &made, |entry, _| {
        entry.author = eve.identity.person;
        entry.device = eve.identity.device.id();
    }));
    before.assert_refused(&resign(&before.rao.identity, &made, |entry, _| {
        entry.author = before.rao.identity.person;
        entry.device = before.rao.identity.device.id();
    }));
    let mut other = made.clone();
    if let Part::Grant(part) = &mut other.part {
        let mut grant = part.grant.peek().unwrap();
        grant.terms.recipient = before.bose.identity.person;
        part.grant = eve.identity.sign(&grant);
    }
    assert_eq!(before.refusal(&other), LogError::WrongPart);
}
