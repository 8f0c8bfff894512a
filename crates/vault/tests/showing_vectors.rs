//! Frozen vectors of one record shown to one person and taken back: made again from a fixed seed and
//! compared, and, apart from that, read by that person as they were stored.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(dead_code, reason = "the world can do more than the vectors need")]

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

use data_encoding::HEXLOWER;
use vault::{
    identity::{Identity, recover_person},
    kit::{AccountSecret, Words},
    shelf::Shelf,
};
use wire::{
    api::ShownItem,
    codec::{Cbor, parse, to_bytes},
    id::VaultId,
    person::{PersonChain, PersonEntry, Role},
    sign::Signed,
    vault::{Audience, LogEntry, Part, ShowingPart},
};
use world::{DICTIONARY, World};

mod world;

const STORED: &str = include_str!("vectors/showing-v1.txt");
const TEXT: &str = "{\"resourceType\":\"Observation\",\"id\":\"7\"}";

type Vectors = BTreeMap<String, Vec<u8>>;

fn stored() -> Vectors {
    let lines = STORED.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, hex) = line.split_once(' ').unwrap();
            (name.to_owned(), HEXLOWER.decode(hex.as_bytes()).unwrap())
        })
        .collect()
}

/// A patient shows a private record to a doctor who was never let in, and takes it back.
fn made() -> Vectors {
    let mut world = World::seeded([43; 32]);
    let mut asha = world.person(Role::Patient, "Asha");
    let rao = world.person(Role::Doctor, "Dr Rao");
    world.found(&mut asha);
    let at = world.add(&mut asha, TEXT, Audience::Private).unwrap();
    let (person, profile) = (rao.identity.person, rao.identity.profile.clone());
    let shown = world.write(&mut asha, |ledger, pen, people, rng| {
        ledger.make_showing(pen, &[at], &people[&person], &profile, rng)
    });
    let back = world.write(&mut asha, |ledger, pen, _, _| {
        ledger.make_take_back(pen, person, 0)
    });
    assert_eq!((shown, back), (Ok(2), Ok(3)));
    let mut vectors = Vectors::new();
    let mut put = |name: &str, bytes: Vec<u8>| vectors.insert(name.to_owned(), bytes);
    put("patient-entry", to_bytes(&asha.entries[0]));
    put("doctor-entry", to_bytes(&rao.entries[0]));
    put("doctor-words", rao.words.to_text().as_bytes().to_vec());
    put("genesis-entry", to_bytes(&world.items[0].entry));
    put("records-entry", to_bytes(&world.items[1].entry));
    put("record-body", world.items[1].bodies[0].0.clone());
    for (name, item) in ["showing", "take-back"].iter().zip(&world.items[2..]) {
        put(&format!("{name}-entry"), to_bytes(&item.entry));
        put(&format!("{name}-part"), to_bytes(&item.part));
    }
    vectors
}

#[test]
fn what_is_made_from_the_seed_is_what_was_stored() {
    let (made, stored) = (made(), stored());
    let mut text = String::new();
    for (name, bytes) in &made {
        writeln!(text, "{name} {}", HEXLOWER.encode(bytes)).unwrap();
    }
    if let Some(file) = std::env::var_os("SEHAT_WRITE_VECTORS") {
        std::fs::write(file, &text).unwrap();
    }
    assert!(made == stored, "something is made otherwise than it was");
}

fn read<T: Cbor>(stored: &Vectors, name: &str) -> T {
    parse(&stored[name], stored[name].len()).unwrap()
}

fn chain(stored: &Vectors, name: &str) -> PersonChain {
    let entry: Signed<PersonEntry> = read(stored, name);
    PersonChain::verify(&[entry], None).unwrap()
}

/// The doctor, out of the stored words alone.
fn doctor(stored: &Vectors, chain: &PersonChain) -> Identity {
    let words = str::from_utf8(&stored["doctor-words"]).unwrap();
    let words = Words::parse(words).unwrap();
    let account = AccountSecret::from_bytes([0; 16]);
    let mut rng = World::new().rng;
    recover_person(chain, words, account, 0, &mut rng)
        .unwrap()
        .1
}

fn item(stored: &Vectors, name: &str) -> ShownItem {
    let part = Part::parse(&stored[&format!("{name}-part")]).unwrap();
    let Part::Showing(ShowingPart { terms, content }) = part else {
        panic!("an act")
    };
    let sources = content.iter().map(|_| read(stored, "records-entry"));
    ShownItem {
        entry: read(stored, &format!("{name}-entry")),
        terms,
        sources: sources.collect(),
        bodies: Vec::new(),
        content,
    }
}

#[test]
fn what_was_stored_is_read_by_the_doctor_with_the_words_and_gone_when_taken_back() {
    let stored = stored();
    let (patient, rao) = (
        chain(&stored, "patient-entry"),
        chain(&stored, "doctor-entry"),
    );
    let identity = doctor(&stored, &rao);
    let people = HashMap::from([(patient.id(), patient), (rao.id(), rao)]);
    let genesis: Signed<LogEntry> = read(&stored, "genesis-entry");
    let vault = VaultId(genesis.hash().0);
    let mut shelf = Shelf::open(identity.person, vault, &genesis, &people).unwrap();
    shelf
        .take(&identity, &item(&stored, "showing"), &people)
        .unwrap();
    assert_eq!(shelf.owner_profile().unwrap().name, "Asha");
    let at = shelf.versions()[0].version.at();
    let opened = shelf.open_record(at, &stored["record-body"], DICTIONARY);
    assert_eq!(opened.unwrap().as_slice(), TEXT.as_bytes());
    shelf
        .take(&identity, &item(&stored, "take-back"), &people)
        .unwrap();
    assert!(shelf.versions().is_empty());
}
