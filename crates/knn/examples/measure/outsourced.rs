//! Setting A: the training set sealed at a cloud.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use knn::outsourced::{Block, Index, OwnerKey, Question, SealedBlock, answer, places};
use serde_json::json;

use crate::run::{Run, timed};

const VARIANT: &str = "lattice, the set sealed";

pub(crate) fn measure(run: &Run) {
    let task = &run.task;
    let samples = &task.samples;
    let shape = samples.shape();
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let key = OwnerKey::derive_from(&[7; 32]);
    let mut index = Index::new(shape, samples.classes()).unwrap();
    for &label in samples.labels() {
        index.append(label).unwrap();
    }
    let rows: Vec<Option<&[u8]>> = samples.rows().map(Some).collect();
    let sealed: Vec<SealedBlock> = run.once(VARIANT, "seal_samples", || {
        let blocks = rows.chunks(places(shape));
        blocks
            .map(|block| key.seal_block(shape, block, &mut rng).unwrap())
            .collect()
    });
    let blocks: Vec<Block> = sealed
        .iter()
        .map(|block| Block::parse(&block.bytes, shape).unwrap())
        .collect();
    let seeds: Vec<_> = sealed.iter().map(|block| block.seed).collect();
    let (mut up, mut down) = (0, 0);
    let mut ask = |round: usize| {
        let at = round % task.questions.len();
        let (asked, question) = timed(|| key.ask(shape, &task.questions[at], &mut rng).unwrap());
        let (asked, sent) = asked;
        up = sent.len();
        let (answered, server) = timed(|| answer(&blocks, &Question::parse(&sent).unwrap()));
        let answered = answered.unwrap();
        down = answered.len();
        let (label, open) = timed(|| {
            let distances = asked.open(&key, &seeds, &answered).unwrap();
            index.decide(task.rule, &distances).unwrap()
        });
        assert_eq!(
            label, task.expected[at],
            "a label differs: nothing is measured"
        );
        [question, server, open]
    };
    for round in 0..task.questions.len() {
        ask(round);
    }
    run.repeat(VARIANT, ["question", "server", "open"], &mut ask);
    let stored: usize = sealed.iter().map(|block| block.bytes.len()).sum();
    run.bytes(VARIANT, json!({ "up": up, "down": down, "stored": stored }));
}
