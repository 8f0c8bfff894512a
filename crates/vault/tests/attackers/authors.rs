//! Authors who may not write, or write to whom they may not.

use vault::{
    VaultError,
    batch::Batch,
    identity::recover_person,
    kit::AccountSecret,
    ledger::{Pen, Prepared},
};
use wire::{
    log::LogError,
    person::Role,
    vault::{
        Audience, BatchWrap, Compartment, Leave, Mode, Part, PersonTarget, Purpose, Target,
        VersionRef, WrapsPart,
    },
};

use crate::{
    forge::{Scene, batch, both, current, forge, offer, rebase, records, resign},
    world::{Actor, World},
};

/// An entry as the honest program makes it, not yet in the log.
pub(crate) fn prepare(
    world: &mut World,
    author: &Actor,
    made: &Batch,
    audience: Audience,
) -> Prepared {
    let pen = Pen {
        identity: &author.identity,
        chain: &world.people[&author.identity.person],
        time: world.now,
    };
    let ledger = author.ledger.as_ref().unwrap();
    ledger
        .make_records(&pen, made, audience, &mut world.rng)
        .unwrap()
}

fn prepare_new(scene: &mut Scene, audience: Audience) -> (Prepared, VersionRef) {
    let (made, at) = batch(&mut scene.world, &scene.rao, "by Rao");
    (prepare(&mut scene.world, &scene.rao, &made, audience), at)
}

fn remove(scene: &mut Scene) {
    let leaving = [(scene.world.grant_of(&scene.rao), Leave::Stopped)];
    scene
        .world
        .write(&mut scene.asha, |ledger, pen, people, rng| {
            ledger.make_revocation(pen, &leaving, people, rng)
        })
        .unwrap();
    scene.world.sync(&mut scene.rao).unwrap();
    scene.world.sync(&mut scene.bose).unwrap();
}

#[test]
fn attack_21_a_write_by_a_revoked_author_is_refused() {
    let mut scene = Scene::new();
    let (made, _) = prepare_new(&mut scene, Audience::Private);
    assert!(scene.world.admit(&made).is_ok());
    remove(&mut scene);
    let late = rebase(&scene.world, &scene.rao.identity, &made);
    assert!(matches!(scene.refusal(&late), LogError::NotAllowed(_)));
    let anchor = scene.rao.ledger.as_ref().unwrap().make_anchor(&Pen {
        identity: &scene.rao.identity,
        chain: &scene.world.people[&scene.rao.identity.person],
        time: scene.world.now,
    });
    assert!(matches!(scene.refusal(&anchor), LogError::NotAllowed(_)));
}

#[test]
fn attack_21_a_write_that_relies_on_an_old_epoch_is_refused() {
    let mut scene = Scene::new();
    let (made, _) = batch(&mut scene.world, &scene.asha, "by Asha");
    let made = prepare(&mut scene.world, &scene.asha, &made, Audience::Shared);
    remove(&mut scene);
    let stale = rebase(&scene.world, &scene.asha.identity, &made);
    assert_eq!(scene.refusal(&stale), LogError::StaleEpoch);
    // Naming the current epochs does not help: the wraps say which they are for.
    let now = both(&scene.world);
    let lying = resign(&scene.asha.identity, &stale, |entry, _| {
        entry.epochs = wire::codec::SortedSet::new(now);
    });
    assert_eq!(scene.refusal(&lying), LogError::StaleEpoch);
    let silent = resign(&scene.asha.identity, &stale, |entry, _| {
        entry.epochs = wire::codec::SortedSet::new(vec![]);
    });
    assert!(matches!(scene.refusal(&silent), LogError::Inconsistent(_)));
    // Nor to a reader from whom the part is withheld.
    let shown = scene.bose.ledger.clone().unwrap();
    let mut ledger = shown;
    let taken = ledger.apply(
        &scene.bose.identity,
        &silent.entry,
        None,
        &scene.world.people,
    );
    assert!(matches!(
        taken,
        Err(VaultError::Log(LogError::Inconsistent(_)))
    ));
}

#[test]
fn attack_21_a_lost_device_signs_nothing_after_it_left_however_it_dates_it() {
    let mut scene = Scene::new();
    let lost = scene.asha.identity.clone();
    let (made, _) = batch(&mut scene.world, &scene.asha, "by the thief");
    let made = prepare(&mut scene.world, &scene.asha, &made, Audience::Private);
    let chain = scene.world.people[&lost.person].clone();
    let account = AccountSecret::make(&mut scene.world.rng);
    let words = scene.asha.words.clone();
    let (entries, identity) = recover_person(
        &chain,
        words,
        account,
        scene.world.now,
        &mut scene.world.rng,
    )
    .unwrap();
    for entry in &entries {
        scene
            .world
            .people
            .get_mut(&lost.person)
            .unwrap()
            .append(entry)
            .unwrap();
    }
    scene.asha.identity = identity;
    assert_eq!(
        scene.world.admit(&made).err(),
        Some(LogError::Device.into())
    );
    // Once the owner has written from the new device, no client takes it either.
    scene
        .world
        .write(&mut scene.asha, |ledger, pen, people, rng| {
            ledger.make_renewal(pen, people, rng)
        })
        .unwrap();
    scene.sync();
    for back in [0, 600_000, 86_400_000] {
        let dated = resign(&lost, &rebase(&scene.world, &lost, &made), |entry, _| {
            entry.time -= back;
        });
        let why = offer(&scene.world, &scene.rao, &dated);
        assert!(matches!(
            why,
            Err(VaultError::Log(LogError::Device | LogError::Time))
        ));
        scene.assert_refused(&dated);
    }
    let ahead = resign(&lost, &rebase(&scene.world, &lost, &made), |entry, _| {
        entry.author_seq = 3;
    });
    assert_eq!(scene.refusal(&ahead), LogError::Device);
}

#[test]
fn attack_22_a_write_by_a_reader_is_refused() {
    let mut scene = Scene::new();
    let (made, _) = batch(&mut scene.world, &scene.bose, "by a reader");
    let made = prepare(&mut scene.world, &scene.bose, &made, Audience::Private);
    assert!(matches!(scene.refusal(&made), LogError::NotAllowed(_)));
    let mut rao = scene.rao.ledger.clone().unwrap();
    let taken = rao.apply(&scene.rao.identity, &made.entry, None, &scene.world.people);
    assert!(
        matches!(taken, Err(VaultError::Log(LogError::NotAllowed(_)))),
        "without its part too"
    );
}

#[test]
fn attack_22_a_writer_broadcasts_nothing_unless_his_grant_says_so() {
    let mut scene = Scene::new();
    let (made, _) = prepare_new(&mut scene, Audience::Shared);
    assert!(matches!(scene.refusal(&made), LogError::NotAllowed(_)));
    let eve = scene.world.person(Role::Doctor, "Eve");
    let request = vault::ledger::GrantRequest {
        compartment: Compartment::Shared,
        mode: Mode::Write,
        history: true,
        broadcasts: true,
        may_share: false,
        depth: 0,
        not_after: Some(scene.world.now + 60_000),
        purpose: Purpose::Visit,
    };
    scene
        .world
        .grant_as(&mut scene.asha, &eve, &request)
        .unwrap();
    let mut eve = eve;
    scene
        .world
        .add(&mut eve, "broadcast", Audience::Shared)
        .unwrap();
    assert!(
        scene
            .world
            .add(&mut eve, "sensitive", Audience::Sensitive)
            .is_err()
    );
    scene.sync();
    scene.world.now += 120_000;
    let late = scene
        .world
        .add(&mut eve, "after the visit", Audience::Private);
    assert!(matches!(
        late,
        Err(VaultError::Log(LogError::NotAllowed(_)))
    ));
}

#[test]
fn attack_22_a_wrap_to_a_new_target_is_the_patients_alone() {
    let mut scene = Scene::new();
    let (made, _) = prepare_new(&mut scene, Audience::Private);
    let eve = scene.bose.identity.person;
    let to_eve = Target::Person(PersonTarget {
        person: eve,
        key: 0,
    });
    type Edit<'a> = &'a dyn Fn(&mut Vec<BatchWrap>);
    let shared = current(&scene.world, Compartment::Shared);
    let edits: [Edit<'_>; 5] = [
        &|wraps| wraps[1].target = to_eve.clone(),
        &|wraps| {
            wraps.push(BatchWrap {
                target: to_eve.clone(),
                ..wraps[1].clone()
            })
        },
        &|wraps| {
            wraps.insert(
                1,
                BatchWrap {
                    target: Target::Epoch(shared),
                    ..wraps[0].clone()
                },
            )
        },
        &|wraps| wraps.truncate(1),
        &|wraps| drop(wraps.remove(0)),
    ];
    for edit in edits {
        let other = resign(&scene.rao.identity, &made, |_, part| {
            edit(&mut records(part).wraps)
        });
        assert!(matches!(scene.refusal(&other), LogError::NotAllowed(_)));
    }
    // Nor does he broadcast, keep, let in or put out.
    let part = Part::Wraps(WrapsPart {
        target: shared,
        disclosures: vec![],
    });
    let epochs = both(&scene.world);
    let wraps = forge(
        &scene.world,
        &scene.rao,
        Audience::Shared,
        epochs.clone(),
        part,
    );
    assert!(matches!(scene.refusal(&wraps), LogError::NotAllowed(_)));
    for item in &scene.world.items[1..] {
        let members = matches!(item.part, Part::Grant(_));
        let audience = if members {
            Audience::Members
        } else {
            Audience::Private
        };
        if !matches!(item.part, Part::Records(_)) {
            let part = item.part.clone();
            let made = forge(&scene.world, &scene.rao, audience, epochs.clone(), part);
            assert!(matches!(scene.refusal(&made), LogError::NotAllowed(_)));
        }
    }
}
