//! Every byte of every object flipped.

use vault::{
    attachment::{open_attachment, seal_attachment},
    batch::{Batch, Place},
    identity::Identity,
    invitation::Link,
    ledger::{Pen, Prepared},
    receipts::{Reading, ReceiptChain, make_receipts},
    secret::make_bytes,
};
use wire::{
    codec::{Cbor, parse, to_bytes},
    id::RecordId,
    invite::{Answer, Ask, Denial},
    log::{Judge, VaultState},
    person::{PersonChain, Role},
    sign::{Object, Signed},
    vault::{Audience, Checkpoint, Compartment, Grant, Leave, Mode, Part, Purpose},
};

use crate::{
    forge::{Scene, flips},
    world::{Actor, DICTIONARY, World},
};

/// Counts the flips that some check does not refuse.
fn accepted<T: Cbor>(bytes: &[u8], check: impl Fn(T) -> bool) -> usize {
    assert!(
        check(parse(bytes, bytes.len()).unwrap()),
        "the real one is refused"
    );
    flips(bytes)
        .filter_map(|flipped| parse(&flipped, bytes.len()).ok())
        .filter(|object| check_one(object, &check))
        .count()
}

fn check_one<T: Cbor>(object: &T, check: &impl Fn(T) -> bool) -> bool {
    let bytes = to_bytes(object);
    check(parse(&bytes, bytes.len()).unwrap())
}

/// An entry and the world just before it.
fn just_before(make: impl FnOnce(&mut Scene)) -> (World, Prepared) {
    let mut scene = Scene::new();
    let state = scene.world.state.clone();
    make(&mut scene);
    let item = scene.world.items.pop().unwrap();
    scene.world.state = state;
    let made = Prepared {
        entry: item.entry,
        part: item.part,
        bodies: item.bodies,
    };
    (scene.world, made)
}

/// Every kind of entry but the first.
fn every_kind() -> Vec<(World, Prepared)> {
    let grant = just_before(|scene| {
        let eve = scene.world.person(Role::Doctor, "Eve");
        let made = scene.world.grant(&mut scene.asha, &eve, false, Mode::Read);
        made.unwrap();
    });
    let rotate = just_before(|scene| {
        let leaving = [(scene.world.grant_of(&scene.bose), Leave::Removed)];
        let made = scene
            .world
            .write(&mut scene.asha, |ledger, pen, people, rng| {
                ledger.make_revocation(pen, &leaving, people, rng)
            });
        made.unwrap();
    });
    let records = just_before(|scene| {
        let made = scene
            .world
            .add(&mut scene.rao, "by a doctor", Audience::Private);
        made.unwrap();
    });
    let wraps = just_before(|scene| {
        let shown = [scene.private];
        let made = scene.world.write(&mut scene.asha, |ledger, pen, _, _| {
            ledger.make_broadcast(pen, &shown, Compartment::Shared)
        });
        made.unwrap();
    });
    let keep = just_before(|scene| {
        let kept = [scene.private];
        let made = scene.world.write(&mut scene.asha, |ledger, pen, _, _| {
            ledger.make_keep(pen, &kept)
        });
        made.unwrap();
    });
    let anchor = just_before(|scene| {
        let made = scene.world.write(&mut scene.rao, |ledger, pen, _, _| {
            Ok(ledger.make_anchor(pen))
        });
        made.unwrap();
    });
    let showing = just_before(|scene| {
        let (at, rao) = (scene.private, scene.rao.identity.person);
        let profile = scene.rao.identity.profile.clone();
        let made = scene
            .world
            .write(&mut scene.asha, |ledger, pen, people, rng| {
                ledger.make_showing(pen, &[at], &people[&rao], &profile, rng)
            });
        made.unwrap();
    });
    vec![grant, rotate, records, wraps, keep, anchor, showing]
}

#[test]
fn attack_09_every_byte_of_a_person_entry_flipped_is_refused() {
    let scene = Scene::new();
    let entry = &scene.asha.entries[0];
    let person = scene.asha.identity.person;
    let verifies = |entry| PersonChain::verify(&[entry], Some(person)).is_ok();
    assert_eq!(accepted(&to_bytes(entry), verifies), 0);
}

#[test]
fn attack_09_every_byte_of_every_kind_of_entry_flipped_is_refused() {
    for (world, made) in every_kind() {
        let takes = |entry: Signed<_>| {
            let part = made.part.clone();
            let bodies = vec![];
            world
                .admit(&Prepared {
                    entry,
                    part,
                    bodies,
                })
                .is_ok()
        };
        assert_eq!(
            accepted(&to_bytes(&made.entry), takes),
            0,
            "{:?}",
            made.part.kind()
        );
    }
}

#[test]
fn attack_09_every_byte_of_every_kind_of_part_flipped_is_refused() {
    for (world, made) in every_kind() {
        let takes = |part: Part| {
            let entry = made.entry.clone();
            let bodies = vec![];
            world
                .admit(&Prepared {
                    entry,
                    part,
                    bodies,
                })
                .is_ok()
        };
        assert_eq!(
            accepted(&to_bytes(&made.part), takes),
            0,
            "{:?}",
            made.part.kind()
        );
    }
}

#[test]
fn attack_09_every_byte_of_a_genesis_flipped_is_refused() {
    let scene = Scene::new();
    let first = &scene.world.items[0];
    let (people, judge) = (&scene.world.people, Judge::Then);
    let vault = scene.world.state.as_ref().unwrap().vault;
    let opens = |entry: &Signed<_>, part: &Part| {
        VaultState::open(entry, part, people, judge).is_ok_and(|state| state.vault == vault)
    };
    assert_eq!(
        accepted(&to_bytes(&first.entry), |entry| opens(&entry, &first.part)),
        0
    );
    assert_eq!(
        accepted(&to_bytes(&first.part), |part| opens(&first.entry, &part)),
        0
    );
}

#[test]
fn attack_09_every_byte_of_a_grant_flipped_is_refused() {
    let scene = Scene::new();
    let Part::Grant(part) = &scene.world.items[1].part else {
        panic!("the first grant")
    };
    let key = scene.asha.identity.device.signing.public();
    let verifies = |grant: Signed<Grant>| grant.verify(&key).is_ok();
    assert_eq!(accepted(&to_bytes(&part.grant), verifies), 0);
    // Below the signature: the sealed key does not open either.
    let grant = part.grant.peek().unwrap();
    let info = vault::hpke::info("grant", &grant.terms);
    let key = scene.rao.identity.person_key(0).unwrap();
    assert!(key.open(&info, &grant.sealed).is_ok());
    assert!(flips(&grant.sealed).all(|sealed| key.open(&info, &sealed).is_err()));
    assert!(flips(&info).all(|info| key.open(&info, &grant.sealed).is_err()));
}

#[test]
fn attack_09_every_byte_of_a_record_flipped_opens_to_nothing() {
    let scene = Scene::new();
    let body = scene.world.body(scene.early);
    let ledger = scene.rao.ledger.as_ref().unwrap();
    let open = |body: &[u8]| ledger.open_record(&scene.rao.identity, scene.early, body, DICTIONARY);
    assert!(open(&body).is_ok());
    assert!(flips(&body).all(|body| open(&body).is_err()));
}

#[test]
fn attack_09_every_byte_of_an_attachments_chunk_flipped_opens_to_nothing() {
    let mut scene = Scene::new();
    let vault = scene.world.state.as_ref().unwrap().vault;
    let batch = Batch::new(vault, scene.asha.identity.person, &mut scene.world.rng);
    let place = Place::first(RecordId(make_bytes(&mut scene.world.rng)));
    let (key, context) = (batch.key(&place), batch.context(&place));
    let sealed = seal_attachment(&key, &context, &[7; 3000]).unwrap();
    let open = |chunk| open_attachment(&key, &context, &sealed.content, &[chunk]);
    assert!(open(sealed.chunks[0].clone()).is_ok());
    assert!(flips(&sealed.chunks[0]).all(|chunk| open(chunk).is_err()));
    // Also when the header says what the altered chunk is.
    let resigned = |chunk: Vec<u8>| {
        let mut content = sealed.content.clone();
        content.root = wire::vault::chunk_hash(&chunk);
        open_attachment(&key, &context, &content, &[chunk])
    };
    assert!(resigned(sealed.chunks[0].clone()).is_ok());
    assert!(flips(&sealed.chunks[0]).all(|chunk| resigned(chunk).is_err()));
}

#[test]
fn attack_09_every_byte_of_a_keyring_flipped_opens_to_nothing() {
    let mut scene = Scene::new();
    let identity = &scene.asha.identity;
    let sealed = identity.seal_keyring(b"export key", &mut scene.world.rng);
    let open = |sealed: &[u8]| Identity::open_keyring(sealed, b"export key", &identity.account);
    assert!(open(&sealed).is_ok());
    assert!(flips(&sealed).all(|sealed| open(&sealed).is_err()));
    assert!(Identity::open_keyring(&sealed, b"other", &identity.account).is_err());
    let other = &scene.rao.identity.account;
    assert!(Identity::open_keyring(&sealed, b"export key", other).is_err());
}

#[test]
fn attack_09_every_byte_of_an_invitation_its_answer_and_its_link_flipped_is_refused() {
    let mut scene = Scene::new();
    let (asha, rao) = (&scene.asha.identity, &scene.rao.identity);
    let ask = Ask {
        mode: Mode::Write,
        history: true,
        purpose: Purpose::Standing,
        hours: None,
        may_share: false,
    };
    let now = scene.world.now;
    let rng = &mut scene.world.rng;
    let (link, signed) = Link::invite(rao, 0, "https://sehat.test", ask, now + 9, rng);
    let chain = &scene.world.people[&rao.person];
    let verifies = |signed: Signed<_>| link.verify(&signed, chain, now).is_ok();
    assert_eq!(accepted(&to_bytes(&signed), verifies), 0);

    let state = scene.world.state.as_ref().unwrap();
    let (answer, _) = link.answer(&signed, asha, state.vault, (state.seq, state.head), rng);
    let patient = &scene.world.people[&asha.person];
    let verifies = |answer: Answer| link.verify_answer(&signed, &answer, patient).is_ok();
    assert_eq!(accepted(&to_bytes(&answer), verifies), 0);
    let verifies =
        |denial: Denial| denial.id == link.id && link.verify_denial(&signed, &denial).is_ok();
    assert_eq!(accepted(&to_bytes(&link.deny(&signed)), verifies), 0);

    let text = link.to_text();
    let parsed = |text: &str| Link::parse(text).and_then(|link| link.verify(&signed, chain, now));
    assert!(parsed(&text).is_ok());
    let broken = flips(text.as_bytes()).filter_map(|bytes| String::from_utf8(bytes).ok());
    assert!(broken.into_iter().all(|text| parsed(&text).is_err()));
}

fn pen<'a>(world: &'a World, actor: &'a Actor) -> Pen<'a> {
    Pen {
        identity: &actor.identity,
        chain: &world.people[&actor.identity.person],
        time: world.now,
    }
}

#[test]
fn attack_09_every_byte_of_receipts_and_of_a_checkpoint_flipped_is_refused() {
    let mut scene = Scene::new();
    let vault = scene.world.state.as_ref().unwrap().vault;
    let owner = &scene.world.people[&scene.asha.identity.person];
    let reading = Reading {
        record: scene.early.record,
        version: 1,
        time: 5,
    };
    let (identity, rng) = (&scene.rao.identity, &mut scene.world.rng);
    let made = make_receipts(identity, vault, owner, 0, None, vec![reading], 6, rng).unwrap();
    let reader = &scene.world.people[&identity.person];
    let opens = |signed: Signed<_>| {
        let mut chain = ReceiptChain::default();
        chain
            .open(&signed, vault, reader, &scene.asha.identity)
            .is_ok()
    };
    assert_eq!(accepted(&to_bytes(&made), opens), 0);

    let ledger = scene.rao.ledger.as_ref().unwrap();
    let checkpoint = ledger.make_checkpoint(&pen(&scene.world, &scene.rao));
    let ours = scene.asha.ledger.as_ref().unwrap();
    let compares = |signed: Signed<Checkpoint>| ours.compare(&signed, reader).is_ok();
    assert_eq!(accepted(&to_bytes(&checkpoint), compares), 0);
    assert_eq!(Checkpoint::DOMAIN, "checkpoint");
}
