//! The same thing encoded differently, twice, too deep, with something behind it, or in another suite.

use vault::{
    invitation::Link,
    ledger::Pen,
    receipts::{ReceiptChain, make_receipts},
};
use wire::{
    codec::{CodecError, parse, to_bytes},
    invite::{Ask, Invitation},
    log::LogError,
    person::{ChainError, PersonChain, PersonEntry},
    sign::{Object, SignatureError, Signed},
    vault::{Audience, Checkpoint, KeepPart, LogEntry, Mode, Part, Purpose, ReadReceipts},
};

use crate::{
    forge::{Scene, both, forge, resign, sign_raw},
    world::World,
};

/// The same object in encodings it should not have.
fn disguises(bytes: &[u8]) -> Vec<Vec<u8>> {
    let items = bytes[0] & 0x1f;
    let long_head = [&[0x98, items][..], &bytes[1..]].concat();
    let indefinite = [&[0x9f][..], &bytes[1..], &[0xff]].concat();
    // The suite, the first field of every signed object, in two bytes instead of one.
    let long_number = [&bytes[..1], &[0x18, 0x01], &bytes[2..]].concat();
    let tagged = [&[0xc1][..], bytes].concat();
    let trailing = [bytes, &[0xf6]].concat();
    let twice = [bytes, bytes].concat();
    let wrapped = [&[0x81][..], bytes].concat();
    let deep = [&[0x81; 60][..], bytes].concat();
    let cut = bytes[..bytes.len() - 1].to_vec();
    vec![
        long_head,
        indefinite,
        long_number,
        tagged,
        trailing,
        twice,
        wrapped,
        deep,
        cut,
    ]
}

/// Signed by the right person, and refused all the same.
fn assert_one_encoding<T: Object>(scene: &Scene, object: &T) {
    let identity = &scene.asha.identity;
    let key = identity.device.signing.public();
    let bytes = to_bytes(object);
    assert_eq!((bytes[0] & 0xe0, bytes[1]), (0x80, 0x01), "{}", T::DOMAIN);
    assert!(sign_raw::<T>(identity, bytes.clone()).verify(&key).is_ok());
    for (at, disguise) in disguises(&bytes).into_iter().enumerate() {
        let verdict = sign_raw::<T>(identity, disguise).verify(&key).map(drop);
        let refused = matches!(verdict, Err(SignatureError::Codec(_)));
        assert!(refused, "{} in disguise {at}: {verdict:?}", T::DOMAIN);
    }
}

fn samples(scene: &Scene) -> (Checkpoint, ReadReceipts, Invitation) {
    let (identity, mut rng) = (&scene.asha.identity, World::seeded([3; 32]).rng);
    let chain = &scene.world.people[&identity.person];
    let pen = Pen {
        identity,
        chain,
        time: scene.world.now,
    };
    let ledger = scene.asha.ledger.as_ref().unwrap();
    let checkpoint = ledger.make_checkpoint(&pen).peek().unwrap();
    let vault = ledger.state().vault;
    let receipts = make_receipts(identity, vault, chain, 0, None, vec![], 1, &mut rng).unwrap();
    let ask = Ask {
        mode: Mode::Read,
        history: false,
        purpose: Purpose::Visit,
        hours: Some(4),
        may_share: false,
    };
    let end = scene.world.now + 1;
    let (_, invitation) = Link::invite(&scene.rao.identity, 0, "https://s", ask, end, &mut rng);
    (
        checkpoint,
        receipts.peek().unwrap(),
        invitation.peek().unwrap(),
    )
}

#[test]
fn attack_11_an_object_has_one_encoding_also_when_its_author_signs_another() {
    let scene = Scene::new();
    let (checkpoint, receipts, invitation) = samples(&scene);
    assert_one_encoding::<LogEntry>(&scene, &scene.world.items[1].entry.peek().unwrap());
    assert_one_encoding::<PersonEntry>(&scene, &scene.asha.entries[0].peek().unwrap());
    assert_one_encoding(&scene, &checkpoint);
    assert_one_encoding(&scene, &receipts);
    assert_one_encoding(&scene, &invitation);
}

#[test]
fn attack_11_a_part_in_another_encoding_is_none() {
    let scene = Scene::new();
    for item in &scene.world.items {
        let bytes = to_bytes(&item.part);
        assert_eq!(Part::parse(&bytes).as_ref(), Ok(&item.part));
        let others = disguises(&bytes).into_iter().enumerate();
        for (at, other) in others.filter(|(at, _)| *at != 2) {
            assert!(Part::parse(&other).is_err(), "{at}");
        }
    }
}

#[test]
fn attack_11_duplicates_and_disorder_in_a_set_are_refused() {
    let scene = Scene::new();
    let entry = scene.world.items[2].entry.peek().unwrap();
    assert_eq!(entry.epochs.as_slice().len(), 2);
    let bytes = to_bytes(&entry);
    // [[1, 0], [2, 0]] within the entry, backwards and with one of them twice.
    let set = [0x82, 0x82, 1, 0, 0x82, 2, 0];
    let at = bytes.windows(7).position(|window| window == set).unwrap();
    for other in [
        [0x82, 0x82, 2, 0, 0x82, 1, 0],
        [0x82, 0x82, 1, 0, 0x82, 1, 0],
    ] {
        let mut bytes = bytes.clone();
        bytes[at..at + 7].copy_from_slice(&other);
        let parsed = parse::<LogEntry>(&bytes, 4096);
        assert_eq!(parsed, Err(CodecError::NotCanonical));
    }
    let twice = forge(
        &scene.world,
        &scene.asha,
        Audience::Private,
        vec![],
        Part::Keep(KeepPart {
            kept: wire::codec::SortedSet::new(vec![scene.private; 3]),
        }),
    );
    let Part::Keep(part) = &twice.part else {
        panic!()
    };
    assert_eq!(part.kept.as_slice(), [scene.private]);
}

#[test]
fn attack_12_another_suite_is_refused_in_a_person_entry() {
    let scene = Scene::new();
    for suite in [0, 2] {
        let mut entry = scene.asha.entries[0].peek().unwrap();
        entry.suite = suite;
        let signed = scene.asha.words.sign(&entry);
        assert_eq!(
            PersonChain::verify(&[signed], None),
            Err(ChainError::Suite(suite))
        );
        let mut later = entry.clone();
        later.person = Some(scene.asha.identity.person);
        later.seq = 1;
        let mut chain = scene.world.people[&scene.asha.identity.person].clone();
        let signed = scene.asha.words.sign(&later);
        assert_eq!(chain.append(&signed), Err(ChainError::Suite(suite)));
    }
}

#[test]
fn attack_12_another_suite_is_refused_in_an_entry_and_in_a_grant() {
    let mut scene = Scene::new();
    for suite in [0, 2] {
        let part = scene.world.items[4].part.clone();
        let made = forge(
            &scene.world,
            &scene.asha,
            Audience::Shared,
            both(&scene.world),
            part,
        );
        let other = resign(&scene.asha.identity, &made, |entry, _| entry.suite = suite);
        assert_eq!(scene.refusal(&other), LogError::Suite(suite));
    }
    let eve = scene.world.person(wire::person::Role::Doctor, "Eve");
    let before = Scene::new();
    scene
        .world
        .grant(&mut scene.asha, &eve, true, Mode::Read)
        .unwrap();
    let part = scene.world.items.pop().unwrap().part;
    scene.world.state.clone_from(&before.world.state);
    for suite in [0, 2] {
        let mut part = part.clone();
        if let Part::Grant(part) = &mut part {
            let mut grant = part.grant.peek().unwrap();
            grant.terms.suite = suite;
            part.grant = scene.asha.identity.sign(&grant);
        }
        let made = forge(
            &scene.world,
            &scene.asha,
            Audience::Members,
            both(&scene.world),
            part,
        );
        let refused = scene.world.admit(&made).err();
        assert_eq!(refused, Some(LogError::Suite(suite).into()));
    }
}

#[test]
fn attack_12_another_suite_is_refused_beside_the_log() {
    let scene = Scene::new();
    let (checkpoint, receipts, invitation) = samples(&scene);
    let (asha, rao) = (&scene.asha.identity, &scene.rao.identity);
    let chain = &scene.world.people[&asha.person];
    let vault = checkpoint.vault;
    let takes = |suite| {
        let (mut checkpoint, mut receipts) = (checkpoint.clone(), receipts.clone());
        checkpoint.suite = suite;
        receipts.suite = suite;
        let ledger = scene.asha.ledger.as_ref().unwrap();
        let opened = ReceiptChain::default().open(&asha.sign(&receipts), vault, chain, asha);
        (
            ledger.compare(&asha.sign(&checkpoint), chain).is_ok(),
            opened.is_ok(),
        )
    };
    assert_eq!(
        (takes(0), takes(1), takes(2)),
        ((false, false), (true, true), (false, false))
    );

    let mut rng = World::seeded([3; 32]).rng;
    let end = scene.world.now + 1;
    let (link, signed) = Link::invite(rao, 0, "https://s", invitation.ask.clone(), end, &mut rng);
    let doctor = &scene.world.people[&rao.person];
    let takes = |suite| {
        let mut invitation = signed.peek().unwrap();
        invitation.suite = suite;
        link.verify(&rao.sign(&invitation), doctor, scene.world.now)
            .is_ok()
    };
    assert_eq!((takes(0), takes(1), takes(2)), (false, true, false));
    for suite in [0, 2] {
        assert!(Link::parse(&in_suite(&link.to_text(), suite)).is_err());
    }
    assert!(Link::parse(&in_suite(&link.to_text(), 1)).is_ok());
}

/// A link's text with another suite in its fragment.
fn in_suite(text: &str, suite: u8) -> String {
    let (server, code) = text.split_once('#').unwrap();
    let mut bytes = data_encoding::BASE64URL_NOPAD
        .decode(code.as_bytes())
        .unwrap();
    bytes[1] = suite;
    format!("{server}#{}", data_encoding::BASE64URL_NOPAD.encode(&bytes))
}

#[test]
fn attack_12_the_domain_names_the_version() {
    let scene = Scene::new();
    let bytes = scene.world.items[0].entry.bytes().to_vec();
    let in_v2 = Signed::<LogEntry>::new(&scene.world.items[0].entry.peek().unwrap(), |input| {
        let mut input = input.to_vec();
        input[7] = b'2';
        let key = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
        ed25519_dalek::Signer::sign(&key, &input).to_bytes()
    });
    assert_eq!(in_v2.bytes(), bytes);
    let key = ed25519_dalek::SigningKey::from_bytes(&[1; 32]).verifying_key();
    assert_eq!(in_v2.verify(&key.to_bytes()), Err(SignatureError::Invalid));
}
