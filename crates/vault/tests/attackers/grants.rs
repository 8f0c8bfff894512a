//! A grant moved to another person, epoch or vault, or its sealed key lifted and signed anew.

use vault::{VaultError, ledger::Prepared};
use wire::{
    codec::Bytes,
    log::LogError,
    person::Role,
    vault::{Audience, Compartment, Grant, GrantTerms, Leave, Mode, Part},
};

use crate::{
    forge::{Scene, both, current, forge, offer, rebase},
    world::{Actor, World},
};

/// The patient's grant to somebody new, not yet in the log.
fn fresh_grant(scene: &mut Scene, to: &Actor) -> Prepared {
    let state = scene.world.state.clone();
    let ledger = scene.asha.ledger.clone();
    scene
        .world
        .grant(&mut scene.asha, to, true, Mode::Read)
        .unwrap();
    let item = scene.world.items.pop().unwrap();
    scene.world.state = state;
    scene.asha.ledger = ledger;
    Prepared {
        entry: item.entry,
        part: item.part,
        bodies: vec![],
    }
}

/// The grant with other terms around the same sealed key, signed by who may sign.
fn regrant(
    world: &World,
    signer: &Actor,
    made: &Prepared,
    edit: impl FnOnce(&mut GrantTerms),
) -> Prepared {
    let mut part = made.part.clone();
    if let Part::Grant(part) = &mut part {
        let Grant { mut terms, sealed } = part.grant.peek().unwrap();
        edit(&mut terms);
        part.grant = signer.identity.sign(&Grant { terms, sealed });
    }
    forge(world, signer, Audience::Members, both(world), part)
}

/// What a recipient's client says, from the start of the log, when the server admits it.
fn received(world: &mut World, to: &mut Actor, made: Prepared) -> Result<(), VaultError> {
    world.append(made)?;
    world.sync(to)
}

#[test]
fn attack_13_a_grant_with_other_terms_does_not_open() {
    let edits: [fn(&mut GrantTerms); 5] = [
        |terms| terms.mode = Mode::Write,
        |terms| terms.broadcasts = true,
        |terms| terms.may_share = true,
        |terms| terms.not_after = Some(u64::MAX),
        |terms| terms.depth = 1,
    ];
    for edit in edits {
        let mut scene = Scene::new();
        let mut eve = scene.world.person(Role::Doctor, "Eve");
        let made = fresh_grant(&mut scene, &eve);
        let other = regrant(&scene.world, &scene.asha, &made, edit);
        let opened = received(&mut scene.world, &mut eve, other);
        assert_eq!(opened, Err(VaultError::DoesNotOpen));
    }
    let mut scene = Scene::new();
    let mut eve = scene.world.person(Role::Doctor, "Eve");
    let made = fresh_grant(&mut scene, &eve);
    let same = regrant(&scene.world, &scene.asha, &made, |_| {});
    assert_eq!(received(&mut scene.world, &mut eve, same), Ok(()));
}

#[test]
fn attack_13_a_grant_moved_to_another_recipient_does_not_open() {
    let mut scene = Scene::new();
    let friend = scene.world.person(Role::Doctor, "Friend");
    let mut eve = scene.world.person(Role::Doctor, "Eve");
    let made = fresh_grant(&mut scene, &friend);
    let thief = eve.identity.person;
    let moved = regrant(&scene.world, &scene.asha, &made, |terms| {
        terms.recipient = thief
    });
    assert_eq!(
        received(&mut scene.world, &mut eve, moved),
        Err(VaultError::DoesNotOpen)
    );
}

#[test]
fn attack_13_a_grant_moved_to_another_epoch_or_compartment_does_not_open() {
    let mut scene = Scene::new();
    let mut eve = scene.world.person(Role::Doctor, "Eve");
    let made = fresh_grant(&mut scene, &eve);
    let leaving = [(scene.world.grant_of(&scene.bose), Leave::Stopped)];
    scene
        .world
        .write(&mut scene.asha, |ledger, pen, people, rng| {
            ledger.make_revocation(pen, &leaving, people, rng)
        })
        .unwrap();
    scene.sync();
    let stale = rebase(&scene.world, &scene.asha.identity, &made);
    assert_eq!(scene.refusal(&stale), LogError::StaleEpoch);
    let old = regrant(&scene.world, &scene.asha, &made, |_| {});
    assert_eq!(scene.refusal(&old), LogError::StaleEpoch);
    let number = current(&scene.world, Compartment::Shared).number;
    let moved = regrant(&scene.world, &scene.asha, &made, |terms| {
        terms.epoch = number
    });
    assert_eq!(
        received(&mut scene.world, &mut eve, moved),
        Err(VaultError::DoesNotOpen)
    );
}

#[test]
fn attack_13_a_sealed_key_lifted_and_signed_by_another_issuer_does_not_open() {
    let mut scene = Scene::new();
    let mut eve = scene.world.person(Role::Doctor, "Eve");
    let made = fresh_grant(&mut scene, &eve);
    // Another patient gives Eve in his vault what was sealed to her in Asha's.
    let mut other = World::seeded([8; 32]);
    let mut thief = other.person(Role::Patient, "Thief");
    other.people.insert(
        eve.identity.person,
        scene.world.people[&eve.identity.person].clone(),
    );
    other.found(&mut thief);
    let (vault, issuer) = (other.state.as_ref().unwrap().vault, thief.identity.person);
    let lifted = regrant(&other, &thief, &made, |terms| {
        terms.vault = vault;
        terms.issuer = issuer;
        terms.epoch = 0;
    });
    assert_eq!(
        received(&mut other, &mut eve, lifted),
        Err(VaultError::DoesNotOpen)
    );
    // Nor may anyone but the patient grant in the patient's vault.
    let by_rao = regrant(&scene.world, &scene.rao, &made, |terms| {
        terms.issuer = scene.rao.identity.person;
    });
    assert!(matches!(scene.refusal(&by_rao), LogError::NotAllowed(_)));
}

#[test]
fn attack_13_new_keys_swapped_between_those_who_stay_do_not_open() {
    let mut scene = Scene::new();
    let eve = scene.world.person(Role::Doctor, "Eve");
    scene
        .world
        .grant(&mut scene.asha, &eve, true, Mode::Read)
        .unwrap();
    scene.sync();
    let leaving = [(scene.world.grant_of(&eve), Leave::Removed)];
    let ledger = scene.asha.ledger.as_ref().unwrap();
    let pen = vault::ledger::Pen {
        identity: &scene.asha.identity,
        chain: &scene.world.people[&scene.asha.identity.person],
        time: scene.world.now,
    };
    let rng = &mut scene.world.rng;
    let made = ledger
        .make_revocation(&pen, &leaving, &scene.world.people, rng)
        .unwrap();
    let swapped = crate::forge::resign(&scene.asha.identity, &made, |_, part| {
        let Part::Rotate(part) = part else { panic!() };
        let [one, two] = &mut part.rotations[0].reseals[..] else {
            panic!()
        };
        core::mem::swap::<Bytes>(&mut one.sealed, &mut two.sealed);
    });
    for doctor in [&scene.rao, &scene.bose] {
        let offered = offer(&scene.world, doctor, &swapped);
        assert_eq!(offered, Err(VaultError::DoesNotOpen));
        assert_eq!(offer(&scene.world, doctor, &made), Ok(()));
    }
}
