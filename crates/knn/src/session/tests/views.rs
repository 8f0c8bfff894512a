//! What the asker sees, beside what a simulator makes of the class and the public numbers alone.
//!
//! The simulator is a provider with samples of its own making: all features zero, all of the class that came out. If a view
//! could be told from its, it would show something of the training set beyond the class. Statistics cannot prove that it
//! cannot; each is shown to fire where something is missing.

use super::*;
use crate::samples::DISTANCE_BITS;

const COUNT: usize = 455;
const FEATURES: usize = 30;

fn rule() -> Rule {
    Rule::new(5, Weights::Uniform, 2).unwrap()
}

/// Two lumps, as training sets have them.
fn real() -> Arc<Classifier> {
    let mut rng = rng(11);
    let labels: Vec<u8> = (0..COUNT)
        .map(|_| u8::from(rng.next_u32() & 1 == 1))
        .collect();
    let value = |label: &u8| 60 + 80 * label;
    let values = labels.iter().flat_map(|label| [value(label); FEATURES]);
    let values = values
        .map(|value| value + (rng.next_u32() % 30) as u8)
        .collect();
    let shape = Shape::new(FEATURES, 8).unwrap();
    let samples = Samples::new(shape, 2, values, labels).unwrap();
    Arc::new(Classifier::from_samples(&samples, rule()).unwrap())
}

fn simulated(class: u8) -> Arc<Classifier> {
    let shape = Shape::new(FEATURES, 8).unwrap();
    let samples = Samples::new(shape, 2, vec![0; COUNT * FEATURES], vec![class; COUNT]).unwrap();
    Arc::new(Classifier::from_samples(&samples, rule()).unwrap())
}

/// The frames of sessions with both, asking the same; and that they end with the same class.
fn views(kind: Kind, sessions: u64) -> Vec<[Vec<Vec<u8>>; 2]> {
    let question = [140; FEATURES];
    let views = (0..sessions).map(|seed| {
        let mut ends = Ends::open(&real(), kind, seed);
        let class = ends.run(&question, 8).unwrap();
        let mut simulation = Ends::open(&simulated(class), kind, seed + 1000);
        assert_eq!(simulation.run(&question, 8), Some(class));
        [ends.frames, simulation.frames]
    });
    views.collect()
}

/// χ² of two histograms of bytes against their mean, with 255 degrees of freedom: above 347 once in 10,000.
fn two_sample(a: &[u8], b: &[u8]) -> f64 {
    let histogram = |bytes: &[u8]| {
        let mut bins = [0_f64; 256];
        bytes
            .iter()
            .for_each(|byte| bins[usize::from(*byte)] += 1.0);
        bins
    };
    assert_eq!(a.len(), b.len());
    let (a, b) = (histogram(a), histogram(b));
    a.iter()
        .zip(b)
        .filter(|(a, b)| *a + b > 0.0)
        .map(|(a, b)| (a - b).powi(2) / (a + b))
        .sum()
}

#[test]
fn frames_of_a_simulator_are_as_long_and_have_the_same_bytes() {
    for kind in KINDS {
        let views = views(kind, 3);
        for number in 0..8 {
            let of = |which: usize| -> Vec<u8> {
                let each = views.iter().map(|view| &view[which][number]);
                each.flat_map(|frame| &frame[frame::HEADER..])
                    .copied()
                    .collect()
            };
            for [real, simulated] in &views {
                assert_eq!(
                    real[number].len(),
                    simulated[number].len(),
                    "{kind:?} {number}"
                );
            }
            let square = two_sample(&of(0), &of(1));
            assert!(square < 347.0, "{kind:?} frame {number}: {square}");
        }
    }
}

#[test]
fn the_statistic_of_bytes_fires_where_labels_are_not_random() {
    // Masks sent as they are instead of as labels, sixteen bytes each: what is the same everywhere shows.
    let bits = |seed: u64| -> Vec<u8> {
        let mut rng = rng(seed);
        (0..COUNT * 21)
            .flat_map(|_| (u128::from(rng.next_u32() & 1) << 60).to_le_bytes())
            .collect()
    };
    let mut uniform = vec![0; COUNT * 21 * 16];
    rng(3).fill_bytes(&mut uniform);
    assert!(two_sample(&bits(1), &uniform) > 10_000.0);
}

/// What the provider gets in frame 7 and the asker opens in frame 6 is uniform; distances without masks are not.
#[test]
fn what_crosses_in_the_clear_is_uniform() {
    let classifier = real();
    let mut corrections = Vec::new();
    for seed in 0..8 {
        let mut ends = Ends::open(&classifier, Kind::Lattice, seed);
        ends.run(&[140; FEATURES], 8).unwrap();
        corrections.extend(frame::read_shares(&ends.frames[6][frame::HEADER..], COUNT).unwrap());
    }
    assert!(high_and_low(&corrections) < 61.1);
    // The same without the random inputs, and with the shares the asker opens without masks: distances, in short.
    let lumps: Vec<u32> = (0..8 * 455_u32)
        .map(|i| (i % 2 * 80).pow(2) * 30 + i % 900)
        .collect();
    assert!(high_and_low(&lumps) > 1000.0);
}

#[test]
fn shares_are_uniform_for_both_sources_and_distances_are_not() {
    let shape = Shape::new(FEATURES, 8).unwrap();
    let samples = Samples::new(shape, 2, vec![30; COUNT * FEATURES], vec![0; COUNT]).unwrap();
    let numbers = Numbers::new(shape, COUNT, rule()).unwrap();
    let prepared = source::Prepared::new(&samples);
    for kind in KINDS {
        let rng = &mut rng(4);
        let mut opened = |masked: bool| {
            let asker = source(kind).begin(numbers, rng);
            let key = asker.public_key();
            let mut shares = Vec::new();
            for _ in 0..6 {
                let provider = source::ProviderSource::parse(kind, &key).unwrap();
                let provider = provider.prepare(COUNT, rng).unwrap();
                let question = asker.question(&[40; FEATURES], rng).unwrap();
                let mask = |rng: &mut ChaCha20Rng| match masked {
                    true => rng.next_u32() >> (32 - DISTANCE_BITS),
                    false => 0,
                };
                let masks: Vec<u32> = (0..COUNT).map(|_| mask(rng)).collect();
                let answer = provider
                    .masked_distances(&prepared, &question, &masks, rng)
                    .unwrap();
                shares.extend_from_slice(&asker.open(&answer, &[40; FEATURES]).unwrap());
            }
            high_and_low(&shares)
        };
        assert!(opened(true) < 61.1, "{kind:?}");
        assert!(opened(false) > 1000.0, "{kind:?}");
    }
}

/// χ² of the four highest and of the four lowest bits against the uniform distribution: 30 degrees of freedom, above 61.1 less
/// than once in a thousand.
fn high_and_low(shares: &[u32]) -> f64 {
    let mut bins = [[0_f64; 16]; 2];
    for share in shares {
        bins[0][(share >> (DISTANCE_BITS - 4)) as usize] += 1.0;
        bins[1][(share & 15) as usize] += 1.0;
    }
    let expected = shares.len() as f64 / 16.0;
    bins.iter()
        .flatten()
        .map(|bin| (bin - expected).powi(2) / expected)
        .sum()
}

/// Under Paillier, distances that are sent as they were computed carry the randomness of the question: who made that knows which
/// sample is behind a ciphertext by computing it himself. With new randomness the test fails.
#[test]
fn without_rerandomisation_a_guess_of_the_training_set_is_confirmed_and_with_it_it_is_not() {
    let mut rng = rng(21);
    let private = ::paillier::PrivateKey::generate(
        KeySize::dangerous_small(512).unwrap(),
        ::paillier::Variant::Djn,
        &mut rng,
    )
    .unwrap();
    let steps: Vec<bignum::Uint> = (0..4).map(|x| bignum::Uint::from_u64(100 * x)).collect();
    let question = ::paillier::Ciphertexts::encrypt(&private, &steps, &mut rng).unwrap();
    let slots = ::paillier::Slots {
        slots: 1,
        bits: paillier::SLOT_BITS,
    };
    let sums = |row: &[u8]| question.packed_sums_vartime(row, slots).unwrap();
    let added = [bignum::Uint::from_u64(123_456_789)];
    let weak = sums(&[7, 8, 9, 10]).add_plain(&added).unwrap();
    let strong = weak.rerandomize(private.public(), &mut rng).unwrap();
    // The asker opens the sum, takes away what its guess contributes, and compares the ciphertext of what is left.
    let confirms = |guess: &[u8], seen: &::paillier::Ciphertexts| {
        let opened = private.decrypt_integers(seen).unwrap();
        let own = sums(guess);
        let contributed = private.decrypt_integers(&own).unwrap();
        let mask = opened[0]
            .wrapping_sub(&contributed[0])
            .resized(opened[0].width());
        own.add_plain(&[mask]).unwrap().to_integers() == seen.to_integers()
    };
    assert!(confirms(&[7, 8, 9, 10], &weak));
    assert!(!confirms(&[7, 8, 9, 11], &weak));
    assert!(!confirms(&[7, 8, 9, 10], &strong));
}
