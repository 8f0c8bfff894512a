//! Authors who show different keys or contents to different readers.

use vault::VaultError;
use wire::{log::LogError, vault::Audience};

use crate::{
    authors::prepare,
    forge::{Scene, batch, offer, records, resign, with_other_secret},
    world::DICTIONARY,
};

#[test]
fn attack_24_a_key_other_than_the_one_committed_to_opens_nothing() {
    let mut scene = Scene::new();
    let (made, at) = batch(&mut scene.world, &scene.asha, "text");
    let honest = prepare(&mut scene.world, &scene.asha, &made, Audience::Shared);
    let other = with_other_secret(&made);
    let mut other = prepare(&mut scene.world, &scene.asha, &other, Audience::Shared);
    // To the readers, a key that is not the one the header promises.
    let mixed = resign(&scene.asha.identity, &honest, |_, part| {
        records(part).wraps[1] = records(&mut other.part).wraps[1].clone();
    });
    scene.world.append(mixed).unwrap();
    assert_eq!(
        scene.world.read(&mut scene.rao, at),
        Err(VaultError::DoesNotOpen)
    );
    // It is the commitment that says so, before anything is decrypted.
    let ledger = scene.rao.ledger.as_ref().unwrap();
    let key = ledger.record_key(&scene.rao.identity, at).err();
    assert_eq!(key, Some(VaultError::DoesNotOpen));
    assert_eq!(scene.world.read(&mut scene.asha, at).unwrap(), "text");
}

#[test]
fn attack_24_an_author_cannot_shut_the_owner_out_of_what_others_read() {
    let mut scene = Scene::new();
    let (made, at) = batch(&mut scene.world, &scene.asha, "text");
    let honest = prepare(&mut scene.world, &scene.asha, &made, Audience::Shared);
    let other = with_other_secret(&made);
    let mut other = prepare(&mut scene.world, &scene.asha, &other, Audience::Shared);
    // To the owner nonsense, to the readers the right key: the owner opens it the readers' way.
    let mixed = resign(&scene.asha.identity, &honest, |_, part| {
        records(part).wraps[0] = records(&mut other.part).wraps[0].clone();
    });
    scene.world.append(mixed).unwrap();
    assert_eq!(scene.world.read(&mut scene.rao, at).unwrap(), "text");
    assert_eq!(scene.world.read(&mut scene.asha, at).unwrap(), "text");
}

#[test]
fn attack_24_two_contents_for_one_header_are_told_apart() {
    let mut scene = Scene::new();
    let (made, at) = batch(&mut scene.world, &scene.asha, "to one");
    let (mut twin, _) = batch(&mut scene.world, &scene.asha, "to the other");
    let honest = prepare(&mut scene.world, &scene.asha, &made, Audience::Shared);
    scene.world.append(honest).unwrap();
    scene.sync();
    let ledger = scene.rao.ledger.as_ref().unwrap();
    let body = twin.bodies()[0].clone();
    let opened = ledger.open_record(&scene.rao.identity, at, &body, DICTIONARY);
    assert_eq!(opened, Err(VaultError::DoesNotOpen));
    // Nor can the second be signed beside the first: a version is written once.
    let mut packer = vault::plaintext::Packer::new(DICTIONARY);
    let place = vault::batch::Place::first(at.record);
    twin.push(place, b"to the other", &mut packer).unwrap();
    let second = prepare(&mut scene.world, &scene.asha, &twin, Audience::Shared);
    assert!(matches!(
        scene.world.admit(&second),
        Err(VaultError::Log(LogError::Inconsistent(_)))
    ));
    assert!(offer(&scene.world, &scene.rao, &second).is_err());
}
