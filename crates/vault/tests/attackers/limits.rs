//! What would lock somebody out later is refused at once, and what only costs a convenience is not.

use vault::{
    VaultError,
    identity::make_person,
    keychain::Keychain,
    kit::{AccountSecret, Words},
    ledger::Pen,
    secret::Secret,
};
use wire::{
    codec::Bytes,
    log::{Judge, LogError, VaultState},
    person::{Profile, Role},
    vault::{Audience, Compartment, EpochRef, Mode, Part},
};

use crate::{
    forge::{Scene, resign},
    world::World,
};

#[test]
fn a_name_that_nobody_could_read_back_is_refused_at_sign_up() {
    let make = |length| {
        let rng = &mut World::new().rng;
        let profile = Profile {
            salt: [0; 32],
            name: "x".repeat(length),
            registration: None,
        };
        let (words, account) = (Words::make(rng), AccountSecret::make(rng));
        make_person(Role::Patient, profile, words, account, 0, rng).map(drop)
    };
    assert_eq!(make(4000), Ok(()));
    assert!(matches!(make(4096), Err(VaultError::TooLarge { .. })));
}

#[test]
fn a_genesis_is_served_to_everybody_or_is_none() {
    let mut scene = Scene::new();
    let pen = Pen {
        identity: &scene.asha.identity,
        chain: &scene.world.people[&scene.asha.identity.person],
        time: scene.world.now,
    };
    let made = vault::ledger::make_genesis(&pen, &mut scene.world.rng).unwrap();
    let hidden = resign(&scene.asha.identity, &made, |entry, _| {
        entry.audience = Audience::Private;
    });
    let open = |made: &vault::ledger::Prepared| {
        VaultState::open(&made.entry, &made.part, &scene.world.people, Judge::Then)
    };
    assert!(open(&made).is_ok());
    assert!(matches!(open(&hidden), Err(LogError::Inconsistent(_))));
}

#[test]
fn attack_13_a_history_key_not_committed_to_is_refused_also_where_the_seed_is_known() {
    let mut scene = Scene::new();
    let Part::Genesis(genesis) = &scene.world.items[0].part else {
        panic!("the genesis")
    };
    let at = EpochRef {
        compartment: Compartment::Shared,
        number: 0,
    };
    let both = scene
        .asha
        .ledger
        .as_ref()
        .unwrap()
        .keychain()
        .secret(at)
        .unwrap();
    let mut keychain = Keychain::new(scene.asha.identity.person);
    keychain.add_epoch(&genesis.epochs[1]).unwrap();
    keychain.learn(at, Some(both.seed.clone()), None).unwrap();
    let wrong = Secret::make(&mut scene.world.rng);
    let learn = |keychain: &mut Keychain, seed: &Secret, hist: &Secret| {
        keychain.learn(at, Some(seed.clone()), Some(hist.clone()))
    };
    assert_eq!(
        learn(&mut keychain, &both.seed, &wrong),
        Err(VaultError::DoesNotOpen)
    );
    assert_eq!(
        learn(&mut keychain, &wrong, &both.hist),
        Err(VaultError::DoesNotOpen)
    );
    assert_eq!(learn(&mut keychain, &both.seed, &both.hist), Ok(()));
}

#[test]
fn a_note_that_does_not_open_costs_a_name_and_not_the_log() {
    let mut scene = Scene::new();
    let eve = scene.world.person(Role::Doctor, "Eve");
    let request = crate::forge::reading_all();
    let chain = scene.world.people[&eve.identity.person].clone();
    scene
        .world
        .write(&mut scene.asha, |ledger, pen, _, rng| {
            let profile = &eve.identity.profile;
            let made = ledger.make_grant(pen, &chain, profile, &request, rng)?;
            Ok(resign(pen.identity, &made, |_, part| {
                let Part::Grant(part) = part else { panic!() };
                part.note.sealed = Bytes(vec![0; 80]);
            }))
        })
        .unwrap();
    let grants = scene.asha.ledger.as_ref().unwrap().grants();
    assert!(grants[0].profile.is_some() && grants[2].profile.is_none());
    assert_eq!(grants[2].terms.mode, Mode::Read);
}
