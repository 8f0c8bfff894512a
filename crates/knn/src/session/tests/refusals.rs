//! Frames that are not what is next.

use super::*;

const FEATURES: usize = 6;

fn classifier() -> Arc<Classifier> {
    let samples = samples(25, FEATURES, &mut rng(7));
    let rule = Rule::new(3, Weights::Uniform, 2).unwrap();
    Arc::new(Classifier::from_samples(&samples, rule).unwrap())
}

/// A session in which `before` frames have crossed and one more is on its way, and whether that one is refused in another
/// form, with the session dead afterwards.
fn refused(classifier: &Arc<Classifier>, kind: Kind, before: usize, bad: &[u8]) -> bool {
    let mut ends = Ends::open(classifier, kind, 5);
    assert_eq!(ends.run(&[9; FEATURES], before), None);
    let good = ends.frames.last().unwrap().clone();
    assert_ne!(good, bad, "it must be another frame");
    let rng = &mut ends.rng;
    if before.is_multiple_of(2) {
        let refused = ends.provider.answer(bad, rng) == Err(Error::Refused);
        refused && ends.provider.answer(&good, rng) == Err(Error::Used)
    } else {
        let refused = ends.asker.receive(bad, rng).err() == Some(Error::Refused);
        refused && ends.asker.receive(&good, rng).err() == Some(Error::Used)
    }
}

/// All frames of a session that went well.
fn frames(classifier: &Arc<Classifier>, kind: Kind, seed: u64) -> Vec<Vec<u8>> {
    let mut ends = Ends::open(classifier, kind, seed);
    assert!(ends.run(&[9; FEATURES], 8).is_some());
    assert_eq!(ends.frames.len(), 8);
    ends.frames
}

#[test]
fn truncated_and_longer_frames_are_refused_at_every_step() {
    let classifier = classifier();
    for kind in KINDS {
        for (before, frame) in frames(&classifier, kind, 5).iter().enumerate() {
            let cuts = [
                0,
                1,
                frame::HEADER - 1,
                frame::HEADER,
                frame.len() / 2,
                frame.len() - 1,
            ];
            for cut in cuts {
                assert!(
                    refused(&classifier, kind, before, &frame[..cut]),
                    "{kind:?} {before} {cut}"
                );
            }
            let longer = [&frame[..], &[0]].concat();
            assert!(
                refused(&classifier, kind, before, &longer),
                "{kind:?} {before}"
            );
            let huge = [&frame[..], &vec![0; 3 << 20]].concat();
            assert!(
                refused(&classifier, kind, before, &huge),
                "{kind:?} {before}"
            );
        }
    }
}

#[test]
fn repeated_and_reordered_frames_and_those_of_another_session_are_refused() {
    let classifier = classifier();
    for kind in KINDS {
        let own = frames(&classifier, kind, 5);
        let other = frames(&classifier, kind, 6);
        for (before, foreign) in other.iter().enumerate() {
            for (number, frame) in own
                .iter()
                .enumerate()
                .filter(|(number, _)| *number != before)
            {
                assert!(
                    refused(&classifier, kind, before, frame),
                    "{kind:?} {before} {number}"
                );
            }
            // An opening is where a session begins, whoever's it is.
            if before > 0 {
                assert!(
                    refused(&classifier, kind, before, foreign),
                    "{kind:?} {before}"
                );
            }
        }
    }
}

#[test]
fn a_changed_bit_is_refused_wherever_it_is() {
    let classifier = classifier();
    let mut places = rng(8);
    for kind in KINDS {
        for (before, frame) in frames(&classifier, kind, 5).iter().enumerate() {
            let header = [0, 1, 2, frame::HEADER - 1];
            let body = [frame::HEADER, frame::HEADER + 16, frame.len() - 1];
            let random = [(); 5].map(|()| places.next_u32() as usize % frame.len());
            for place in header.into_iter().chain(body).chain(random) {
                let mut bad = frame.clone();
                bad[place] ^= 1 << (places.next_u32() % 8);
                assert!(
                    refused(&classifier, kind, before, &bad),
                    "{kind:?} {before} {place}"
                );
            }
        }
    }
}

/// The tag of a frame has no key, so that a cheat's frames bear the right one: what is inside must be refused for itself.
#[test]
fn bodies_that_are_malformed_are_refused_under_a_right_tag() {
    let classifier = classifier();
    for kind in KINDS {
        let numbers = classifier.numbers();
        let frames = frames(&classifier, kind, 5);
        let body = |before: usize| frames[before][frame::HEADER..].to_vec();
        let mut cases: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut with = |before: usize, change: &dyn Fn(&mut Vec<u8>)| {
            let mut bad = body(before);
            change(&mut bad);
            cases.push((before, bad));
        };
        with(0, &|body| body.truncate(4096));
        with(0, &|body| body[..32].fill(0));
        with(0, &|body| body[64..96].fill(0xff));
        with(0, &|body| body.truncate(body.len() - 1));
        with(1, &|body| body[..32].fill(0xff));
        with(1, &|body| body.truncate(8190));
        with(2, &|body| body[5] ^= 1);
        with(2, &|body| *body.last_mut().unwrap() ^= 1);
        with(3, &|body| body[16] = 2);
        with(3, &|body| body.truncate(body.len() - 1));
        with(4, &|body| body.truncate(body.len() - 1));
        with(4, &|body| body.fill(0xff));
        with(5, &|body| body.fill(0xff));
        with(5, &|body| body.push(0));
        with(6, &|body| *body.last_mut().unwrap() |= 0x80);
        with(6, &|body| body.push(0));
        with(7, &|body| body.truncate(body.len() - 1));
        for (before, bad) in cases {
            let mut transcript = frame::Transcript::new(numbers, kind);
            for (number, frame) in NUMBERS.into_iter().zip(&frames).take(before) {
                transcript.read(number, frame, ..).unwrap();
            }
            let bad = transcript.write(NUMBERS[before], &bad);
            assert!(
                refused(&classifier, kind, before, &bad),
                "{kind:?} {before}"
            );
        }
    }
}

/// A provider can have any class come out; what is none is refused, and not handed on as a number.
#[test]
fn a_class_that_is_none_is_refused() {
    let two = samples(20, 3, &mut rng(12));
    let labels = (0..20).map(|sample| sample % 3).collect();
    let samples = Samples::new(two.shape(), 3, two.values.clone(), labels).unwrap();
    let rule = Rule::new(3, Weights::Uniform, 3).unwrap();
    let classifier = Arc::new(Classifier::from_samples(&samples, rule).unwrap());
    let question = [7; 3];
    let honest = rule.classify(&samples, &question).unwrap();
    for wanted in 0..4 {
        let found = run_with_colours(&classifier, &question, honest ^ wanted);
        match wanted {
            3 => assert_eq!(found, Err(Error::Refused)),
            _ => assert_eq!(found, Ok(wanted)),
        }
    }
}

/// A session in which somebody changes the colours of the outputs, and every tag after them.
fn run_with_colours(
    classifier: &Arc<Classifier>,
    question: &[u8],
    change: u8,
) -> Result<u8, Error> {
    let mut ends = Ends::open(classifier, Kind::Lattice, 12);
    assert_eq!(ends.run(question, 3), None);
    let numbers = classifier.numbers();
    let new = || frame::Transcript::new(numbers, Kind::Lattice);
    let (mut to_asker, mut to_provider) = (new(), new());
    for (number, frame) in NUMBERS.into_iter().zip(&ends.frames).take(3) {
        to_asker.read(number, frame, ..).unwrap();
        to_provider.read(number, frame, ..).unwrap();
    }
    let rng = &mut ends.rng;
    let mut tables = to_provider
        .read(Tables, &ends.frames[3], ..)
        .unwrap()
        .to_vec();
    tables[16] ^= change;
    let tables = to_asker.write(Tables, &tables);
    assert!(matches!(ends.asker.receive(&tables, rng), Ok(Step::Ready)));
    let mut up = ends.asker.ask(question, rng).unwrap();
    for (odd, even) in [(Question, Distances), (Correction, Labels)] {
        let body = to_asker.read(odd, &up, ..).unwrap();
        let sent = to_provider.write(odd, body);
        let answer = ends.provider.answer(&sent, rng).unwrap();
        let body = to_provider.read(even, &answer, ..).unwrap();
        let told = to_asker.write(even, body);
        match ends.asker.receive(&told, rng)? {
            Step::Send(next) => up = next,
            Step::Class(class) => return Ok(class),
            Step::Ready => panic!("it was ready before"),
        }
    }
    panic!("the last frame has the class")
}

#[test]
fn a_card_with_other_numbers_or_another_scheme_is_noticed_at_once() {
    let classifier = classifier();
    let numbers = classifier.numbers();
    let rule = Rule::new(5, Weights::Uniform, 2).unwrap();
    let others = [
        Numbers::new(numbers.shape(), 25, rule).unwrap(),
        Numbers::new(numbers.shape(), 26, numbers.rule()).unwrap(),
        Numbers::new(Shape::new(FEATURES, 7).unwrap(), 25, numbers.rule()).unwrap(),
    ];
    for other in others {
        let (_, frame) = Asker::open(other, Source::Lattice, &mut rng(1)).unwrap();
        let mut provider = Provider::new(classifier.clone(), Kind::Lattice).unwrap();
        assert_eq!(provider.answer(&frame, &mut rng(2)), Err(Error::Refused));
    }
    let (_, frame) = Asker::open(numbers, Source::Lattice, &mut rng(1)).unwrap();
    let mut provider = Provider::new(classifier, Kind::Paillier).unwrap();
    assert_eq!(provider.answer(&frame, &mut rng(2)), Err(Error::Refused));
}

use frame::Number::{Choice, Correction, Distances, Extension, Labels, Offer, Question, Tables};

const NUMBERS: [frame::Number; 8] = [
    Offer, Choice, Extension, Tables, Question, Distances, Correction, Labels,
];
