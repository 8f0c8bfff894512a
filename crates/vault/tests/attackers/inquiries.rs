//! 33 to 35: who stands between somebody who asks a classifier and its provider, or pretends to be one of them.

use vault::{
    VaultError,
    identity::recover_person,
    inquiry::{Answering, Asking, Line, SeenOpenings, open_inquiry, verify_opening},
    kit::AccountSecret,
};
use wire::{
    SUITE,
    classifier::{Classifier, Feature, LatticeVersion, Opening, Source, Weights},
    codec::{parse, to_bytes},
    id::{ClassifierId, Hash},
    person::{PersonChain, Role},
    real::Real,
    sign::Signed,
};

use crate::world::{Actor, World};

/// An asker, a provider with a card, and another provider.
struct Scene {
    world: World,
    asha: Actor,
    lab: Actor,
    other: Actor,
    card: Signed<Classifier>,
}

fn card(lab: &Actor) -> Signed<Classifier> {
    lab.identity.sign(&Classifier {
        suite: SUITE,
        id: ClassifierId([7; 16]),
        provider: lab.identity.person,
        device: lab.identity.device.id(),
        provider_seq: 0,
        version: 1,
        issued: 0,
        profile: lab.identity.profile.clone(),
        title: "Breast mass".to_owned(),
        purpose: "Tells benign from malignant.".to_owned(),
        features: vec![Feature {
            name: "radius".to_owned(),
            unit: "um".to_owned(),
            low: Real::new(6.9).unwrap(),
            high: Real::new(28.1).unwrap(),
        }],
        bits: 8,
        samples: 100,
        neighbours: 5,
        weights: Weights::Uniform,
        classes: vec!["benign".to_owned(), "malignant".to_owned()],
        source: Source::Lattice(LatticeVersion { version: 1 }),
        daily: 20,
    })
}

fn scene() -> Scene {
    let mut world = World::seeded([33; 32]);
    let asha = world.person(Role::Patient, "Asha");
    let lab = world.person(Role::Doctor, "City Lab");
    let other = world.person(Role::Doctor, "Other Lab");
    let card = card(&lab);
    Scene {
        world,
        asha,
        lab,
        other,
        card,
    }
}

impl Scene {
    fn chain(&self, actor: &Actor) -> &PersonChain {
        &self.world.people[&actor.identity.person]
    }

    fn open(&mut self) -> (Asking, Signed<Opening>) {
        let (asha, lab) = (&self.asha.identity, &self.lab.identity);
        let people = &self.world.people;
        open_inquiry(
            asha,
            &people[&asha.person],
            &self.card,
            &people[&lab.person],
            b"first",
            self.world.now,
            &mut self.world.rng,
        )
        .unwrap()
    }

    fn accept(&self, signed: &Signed<Opening>) -> Result<(Answering, Vec<u8>), VaultError> {
        let chain = self.chain(&self.asha);
        let opening = verify_opening(signed, &self.lab.identity, chain, self.world.now)?;
        Answering::open(signed, &opening, &self.lab.identity)
    }

    /// Both ends of an open line.
    fn line(&mut self) -> (Line, Line) {
        let (asking, opening) = self.open();
        let (answering, first) = self.accept(&opening).unwrap();
        assert_eq!(first, b"first");
        let (lab, answer) = answering.reply(b"second", &mut self.world.rng);
        let (asha, second) = asking.accept(&answer).unwrap();
        assert_eq!(second, b"second");
        assert_eq!(asha.name(), lab.name());
        (asha, lab)
    }
}

#[test]
fn an_honest_line_carries_frames_both_ways() {
    let mut scene = scene();
    let (mut asha, mut lab) = scene.line();
    for round in 0_u8..5 {
        let sealed = asha.seal(&[round; 100]);
        assert_eq!(lab.open(&sealed), Ok(vec![round; 100]));
        let sealed = lab.seal(&[round + 100; 10]);
        assert_eq!(asha.open(&sealed), Ok(vec![round + 100; 10]));
    }
}

#[test]
fn attack_33_frames_altered_cut_swapped_replayed_or_turned_round_do_not_open() {
    type Cheat = fn(&mut Line, &mut Line, Vec<u8>) -> Vec<u8>;
    let cheats: [(&str, Cheat); 8] = [
        ("altered", |_, _, mut sealed| {
            sealed[3] ^= 1;
            sealed
        }),
        ("its tag altered", |_, _, mut sealed| {
            *sealed.last_mut().unwrap() ^= 1;
            sealed
        }),
        ("cut", |_, _, sealed| sealed[..sealed.len() - 1].to_vec()),
        ("empty", |_, _, _| Vec::new()),
        ("longer", |_, _, mut sealed| {
            sealed.push(0);
            sealed
        }),
        ("the one after it", |asha, _, _| asha.seal(b"after")),
        ("one that was opened before", |_, lab, sealed| {
            lab.open(&sealed).unwrap();
            sealed
        }),
        ("one's own", |_, lab, _| lab.seal(b"question")),
    ];
    for (what, cheat) in cheats {
        let mut scene = scene();
        let (mut asha, mut lab) = scene.line();
        let sealed = asha.seal(b"question");
        let bad = cheat(&mut asha, &mut lab, sealed);
        assert_eq!(lab.open(&bad), Err(VaultError::DoesNotOpen), "{what}");
        // Nothing goes on after that, not even what is right.
        let next = asha.seal(b"next");
        assert_eq!(lab.open(&next), Err(VaultError::DoesNotOpen), "{what}");
        assert!(lab.seal(b"answer").is_empty(), "{what}");
    }
}

#[test]
fn attack_33_frames_of_another_inquiry_do_not_open() {
    let mut scene = scene();
    let (mut asha, _) = scene.line();
    let (mut again, mut lab) = scene.line();
    assert!(lab.open(&asha.seal(b"question")).is_err());
    let (_, mut lab) = scene.line();
    assert!(again.open(&lab.seal(b"answer")).is_err());
}

#[test]
fn attack_33_an_opening_played_again_is_noticed_and_meets_other_keys() {
    let mut scene = scene();
    let (asking, signed) = scene.open();
    let opening = signed.peek().unwrap();
    let now = scene.world.now;
    let mut seen = SeenOpenings::default();
    assert!(seen.take(signed.hash(), &opening, now));
    assert!(!seen.take(signed.hash(), &opening, now));
    // A provider who was started anew has forgotten, and seals nothing under the same key all the same.
    let (one, _) = scene.accept(&signed).unwrap();
    let (two, _) = scene.accept(&signed).unwrap();
    let (mut first, answer) = one.reply(b"second", &mut scene.world.rng);
    let (mut second, other) = two.reply(b"second", &mut scene.world.rng);
    assert_ne!(answer[..32], other[..32]);
    assert_ne!(answer[32..], other[32..]);
    assert_ne!(first.seal(b"same"), second.seal(b"same"));
    let (mut asha, _) = asking.accept(&answer).unwrap();
    assert!(asha.open(&second.seal(b"third")).is_err());
    // When its time is over it is refused by its time.
    scene.world.now += wire::log::CLOCK_SKEW + 1;
    assert!(scene.accept(&signed).is_err());
}

#[test]
fn attack_33_no_byte_of_an_opening_can_be_changed() {
    let mut scene = scene();
    let (_, signed) = scene.open();
    let bytes = to_bytes(&signed);
    assert!(scene.accept(&signed).is_ok());
    // Every byte of the fields, and of the sealed part some.
    let places = (0..400).chain((400..bytes.len()).step_by(37));
    for at in places {
        let mut bad = bytes.clone();
        bad[at.min(bytes.len() - 1)] ^= 1;
        if let Ok(signed) = parse::<Signed<Opening>>(&bad, bad.len()) {
            assert!(scene.accept(&signed).is_err(), "byte {at}");
        }
    }
}

#[test]
fn attack_34_an_inquiry_handed_to_another_provider_does_not_open() {
    let mut scene = scene();
    let (asking, signed) = scene.open();
    let chain = scene.chain(&scene.asha);
    let other = &scene.other.identity;
    assert!(verify_opening(&signed, other, chain, scene.world.now).is_err());
    // Even one who does not look cannot open it, nor answer it.
    let opening = signed.peek().unwrap();
    assert!(Answering::open(&signed, &opening, other).is_err());
    let forged = [[0; 32].as_slice(), &[0; 48]].concat();
    assert!(asking.accept(&forged).is_err());
}

#[test]
fn attack_34_an_answer_by_who_does_not_hold_the_providers_key_is_refused() {
    let mut scene = scene();
    let (asking, _) = scene.open();
    // The provider answers another inquiry; the server hands that answer out.
    let (_, other) = scene.open();
    let (answering, _) = scene.accept(&other).unwrap();
    let (_, answer) = answering.reply(b"second", &mut scene.world.rng);
    assert!(asking.accept(&answer).is_err());
}

#[test]
fn attack_35_nobody_asks_in_anothers_name() {
    let mut scene = scene();
    let (_, signed) = scene.open();
    let opening = signed.peek().unwrap();
    // Mallory signs what Asha sealed, in her own name: it does not open, since the seal names Asha.
    let mallory = &scene.other.identity;
    let stolen = mallory.sign(&Opening {
        asker: mallory.person,
        device: mallory.device.id(),
        ..opening.clone()
    });
    let chain = scene.chain(&scene.other);
    let verified = verify_opening(&stolen, &scene.lab.identity, chain, scene.world.now).unwrap();
    assert!(Answering::open(&stolen, &verified, &scene.lab.identity).is_err());
    // And in Asha's name she cannot sign at all.
    let forged = mallory.sign(&opening);
    assert!(scene.accept(&forged).is_err());
    let forged = mallory.sign(&Opening {
        device: mallory.device.id(),
        ..opening
    });
    assert!(scene.accept(&forged).is_err());
}

#[test]
fn attack_35_a_lost_device_asks_no_more_and_vouches_for_no_card() {
    let mut scene = scene();
    let (_, signed) = scene.open();
    let recover = |actor: &Actor, world: &mut World| {
        let id = actor.identity.person;
        let (words, account) = (actor.words.clone(), AccountSecret::from_bytes([1; 16]));
        let chain = world.people[&id].clone();
        let now = world.now;
        let (entries, identity) =
            recover_person(&chain, words, account, now, &mut world.rng).unwrap();
        let chain = world.people.get_mut(&id).unwrap();
        entries
            .iter()
            .for_each(|entry| chain.append(entry).unwrap());
        identity
    };
    recover(&scene.asha, &mut scene.world);
    assert!(scene.accept(&signed).is_err());

    let chain = scene.chain(&scene.lab).clone();
    assert!(Classifier::verify(&scene.card, &chain).is_ok());
    let lab = recover(&scene.lab, &mut scene.world);
    let chain = scene.chain(&scene.lab);
    assert!(Classifier::verify(&scene.card, chain).is_err());
    // What was sealed to the old person key is not answered by who has the new one.
    let opening = signed.peek().unwrap();
    assert_eq!(opening.provider_key, 0);
    assert_eq!(lab.current_key(), 1);
}

#[test]
fn attack_36_a_card_of_anothers_making_or_with_impossible_terms_is_refused() {
    let scene = scene();
    let chain = scene.chain(&scene.lab);
    let card = scene.card.peek().unwrap();
    let own = |card: &Classifier| Classifier::verify(&scene.lab.identity.sign(card), chain).is_ok();
    assert!(own(&card));
    let mallory = &scene.other.identity;
    assert!(Classifier::verify(&mallory.sign(&card), chain).is_err());
    assert!(Classifier::verify(&scene.card, scene.chain(&scene.other)).is_err());
    type Change = fn(&mut Classifier);
    let changes: [Change; 17] = [
        |card| card.suite = 2,
        |card| card.profile.name = "Somebody else".to_owned(),
        |card| card.provider_seq = 9,
        |card| card.version = 0,
        |card| card.title.clear(),
        |card| card.title = "two\nlines".to_owned(),
        |card| card.purpose = "x".repeat(4001),
        |card| card.features.clear(),
        |card| card.features.push(card.features[0].clone()),
        |card| card.features[0].high = Real::new(0.0).unwrap(),
        |card| card.bits = 11,
        |card| card.samples = 4,
        |card| card.neighbours = 0,
        |card| card.classes.truncate(1),
        |card| card.classes[1] = card.classes[0].clone(),
        |card| card.daily = 0,
        |card| card.source = Source::Lattice(LatticeVersion { version: 2 }),
    ];
    for (at, change) in changes.into_iter().enumerate() {
        let mut bad = card.clone();
        change(&mut bad);
        assert!(!own(&bad), "change {at}");
    }
    let named: Hash = scene.card.hash();
    let mut next = card;
    next.version = 2;
    assert_ne!(scene.lab.identity.sign(&next).hash(), named);
}
