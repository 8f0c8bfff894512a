//! Shares against distances; and what the asker sees against what he may see, each statistic beside a case where it
//! fires.

use chacha20::ChaCha20Rng;
use proptest::prelude::*;
use rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

use super::provider::{Ciphertext, PublicKey, parse_question};
use super::*;
use crate::classifier::{Rule, Weights, distances};
use crate::error::Error;
use crate::lattice::{Coefficients, ERROR_BOUND, FLOODS, Noise, PLAINTEXT, PRIMES, SECRET_NORM};
use crate::model::Numbers;
use crate::samples::{DISTANCE_BITS, Samples, squared_norm};

fn rng(number: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(number)
}

fn values(rng: &mut ChaCha20Rng, count: usize, shape: Shape) -> Vec<u8> {
    let any = |_| rng.next_u32().to_be_bytes()[0] & shape.largest();
    (0..count).map(any).collect()
}

fn masks(rng: &mut ChaCha20Rng, count: usize) -> Vec<u32> {
    (0..count)
        .map(|_| rng.next_u32() >> (32 - DISTANCE_BITS))
        .collect()
}

fn samples(shape: Shape, values: Vec<u8>) -> Samples {
    let labels = vec![0; values.len() / shape.features()];
    Samples::new(shape, 2, values, labels).unwrap()
}

fn numbers(samples: &Samples) -> Numbers {
    let rule = Rule::new(1, Weights::Uniform, 2).unwrap();
    Numbers::new(samples.shape(), samples.count(), rule).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn share_less_mask_is_the_distance(
        seed: u64,
        features in prop::sample::select(vec![1, 2, 30, 32, 33, 511, 512]),
        blocks in 0.01_f64..2.5,
    ) {
        let rng = &mut rng(seed);
        let shape = Shape::finest(features).unwrap();
        let places = packing(shape).places();
        let count = (1..).find(|&count| f64::from(count) >= f64::from(u32::try_from(places).unwrap()) * blocks).unwrap() as usize;
        let samples = samples(shape, values(rng, count * features, shape));
        let question = values(rng, features, shape);
        let masks = masks(rng, count);
        let key = AskerKey::make(numbers(&samples), rng);
        let sent = key.question(&question, rng).unwrap();
        let prepared = Prepared::prepare(&samples);
        let answer = prepared.masked_distances(key.public_key(), &sent, &masks, rng).unwrap();
        prop_assert_eq!(answer.len(), answer_bytes(shape, count));
        prop_assert_eq!(sent.len(), QUESTION_BYTES);
        prop_assert_eq!(key.public_key().len(), PUBLIC_KEY_BYTES);
        let shares = key.open(&answer, squared_norm(&question)).unwrap();
        let found: Vec<u32> = shares
            .iter()
            .zip(&masks)
            .map(|(y, mask)| y.wrapping_sub(*mask) & ((1 << DISTANCE_BITS) - 1))
            .collect();
        prop_assert_eq!(found, distances(&samples, &question).unwrap());
    }
}

/// A session of 136 samples of thirty features, as far as the last step before anything is sent.
struct Session {
    key: AskerKey,
    samples: Samples,
    prepared: Prepared,
    public: PublicKey,
    question: Ciphertext,
}

impl Session {
    fn new(values: Vec<u8>, question: &[u8], rng: &mut ChaCha20Rng) -> Self {
        let shape = Shape::new(30, 8).unwrap();
        let samples = samples(shape, values);
        let key = AskerKey::make(numbers(&samples), rng);
        let sent = key.question(question, rng).unwrap();
        Self {
            prepared: Prepared::prepare(&samples),
            public: PublicKey::parse(key.public_key()).unwrap(),
            question: parse_question(&sent, shape).unwrap(),
            samples,
            key,
        }
    }

    /// What is sent, still modulo q.
    fn honest(&self, masks: &[u32], noise: &mut Noise) -> [Coefficients; 2] {
        let block = &self.prepared.blocks[0];
        let sum = block.product(&self.question).plus(&self.public.zero(noise));
        block.masked(sum, packing(self.samples.shape()), masks, noise)
    }

    /// The same without masks.
    fn without_masks(&self, noise: &mut Noise) -> [Coefficients; 2] {
        self.honest(&vec![0; self.samples.count()], noise)
    }

    /// The same with t times a uniform number of so many bits instead of the flood.
    fn flooded_by(&self, bits: u32, masks: &[u32], noise: &mut Noise) -> [Coefficients; 2] {
        let product = self.prepared.blocks[0].product(&self.question);
        let sum = product.plus(&self.public.zero(noise));
        let mut parts = [sum.c0, sum.c1].map(Values::into_coefficients);
        for part in &mut parts {
            part.add_signed(&noise.errors());
        }
        let packing = packing(self.samples.shape());
        for (place, (row, &mask)) in self.samples.rows().zip(masks).enumerate() {
            let narrow = noise.flood() & ((u128::from(PLAINTEXT) << bits) - 1);
            let hidden = narrow + u128::from(squared_norm(row) + mask);
            parts[0].add_at(packing.result(place), hidden);
        }
        parts
    }

    /// An asker who departs from the protocol: a question with this coefficient, modulo both primes, in the place of
    /// its first feature, and whatever is left over as noise.
    fn ask_for(&mut self, [low, high]: [u64; 2]) {
        let mut message = Coefficients {
            low: vec![0; DEGREE],
            high: vec![0; DEGREE],
        };
        (message.low[0], message.high[0]) = (low, high);
        let c1 = Values::derive_uniform(&[77; 32]);
        let hidden = c1.times(self.key.secret.dangerous_factor());
        self.question = Ciphertext {
            c0: Values::from_coefficients(&message).minus(&hidden),
            c1,
        };
    }

    /// What the asker opens in full, as multiples of t and what is left over.
    fn opened(&self, [c0, c1]: &[Coefficients; 2]) -> Vec<(f64, u32)> {
        let [c0, c1] = [c0, c1].map(Values::from_coefficients);
        let phase = crate::lattice::lifted(&self.key.secret.dangerous_phase(&c0, &c1));
        let packing = packing(self.samples.shape());
        let t = i128::from(PLAINTEXT);
        (0..self.samples.count())
            .map(|place| phase[packing.result(place)])
            .map(|v| {
                (
                    v.div_euclid(t) as f64,
                    u32::try_from(v.rem_euclid(t)).unwrap(),
                )
            })
            .collect()
    }
}

/// The attack on distances that are returned as they were computed: c₁ of the product is the question's times the
/// samples.
fn training_set_from(
    c1: &Values,
    question: &Values,
    shape: Shape,
    count: usize,
) -> Option<Vec<u8>> {
    let quotient = c1.quotient_vartime(question).into_coefficients().small()?;
    let packing = packing(shape);
    let places =
        (0..count).flat_map(|place| (0..shape.features()).map(move |entry| (place, entry)));
    places
        .map(|(place, entry)| u8::try_from(quotient[packing.coefficient(place, entry)]).ok())
        .collect()
}

#[test]
fn without_rerandomisation_the_training_set_is_a_quotient_and_with_it_it_is_not() {
    let rng = &mut rng(1);
    let shape = Shape::new(30, 8).unwrap();
    let secret = values(rng, 136 * 30, shape);
    let session = Session::new(secret.clone(), &[17; 30], rng);
    let attack = |c1: &Values| training_set_from(c1, &session.question.c1, shape, 136);
    // The weakened provider returns the product.
    let weak = session.prepared.blocks[0].product(&session.question);
    assert_eq!(attack(&weak.c1), Some(secret));
    // The real one adds an encryption of zero.
    let masks = masks(rng, 136);
    let [_, c1] = session.honest(&masks, &mut Noise::make(rng));
    assert_eq!(attack(&Values::from_coefficients(&c1)), None);
}

#[test]
fn with_masks_the_shares_are_uniform_and_without_they_are_not() {
    let rng = &mut rng(2);
    let mut session = Session::new(vec![3; 136 * 30], &[4; 30], rng);
    let chi_square = |session: &Session, masked: bool, rng: &mut ChaCha20Rng| {
        let mut bins = [0_u32; 16];
        for _ in 0..8 {
            let masks = masks(rng, 136);
            let noise = &mut Noise::make(rng);
            let sent = match masked {
                true => session.honest(&masks, noise),
                false => session.without_masks(noise),
            };
            for (_, share) in session.opened(&sent) {
                bins[(share >> (DISTANCE_BITS - 4)) as usize] += 1;
            }
        }
        let expected = 8.0 * 136.0 / 16.0;
        bins.iter()
            .map(|&bin| (f64::from(bin) - expected).powi(2) / expected)
            .sum::<f64>()
    };
    // 15 degrees of freedom: above 44.3 once in ten thousand, and the seed is fixed.
    assert!(chi_square(&session, true, rng) < 44.3);
    assert!(chi_square(&session, false, rng) > 1000.0);
    session = Session::new(vec![255; 136 * 30], &[0; 30], rng);
    assert!(chi_square(&session, true, rng) < 44.3);
}

#[test]
fn with_the_flood_the_noise_tells_nothing_of_the_samples_and_without_it_does() {
    let rng = &mut rng(3);
    let sizes = |flooded: bool, rng: &mut ChaCha20Rng| {
        [0, 255].map(|value| {
            let session = Session::new(vec![value; 136 * 30], &[9; 30], rng);
            let masks = masks(rng, 136);
            let noise = &mut Noise::make(rng);
            let sent = match flooded {
                true => session.honest(&masks, noise),
                false => session.flooded_by(0, &masks, noise),
            };
            let opened = session.opened(&sent);
            opened.iter().map(|(noise, _)| noise.abs()).sum::<f64>() / 136.0
        })
    };
    let [small, large] = sizes(true, rng);
    assert!((0.8..1.25).contains(&(small / large)), "{small} {large}");
    // The mean magnitude of a uniform number from −2⁸² to 2⁸².
    assert!((0.8..1.25).contains(&(small / 81_f64.exp2())), "{small}");
    let [small, large] = sizes(false, rng);
    assert!(large > 10.0 * small, "{small} {large}");
}

/// A question may be one only by its form: here its coefficient is q/256, so that the first feature of a sample, 0 or
/// 128, moves what the asker opens by half of q.
#[test]
fn a_question_that_is_none_learns_no_feature_unless_the_flood_is_narrow() {
    let rng = &mut rng(8);
    // How often what is opened lies in each sixteenth of q, of 8 × 136 times.
    let mut sixteenths = |feature: u8, bits: Option<u32>| {
        let mut bins = [0_u32; 16];
        let mut session = Session::new(vec![feature; 136 * 30], &[0; 30], rng);
        let q = u128::from(PRIMES[0]) * u128::from(PRIMES[1]);
        session.ask_for(PRIMES.map(|prime| u64::try_from(q / 256 % u128::from(prime)).unwrap()));
        for _ in 0..8 {
            let masks = masks(rng, 136);
            let noise = &mut Noise::make(rng);
            let sent = match bits {
                None => session.honest(&masks, noise),
                Some(bits) => session.flooded_by(bits, &masks, noise),
            };
            let sixteenth = q as f64 / PLAINTEXT as f64 / 16.0;
            for (noise, _) in session.opened(&sent) {
                let from_zero = noise.rem_euclid(16.0 * sixteenth);
                let below = |&edge: &u32| f64::from(edge) * sixteenth <= from_zero;
                bins[(1..16).take_while(below).count()] += 1;
            }
        }
        bins
    };
    let expected = 8.0 * 136.0 / 16.0;
    for feature in [0, 128] {
        let bins = sixteenths(feature, None).map(|bin| (f64::from(bin) - expected).powi(2));
        // 15 degrees of freedom: above 44.3 once in ten thousand, and the seed is fixed.
        assert!(bins.iter().sum::<f64>() / expected < 44.3, "{feature}");
    }
    // A flood of a quarter of q would give away two bits of every sample.
    let within = |bins: [u32; 16], range: std::ops::Range<usize>| bins[range].iter().sum::<u32>();
    assert!(within(sixteenths(0, Some(81)), 0..5) == 8 * 136);
    assert!(within(sixteenths(128, Some(81)), 0..5) == 0);
}

/// A key that encrypts nothing leaves c₁ what it is, for a comes from a seed.
#[test]
fn a_key_that_is_none_gives_no_training_set_either() {
    let rng = &mut rng(9);
    let shape = Shape::new(30, 8).unwrap();
    let mut session = Session::new(values(rng, 136 * 30, shape), &[17; 30], rng);
    let mut key = session.key.public_key().to_vec();
    let head = key.len() - Values::BYTES;
    key[head..].fill(0);
    session.public = PublicKey::parse(&key).unwrap();
    let [_, c1] = session.honest(&masks(rng, 136), &mut Noise::make(rng));
    let c1 = Values::from_coefficients(&c1);
    assert_eq!(
        training_set_from(&c1, &session.question.c1, shape, 136),
        None
    );
}

#[test]
fn what_the_flood_has_to_hide_is_as_small_as_the_documentation_says() {
    let degree = DEGREE as u64;
    let product = degree * 255 * ERROR_BOUND;
    let zero = ERROR_BOUND * (degree + 1 + SECRET_NORM);
    // Norm, mask and −2·x·q are at most three times t.
    let all = (product + zero + 3) as f64;
    assert!(all.log2() < 24.5);
    let floods = FLOODS as f64;
    assert!((2.0 * all / floods).log2() < -57.0);
    // What a mask and a flood leave out of q.
    let q = PRIMES[0] as f64 * PRIMES[1] as f64;
    assert!((1.0 - floods * PLAINTEXT as f64 / q).log2() < -18.99);
}

/// The first so many bytes, at least one too few.
fn cut_off(bytes: &[u8], length: usize) -> &[u8] {
    &bytes[..length.min(bytes.len() - 1)]
}

#[test]
fn answers_to_others_and_bytes_of_anything_else_are_refused() {
    let rng = &mut rng(4);
    let shape = Shape::new(40, 7).unwrap();
    let samples = samples(shape, values(rng, 150 * 40, shape));
    let prepared = Prepared::prepare(&samples);
    let [key, other] = [0, 1].map(|_| AskerKey::make(numbers(&samples), rng));
    let question = key.question(&[5; 40], rng).unwrap();
    let masks = masks(rng, 150);
    let answer = |public: &[u8], question: &[u8], masks: &[u32], rng: &mut ChaCha20Rng| {
        prepared.masked_distances(public, question, masks, rng)
    };
    let sound = answer(key.public_key(), &question, &masks, rng).unwrap();
    let shares = key.open(&sound, 1000).unwrap();
    // Whatever has the form opens: that it did tells nobody anything.
    let crossed = answer(other.public_key(), &question, &masks, rng).unwrap();
    for strange in [other.open(&sound, 1000), key.open(&crossed, 1000)] {
        let strange = strange.unwrap();
        let same = shares.iter().zip(strange.iter()).filter(|(a, b)| a == b);
        assert_eq!((strange.len(), same.count()), (150, 0));
    }
    let wrong = [key.question(&[5; 39], rng), key.question(&[128; 40], rng)];
    assert!(wrong.iter().all(Result::is_err));
    assert!(answer(key.public_key(), &question, &masks[1..], rng).is_err());
    let wide = [vec![1 << DISTANCE_BITS], masks[1..].to_vec()].concat();
    assert!(answer(key.public_key(), &question, &wide, rng).is_err());
    for cut in [0, 3, 8, 40, usize::MAX] {
        let refused = [
            answer(cut_off(key.public_key(), cut), &question, &masks, rng).err(),
            answer(key.public_key(), cut_off(&question, cut), &masks, rng).err(),
            key.open(cut_off(&sound, cut), 1000)
                .err()
                .map(|_| Error::Refused),
        ];
        assert_eq!(refused, [const { Some(Error::Refused) }; 3]);
    }
    let longer = |bytes: &[u8]| [bytes, &[0]].concat();
    assert!(answer(&longer(key.public_key()), &question, &masks, rng).is_err());
    assert!(answer(key.public_key(), &longer(&question), &masks, rng).is_err());
    assert!(key.open(&longer(&sound), 1000).is_err());
    assert!(answer(&question, key.public_key(), &masks, rng).is_err());
}

#[test]
fn keys_questions_and_answers_are_frozen() {
    let rng = &mut ChaCha20Rng::from_seed([5; 32]);
    let shape = Shape::new(2, 8).unwrap();
    let samples = samples(shape, vec![1, 2, 3, 4]);
    let key = AskerKey::make(numbers(&samples), rng);
    let question = key.question(&[9, 9], rng).unwrap();
    let prepared = Prepared::prepare(&samples);
    let answer = prepared
        .masked_distances(key.public_key(), &question, &[0, 1], rng)
        .unwrap();
    let digest = |bytes: &[u8]| -> String {
        let digest = Sha256::digest(bytes);
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let found = [digest(key.public_key()), digest(&question), digest(&answer)];
    assert_eq!(
        found,
        [
            "4e4a7a33b03d453a68bbdc1484430fea544335010e9d5a66926564b45a4fc033",
            "7c4ccb30fdf901aa7089a2092aa0b419212adf3542fe40c7c428af7d4839dd69",
            "d7d98fca160a0840ef80b980a059aba13f1901105a04d449d1c251cfb64423dc",
        ]
    );
    assert_eq!(key.open(&answer, 162).unwrap().as_slice(), [113, 62]);
}
