//! A log that is old, cut, reordered or with a hole.

use vault::{
    VaultError,
    ledger::{Ledger, Prepared},
};
use wire::log::LogError;

use crate::{
    forge::{Scene, offer},
    world::{Actor, Item, World},
};

fn prepared(item: &Item) -> Prepared {
    Prepared {
        entry: item.entry.clone(),
        part: item.part.clone(),
        bodies: item.bodies.clone(),
    }
}

/// The owner's client, shown these entries of the log in this order.
fn replay(world: &World, actor: &Actor, order: &[usize]) -> Result<Ledger, VaultError> {
    let first = &world.items[order[0]];
    let mut ledger = Ledger::open(
        &actor.identity,
        &first.entry,
        &first.part,
        &world.people,
        None,
    )?;
    for at in &order[1..] {
        let item = &world.items[*at];
        ledger.apply(
            &actor.identity,
            &item.entry,
            Some(&item.part),
            &world.people,
        )?;
    }
    Ok(ledger)
}

#[test]
fn attack_06_a_log_reordered_gapped_or_repeated_is_refused() {
    let scene = Scene::new();
    let (world, asha) = (&scene.world, &scene.asha);
    assert!(replay(world, asha, &[0, 1, 2, 3, 4, 5]).is_ok());
    for order in [
        &[0, 2, 1, 3][..],
        &[0, 1, 3],
        &[0, 1, 1],
        &[0, 1, 2, 1],
        &[1, 2],
        &[0, 0],
    ] {
        let broken = replay(world, asha, order).err();
        assert!(
            matches!(broken, Some(VaultError::Log(LogError::Broken { .. }))),
            "{order:?}: {broken:?}"
        );
    }
}

#[test]
fn attack_06_an_older_head_is_refused() {
    let scene = Scene::new();
    for item in &scene.world.items {
        let old = prepared(item);
        assert!(matches!(
            offer(&scene.world, &scene.rao, &old),
            Err(VaultError::Log(LogError::Broken { .. }))
        ));
    }
    assert_eq!(scene.rao.ledger.as_ref().unwrap().state().seq, 5);
}

#[test]
fn attack_06_a_truncated_log_is_noticed_by_whoever_knows_more() {
    let mut scene = Scene::new();
    let chain = scene.world.people[&scene.rao.identity.person].clone();
    let pen = vault::ledger::Pen {
        identity: &scene.rao.identity,
        chain: &chain,
        time: scene.world.now,
    };
    let checkpoint = scene.rao.ledger.as_ref().unwrap().make_checkpoint(&pen);
    let short = replay(&scene.world, &scene.asha, &[0, 1, 2]).unwrap();
    assert!(matches!(
        short.compare(&checkpoint, &chain),
        Err(VaultError::NotPossible(_))
    ));
    scene.sync();
    assert_eq!(
        scene
            .asha
            .ledger
            .as_ref()
            .unwrap()
            .compare(&checkpoint, &chain),
        Ok(5)
    );
}
