//! Frozen vectors of what reaches disk or wire: made again from a fixed seed and compared, and, apart from
//! that, parsed and verified as they were stored. A format that changes gets a new file beside the old one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(dead_code, reason = "the world can do more than the vectors need")]

use std::{collections::BTreeMap, collections::HashMap};

use data_encoding::HEXLOWER;
use vault::{
    batch::{Batch, Place},
    device_lock::DeviceLock,
    identity::{Identity, open_cache_key, recover_person},
    inquiry::{Answering, open_inquiry, verify_opening},
    invitation::Link,
    kit::{AccountSecret, Words},
    ledger::Ledger,
    plaintext::Packer,
    seal::{open, seal},
};
use wire::{
    SUITE,
    classifier::{Classifier, Feature, Opening, PaillierBits, Source, Weights},
    codec::{parse, to_bytes},
    id::{ClassifierId, PersonId, RecordId, SetId},
    invite::Ask,
    person::{PersonChain, PersonEntry, Role},
    real::Real,
    sign::Signed,
    vault::{Audience, LogEntry, Mode, Part, Purpose, VersionRef},
};
use world::{Actor, DICTIONARY, World};

mod world;

const STORED: &str = include_str!("vectors/v1.txt");
const TEXT: &str = "{\"resourceType\":\"Observation\",\"id\":\"1\"}";
const EXPORT_KEY: &[u8] = b"an export key of OPAQUE's";
const PASSPHRASE: &str = "correct horse battery";
const LOCKED: &[u8] = b"what a device needs";
const PRF: [u8; 32] = [5; 32];
const SET: SetId = SetId([0xee; 16]);
const INDEX: &[u8] = b"which place holds what";

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

/// The story behind the vectors: a patient with a vault, a doctor let in, a record by the patient.
fn made() -> Vectors {
    let mut world = World::seeded([42; 32]);
    let mut asha = world.person(Role::Patient, "Asha");
    let rao = world.person(Role::Doctor, "Dr Rao");
    world.found(&mut asha);
    world.grant(&mut asha, &rao, true, Mode::Write).unwrap();
    let place = Place::first(RecordId([0xaa; 16]));
    let seq = world.write(&mut asha, |ledger, pen, _, rng| {
        let mut batch = Batch::new(ledger.state().vault, pen.identity.person, rng);
        batch.push(place, TEXT.as_bytes(), &mut Packer::new(DICTIONARY))?;
        ledger.make_records(pen, &batch, Audience::Shared, rng)
    });
    assert_eq!(seq, Ok(2));
    let ask = Ask {
        mode: Mode::Write,
        history: true,
        purpose: Purpose::Standing,
        hours: None,
        may_share: false,
    };
    let rng = &mut world.rng;
    let (link, invitation) = Link::invite(&rao.identity, 0, "https://sehat.test", ask, 9, rng);
    let keyring = asha.identity.seal_keyring(EXPORT_KEY, rng);
    let mut vectors = Vectors::new();
    let mut put = |name: &str, bytes: Vec<u8>| vectors.insert(name.to_owned(), bytes);
    put("patient-words", asha.words.to_text().as_bytes().to_vec());
    put(
        "patient-account",
        asha.identity.account.to_text().as_bytes().to_vec(),
    );
    put(
        "patient-credential",
        asha.identity.account.credential().0.to_vec(),
    );
    put("patient-entry", to_bytes(&asha.entries[0]));
    put("patient-keyring", keyring);
    put("doctor-words", rao.words.to_text().as_bytes().to_vec());
    put("doctor-entry", to_bytes(&rao.entries[0]));
    put("invitation", to_bytes(&invitation));
    put("link", link.to_text().as_bytes().to_vec());
    for (name, item) in ["genesis", "grant", "records"].iter().zip(&world.items) {
        put(&format!("{name}-entry"), to_bytes(&item.entry));
        put(&format!("{name}-part"), to_bytes(&item.part));
    }
    put("record-body", world.items[2].bodies[0].0.clone());
    let account = &asha.identity.account;
    let (mut lock, key) = DeviceLock::make(PASSPHRASE, account, LOCKED, &mut world.rng).unwrap();
    lock.add_passkey(&key, b"credential", [4; 32], &PRF, &mut world.rng)
        .unwrap();
    put("device-lock", lock.to_bytes());
    put_inquiry(&mut vectors, &mut world, &asha, &rao);
    let keys = asha.identity.set_keys(SET, 0).unwrap();
    let index = keys.seal_index(3, INDEX, &mut world.rng);
    vectors.insert("sealed-index".to_owned(), index);
    let samples = keys.samples().dangerous_bytes().to_vec();
    vectors.insert("sealed-set-samples".to_owned(), samples);
    let recovery = asha.words.public();
    let sealed = asha.identity.seal_cache_key(&recovery, &mut world.rng);
    vectors.insert("cache-key".to_owned(), sealed.unwrap());
    vectors
}

/// The patient asks a classifier that the doctor has published.
fn put_inquiry(vectors: &mut Vectors, world: &mut World, asha: &Actor, rao: &Actor) {
    let card = rao.identity.sign(&published(&rao.identity));
    let people = &world.people;
    let (asker, provider) = (
        &people[&asha.identity.person],
        &people[&rao.identity.person],
    );
    let (now, rng) = (world.now, &mut world.rng);
    let opened = open_inquiry(&asha.identity, asker, &card, provider, b"first", now, rng);
    let (asking, opening) = opened.unwrap();
    let verified = verify_opening(&opening, &rao.identity, asker, now).unwrap();
    let (answering, _) = Answering::open(&opening, &verified, &rao.identity).unwrap();
    let (_, answer) = answering.reply(b"second", rng);
    let (mut line, _) = asking.accept(&answer).unwrap();
    for (name, bytes) in [
        ("classifier", to_bytes(&card)),
        ("inquiry-opening", to_bytes(&opening)),
        ("inquiry-answer", answer),
        ("inquiry-frame", line.seal(b"third")),
    ] {
        vectors.insert(name.to_owned(), bytes);
    }
}

fn published(rao: &Identity) -> Classifier {
    let feature = |name: &str, low, high| Feature {
        name: name.to_owned(),
        unit: "um".to_owned(),
        low: Real::new(low).unwrap(),
        high: Real::new(high).unwrap(),
    };
    Classifier {
        suite: SUITE,
        id: ClassifierId([0xcc; 16]),
        provider: rao.person,
        device: rao.device.id(),
        provider_seq: 0,
        version: 1,
        issued: 1_700_000_000_000,
        profile: rao.profile.clone(),
        title: "Breast mass".to_owned(),
        purpose: "Tells benign from malignant.".to_owned(),
        features: vec![
            feature("radius", 6.981, 28.11),
            feature("texture", -0.5, 1e-300),
        ],
        bits: 8,
        samples: 455,
        neighbours: 5,
        weights: Weights::Rank,
        classes: vec!["benign".to_owned(), "malignant".to_owned()],
        source: Source::Paillier(PaillierBits { bits: 3072 }),
        daily: 20,
    }
}

#[test]
fn an_inquiry_as_stored_is_verified_and_a_sealed_index_opens() {
    let stored = stored();
    let (doctor, patient) = (
        chain(&stored, "doctor-entry"),
        chain(&stored, "patient-entry"),
    );
    let bytes = &stored["classifier"];
    let card: Signed<Classifier> = parse(bytes, bytes.len()).unwrap();
    let said = Classifier::verify(&card, &doctor).unwrap();
    assert_eq!(said.features[0].high.value().to_bits(), 28.11_f64.to_bits());
    let bytes = &stored["inquiry-opening"];
    let signed: Signed<Opening> = parse(bytes, bytes.len()).unwrap();
    let device = patient.devices().next().unwrap().keys.signing;
    let opening = signed.verify(&device).unwrap();
    assert_eq!((opening.card, opening.provider), (card.hash(), doctor.id()));
    let (_, rao) = person(&stored, "doctor");
    let (_, first) = Answering::open(&signed, &opening, &rao).unwrap();
    assert_eq!(first, b"first");
    let (_, asha) = person(&stored, "patient");
    let keys = asha.set_keys(SET, 0).unwrap();
    assert_eq!(*keys.open_index(3, &stored["sealed-index"]).unwrap(), INDEX);
    assert_eq!(
        keys.samples().dangerous_bytes()[..],
        stored["sealed-set-samples"]
    );
}

#[test]
fn what_is_made_from_the_seed_is_what_was_stored() {
    let (made, stored) = (made(), stored());
    if std::env::var_os("SEHAT_PRINT_VECTORS").is_some() {
        for (name, bytes) in &made {
            println!("{name} {}", HEXLOWER.encode(bytes));
        }
    }
    assert!(made.keys().eq(stored.keys()));
    for (name, bytes) in made {
        assert!(
            stored[&name] == bytes,
            "{name} is made otherwise than it was"
        );
    }
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}

fn chain(stored: &Vectors, name: &str) -> PersonChain {
    let bytes = &stored[name];
    let entry: Signed<PersonEntry> = parse(bytes, bytes.len()).unwrap();
    PersonChain::verify(&[entry], None).unwrap()
}

fn person(stored: &Vectors, name: &str) -> (PersonChain, Identity) {
    let chain = chain(stored, &format!("{name}-entry"));
    let words = Words::parse(text(&stored[&format!("{name}-words")])).unwrap();
    let account = AccountSecret::from_bytes([0; 16]);
    let mut rng = World::new().rng;
    let (_, identity) = recover_person(&chain, words, account, 0, &mut rng).unwrap();
    (chain, identity)
}

/// Opens the stored log with the stored words alone.
fn replay(
    stored: &Vectors,
    identity: &Identity,
    people: &HashMap<PersonId, PersonChain>,
) -> Ledger {
    let mut ledger: Option<Ledger> = None;
    for name in ["genesis", "grant", "records"] {
        let entry = &stored[&format!("{name}-entry")];
        let entry: Signed<LogEntry> = parse(entry, entry.len()).unwrap();
        let part = Part::parse(&stored[&format!("{name}-part")]).unwrap();
        match &mut ledger {
            None => ledger = Some(Ledger::open(identity, &entry, &part, people, None).unwrap()),
            Some(ledger) => ledger.apply(identity, &entry, Some(&part), people).unwrap(),
        }
    }
    ledger.unwrap()
}

#[test]
fn what_was_stored_is_read_by_patient_and_doctor_with_their_words() {
    let stored = stored();
    let (patient, asha) = person(&stored, "patient");
    let (doctor, rao) = person(&stored, "doctor");
    let people = HashMap::from([(patient.id(), patient), (doctor.id(), doctor)]);
    let at = VersionRef {
        record: RecordId([0xaa; 16]),
        version: 1,
    };
    for identity in [&asha, &rao] {
        let ledger = replay(&stored, identity, &people);
        let opened = ledger.open_record(identity, at, &stored["record-body"], DICTIONARY);
        assert_eq!(opened.unwrap().as_slice(), TEXT.as_bytes());
        assert_eq!(ledger.owner_profile().unwrap().name, "Asha");
        assert_eq!(ledger.grants()[0].profile.as_ref().unwrap().name, "Dr Rao");
    }
}

#[test]
fn a_devices_lock_as_stored_still_opens_both_ways() {
    let stored = stored();
    let account = AccountSecret::parse(text(&stored["patient-account"])).unwrap();
    let lock = DeviceLock::parse(&stored["device-lock"]).unwrap();
    assert_eq!(lock.passkey(), Some((&b"credential"[..], [4; 32])));
    let keys = [
        lock.unlock(PASSPHRASE, &account).unwrap(),
        lock.unlock_with_passkey(&PRF).unwrap(),
    ];
    for key in keys {
        assert_eq!(lock.content(&key).unwrap().as_slice(), LOCKED);
    }
}

#[test]
fn what_was_stored_beside_the_log_still_opens() {
    let stored = stored();
    let account = AccountSecret::parse(text(&stored["patient-account"])).unwrap();
    assert_eq!(
        account.credential().0.as_slice(),
        stored["patient-credential"]
    );
    let keyring = &stored["patient-keyring"];
    let identity = Identity::open_keyring(keyring, EXPORT_KEY, &account).unwrap();
    assert_eq!(identity.person, chain(&stored, "patient-entry").id());
    let words = identity.pending_kit.as_ref().unwrap().to_text();
    assert_eq!(words.as_bytes(), stored["patient-words"]);

    let words = Words::parse(&words).unwrap();
    let sealed = &stored["cache-key"];
    let key = open_cache_key(identity.person, &words, sealed).unwrap();
    let note = seal(&identity.cache_key(), b"", b"a note", &mut World::new().rng);
    assert_eq!(open(&key, b"", &note).unwrap().as_slice(), b"a note");
    let other = Words::parse(text(&stored["doctor-words"])).unwrap();
    assert!(open_cache_key(identity.person, &other, sealed).is_err());

    let doctor = chain(&stored, "doctor-entry");
    assert!(open_cache_key(doctor.id(), &words, sealed).is_err());
    let link = Link::parse(text(&stored["link"])).unwrap();
    let bytes = &stored["invitation"];
    let invitation = parse(bytes, bytes.len()).unwrap();
    let (_, profile) = link.verify(&invitation, &doctor, 9).unwrap();
    assert_eq!(profile.name, "Dr Rao");
    assert!(link.verify(&invitation, &doctor, 10).is_err());
}
