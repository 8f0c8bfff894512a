//! People who were let in, once, or from now on, with the server's whole database in their hands.

use std::collections::BTreeSet;

use vault::VaultError;
use wire::{
    person::Role,
    vault::{Audience, Compartment, Leave, Mode, VersionRef},
};

use crate::{
    forge::Scene,
    thief::Thief,
    world::{Actor, World},
};

fn set(versions: &[VersionRef]) -> BTreeSet<VersionRef> {
    versions.iter().copied().collect()
}

fn remove(world: &mut World, owner: &mut Actor, doctor: &Actor) {
    let leaving = [(world.grant_of(doctor), Leave::Removed)];
    world
        .write(owner, |ledger, pen, people, rng| {
            ledger.make_revocation(pen, &leaving, people, rng)
        })
        .unwrap();
}

fn broadcast(world: &mut World, owner: &mut Actor, at: VersionRef) -> Result<u64, VaultError> {
    world.write(owner, |ledger, pen, _, _| {
        ledger.make_broadcast(pen, &[at], Compartment::Shared)
    })
}

#[test]
fn the_thief_is_able_to_open_what_there_is_a_key_for() {
    let scene = Scene::new();
    let all = set(&[scene.early, scene.late, scene.private]);
    assert_eq!(Thief::robbing(&[&scene.asha]).loot(&scene.world), all);
    let shared = set(&[scene.early, scene.late]);
    assert_eq!(Thief::robbing(&[&scene.rao]).loot(&scene.world), shared);
    // The person key alone leads to the same: grants and new keys are sealed to it.
    let mut bare = Scene::new().rao;
    bare.ledger = None;
    assert_eq!(Thief::robbing(&[&bare]).loot(&scene.world), shared);
}

#[test]
fn attack_14_a_revoked_doctor_with_all_old_keys_and_the_database_opens_nothing_newer() {
    let mut scene = Scene::new();
    let own = scene
        .world
        .add(&mut scene.rao, "by Rao", Audience::Private)
        .unwrap();
    scene.sync();
    let had = set(&[scene.early, scene.late, own]);
    let (world, asha) = (&mut scene.world, &mut scene.asha);
    remove(world, asha, &scene.rao);
    let newer = world.add(asha, "newer", Audience::Shared).unwrap();
    broadcast(world, asha, scene.private).unwrap();
    let eve = world.person(Role::Doctor, "Eve");
    world.grant(asha, &eve, false, Mode::Write).unwrap();
    let newest = world.add(asha, "newest", Audience::Shared).unwrap();
    remove(world, asha, &scene.bose);
    world
        .write(asha, |ledger, pen, people, rng| {
            ledger.make_renewal(pen, people, rng)
        })
        .unwrap();
    world.add(asha, "last", Audience::Shared).unwrap();
    assert_eq!(Thief::robbing(&[&scene.rao]).loot(world), had);
    let all = Thief::robbing(&[asha]).loot(world);
    assert!(all.is_superset(&set(&[newer, newest])) && all.len() == 7);
}

#[test]
fn attack_15_a_revoked_and_a_from_now_on_doctor_together_open_no_epoch_that_neither_held() {
    let mut world = World::new();
    let mut asha = world.person(Role::Patient, "Asha");
    let mut full = world.person(Role::Doctor, "Full");
    let mut now_on = world.person(Role::Doctor, "Now on");
    world.found(&mut asha);
    world.grant(&mut asha, &full, true, Mode::Read).unwrap();
    let first = world.add(&mut asha, "first", Audience::Shared).unwrap();
    world.sync(&mut full).unwrap();
    remove(&mut world, &mut asha, &full);
    let between = world.add(&mut asha, "between", Audience::Shared).unwrap();
    world.grant(&mut asha, &now_on, false, Mode::Read).unwrap();
    let last = world.add(&mut asha, "last", Audience::Shared).unwrap();
    world.sync(&mut now_on).unwrap();
    let loot = Thief::robbing(&[&full, &now_on]).loot(&world);
    assert_eq!(loot, set(&[first, last]));
    let all = Thief::robbing(&[&asha]).loot(&world);
    assert_eq!(all, set(&[first, between, last]));
}

#[test]
fn attack_15_a_from_now_on_doctor_gains_nothing_by_later_rotations() {
    let mut scene = Scene::new();
    let (world, asha) = (&mut scene.world, &mut scene.asha);
    remove(world, asha, &scene.rao);
    let eve = world.person(Role::Doctor, "Eve");
    world.grant(asha, &eve, false, Mode::Read).unwrap();
    let newer = world.add(asha, "newer", Audience::Shared).unwrap();
    world
        .write(asha, |ledger, pen, people, rng| {
            ledger.make_renewal(pen, people, rng)
        })
        .unwrap();
    let newest = world.add(asha, "newest", Audience::Shared).unwrap();
    world.sync(&mut scene.bose).unwrap();
    let loot = Thief::robbing(&[&scene.bose]).loot(world);
    assert_eq!(loot, set(&[scene.late, newer, newest]));
}

#[test]
fn attack_16_a_from_now_on_doctor_opens_nothing_older_also_not_of_the_epoch_then_current() {
    let mut scene = Scene::new();
    // Both were written in epochs that were current when somebody was let in.
    let eve = scene.world.person(Role::Doctor, "Eve");
    scene
        .world
        .grant(&mut scene.asha, &eve, false, Mode::Write)
        .unwrap();
    let since = scene
        .world
        .add(&mut scene.asha, "since", Audience::Shared)
        .unwrap();
    scene.sync();
    assert_eq!(Thief::robbing(&[&eve]).loot(&scene.world), set(&[since]));
    let loot = Thief::robbing(&[&scene.bose]).loot(&scene.world);
    assert_eq!(loot, set(&[scene.late, since]));
    assert!(scene.world.read(&mut scene.bose, scene.early).is_err());
    assert_eq!(scene.world.read(&mut scene.bose, since).unwrap(), "since");
}

#[test]
fn attack_17_a_record_not_broadcast_opens_for_no_doctor() {
    let mut scene = Scene::new();
    let notes = scene
        .world
        .add(&mut scene.rao, "by Rao", Audience::Private)
        .unwrap();
    scene.sync();
    let both = Thief::robbing(&[&scene.rao, &scene.bose]).loot(&scene.world);
    assert_eq!(
        both,
        set(&[scene.early, scene.late, notes]),
        "an author keeps his own copy"
    );
    let other = Thief::robbing(&[&scene.bose]).loot(&scene.world);
    assert_eq!(other, set(&[scene.late]));
    assert!(scene.world.read(&mut scene.rao, scene.private).is_err());
    broadcast(&mut scene.world, &mut scene.asha, scene.private).unwrap();
    assert_eq!(
        scene.world.read(&mut scene.rao, scene.private).unwrap(),
        "private"
    );
    assert_eq!(
        scene.world.read(&mut scene.bose, scene.private).unwrap(),
        "private"
    );
}

#[test]
fn attack_14_what_is_sensitive_is_not_opened_through_the_broadcast_list() {
    let mut scene = Scene::new();
    let hidden = scene
        .world
        .add(&mut scene.asha, "sensitive", Audience::Sensitive)
        .unwrap();
    scene.sync();
    let both = Thief::robbing(&[&scene.rao, &scene.bose]).loot(&scene.world);
    assert!(!both.contains(&hidden));
    assert!(scene.world.read(&mut scene.rao, hidden).is_err());
    assert_eq!(
        scene.world.read(&mut scene.asha, hidden).unwrap(),
        "sensitive"
    );
}
