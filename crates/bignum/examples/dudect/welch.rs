//! Timing two classes of secrets, and Welch's t.

use std::hint::black_box;
use std::time::Instant;

use bignum::Uint;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::Rng;
use subtle::Choice;

/// An operation on a secret, the secret that one class holds fixed, and how the other class draws its own.
pub(crate) struct Case<'a> {
    pub(crate) name: &'static str,
    pub(crate) samples: usize,
    fixed: Uint,
    draw: Box<Draw<'a>>,
    work: Box<dyn Fn(&Uint) + 'a>,
}

type Draw<'a> = dyn Fn(&mut ChaCha20Rng) -> Uint + 'a;

pub(crate) fn case<'a, T>(
    name: &'static str,
    samples: usize,
    fixed: Uint,
    draw: impl Fn(&mut ChaCha20Rng) -> Uint + 'a,
    work: impl Fn(&Uint) -> T + 'a,
) -> Case<'a> {
    Case {
        name,
        samples,
        fixed,
        draw: Box::new(draw),
        work: Box::new(move |secret| {
            black_box(work(secret));
        }),
    }
}

/// Times the work on the fixed secret and on random ones, and compares.
pub(crate) fn greatest_t(case: &Case, rng: &mut ChaCha20Rng) -> f64 {
    // All inputs exist before the first is timed, and go through one buffer: memory does not tell the classes apart.
    let width = case.fixed.width();
    let mut classes = Vec::with_capacity(case.samples);
    let mut inputs = Vec::with_capacity(case.samples * width);
    for _ in 0..case.samples {
        let class = (rng.next_u32() & 1) as u8;
        let input = Uint::conditional_select(&(case.draw)(rng), &case.fixed, Choice::from(class));
        inputs.extend_from_slice(input.limbs());
        classes.push(class);
    }
    let mut input = Uint::zero(width);
    let mut time = |limbs: &[u64]| {
        input.limbs_mut().copy_from_slice(limbs);
        let start = Instant::now();
        (case.work)(black_box(&input));
        start.elapsed().as_nanos() as f64
    };
    for limbs in inputs.chunks_exact(width).take(case.samples / 10) {
        time(limbs);
    }
    let times: Vec<f64> = inputs.chunks_exact(width).map(time).collect();
    let mut sorted = times.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    [100, 99, 95, 90, 75, 50]
        .into_iter()
        .map(|kept| {
            let cut = sorted[(case.samples - 1) * kept / 100];
            let mut moments = [Moments::default(), Moments::default()];
            for (class, time) in classes.iter().zip(&times).filter(|(_, time)| **time <= cut) {
                moments[usize::from(*class)].add(*time);
            }
            welch(&moments).abs()
        })
        .fold(0.0, f64::max)
}

/// Mean and sum of squared deviations, updated by Welford's method.
#[derive(Default)]
struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        let delta = value - self.mean;
        self.mean += delta / self.count;
        self.squares += delta * (value - self.mean);
    }

    /// The variance of the mean.
    fn uncertainty(&self) -> f64 {
        self.squares / (self.count - 1.0) / self.count
    }
}

/// Welch's t of two samples; 0 where there is nothing to compare.
fn welch([a, b]: &[Moments; 2]) -> f64 {
    let deviation = (a.uncertainty() + b.uncertainty()).sqrt();
    if a.count < 2.0 || b.count < 2.0 || deviation == 0.0 {
        return 0.0;
    }
    (a.mean - b.mean) / deviation
}
