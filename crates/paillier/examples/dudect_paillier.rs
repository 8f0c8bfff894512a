//! Whether the time of sealing and opening tells what is secret: a statistical test to run by hand on a quiet machine.
//!
//! `cargo run --release -p sehat-paillier --example dudect_paillier [-- --samples N] [--bits N]`
//!
//! After Reparaz, Balasch and Verbauwhede, Dude, is my code constant time? (DATE 2017), as the one of `bignum`: each
//! operation is timed on a fixed secret and on random ones, in random order, and Welch's t compares the means, with all
//! times and with the slowest cut off. A |t| beyond 4.5 that grows with the number of samples is a leak. The control
//! multiplies with numbers of two signs, which takes an inversion for one of them, and must be found.

#![expect(clippy::print_stdout, reason = "a program that prints its findings")]
#![expect(clippy::unwrap_used, reason = "a program run by hand that fails stops")]

use std::convert::Infallible;
use std::hint::black_box;
use std::time::Instant;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use paillier::{Column, FixedPoint, KeySize, PrivateKey, Variant, no_progress};
use rand_core::{Rng, TryCryptoRng, TryRng};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<usize>().ok()
    };
    let smoke = arguments.iter().any(|argument| argument == "--test");
    let samples = if smoke {
        20
    } else {
        value("--samples").unwrap_or(4000)
    };
    let size = KeySize::dangerous_small(value("--bits").unwrap_or(1024)).unwrap();
    // One thread: how work is shared out is no part of the question.
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    println!("| operation | samples | greatest abs(t) | |\n|---|---|---|---|");
    pool.install(|| {
        for variant in [Variant::Djn, Variant::short_subgroup(size.bits())] {
            let mut rng = ChaCha20Rng::from_seed([1; 32]);
            let key = PrivateKey::generate(size, variant, &mut rng).unwrap();
            examine(&key, samples, &mut rng);
        }
    });
}

fn examine(key: &PrivateKey, samples: usize, rng: &mut ChaCha20Rng) {
    let seal = |rng: &mut Source| {
        let values: [Option<i64>; 8] = [Some(5); 8];
        Column::encrypt(
            key.public(),
            &values,
            FixedPoint::integers(),
            rng,
            &no_progress,
        )
        .unwrap()
    };
    let name = |what: &str| format!("{what}, {:?}", key.public().variant());
    let random = |rng: &mut ChaCha20Rng| Source::of(|| rng.next_u64());
    let zeros = |fixed: bool, rng: &mut ChaCha20Rng| match fixed {
        true => Source::of(|| 0),
        false => random(rng),
    };
    let ones = |fixed: bool, rng: &mut ChaCha20Rng| match fixed {
        true => Source::of(|| u64::MAX),
        false => random(rng),
    };
    let work = |mut source: Source| drop(black_box(seal(&mut source)));
    report(&name("sealing, exponents 0"), samples, rng, &zeros, &work);
    report(
        &name("sealing, exponents all ones"),
        samples,
        rng,
        &ones,
        &work,
    );

    let one = seal(&mut Source::of(|| 0));
    let ciphertexts = |fixed: bool, rng: &mut ChaCha20Rng| match fixed {
        true => one.clone(),
        false => seal(&mut random(rng)),
    };
    let open = |column: Column| drop(black_box(key.decrypt_column_exact(&column, &no_progress)));
    report(
        &name("opening unblinded ciphertexts"),
        samples / 4,
        rng,
        &ciphertexts,
        &open,
    );

    let column = seal(&mut random(rng));
    let signs = |fixed: bool, _: &mut ChaCha20Rng| if fixed { -7_i64 } else { 7 };
    let multiply = |factor: i64| drop(black_box(column.scale_by(factor)));
    report(
        &name("control: factors of two signs"),
        samples / 4,
        rng,
        &signs,
        &multiply,
    );
}

/// Randomness that was drawn before, so that drawing takes the same time whatever it is; it comes round again.
struct Source {
    words: Vec<u64>,
    next: usize,
}

impl Source {
    fn of(mut word: impl FnMut() -> u64) -> Self {
        let words = (0..1 << 10).map(|_| word()).collect();
        Self { words, next: 0 }
    }
}

impl TryRng for Source {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let word = self.try_next_u64()?;
        Ok(u32::try_from(word >> 32).unwrap())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.next = (self.next + 1) % self.words.len();
        Ok(self.words[self.next])
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.try_next_u64()?.to_be_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Source {}

/// Times the work on inputs of both classes and prints what their means say.
fn report<T>(
    name: &str,
    samples: usize,
    rng: &mut ChaCha20Rng,
    make: &dyn Fn(bool, &mut ChaCha20Rng) -> T,
    work: &dyn Fn(T),
) {
    let mut times = Vec::with_capacity(samples);
    for _ in 0..samples {
        let fixed = rng.next_u32().is_multiple_of(2);
        // Both are made, so that what is timed follows the same work in either class.
        let (one, other) = (make(true, rng), make(false, rng));
        let input = if fixed { one } else { other };
        let start = Instant::now();
        work(black_box(input));
        times.push((fixed, start.elapsed().as_nanos() as f64));
    }
    let mut sorted: Vec<f64> = times.iter().map(|(_, time)| *time).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let t = [100, 99, 95, 90, 75, 50].map(|kept| {
        let cut = sorted[(samples - 1) * kept / 100];
        let class = |which: bool| {
            let kept = times
                .iter()
                .filter(|(fixed, time)| *fixed == which && *time <= cut);
            kept.map(|(_, time)| *time).collect::<Vec<_>>()
        };
        welch(&class(true), &class(false))
    });
    let t = t.into_iter().fold(0.0, f64::max);
    let verdict = match (name.starts_with("control"), t > 4.5) {
        (false, false) => "no difference",
        (false, true) => "DIFFERENT: repeat with more",
        (true, true) => "control, found",
        (true, false) => "control, NOT FOUND: repeat with more",
    };
    println!("| {name} | {samples} | {t:.1} | {verdict} |");
}

/// Welch's |t| of two samples; 0 where there is nothing to compare.
fn welch(a: &[f64], b: &[f64]) -> f64 {
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let uncertainty = |x: &[f64]| {
        let mean = mean(x);
        let squares: f64 = x.iter().map(|x| (x - mean).powi(2)).sum();
        squares / (x.len() as f64 - 1.0) / x.len() as f64
    };
    let deviation = (uncertainty(a) + uncertainty(b)).sqrt();
    match a.len() > 1 && b.len() > 1 && deviation > 0.0 {
        true => ((mean(a) - mean(b)) / deviation).abs(),
        false => 0.0,
    }
}
