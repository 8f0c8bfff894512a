//! Whatever bytes come: an error, never a panic.

use proptest::prelude::*;
use vault::{
    attachment::chunk_list,
    identity::Identity,
    invitation::Link,
    kit::{AccountSecret, Words},
    ledger::Ledger,
    passphrase::{Login, Registration},
    plaintext::unpack,
};
use wire::{
    api,
    codec::{Cbor, parse, to_bytes},
    id::{Hash, VaultId},
    invite::{Answer, Denial, Invitation, LinkFragment, Transcript},
    log::VaultState,
    person::{PersonChain, PersonEntry, Profile},
    sign::Signed,
    vault::{Audience, Checkpoint, Chunked, Grant, LogEntry, Part, ReadReceipts},
};

use crate::{
    forge::{Scene, both, forge, offer},
    world::{DICTIONARY, World},
};

/// What parses re-encodes to itself.
fn feed<T: Cbor>(bytes: &[u8]) {
    if let Ok(value) = parse::<T>(bytes, 1 << 20) {
        assert_eq!(to_bytes(&value), bytes);
    }
}

fn feed_all(bytes: &[u8]) {
    feed::<PersonEntry>(bytes);
    feed::<Signed<PersonEntry>>(bytes);
    feed::<LogEntry>(bytes);
    feed::<Signed<LogEntry>>(bytes);
    feed::<Part>(bytes);
    feed::<Grant>(bytes);
    feed::<Checkpoint>(bytes);
    feed::<ReadReceipts>(bytes);
    feed::<Invitation>(bytes);
    feed::<LinkFragment>(bytes);
    feed::<Answer>(bytes);
    feed::<Denial>(bytes);
    feed::<Transcript>(bytes);
    feed::<Profile>(bytes);
    feed::<VaultState>(bytes);
    feed::<api::Append>(bytes);
    feed::<api::LogPage>(bytes);
    feed::<api::RegistrationFinish>(bytes);
    feed::<api::RecoveryFinish>(bytes);
    feed::<api::SessionOpened>(bytes);
    feed::<api::Persons>(bytes);
    feed::<api::Invitations>(bytes);
    feed::<api::Vaults>(bytes);
    feed::<api::ReceiptPage>(bytes);
}

fn open_all(bytes: &[u8]) {
    let account = AccountSecret::from_bytes([1; 16]);
    assert!(Identity::open_keyring(bytes, b"key", &account).is_err());
    let mut rng = World::new().rng;
    let (login, _) = Login::start("a passphrase", &account, &mut rng).unwrap();
    assert!(login.finish(bytes, &account, &mut rng).is_err());
    let (registration, _) = Registration::start("a passphrase", &account, &mut rng).unwrap();
    // Any two valid points are an answer; the rest is refused before Argon2id runs.
    if bytes.len() != 64 {
        assert!(registration.finish(bytes, &account, &mut rng).is_err());
    }
    let _ = unpack(bytes, DICTIONARY);
    let content = Chunked {
        root: Hash([0; 32]),
        count: u32::MAX,
        length: u64::MAX,
    };
    assert!(chunk_list(&content, bytes).is_err());
}

/// The heads of real objects, with anything after them.
fn beginnings() -> Vec<Vec<u8>> {
    let scene = Scene::new();
    let mut all: Vec<Vec<u8>> = scene
        .world
        .items
        .iter()
        .map(|i| to_bytes(&i.part))
        .collect();
    all.extend(scene.world.items.iter().map(|item| to_bytes(&item.entry)));
    all.push(to_bytes(&scene.asha.entries[0]));
    all.push(to_bytes(scene.world.state.as_ref().unwrap()));
    all
}

/// Bytes changed, left out, put in.
fn mutate(bytes: &mut Vec<u8>, changes: &[(prop::sample::Index, u8, u8)]) {
    for (at, how, with) in changes {
        let at = at.index(bytes.len());
        match how % 4 {
            0 => bytes[at] = *with,
            1 => bytes.insert(at, *with),
            2 if bytes.len() > 1 => drop(bytes.remove(at)),
            _ => bytes[at] ^= 1 << (with % 8),
        }
    }
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    prop::collection::vec(any::<(prop::sample::Index, u8, u8)>(), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn attack_09_arbitrary_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        feed_all(&bytes);
        open_all(&bytes);
    }

    #[test]
    fn attack_09_text_that_people_type_is_refused_without_a_panic(text in "\\PC{0,80}", tail in "[A-Za-z0-9_-]{0,90}") {
        prop_assert!(Words::parse(&text).is_err());
        let _ = AccountSecret::parse(&text);
        prop_assert!(Link::parse(&text).is_err());
        let link = ["https://s/invite#", &tail].concat();
        prop_assert!(Link::parse(&link).is_err());
    }
}

#[test]
fn attack_09_real_objects_with_bytes_changed_are_refused_without_a_panic() {
    let beginnings = beginnings();
    let which = 0..beginnings.len();
    proptest!(ProptestConfig::with_cases(300), |(which in which, changes in changes())| {
        let mut bytes = beginnings[which].clone();
        mutate(&mut bytes, &changes);
        feed_all(&bytes);
        if let Ok(entry) = parse::<Signed<PersonEntry>>(&bytes, 1 << 20) {
            let _ = PersonChain::verify(&[entry], None);
        }
    });
}

/// A part changed *and signed by the owner*: every rule is reached, and none of them panics.
#[test]
fn attack_09_a_hostile_authors_part_is_judged_without_a_panic() {
    let scene = Scene::new();
    let parts: Vec<Vec<u8>> = scene
        .world
        .items
        .iter()
        .map(|i| to_bytes(&i.part))
        .collect();
    let which = 0..parts.len();
    let audience =
        prop::sample::select(vec![Audience::Members, Audience::Private, Audience::Shared]);
    proptest!(ProptestConfig::with_cases(300), |(which in which, audience in audience, changes in changes())| {
        let mut bytes = parts[which].clone();
        mutate(&mut bytes, &changes);
        if let Ok(part) = Part::parse(&bytes) {
            let made = forge(&scene.world, &scene.asha, audience, both(&scene.world), part);
            let _ = scene.world.admit(&made);
            for actor in [&scene.asha, &scene.rao] {
                let _ = offer(&scene.world, actor, &made);
                let mut ledger: Ledger = actor.ledger.clone().unwrap();
                let _ = ledger.fill(5, &made.part);
            }
        }
    });
}

#[test]
fn attack_09_lengths_that_promise_too_much_allocate_nothing() {
    for head in [[0x9b, 0xff], [0x5b, 0xff], [0x7b, 0xff], [0x9b, 0x00]] {
        let bytes = [&head[..], &[0xff; 40]].concat();
        feed_all(&bytes);
        feed_all(&[&[0x82, 0x03, 0x82][..], &bytes].concat());
    }
    let deep = vec![0x81; 1 << 20];
    feed_all(&deep);
    assert!(parse::<VaultId>(&deep, 1 << 20).is_err());
}
