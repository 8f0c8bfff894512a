//! Every label of ten splits of the Wisconsin data, by every way: the plaintext integers decide, and all others
//! agree.

#![expect(clippy::unwrap_used, reason = "a test that fails stops")]

#[path = "support/wdbc.rs"]
mod wdbc;

use chacha20::ChaCha20Rng;
use knn::distances::lattice::{AskerKey, Prepared};
use knn::outsourced::{Block, OwnerKey, Question, answer};
use knn::samples::{DISTANCE_BITS, squared_norm};
use rand_core::{Rng, SeedableRng};
use wdbc::splits;

/// The labels in which integers of eight bits, clamped, differ from scikit-learn's real numbers: seed of the split,
/// row, label of the real numbers, label of the integers, truth. Three of 1,140; the integers are right twice.
const DIFFERENT_FROM_FLOAT: [(u32, usize, u8, u8, u8); 3] =
    [(0, 213, 1, 0, 0), (4, 385, 0, 1, 0), (7, 261, 1, 0, 0)];

/// How many of 114 the integers get right, split by split.
const RIGHT: [usize; 10] = [110, 108, 110, 107, 109, 109, 110, 111, 111, 110];

#[test]
fn integers_decide_as_real_numbers_do_but_for_the_labels_listed() {
    let mut different = Vec::new();
    let mut right = Vec::new();
    for split in splits() {
        assert_eq!(
            (split.model.samples().count(), split.tests.len()),
            (455, 114)
        );
        right.push(0);
        for test in &split.tests {
            let label = split.model.classify(&test.measurements).unwrap();
            *right.last_mut().unwrap() += usize::from(label == test.truth);
            if label != test.float {
                different.push((split.seed, test.row, test.float, label, test.truth));
            }
        }
    }
    assert_eq!(different, DIFFERENT_FROM_FLOAT);
    assert_eq!(right, RIGHT);
}

#[test]
fn a_sealed_set_gives_the_labels_of_the_plaintext() {
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    for split in splits() {
        let (shape, rule) = (split.model.numbers().shape(), split.model.numbers().rule());
        let mut secret = [0; 32];
        rng.fill_bytes(&mut secret);
        let key = OwnerKey::derive_from(&secret);
        let (index, sealed) = key.seal_samples(split.model.samples(), rng).unwrap();
        let blocks: Vec<Block> = sealed
            .iter()
            .map(|block| Block::parse(&block.bytes, shape).unwrap())
            .collect();
        let seeds: Vec<_> = sealed.iter().map(|block| block.seed).collect();
        assert_eq!(blocks.len(), 4);
        for test in &split.tests {
            let (asked, sent) = key.ask(shape, &test.question(&split.model), rng).unwrap();
            let answer = answer(&blocks, &Question::parse(&sent).unwrap()).unwrap();
            let label = index
                .decide(rule, &asked.open(&key, &seeds, &answer).unwrap())
                .unwrap();
            let reference = split.model.classify(&test.measurements).unwrap();
            assert_eq!(label, reference, "split {}, row {}", split.seed, test.row);
        }
    }
}

#[test]
fn masked_distances_of_the_lattice_give_the_labels_of_the_plaintext() {
    let rng = &mut ChaCha20Rng::seed_from_u64(2);
    for split in splits() {
        let samples = split.model.samples();
        let prepared = Prepared::prepare(samples);
        for test in &split.tests {
            let question = test.question(&split.model);
            let masks: Vec<u32> = (0..samples.count())
                .map(|_| rng.next_u32() >> (32 - DISTANCE_BITS))
                .collect();
            let key = AskerKey::make(split.model.numbers(), rng);
            let sent = key.question(&question, rng).unwrap();
            let answer = prepared
                .masked_distances(key.public_key(), &sent, &masks, rng)
                .unwrap();
            let shares = key.open(&answer, squared_norm(&question)).unwrap();
            let unmasked = shares.iter().zip(&masks);
            let distances: Vec<u32> = unmasked
                .map(|(share, mask)| share.wrapping_sub(*mask) % (1 << DISTANCE_BITS))
                .collect();
            let label = split
                .model
                .numbers()
                .rule()
                .decide(&distances, samples.labels())
                .unwrap();
            let reference = split.model.classify(&test.measurements).unwrap();
            assert_eq!(label, reference, "split {}, row {}", split.seed, test.row);
        }
    }
}
