//! An inbox dropped, reordered or replayed: it is a view of the log, so the log shows it.

use vault::{VaultError, ledger::Ledger};
use wire::{
    log::LogError,
    vault::{Audience, VersionRef},
};

use crate::{forge::Scene, world::Item};

struct Waiting {
    scene: Scene,
    /// The owner's view before anything came in.
    before: Ledger,
    sent: Vec<VersionRef>,
}

fn three_waiting() -> Waiting {
    let mut scene = Scene::new();
    let before = scene.asha.ledger.clone().unwrap();
    let sent = ["one", "two", "three"].map(|text| {
        scene
            .world
            .add(&mut scene.rao, text, Audience::Private)
            .unwrap()
    });
    Waiting {
        scene,
        before,
        sent: sent.to_vec(),
    }
}

impl Waiting {
    fn serve(&self, order: &[usize]) -> Result<Ledger, VaultError> {
        let mut ledger = self.before.clone();
        for at in order {
            let Item { entry, part, .. } = &self.scene.world.items[5 + at];
            let identity = &self.scene.asha.identity;
            ledger.apply(identity, entry, Some(part), &self.scene.world.people)?;
        }
        Ok(ledger)
    }
}

fn names(ledger: &Ledger) -> Vec<VersionRef> {
    ledger.inbox().iter().map(|version| version.at()).collect()
}

#[test]
fn attack_23_an_inbox_with_something_dropped_reordered_or_replayed_is_seen() {
    let waiting = three_waiting();
    assert_eq!(names(&waiting.serve(&[1, 2, 3]).unwrap()), waiting.sent);
    for order in [&[1, 3][..], &[2], &[2, 1, 3], &[1, 1], &[1, 2, 3, 2]] {
        let broken = waiting.serve(order).err();
        let seen = matches!(broken, Some(VaultError::Log(LogError::Broken { .. })));
        assert!(seen, "{order:?}: {broken:?}");
    }
}

#[test]
fn attack_23_an_item_whose_part_is_held_back_is_seen() {
    let waiting = three_waiting();
    let world = &waiting.scene.world;
    let mut ledger = waiting.serve(&[1]).unwrap();
    let item = &world.items[7];
    ledger
        .apply(
            &waiting.scene.asha.identity,
            &item.entry,
            None,
            &world.people,
        )
        .unwrap();
    assert_eq!(ledger.withheld(world.now), Some(7));
    ledger.fill(7, &item.part).unwrap();
    assert_eq!(ledger.withheld(world.now), None);
    assert_eq!(names(&ledger), waiting.sent[..2]);
}

#[test]
fn attack_23_what_was_decided_does_not_come_back() {
    let mut waiting = three_waiting();
    let (scene, sent) = (&mut waiting.scene, &waiting.sent);
    let kept = [sent[0]];
    scene
        .world
        .write(&mut scene.asha, |ledger, pen, _, _| {
            ledger.make_keep(pen, &kept)
        })
        .unwrap();
    assert_eq!(names(scene.asha.ledger.as_ref().unwrap()), sent[1..]);
    // The same batch offered once more by a cheating author, at a place of its own.
    let item = &scene.world.items[6];
    let part = item.part.clone();
    let epochs = vec![crate::forge::current(
        &scene.world,
        wire::vault::Compartment::Private,
    )];
    let again = crate::forge::forge(&scene.world, &scene.rao, Audience::Private, epochs, part);
    assert!(matches!(
        scene.world.admit(&again),
        Err(VaultError::Log(LogError::Inconsistent(_)))
    ));
    let offered = crate::forge::offer(&scene.world, &scene.asha, &again);
    assert!(matches!(
        offered,
        Err(VaultError::Log(LogError::Inconsistent(_)))
    ));
}
