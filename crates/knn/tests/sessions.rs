//! Every label of ten splits of the Wisconsin data by whole sessions of setting B on the lattice, and of one split by
//! Paillier.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

#[path = "support/wdbc.rs"]
#[expect(
    dead_code,
    reason = "other tests need the truth and the real numbers' labels"
)]
mod wdbc;

use std::sync::Arc;

use chacha20::ChaCha20Rng;
use knn::distances::paillier::AskerKey;
use knn::session::{Asker, Classifier, Kind, Provider, Source, Step, largest_frame};
use paillier::KeySize;
use rand_core::SeedableRng;
use wdbc::{Split, Test, splits};

/// A whole session; the class, and the bytes of each frame.
fn ask(
    classifier: &Arc<Classifier>,
    source: Source,
    question: &[u8],
    rng: &mut ChaCha20Rng,
) -> (u8, Vec<usize>) {
    let mut provider = Provider::new(classifier.clone(), source.kind()).unwrap();
    let (mut asker, mut frame) = Asker::open(classifier.numbers(), source, rng).unwrap();
    let mut bytes = Vec::new();
    loop {
        let answer = provider.answer(&frame, rng).unwrap();
        bytes.extend([frame.len(), answer.len()]);
        assert!(frame.len().max(answer.len()) <= largest_frame(classifier.numbers()).unwrap());
        frame = match asker.receive(&answer, rng).unwrap() {
            Step::Send(frame) => frame,
            Step::Ready => asker.ask(question, rng).unwrap(),
            Step::Class(class) => return (class, bytes),
        };
    }
}

fn check(
    split: &Split,
    tests: &[Test],
    source: impl Fn() -> Source,
    frames: [usize; 8],
    rng: &mut ChaCha20Rng,
) {
    let classifier = Arc::new(Classifier::new(&split.model));
    for test in tests {
        let question = test.question(&split.model);
        let (class, bytes) = ask(&classifier, source(), &question, rng);
        let reference = split.model.classify(&test.measurements).unwrap();
        assert_eq!(class, reference, "split {}, row {}", split.seed, test.row);
        assert_eq!(bytes, frames);
    }
}

#[test]
fn sessions_on_the_lattice_give_the_labels_of_the_plaintext() {
    let splits = splits();
    std::thread::scope(|threads| {
        for half in splits.chunks(splits.len().div_ceil(2)) {
            threads.spawn(move || {
                for split in half {
                    let mut rng = ChaCha20Rng::seed_from_u64(split.seed.into());
                    check(
                        split,
                        &split.tests,
                        || Source::Lattice,
                        ON_THE_LATTICE,
                        &mut rng,
                    );
                }
            });
        }
    });
}

/// One split; the benchmark has all ten.
#[test]
fn sessions_on_paillier_give_the_labels_of_the_plaintext() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let key = AskerKey::make(KeySize::BITS_2048, &mut rng).unwrap();
    let source = || Source::Paillier(key.clone());
    assert_eq!(source().kind(), Kind::Paillier);
    let split = &splits()[0];
    assert_eq!(split.tests.len(), 114);
    std::thread::scope(|threads| {
        for (half, seed) in split.tests.chunks(57).zip(2..) {
            threads.spawn(move || {
                let mut rng = ChaCha20Rng::seed_from_u64(seed);
                check(split, half, source, ON_PAILLIER, &mut rng);
            });
        }
    });
}

/// Bytes of the frames, as in `docs/knn.md`, section 7.
const ON_THE_LATTICE: [usize; 8] = [
    57_400, 8_210, 157_730, 1_267_987, 53_307, 109_485, 1_213, 152_898,
];

/// With a key of 2048 bits.
const ON_PAILLIER: [usize; 8] = [
    4_370, 8_210, 157_730, 1_267_987, 15_378, 11_794, 1_213, 152_898,
];
