//! Setting A against the plaintext classifier, its frozen bytes, and what it refuses.

use chacha20::ChaCha20Rng;
use proptest::prelude::*;
use rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

use super::*;
use crate::classifier::{Rule, Weights};
use crate::error::Error;
use crate::samples::{Samples, squared_distance};

fn rng(number: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(number)
}

fn values(rng: &mut ChaCha20Rng, shape: Shape) -> Vec<u8> {
    let any = |_| (rng.next_u32().to_be_bytes()[0]) & shape.largest();
    (0..shape.features()).map(any).collect()
}

/// Distances by way of every byte that is stored or sent.
fn asked(
    key: &OwnerKey,
    shape: Shape,
    sealed: &[SealedBlock],
    question: &[u8],
    rng: &mut ChaCha20Rng,
) -> Vec<u32> {
    let (asked, sent) = key.ask(shape, question, rng).unwrap();
    let question = Question::parse(&sent).unwrap();
    let blocks: Vec<_> = sealed
        .iter()
        .map(|block| Block::parse(&block.bytes, shape).unwrap())
        .collect();
    let answer = answer(&blocks, &question).unwrap();
    asked.open(key, &seeds(sealed), &answer).unwrap()
}

fn seeds(blocks: &[SealedBlock]) -> Vec<Seed> {
    blocks.iter().map(|block| block.seed).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn opened_distances_are_the_distances(
        seed: u64,
        features in prop::sample::select(vec![1, 2, 30, 32, 33, 511, 512]),
        fill in 0.0_f64..=1.0,
    ) {
        let rng = &mut rng(seed);
        let shape = Shape::finest(features).unwrap();
        let key = OwnerKey::derive_from(&[7; 32]);
        let mut blocks = Vec::new();
        let mut expected = Vec::new();
        let question = values(rng, shape);
        for _ in 0..2 {
            let any = |_| (f64::from(rng.next_u32()) / f64::from(u32::MAX) <= fill).then(|| values(rng, shape));
            let samples: Vec<Option<Vec<u8>>> = (0..places(shape)).map(any).collect();
            let borrowed: Vec<Option<&[u8]>> = samples.iter().map(Option::as_deref).collect();
            blocks.push(key.seal_block(shape, &borrowed, rng).unwrap());
            let opened = key.open_block(shape, &blocks.last().unwrap().bytes).unwrap();
            for (sample, opened) in samples.iter().zip(opened) {
                let sample = sample.clone().unwrap_or_else(|| vec![0; features]);
                prop_assert_eq!(&*opened, &sample);
                expected.push(squared_distance(&sample, &question));
            }
        }
        prop_assert_eq!(asked(&key, shape, &blocks, &question, rng), expected);
    }

    /// Samples come and go, and the class is that of a classifier with what is left.
    #[test]
    fn a_set_that_changed_decides_like_a_classifier_of_what_is_left(seed: u64, removals in 1_usize..30) {
        let rng = &mut rng(seed);
        let shape = Shape::new(60, 3).unwrap();
        let key = OwnerKey::derive_from(&[8; 32]);
        let mut index = Index::new(shape, 3).unwrap();
        let mut samples: std::collections::BTreeMap<u32, Vec<u8>> = std::collections::BTreeMap::new();
        let mut labels = std::collections::BTreeMap::new();
        let mut blocks: Vec<SealedBlock> = Vec::new();
        for step in 0..places(shape) + 40 {
            let class = (rng.next_u32() % 3) as u8;
            // Few different samples, so that ties are common.
            let sample = values(&mut ChaCha20Rng::seed_from_u64(rng.next_u64() % 5), shape);
            let number = index.append(class).unwrap().number;
            samples.insert(number, sample);
            labels.insert(number, class);
            if step % 7 == 3 && step / 7 < removals {
                let gone = *samples.keys().nth(rng.next_u32() as usize % samples.len()).unwrap();
                index.remove(gone).unwrap();
                samples.remove(&gone);
                labels.remove(&gone);
            }
        }
        prop_assert!(index.remove(u32::MAX).is_err());
        let index = Index::parse(&index.to_bytes()).unwrap();
        for block in 0..index.blocks() {
            let mut content = vec![None; places(shape)];
            for (place, number, _) in index.samples_of(block) {
                content[place] = Some(samples[&number].as_slice());
            }
            blocks.push(key.seal_block(shape, &content, rng).unwrap());
        }
        prop_assert_eq!(index.count(), samples.len());
        let left = Samples::new(shape, 3, samples.values().flatten().copied().collect(), labels.into_values().collect());
        let rule = Rule::new(7, Weights::Rank, 3).unwrap();
        let question = values(rng, shape);
        let distances = asked(&key, shape, &blocks, &question, rng);
        let found = index.decide(rule, &distances).unwrap();
        prop_assert_eq!(found, rule.classify(&left.unwrap(), &question).unwrap());
    }
}

#[test]
fn a_freed_place_is_the_next_to_be_taken_but_a_number_never_comes_back() {
    let shape = Shape::new(511, 1).unwrap();
    assert_eq!(places(shape), 8);
    let mut index = Index::new(shape, 2).unwrap();
    for number in 0..10 {
        assert_eq!(index.append(0).unwrap().number, number);
    }
    assert_eq!(index.blocks(), 2);
    let freed = index.remove(3).unwrap();
    assert_eq!((freed.block, freed.place), (0, 3));
    let next = index.append(1).unwrap();
    assert_eq!((next.block, next.place, next.number), (0, 3, 10));
    assert_eq!(index.append(1).unwrap().place, 2);
    assert!(index.append(2).is_err());
    for number in [8, 9, 11] {
        index.remove(number).unwrap();
    }
    assert_eq!(index.blocks(), 1);
}

#[test]
fn an_index_has_one_encoding() {
    let shape = Shape::new(300, 2).unwrap();
    let mut index = Index::new(shape, 3).unwrap();
    for class in [0, 1, 2, 1] {
        index.append(class).unwrap();
    }
    index.remove(1).unwrap();
    let bytes = index.to_bytes();
    let expected = concat!(
        "534b6e6e0401",
        "012c02",
        "03",
        "00000004",
        "00000003",
        "000000000000000000",
        "000000020000000202",
        "000000030000000301",
    );
    assert_eq!(hex(&bytes), expected);
    assert!(Index::parse(&bytes).unwrap() == index);
    for end in 0..bytes.len() {
        assert!(Index::parse(&bytes[..end]).is_err());
    }
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << bit;
            if let Ok(read) = Index::parse(&changed) {
                assert_eq!(read.to_bytes(), changed);
            }
        }
    }
    // Two samples at one place, and one number twice.
    for (at, byte) in [(30, 0), (34, 0)] {
        let mut changed = bytes.clone();
        assert_ne!(changed[at], byte);
        changed[at] = byte;
        assert!(Index::parse(&changed).is_err());
    }
}

/// Everything a stored set stands on: whoever changes one of these makes every sealed set unreadable.
#[test]
fn keys_blocks_questions_and_answers_are_frozen() {
    let rng = &mut ChaCha20Rng::from_seed([3; 32]);
    let shape = Shape::new(30, 8).unwrap();
    let key = OwnerKey::derive_from(&[1; 32]);
    let sample: Vec<u8> = (0..30).map(|i| 8 * i).collect();
    let SealedBlock { bytes: block, seed } =
        key.seal_block(shape, &[None, Some(&sample)], rng).unwrap();
    assert_eq!(block[41..73], seed);
    let (asked, sent) = key.ask(shape, &[100; 30], rng).unwrap();
    let blocks = [Block::parse(&block, shape).unwrap()];
    let answer = answer(&blocks, &Question::parse(&sent).unwrap()).unwrap();
    let digest = |bytes: &[u8]| hex(&Sha256::digest(bytes));
    let found = [
        hex(&key.id()),
        digest(&block),
        digest(&sent),
        digest(&answer),
    ];
    assert_eq!(
        found,
        [
            "b7083f488faa73a14d9642c13cad7558e3ccdeee857f6efb4c29362656e0aa5f",
            "860fa80ff7470dd30833a96bd2c99189153cd600063068cf553bb4dc6520e08c",
            "ce535c80b5695af7939bbb50e5602c9790ea51b5671a473b1fb5d429a4ee90b4",
            "a955177f8d7935ec1d88b742b18083f81b025b07be722510e805e3918abdb5c8",
        ]
    );
    assert_eq!(block.len(), Block::BYTES);
    assert_eq!(sent.len(), Question::BYTES);
    assert_eq!(answer.len(), 77 + 17_408 + 132 * 34 / 8);
    let distances = asked.open(&key, &[seed], &answer).unwrap();
    assert_eq!(
        distances[..3],
        [300_000, squared_distance(&sample, &[100; 30]), 300_000]
    );
}

#[test]
fn another_set_or_another_question_is_told_apart() {
    let rng = &mut rng(5);
    let [ours, other] = [1, 2].map(|secret| OwnerKey::derive_from(&[secret; 32]));
    let [shape, narrow] = [8, 7].map(|bits| Shape::new(30, bits).unwrap());
    let SealedBlock { bytes: block, seed } =
        ours.seal_block(shape, &[Some(&[1; 30])], rng).unwrap();
    assert_eq!(Block::parse(&block, narrow).err(), Some(Error::WrongSet));
    assert_eq!(other.open_block(shape, &block).err(), Some(Error::WrongSet));
    let blocks = [Block::parse(&block, shape).unwrap()];
    let (first, sent) = ours.ask(shape, &[2; 30], rng).unwrap();
    let (second, _) = ours.ask(shape, &[2; 30], rng).unwrap();
    let answered = answer(&blocks, &Question::parse(&sent).unwrap()).unwrap();
    assert_eq!(first.open(&ours, &[seed], &answered).unwrap()[0], 30);
    for (asked, key, seeds) in [
        (&first, &other, &[seed][..]),
        (&second, &ours, &[seed]),
        (&first, &ours, &[]),
        (&first, &ours, &[seed, seed]),
    ] {
        assert_eq!(asked.open(key, seeds, &answered), Err(Error::WrongSet));
    }
    for (key, shape) in [(&other, shape), (&ours, narrow)] {
        let question = Question::parse(&key.ask(shape, &[2; 30], rng).unwrap().1).unwrap();
        assert_eq!(answer(&blocks, &question), Err(Error::WrongSet));
    }
    let question = Question::parse(&sent).unwrap();
    assert!(matches!(answer(&[], &question), Err(Error::Samples(_))));
}

/// A cloud that kept an old version of a block, or exchanges blocks, cannot answer from them.
#[test]
fn an_answer_from_other_blocks_than_those_named_is_refused() {
    let rng = &mut rng(11);
    let key = OwnerKey::derive_from(&[1; 32]);
    let shape = Shape::new(30, 8).unwrap();
    let sealed: Vec<SealedBlock> = (1..=3)
        .map(|value| key.seal_block(shape, &[Some(&[value; 30])], rng).unwrap())
        .collect();
    let blocks: Vec<Block> = sealed
        .iter()
        .map(|block| Block::parse(&block.bytes, shape).unwrap())
        .collect();
    let (asked, sent) = key.ask(shape, &[2; 30], rng).unwrap();
    let question = Question::parse(&sent).unwrap();
    let answered = answer(&blocks[..2], &question).unwrap();
    let [old, other, new] = [0, 1, 2].map(|block| sealed[block].seed);
    let distances = asked.open(&key, &[old, other], &answered).unwrap();
    assert_eq!([distances[0], distances[places(shape)]], [30, 0]);
    for named in [[new, other], [other, old], [old, old]] {
        assert_eq!(asked.open(&key, &named, &answered), Err(Error::Refused));
    }
}

#[test]
fn what_does_not_fit_the_shape_is_not_sealed() {
    let rng = &mut rng(6);
    let key = OwnerKey::derive_from(&[1; 32]);
    let shape = Shape::new(30, 7).unwrap();
    let wide = key.seal_block(shape, &[Some(&[128; 30])], rng);
    assert_eq!(wide, Err(Error::OutOfRange { feature: 0 }));
    assert!(key.seal_block(shape, &[Some(&[1; 29])], rng).is_err());
    assert!(
        key.seal_block(shape, &vec![None; places(shape) + 1], rng)
            .is_err()
    );
    assert!(key.ask(shape, &[128; 30], rng).is_err());
    assert!(key.ask(shape, &[1; 31], rng).is_err());
}

#[test]
fn cut_lengthened_and_changed_bytes_are_refused() {
    let rng = &mut rng(9);
    let key = OwnerKey::derive_from(&[4; 32]);
    let shape = Shape::new(30, 8).unwrap();
    let SealedBlock { bytes: block, seed } = key.seal_block(shape, &[Some(&[9; 30])], rng).unwrap();
    let (asked, sent) = key.ask(shape, &[8; 30], rng).unwrap();
    let blocks = [Block::parse(&block, shape).unwrap()];
    let answered = answer(&blocks, &Question::parse(&sent).unwrap()).unwrap();
    let readers: [Reader<'_>; 3] = [
        (&block, &|bytes| key.open_block(shape, bytes).is_ok()),
        (&sent, &|bytes| Question::parse(bytes).is_ok()),
        (&answered, &|bytes| asked.open(&key, &[seed], bytes).is_ok()),
    ];
    for (bytes, opens) in readers {
        assert!(opens(bytes));
        for end in (0..bytes.len())
            .step_by(997)
            .chain([0, 5, 76, bytes.len() - 1])
        {
            assert!(!opens(&bytes[..end]), "{end}");
        }
        assert!(!opens(&[bytes, &[0]].concat()));
        for place in 0..6 {
            let mut changed = bytes.to_vec();
            changed[place] ^= 0x40;
            assert!(!opens(&changed));
        }
    }
    // One bit anywhere in what was sealed spreads over all coefficients.
    for place in (9..block.len()).step_by(2003) {
        let mut changed = block.clone();
        changed[place] ^= 1;
        assert!(key.open_block(shape, &changed).is_err(), "{place}");
    }
    for coefficient in (0..4096).step_by(401) {
        let mut changed = answered.clone();
        // The highest bit of a coefficient of c₁.
        let bit = 34 * coefficient + 33;
        changed[77 + bit / 8] ^= 1 << (bit % 8);
        let opened = asked.open(&key, &[seed], &changed);
        assert!(opened.is_err(), "{coefficient}");
    }
    let mut many = answered.clone();
    many[73..77].copy_from_slice(&u32::MAX.to_be_bytes());
    assert_eq!(asked.open(&key, &[seed], &many), Err(Error::WrongSet));
}

/// Bytes and whether they are read.
type Reader<'a> = (&'a [u8], &'a dyn Fn(&[u8]) -> bool);

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
