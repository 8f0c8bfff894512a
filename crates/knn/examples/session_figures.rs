//! How long a session of setting B takes and how many bytes it sends, phase by phase and side by side:
//! `RAYON_NUM_THREADS=1 cargo run --release -p sehat-knn --example session_figures [-- SESSIONS]`.
//!
//! The samples are drawn, which makes no difference to the time. Both ends run in one thread, one after the other, so that
//! their times add up to what a session takes without a network. The best of all sessions, as the machine may be shared.

#![expect(clippy::print_stdout, reason = "a table for who measures")]

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chacha20::ChaCha20Rng;
use knn::circuit::Selection;
use knn::distances::paillier::AskerKey;
use knn::session::{Asker, Classifier, Provider, Source, Step};
use knn::{Rule, Samples, Shape, Weights};
use paillier::KeySize;
use rand_core::{Rng, SeedableRng};

fn main() -> Result<(), Box<dyn Error>> {
    let sessions = std::env::args()
        .nth(1)
        .map_or(Ok(11), |count| count.parse())?;
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    println!("milliseconds and bytes; ahead, then online: asker, provider, up, down");
    for (count, k, weights) in [
        (455, 1, Weights::Uniform),
        (455, 5, Weights::Uniform),
        (455, 5, Weights::Rank),
        (5_000, 5, Weights::Uniform),
    ] {
        let classifier = classifier(count, k, weights, &mut rng)?;
        let gates = Selection::new(classifier.numbers().rule(), count)?.gates();
        let name = format!(
            "lattice, n {count}, k {k} {weights:?}, {}+{} gates",
            gates.and, gates.half
        );
        measure(&name, &classifier, || Source::Lattice, sessions, &mut rng)?;
    }
    for size in [KeySize::BITS_2048, KeySize::BITS_3072] {
        let classifier = classifier(455, 5, Weights::Uniform, &mut rng)?;
        let start = Instant::now();
        let key = AskerKey::make(size, &mut rng)?;
        let name = format!(
            "Paillier {}, n 455, k 5, key made in {:.1?}",
            size.bits(),
            start.elapsed()
        );
        let source = || Source::Paillier(key.clone());
        measure(&name, &classifier, source, sessions, &mut rng)?;
    }
    Ok(())
}

/// Drawn samples of thirty features.
fn classifier(
    count: usize,
    k: u8,
    weights: Weights,
    rng: &mut ChaCha20Rng,
) -> Result<Arc<Classifier>, Box<dyn Error>> {
    let shape = Shape::new(30, 8)?;
    let mut values = vec![0; 30 * count];
    rng.fill_bytes(&mut values);
    let labels = (0..count)
        .map(|_| u8::from(rng.next_u32() & 1 == 1))
        .collect();
    let samples = Samples::new(shape, 2, values, labels)?;
    let rule = Rule::new(k, weights, 2)?;
    Ok(Arc::new(Classifier::from_samples(&samples, rule)?))
}

/// What one side of one phase took.
#[derive(Clone, Copy, Default)]
struct Cost {
    time: Duration,
    bytes: usize,
}

fn measure(
    name: &str,
    classifier: &Arc<Classifier>,
    source: impl Fn() -> Source,
    sessions: usize,
    rng: &mut ChaCha20Rng,
) -> Result<(), Box<dyn Error>> {
    let mut costs = Vec::new();
    for _ in 0..sessions {
        costs.push(session(classifier, source(), rng)?);
    }
    println!("{name}");
    for (phase, name) in ["ahead ", "online"].into_iter().enumerate() {
        let [asker, provider] = [0, 1].map(|side| {
            let times = costs.iter().map(|cost| cost[phase][side].time);
            times.min().unwrap_or_default().as_secs_f64() * 1e3
        });
        let [up, down] = [0, 1].map(|side| costs[0][phase][side].bytes);
        println!("    {name} {asker:>9.2} {provider:>9.2} {up:>9} {down:>9}");
    }
    Ok(())
}

/// Ahead and online, asker and provider.
fn session(
    classifier: &Arc<Classifier>,
    source: Source,
    rng: &mut ChaCha20Rng,
) -> Result<[[Cost; 2]; 2], Box<dyn Error>> {
    let mut question = [0; 30];
    rng.fill_bytes(&mut question);
    let mut costs = [[Cost::default(); 2]; 2];
    let mut phase = 0;
    let mut provider = Provider::new(classifier.clone(), source.kind())?;
    let start = Instant::now();
    let (mut asker, mut frame) = Asker::open(classifier.numbers(), source, rng)?;
    costs[0][0].time += start.elapsed();
    loop {
        costs[phase][0].bytes += frame.len();
        let start = Instant::now();
        let answer = provider.answer(&frame, rng)?;
        costs[phase][1].time += start.elapsed();
        costs[phase][1].bytes += answer.len();
        let start = Instant::now();
        let step = asker.receive(&answer, rng)?;
        costs[phase][0].time += start.elapsed();
        frame = match step {
            Step::Send(frame) => frame,
            Step::Ready => {
                phase = 1;
                let start = Instant::now();
                let frame = asker.ask(&question, rng)?;
                costs[phase][0].time += start.elapsed();
                frame
            }
            Step::Class(_) => return Ok(costs),
        };
    }
}
