//! Setting B: a provider who has the training set, a session for each question.

use std::sync::Arc;
use std::time::Duration;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use knn::distances::paillier::AskerKey;
use knn::session::{Asker, Classifier, Provider, Source, Step};
use paillier::KeySize;
use serde_json::json;

use crate::run::{Run, timed};

pub(crate) fn measure(run: &Run) {
    let samples = &run.task.samples;
    let sources = [
        ("lattice", None),
        ("Paillier 2048", Some(2048)),
        ("Paillier 3072", Some(3072)),
    ];
    if samples.count() > MOST_SAMPLES {
        for (variant, _) in sources {
            let reason = format!(
                "a question takes tables of some {} MB: a provider splits such a set, or seals it",
                samples.count() * TABLE_BYTES / 1_000_000
            );
            run.absent(variant, &reason);
        }
        return;
    }
    let prepare = || Arc::new(Classifier::from_samples(samples, run.task.rule).unwrap());
    for (variant, bits) in sources {
        let classifier = run.once(variant, "prepare", prepare);
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let key = bits.map(|bits| {
            let size = KeySize::new(bits).unwrap();
            run.once(variant, "keys", || AskerKey::make(size, &mut rng).unwrap())
        });
        questions(run, variant, &classifier, key.as_ref());
    }
}

fn questions(run: &Run, variant: &str, classifier: &Arc<Classifier>, key: Option<&AskerKey>) {
    let task = &run.task;
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let mut sent = Sent::default();
    let mut ask = |round: usize| {
        let at = round % task.questions.len();
        let source = key.map_or(Source::Lattice, |key| Source::Paillier(key.clone()));
        let mut provider = Provider::new(Arc::clone(classifier), source.kind()).unwrap();
        sent = Sent::default();
        let (opened, took) = timed(|| Asker::open(classifier.numbers(), source, &mut rng).unwrap());
        let (mut asker, offer) = opened;
        let ahead = exchange(&mut asker, &mut provider, offer, &mut rng, &mut sent.ahead);
        let (question, asking) = timed(|| asker.ask(&task.questions[at], &mut rng).unwrap());
        let online = exchange(
            &mut asker,
            &mut provider,
            question,
            &mut rng,
            &mut sent.online,
        );
        assert_eq!(
            online.class,
            Some(task.expected[at]),
            "a label differs: nothing is measured"
        );
        [
            took + ahead.asker,
            ahead.provider,
            asking,
            online.provider,
            online.asker,
        ]
    };
    for round in 0..task.questions.len().min(CHECKED) {
        ask(round);
    }
    let phases = [
        "ahead_asker",
        "ahead_provider",
        "question",
        "server",
        "open",
    ];
    run.repeat(variant, phases, &mut ask);
    run.bytes(
        variant,
        json!({
            "ahead_up": sent.ahead[0],
            "ahead_down": sent.ahead[1],
            "up": sent.online[0],
            "down": sent.online[1],
        }),
    );
}

/// Bytes up and down.
#[derive(Default)]
struct Sent {
    ahead: [usize; 2],
    online: [usize; 2],
}

/// How long each side computed, and the class if there is one.
struct Exchanged {
    asker: Duration,
    provider: Duration,
    class: Option<u8>,
}

/// Sends a frame and all that follow until the asker is ready for a question, or has the class.
fn exchange(
    asker: &mut Asker,
    provider: &mut Provider,
    mut frame: Vec<u8>,
    rng: &mut ChaCha20Rng,
    sent: &mut [usize; 2],
) -> Exchanged {
    let mut exchanged = Exchanged {
        asker: Duration::ZERO,
        provider: Duration::ZERO,
        class: None,
    };
    loop {
        sent[0] += frame.len();
        let (answer, took) = timed(|| provider.answer(&frame, rng).unwrap());
        exchanged.provider += took;
        sent[1] += answer.len();
        let (step, took) = timed(|| asker.receive(&answer, rng).unwrap());
        exchanged.asker += took;
        match step {
            Step::Send(next) => frame = next,
            Step::Ready => return exchanged,
            Step::Class(class) => {
                exchanged.class = Some(class);
                return exchanged;
            }
        }
    }
}

/// Above this a question's tables are too long to be sent.
const MOST_SAMPLES: usize = 10_000;

/// Bytes of tables for a sample, roughly: 110 gates of 32 bytes.
const TABLE_BYTES: usize = 110 * 32;

/// How many questions are checked before anything is timed.
const CHECKED: usize = 10;
