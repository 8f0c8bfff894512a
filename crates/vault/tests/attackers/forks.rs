//! Two views kept apart by the server, until the heads meet.

use vault::{
    VaultError,
    identity::recover_person,
    kit::AccountSecret,
    ledger::{Ledger, Pen},
};
use wire::{
    log::LogError,
    person::PersonChain,
    sign::Signed,
    vault::{Audience, Checkpoint},
};

use crate::{
    forge::{Scene, offer},
    world::{Actor, World},
};

fn checkpoint(world: &World, actor: &Actor) -> (Signed<Checkpoint>, PersonChain) {
    let chain = world.people[&actor.identity.person].clone();
    let pen = Pen {
        identity: &actor.identity,
        chain: &chain,
        time: world.now,
    };
    (actor.ledger.as_ref().unwrap().make_checkpoint(&pen), chain)
}

fn ledger(actor: &Actor) -> &Ledger {
    actor.ledger.as_ref().unwrap()
}

#[test]
fn attack_07_two_forked_views_are_noticed_when_heads_meet_and_never_join() {
    let mut ours = Scene::new();
    let mut theirs = Scene::new();
    ours.world
        .add(&mut ours.asha, "for one", Audience::Shared)
        .unwrap();
    theirs
        .world
        .add(&mut theirs.asha, "for the other", Audience::Shared)
        .unwrap();
    theirs.world.now += 1;
    theirs
        .world
        .add(&mut theirs.asha, "and more", Audience::Shared)
        .unwrap();
    theirs.sync();
    let (seen, chain) = checkpoint(&theirs.world, &theirs.rao);
    ours.world
        .add(&mut ours.asha, "as long", Audience::Shared)
        .unwrap();
    ours.sync();
    assert_ne!(
        ledger(&ours.rao).state().head,
        ledger(&theirs.rao).state().head
    );
    let compared = ledger(&ours.asha).compare(&seen, &chain);
    assert!(
        matches!(compared, Err(VaultError::NotPossible(_))),
        "{compared:?}"
    );
    assert!(ledger(&theirs.asha).compare(&seen, &chain).is_ok());

    theirs
        .world
        .add(&mut theirs.asha, "the next", Audience::Shared)
        .unwrap();
    let item = theirs.world.items.pop().unwrap();
    let made = vault::ledger::Prepared {
        entry: item.entry,
        part: item.part,
        bodies: item.bodies,
    };
    for actor in [&ours.asha, &ours.rao] {
        let joined = offer(&ours.world, actor, &made);
        assert!(matches!(
            joined,
            Err(VaultError::Log(LogError::Broken { .. }))
        ));
    }
}

#[test]
fn attack_07_a_head_is_vouched_for_by_the_persons_own_device_alone() {
    let mut scene = Scene::new();
    let (seen, mut chain) = checkpoint(&scene.world, &scene.rao);
    let bose = scene.world.people[&scene.bose.identity.person].clone();
    assert!(ledger(&scene.asha).compare(&seen, &bose).is_err());
    let mut forged = seen.peek().unwrap();
    forged.seq -= 1;
    let forged = scene.bose.identity.sign(&forged);
    assert!(ledger(&scene.asha).compare(&forged, &chain).is_err());
    assert!(ledger(&scene.asha).compare(&seen, &chain).is_ok());
    // A device that was lost and is out vouches for nothing.
    let account = AccountSecret::make(&mut scene.world.rng);
    let words = scene.rao.words.clone();
    let (entries, _) = recover_person(
        &chain,
        words,
        account,
        scene.world.now,
        &mut scene.world.rng,
    )
    .unwrap();
    entries
        .iter()
        .for_each(|entry| chain.append(entry).unwrap());
    assert!(ledger(&scene.asha).compare(&seen, &chain).is_err());
}
