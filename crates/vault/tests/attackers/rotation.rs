//! A crash in the middle of a rotation: nothing is half-done, and to try again is harmless.

use vault::{
    VaultError,
    ledger::{Pen, Prepared},
};
use wire::{
    codec::Bytes,
    log::LogError,
    vault::{Audience, Compartment, Leave, Mode, Part, Purpose},
};

use crate::{
    forge::{Scene, offer, resign},
    world::World,
};

fn prepare_removal(scene: &mut Scene) -> Prepared {
    let leaving = [(scene.world.grant_of(&scene.bose), Leave::Removed)];
    let pen = Pen {
        identity: &scene.asha.identity,
        chain: &scene.world.people[&scene.asha.identity.person],
        time: scene.world.now,
    };
    let ledger = scene.asha.ledger.as_ref().unwrap();
    let (people, rng) = (&scene.world.people, &mut scene.world.rng);
    ledger.make_revocation(&pen, &leaving, people, rng).unwrap()
}

fn broken<T>(outcome: Result<T, VaultError>) -> bool {
    matches!(outcome, Err(VaultError::Log(LogError::Broken { .. })))
}

#[test]
fn attack_30_a_rotation_prepared_and_lost_changes_nothing_and_the_retry_works() {
    let mut scene = Scene::new();
    let lost = prepare_removal(&mut scene);
    assert_eq!(
        scene.world.read(&mut scene.bose, scene.late).unwrap(),
        "late"
    );
    let retried = prepare_removal(&mut scene);
    assert_ne!(lost.entry, retried.entry);
    scene.world.append(retried).unwrap();
    scene.world.sync(&mut scene.asha).unwrap();
    let after = scene
        .world
        .add(&mut scene.asha, "after", Audience::Shared)
        .unwrap();
    assert_eq!(scene.world.read(&mut scene.rao, after).unwrap(), "after");
    assert_eq!(scene.world.read(&mut scene.asha, after).unwrap(), "after");
    assert!(scene.world.read(&mut scene.bose, after).is_err());
    // The lost one turns up after all.
    assert!(broken(scene.world.admit(&lost)));
    assert!(broken(offer(&scene.world, &scene.rao, &lost)));
}

#[test]
fn attack_30_a_rotation_sent_twice_counts_once() {
    let mut scene = Scene::new();
    let made = prepare_removal(&mut scene);
    scene.world.append(made.clone()).unwrap();
    let state = scene.world.state.clone();
    assert!(broken(scene.world.append(made.clone())));
    assert_eq!(scene.world.state, state);
    // The answer was lost: the client finds its own entry in the log, by its hash.
    scene.world.sync(&mut scene.asha).unwrap();
    let ledger = scene.asha.ledger.as_ref().unwrap();
    assert_eq!(ledger.lines().last().unwrap().hash, made.entry.hash());
    assert!(broken(offer(&scene.world, &scene.asha, &made)));
    let retry = ledger.make_revocation(
        &Pen {
            identity: &scene.asha.identity,
            chain: &scene.world.people[&scene.asha.identity.person],
            time: scene.world.now,
        },
        &[(state.unwrap().gone[0].member.grant, Leave::Removed)],
        &scene.world.people,
        &mut World::new().rng,
    );
    assert_eq!(retry.err(), Some(VaultError::Unknown("grant in force")));
}

#[test]
fn attack_30_an_entry_refused_half_way_leaves_room_for_the_right_one() {
    let mut scene = Scene::new();
    let request = vault::ledger::GrantRequest {
        compartment: Compartment::Sensitive,
        mode: Mode::Read,
        history: true,
        broadcasts: false,
        may_share: false,
        depth: 0,
        not_after: None,
        purpose: Purpose::Standing,
    };
    scene
        .world
        .grant_as(&mut scene.asha, &scene.rao, &request)
        .unwrap();
    scene.sync();
    let prepare = |scene: &mut Scene| {
        let pen = Pen {
            identity: &scene.asha.identity,
            chain: &scene.world.people[&scene.asha.identity.person],
            time: scene.world.now,
        };
        let ledger = scene.asha.ledger.as_ref().unwrap();
        ledger
            .make_renewal(&pen, &scene.world.people, &mut scene.world.rng)
            .unwrap()
    };
    // Rao's key for `shared` opens, the one for `sensitive` does not.
    let first = prepare(&mut scene);
    let spoilt = resign(&scene.asha.identity, &first, |_, part| {
        let Part::Rotate(part) = part else { panic!() };
        part.rotations[2].reseals[0].sealed = Bytes(vec![0; 1200]);
    });
    let mut rao = scene.rao.ledger.clone().unwrap();
    let mut take = |made: &Prepared| {
        rao.apply(
            &scene.rao.identity,
            &made.entry,
            Some(&made.part),
            &scene.world.people,
        )
    };
    assert_eq!(take(&spoilt), Err(VaultError::DoesNotOpen));
    let right = prepare(&mut scene);
    let mut again = || {
        rao.apply(
            &scene.rao.identity,
            &right.entry,
            Some(&right.part),
            &scene.world.people,
        )
    };
    assert_eq!(again(), Ok(()));
    assert!(broken(again()));
}
