//! What both settings take over the lattice, step by step: times, the best of several runs, and bytes.
//!
//! `RAYON_NUM_THREADS=1 cargo run --release -p sehat-knn --example figures [-- SAMPLES FEATURES]`

#![expect(clippy::print_stdout, reason = "a table for who measures")]
#![expect(clippy::unwrap_used, reason = "a measurement that fails stops")]

use std::time::{Duration, Instant};

use chacha20::ChaCha20Rng;
use knn::distances::lattice::{AskerKey, Prepared};
use knn::outsourced::{Block, OwnerKey, Question, answer};
use knn::samples::{DISTANCE_BITS, squared_norm};
use knn::{Numbers, Rule, Samples, Shape, Weights};
use rand_core::{Rng, SeedableRng};

fn main() {
    let given: Vec<usize> = std::env::args()
        .skip(1)
        .map(|text| text.parse().unwrap())
        .collect();
    let sizes = match given[..] {
        [samples, features] => vec![(samples, features)],
        _ => vec![
            (455, 30),
            (5000, 30),
            (50_000, 30),
            (455, 10),
            (455, 100),
            (455, 500),
        ],
    };
    for (samples, features) in sizes {
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        let shape = Shape::finest(features).unwrap();
        let random = |rng: &mut ChaCha20Rng, count| -> Vec<u8> {
            (0..count)
                .map(|_| rng.next_u32().to_be_bytes()[0] & shape.largest())
                .collect()
        };
        let labels = (0..samples).map(|row| u8::from(row % 3 == 0)).collect();
        let values = random(rng, samples * features);
        let set = Samples::new(shape, 2, values, labels).unwrap();
        let question = random(rng, features);
        println!(
            "\n{samples} samples, {features} features of {} bits",
            shape.bits()
        );
        outsourced(&set, &question, rng);
        provider(&set, &question, rng);
    }
}

fn outsourced(set: &Samples, question: &[u8], rng: &mut ChaCha20Rng) {
    let shape = set.shape();
    let key = OwnerKey::derive_from(&[1; 32]);
    let ((index, sealed), time) = best(1, || key.seal_samples(set, rng).unwrap());
    line(
        "A owner: seal the set",
        time,
        sealed.iter().map(Vec::len).sum(),
    );
    let ((asked, sent), time) = best(9, || key.ask(shape, question, rng).unwrap());
    line("A owner: ask", time, sent.len());
    let parse = || -> Vec<Block> {
        sealed
            .iter()
            .map(|bytes| Block::parse(bytes, shape).unwrap())
            .collect()
    };
    let (blocks, time) = best(3, parse);
    line("A server: read the blocks", time, 0);
    let (parsed, reading) = best(9, || Question::parse(&sent).unwrap());
    let (answered, time) = best(9, || answer(&blocks, &parsed).unwrap());
    line("A server: read and answer", reading + time, answered.len());
    let rule = Rule::new(5, Weights::Uniform, 2).unwrap();
    let decide = || {
        index
            .decide(rule, &asked.open(&key, &answered).unwrap())
            .unwrap()
    };
    let (label, time) = best(9, decide);
    line("A owner: open and decide", time, 0);
    assert_eq!(label, rule.classify(set, question).unwrap());
}

fn provider(set: &Samples, question: &[u8], rng: &mut ChaCha20Rng) {
    let rule = Rule::new(5, Weights::Uniform, 2).unwrap();
    let numbers = Numbers::new(set.shape(), set.count(), rule).unwrap();
    let (prepared, time) = best(1, || Prepared::prepare(set));
    line("B provider: prepare, once", time, 0);
    let (key, time) = best(9, || AskerKey::make(numbers, rng));
    line("B asker: key", time, key.public_key().len());
    let (sent, time) = best(9, || key.question(question, rng).unwrap());
    line("B asker: question", time, sent.len());
    let masks: Vec<u32> = (0..set.count())
        .map(|_| rng.next_u32() >> (32 - DISTANCE_BITS))
        .collect();
    let (answered, time) = best(9, || {
        prepared
            .masked_distances(key.public_key(), &sent, &masks, rng)
            .unwrap()
    });
    line("B provider: masked distances", time, answered.len());
    let (shares, time) = best(9, || key.open(&answered, squared_norm(question)).unwrap());
    line("B asker: shares", time, 0);
    assert_eq!(shares.len(), set.count());
}

fn best<T>(runs: usize, mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut run = || {
        let start = Instant::now();
        let result = work();
        (result, start.elapsed())
    };
    let first = run();
    (1..runs).fold(first, |best, _| {
        let next = run();
        if next.1 < best.1 { next } else { best }
    })
}

fn line(what: &str, time: Duration, bytes: usize) {
    println!(
        "{what:<30} {:>10.3} ms {bytes:>12} bytes",
        1000.0 * time.as_secs_f64()
    );
}
