//! What a reader makes of a past that was shown to him in part, or late, or falsely.

use vault::{VaultError, batch::Batch, ledger::Ledger, plaintext::Packer};
use wire::{
    log::LogError,
    vault::{Audience, Compartment, Leave, Mode, Part, VersionRef},
};

use crate::{
    forge::{Scene, both, following, forge, offer},
    world::{Actor, DICTIONARY, World},
};

/// The next version of a record.
fn correct(
    world: &mut World,
    author: &mut Actor,
    at: VersionRef,
    audience: Audience,
) -> Result<VersionRef, VaultError> {
    world.sync(author)?;
    let header = author.ledger.as_ref().unwrap().version(at)?.header.clone();
    let place = following(&header);
    world.write(author, |ledger, pen, _, rng| {
        let mut batch = Batch::new(ledger.state().vault, pen.identity.person, rng);
        batch.push(place, b"corrected", &mut Packer::new(DICTIONARY))?;
        ledger.make_records(pen, &batch, audience, rng)
    })?;
    Ok(VersionRef {
        version: place.version,
        ..at
    })
}

#[test]
fn a_reader_who_was_not_shown_every_version_still_follows_the_log() {
    let mut scene = Scene::new();
    let (world, asha) = (&mut scene.world, &mut scene.asha);
    let second = correct(world, asha, scene.late, Audience::Private).unwrap();
    let third = correct(world, asha, second, Audience::Shared).unwrap();
    assert_eq!(world.read(&mut scene.rao, third).unwrap(), "corrected");
    assert!(world.read(&mut scene.rao, second).is_err());
    // Begun by Rao, continued by the owner, and by Rao again: Bose saw the middle first.
    let note = world
        .add(&mut scene.rao, "by Rao", Audience::Private)
        .unwrap();
    let second = correct(world, asha, note, Audience::Shared).unwrap();
    let third = correct(world, &mut scene.rao, second, Audience::Private).unwrap();
    world
        .write(asha, |ledger, pen, _, _| {
            ledger.make_broadcast(pen, &[third], Compartment::Shared)
        })
        .unwrap();
    assert_eq!(world.read(&mut scene.bose, third).unwrap(), "corrected");
    let last = correct(world, asha, third, Audience::Shared).unwrap();
    assert_eq!(world.read(&mut scene.bose, last).unwrap(), "corrected");
}

#[test]
fn attack_22_a_record_is_corrected_by_nobody_else() {
    let mut scene = Scene::new();
    let by_rao = correct(
        &mut scene.world,
        &mut scene.rao,
        scene.late,
        Audience::Private,
    );
    assert!(matches!(
        by_rao,
        Err(VaultError::Log(LogError::NotAllowed(_)))
    ));
    assert!(
        correct(
            &mut scene.world,
            &mut scene.asha,
            scene.late,
            Audience::Shared
        )
        .is_ok()
    );
    // A version once more, or with a hole before it, where the one before is known.
    let again = correct(
        &mut scene.world,
        &mut scene.asha,
        scene.late,
        Audience::Shared,
    );
    assert!(matches!(
        again,
        Err(VaultError::Log(LogError::Inconsistent(_)))
    ));
}

/// The owner's own entry that says Rao wrote what Rao did not write.
fn false_witness(scene: &mut Scene) -> Part {
    let noted = scene
        .world
        .add(&mut scene.rao, "by Rao", Audience::Private)
        .unwrap();
    let own = scene.private;
    let seq = scene.world.write(&mut scene.asha, |ledger, pen, _, _| {
        ledger.make_broadcast(pen, &[own], Compartment::Shared)
    });
    let seq = usize::try_from(seq.unwrap()).unwrap();
    let source = scene
        .asha
        .ledger
        .as_ref()
        .unwrap()
        .version(noted)
        .unwrap()
        .entry;
    let Part::Wraps(mut part) = scene.world.items[seq].part.clone() else {
        panic!("the broadcast")
    };
    part.disclosures[0].entry = source;
    Part::Wraps(part)
}

#[test]
fn attack_24_a_patient_cannot_make_a_doctor_the_author_of_what_he_did_not_write() {
    let mut scene = Scene::new();
    let part = false_witness(&mut scene);
    scene.sync();
    let made = forge(
        &scene.world,
        &scene.asha,
        Audience::Shared,
        both(&scene.world),
        part,
    );
    assert_eq!(scene.refusal(&made), LogError::WrongPart);
}

#[test]
fn attack_24_nor_towards_one_who_is_served_the_part_later() {
    let mut scene = Scene::new();
    let part = false_witness(&mut scene);
    scene.sync();
    // Rao is stopped, and let in again later: what came between reaches him then, by another way.
    let leaving = [(scene.world.grant_of(&scene.rao), Leave::Stopped)];
    scene
        .world
        .write(&mut scene.asha, |ledger, pen, people, rng| {
            ledger.make_revocation(pen, &leaving, people, rng)
        })
        .unwrap();
    scene.world.sync(&mut scene.rao).unwrap();
    let made = forge(
        &scene.world,
        &scene.asha,
        Audience::Shared,
        both(&scene.world),
        part,
    );
    let mut ledger: Ledger = scene.rao.ledger.clone().unwrap();
    ledger
        .apply(&scene.rao.identity, &made.entry, None, &scene.world.people)
        .unwrap();
    let seq = ledger.state().seq;
    assert_eq!(
        ledger.fill(seq, &made.part),
        Err(LogError::WrongPart.into())
    );
    assert!(offer(&scene.world, &scene.rao, &made).is_err());
}

#[test]
fn attack_09_a_part_served_late_is_that_entrys_or_none() {
    let mut scene = Scene::new();
    let eve = scene.world.person(wire::person::Role::Doctor, "Eve");
    scene
        .world
        .grant(&mut scene.asha, &eve, true, Mode::Read)
        .unwrap();
    let mut ledger = scene.rao.ledger.clone().unwrap();
    let private = scene.world.items[5].part.clone();
    let other = scene.world.items[4].part.clone();
    assert_eq!(ledger.fill(5, &other), Err(LogError::WrongPart.into()));
    assert_eq!(ledger.fill(99, &other), Err(VaultError::Unknown("entry")));
    assert_eq!(ledger.fill(5, &private), Ok(()));
    // Having the part is not having the key.
    let body = scene.world.body(scene.private);
    let opened = ledger.open_record(&scene.rao.identity, scene.private, &body, DICTIONARY);
    assert_eq!(opened, Err(VaultError::NoKey));
}
