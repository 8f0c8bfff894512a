//! Whole sessions: their classes, what each side can see, and what each refuses.

mod refusals;
mod views;

use std::sync::Arc;

use ::paillier::KeySize;
use chacha20::ChaCha20Rng;
use proptest::prelude::*;
use rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

use super::*;
use crate::classifier::Weights;
use crate::distances::paillier;
use crate::samples::Shape;

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn paillier_key() -> paillier::AskerKey {
    let size = KeySize::dangerous_small(512).unwrap();
    paillier::AskerKey::make(size, &mut rng(99)).unwrap()
}

fn source(kind: Kind) -> Source {
    match kind {
        Kind::Lattice => Source::Lattice,
        Kind::Paillier => Source::Paillier(paillier_key()),
    }
}

const KINDS: [Kind; 2] = [Kind::Lattice, Kind::Paillier];

/// Random samples of two classes.
fn samples(count: usize, features: usize, rng: &mut ChaCha20Rng) -> Samples {
    let shape = Shape::finest(features).unwrap();
    let mut bytes = vec![0; count * features];
    rng.fill_bytes(&mut bytes);
    bytes.iter_mut().for_each(|byte| *byte &= shape.largest());
    let labels = (0..count)
        .map(|_| u8::from(rng.next_u32() & 1 == 1))
        .collect();
    Samples::new(shape, 2, bytes, labels).unwrap()
}

/// Both ends of a session.
struct Ends {
    asker: Asker,
    provider: Provider,
    rng: ChaCha20Rng,
    /// All frames so far; odd places are the provider's.
    frames: Vec<Vec<u8>>,
}

impl Ends {
    fn open(classifier: &Arc<Classifier>, kind: Kind, seed: u64) -> Self {
        let mut rng = rng(seed);
        let numbers = classifier.numbers();
        let (asker, frame) = Asker::open(numbers, source(kind), &mut rng).unwrap();
        Self {
            asker,
            provider: Provider::new(classifier.clone(), kind).unwrap(),
            rng,
            frames: vec![frame],
        }
    }

    /// Lets `count` frames cross, asking `question` when the time has come; the class, if all eight crossed.
    fn run(&mut self, question: &[u8], count: usize) -> Option<u8> {
        for _ in 0..count {
            let last = self.frames.last().unwrap().clone();
            if self.frames.len() % 2 == 1 {
                let most = self.provider.largest_answer();
                let answer = self.provider.answer(&last, &mut self.rng).unwrap();
                assert!(answer.len() <= most, "{} > {most}", answer.len());
                self.frames.push(answer);
                continue;
            }
            match self.asker.receive(&last, &mut self.rng).unwrap() {
                Step::Send(frame) => self.frames.push(frame),
                Step::Ready => {
                    let frame = self.asker.ask(question, &mut self.rng).unwrap();
                    self.frames.push(frame);
                }
                Step::Class(class) => return Some(class),
            }
        }
        None
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_session_ends_with_the_class_of_the_plaintext(
        seed: u64,
        count in 9_usize..150,
        features in 1_usize..40,
        k in 1_u8..9,
        ranked in any::<bool>(),
    ) {
        let samples = samples(count, features, &mut rng(seed));
        let weights = if ranked { Weights::Rank } else { Weights::Uniform };
        let rule = Rule::new(k, weights, 2).unwrap();
        let classifier = Arc::new(Classifier::from_samples(&samples, rule).unwrap());
        let question = samples.rows().next().unwrap().to_vec();
        for kind in KINDS {
            let mut ends = Ends::open(&classifier, kind, seed);
            let class = ends.run(&question, 8);
            prop_assert_eq!(class, Some(rule.classify(&samples, &question).unwrap()));
            prop_assert!(ends.provider.is_over());
            prop_assert_eq!(ends.provider.largest_answer(), 0);
            let longest = ends.frames.iter().map(Vec::len).max().unwrap();
            prop_assert!(longest <= largest_frame(classifier.numbers()).unwrap());
        }
    }
}

/// A server keeps sessions of many askers, on whichever thread comes along.
#[test]
fn sessions_move_between_threads() {
    fn moves<T: Send>() {}
    fn is_shared<T: Send + Sync>() {}
    moves::<Asker>();
    moves::<Provider>();
    is_shared::<Arc<Classifier>>();
}

#[test]
fn a_session_answers_one_question() {
    let samples = samples(20, 4, &mut rng(1));
    let rule = Rule::new(3, Weights::Uniform, 2).unwrap();
    let classifier = Arc::new(Classifier::from_samples(&samples, rule).unwrap());
    for kind in KINDS {
        let mut ends = Ends::open(&classifier, kind, 1);
        assert!(ends.run(&[1, 2, 3, 4], 8).is_some());
        let rng = &mut ends.rng;
        assert_eq!(ends.asker.ask(&[1, 2, 3, 4], rng), Err(Error::Used));
        for frame in &ends.frames {
            assert_eq!(ends.provider.answer(frame, rng), Err(Error::Used));
            assert_eq!(ends.asker.receive(frame, rng).err(), Some(Error::Used));
        }
    }
}

#[test]
fn a_question_of_another_shape_leaves_the_session_ready() {
    let samples = samples(20, 40, &mut rng(2));
    let rule = Rule::new(1, Weights::Uniform, 2).unwrap();
    let classifier = Arc::new(Classifier::from_samples(&samples, rule).unwrap());
    let mut ends = Ends::open(&classifier, Kind::Lattice, 2);
    assert_eq!(ends.run(&[], 3), None);
    let tables = ends.frames.last().unwrap().clone();
    assert!(matches!(
        ends.asker.receive(&tables, &mut ends.rng),
        Ok(Step::Ready)
    ));
    for wrong in [&[1; 39][..], &[128; 40]] {
        assert!(ends.asker.ask(wrong, &mut ends.rng).is_err());
    }
    assert!(ends.asker.ask(&[127; 40], &mut ends.rng).is_ok());
    assert_eq!(ends.asker.ask(&[127; 40], &mut ends.rng), Err(Error::Used));
}

/// Frames of Paillier and of everything that both sources share. Who changes a format changes its version, and this.
#[test]
fn frames_are_frozen() {
    let samples = samples(12, 3, &mut rng(3));
    let rule = Rule::new(2, Weights::Rank, 2).unwrap();
    let classifier = Arc::new(Classifier::from_samples(&samples, rule).unwrap());
    let mut ends = Ends::open(&classifier, Kind::Paillier, 3);
    assert_eq!(ends.run(&[1, 2, 3], 8), Some(1));
    let found: Vec<String> = ends.frames.iter().map(digest).collect();
    assert_eq!(found, FROZEN);
}

/// With equal votes there are halves of gates as well, which votes by rank have not.
#[test]
fn frames_of_equal_votes_are_frozen() {
    let two = samples(12, 3, &mut rng(4));
    let labels = (0..12).map(|sample| sample % 4).collect();
    let samples = Samples::new(two.shape(), 4, two.values.clone(), labels).unwrap();
    let rule = Rule::new(3, Weights::Uniform, 4).unwrap();
    let classifier = Arc::new(Classifier::from_samples(&samples, rule).unwrap());
    let mut ends = Ends::open(&classifier, Kind::Paillier, 4);
    assert_eq!(
        ends.run(&[1, 2, 3], 8),
        Some(rule.classify(&samples, &[1, 2, 3]).unwrap())
    );
    let found: Vec<String> = ends.frames.iter().map(digest).collect();
    assert_eq!(found, FROZEN_EQUAL);
}

fn digest(frame: &Vec<u8>) -> String {
    let digest = Sha256::digest(frame);
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

const FROZEN_EQUAL: [&str; 8] = [
    "ed67e1e03e10a92d",
    "b1743b3e2fe351cc",
    "9992dee9fa260e71",
    "bb2dc03fa0951dc8",
    "d68f92592a09959f",
    "745d1be96a403b20",
    "38a1491f62f073ce",
    "54e9a8e5f834abe4",
];

const FROZEN: [&str; 8] = [
    "2f551b9a2732cc1c",
    "dd56d9ed3560c9cf",
    "ba24df80010239c0",
    "6e3d9896aba6eb1f",
    "defdf5c6ff421adb",
    "b9512235ca72f92a",
    "d8e9e98e0c8c15dc",
    "d2e5e95631061cc3",
];
