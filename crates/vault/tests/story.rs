//! The protocol's story, without network or disk.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod world;

use vault::{VaultError, identity::recover_person, kit::AccountSecret, ledger::Ledger};
use wire::{
    person::{PersonChain, Role},
    vault::{Audience, Compartment, Leave, Mode},
};
use world::World;

#[test]
fn a_doctor_reads_what_is_broadcast_and_nothing_else() {
    let mut world = World::new();
    let mut asha = world.person(Role::Patient, "Asha");
    let mut rao = world.person(Role::Doctor, "Dr Rao");
    world.found(&mut asha);
    let before = world.add(&mut asha, "before", Audience::Shared).unwrap();
    let secret = world.add(&mut asha, "secret", Audience::Private).unwrap();
    world.grant(&mut asha, &rao, true, Mode::Write).unwrap();
    let after = world.add(&mut asha, "after", Audience::Shared).unwrap();

    assert_eq!(world.read(&mut rao, before).unwrap(), "before");
    assert_eq!(world.read(&mut rao, after).unwrap(), "after");
    assert!(world.read(&mut rao, secret).is_err());
    assert_eq!(
        rao.ledger.as_ref().unwrap().owner_profile().unwrap().name,
        "Asha"
    );

    let shown = world
        .write(&mut asha, |ledger, pen, _, _| {
            ledger.make_broadcast(pen, &[secret], Compartment::Shared)
        })
        .unwrap();
    assert_eq!(world.read(&mut rao, secret).unwrap(), "secret");
    let version = rao.ledger.as_ref().unwrap().version(secret).unwrap();
    assert_eq!(
        (version.author, version.shown[0].entry),
        (asha.identity.person, shown)
    );
}

#[test]
fn what_a_doctor_writes_waits_in_the_inbox_and_he_keeps_his_own_copy() {
    let mut world = World::new();
    let mut asha = world.person(Role::Patient, "Asha");
    let mut rao = world.person(Role::Doctor, "Dr Rao");
    let mut bose = world.person(Role::Doctor, "Dr Bose");
    world.found(&mut asha);
    world.grant(&mut asha, &rao, true, Mode::Write).unwrap();
    world.grant(&mut asha, &bose, true, Mode::Read).unwrap();
    let kept = world
        .add(&mut rao, "kept private", Audience::Private)
        .unwrap();
    let shown = world.add(&mut rao, "broadcast", Audience::Private).unwrap();
    world.sync(&mut asha).unwrap();
    let inbox: Vec<_> = asha
        .ledger
        .as_ref()
        .unwrap()
        .inbox()
        .iter()
        .map(|v| v.at())
        .collect();
    assert_eq!(inbox, [kept, shown]);
    assert_eq!(world.read(&mut asha, kept).unwrap(), "kept private");
    assert_eq!(world.read(&mut rao, kept).unwrap(), "kept private");
    assert!(world.read(&mut bose, kept).is_err());

    world
        .write(&mut asha, |ledger, pen, _, _| {
            ledger.make_keep(pen, &[kept])
        })
        .unwrap();
    world
        .write(&mut asha, |ledger, pen, _, _| {
            ledger.make_broadcast(pen, &[shown], Compartment::Shared)
        })
        .unwrap();
    assert!(asha.ledger.as_ref().unwrap().inbox().is_empty());
    assert_eq!(world.read(&mut bose, shown).unwrap(), "broadcast");
    assert!(world.read(&mut bose, kept).is_err());
    let author = bose.ledger.as_ref().unwrap().version(shown).unwrap().author;
    assert_eq!(
        author, rao.identity.person,
        "the header proves who wrote it"
    );
}

#[test]
fn who_joins_from_now_on_reads_nothing_earlier_and_who_leaves_nothing_later() {
    let mut world = World::new();
    let mut asha = world.person(Role::Patient, "Asha");
    let mut full = world.person(Role::Doctor, "Full");
    let mut now_on = world.person(Role::Doctor, "Now on");
    world.found(&mut asha);
    world.grant(&mut asha, &full, true, Mode::Read).unwrap();
    let early = world.add(&mut asha, "early", Audience::Shared).unwrap();
    world.grant(&mut asha, &now_on, false, Mode::Read).unwrap();
    let middle = world.add(&mut asha, "middle", Audience::Shared).unwrap();
    assert_eq!(world.read(&mut full, early).unwrap(), "early");
    assert_eq!(world.read(&mut full, middle).unwrap(), "middle");
    assert_eq!(world.read(&mut now_on, middle).unwrap(), "middle");
    assert!(world.read(&mut now_on, early).is_err());

    let leaving = world.grant_of(&full);
    world
        .write(&mut asha, |ledger, pen, people, rng| {
            ledger.make_revocation(pen, &[(leaving, Leave::Stopped)], people, rng)
        })
        .unwrap();
    let late = world.add(&mut asha, "late", Audience::Shared).unwrap();
    assert_eq!(world.read(&mut now_on, late).unwrap(), "late");
    assert!(world.read(&mut full, late).is_err());
    assert_eq!(
        world.read(&mut full, early).unwrap(),
        "early",
        "what was had stays readable"
    );
    assert!(world.add(&mut full, "x", Audience::Private).is_err());

    // Let in again, with history: the gap is filled.
    world.grant(&mut asha, &full, true, Mode::Read).unwrap();
    assert_eq!(world.read(&mut full, late).unwrap(), "late");
}

#[test]
fn the_kit_alone_brings_everything_back() {
    let mut world = World::new();
    let mut asha = world.person(Role::Patient, "Asha");
    let mut rao = world.person(Role::Doctor, "Dr Rao");
    world.found(&mut asha);
    world.grant(&mut asha, &rao, true, Mode::Write).unwrap();
    let record = world.add(&mut asha, "mine", Audience::Private).unwrap();
    let shared = world.add(&mut asha, "ours", Audience::Shared).unwrap();

    let chain = world.people[&asha.identity.person].clone();
    let account = AccountSecret::make(&mut world.rng);
    let (entries, identity) = recover_person(
        &chain,
        asha.words.clone(),
        account,
        world.now,
        &mut world.rng,
    )
    .unwrap();
    asha.entries.extend(entries);
    let chain = PersonChain::verify(&asha.entries, Some(identity.person)).unwrap();
    world.people.insert(identity.person, chain);
    let lost = std::mem::replace(&mut asha.identity, identity);
    asha.ledger = None;
    world.sync(&mut asha).unwrap();
    assert_eq!(asha.identity.profile.name, "Asha");
    assert_eq!(world.read(&mut asha, record).unwrap(), "mine");
    let grants = asha.ledger.as_ref().unwrap().grants();
    assert_eq!(
        grants[0].profile.as_ref().unwrap().name,
        "Dr Rao",
        "who may see is known by name again"
    );

    world
        .write(&mut asha, |ledger, pen, people, rng| {
            ledger.make_renewal(pen, people, rng)
        })
        .unwrap();
    let later = world.add(&mut asha, "later", Audience::Shared).unwrap();
    assert_eq!(world.read(&mut rao, later).unwrap(), "later");
    assert_eq!(world.read(&mut rao, shared).unwrap(), "ours");

    // The lost device: its keys open nothing newer, its signature is refused.
    let mut thief = world::Actor {
        identity: lost,
        words: asha.words.clone(),
        entries: vec![],
        ledger: None,
    };
    assert!(matches!(
        world.sync(&mut thief),
        Err(VaultError::NoKey | VaultError::DoesNotOpen)
    ));
    let _: Option<Ledger> = thief.ledger;
}
