//! Whether the time of an operation tells its secret: a statistical test to run by hand on a quiet machine.
//!
//! `cargo run --release -p sehat-bignum --example dudect [-- --samples N] [--backend NAME]`
//!
//! After Reparaz, Balasch and Verbauwhede, Dude, is my code constant time? (DATE 2017): an operation is timed on a
//! fixed secret and on random ones, in random order, and Welch's t compares the two means, once with all times and once
//! for each of several cuts of the slowest. A |t| beyond 4.5 that grows with the number of samples is a leak; one that
//! does not is noise. The controls use `_vartime` functions and must be found, or the test sees nothing.

#![expect(clippy::print_stdout, reason = "a program that prints its findings")]
#![expect(clippy::unwrap_used, reason = "a program run by hand that fails stops")]

use std::hint::black_box;
use std::time::Instant;

use bignum::{Backend, Modulus, Uint};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use subtle::Choice;

/// Beyond that a difference is no accident.
const THRESHOLD: f64 = 4.5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let smoke = arguments.iter().any(|argument| argument == "--test");
    let samples = value("--samples").map_or(20_000, |text| text.parse().unwrap());
    let samples = if smoke { 40 } else { samples };
    println!("| backend | operation | samples | greatest abs(t) | |\n|---|---|---|---|---|");
    for backend in Backend::ALL {
        let name = format!("{backend:?}");
        if value("--backend").is_some_and(|wanted| !wanted.eq_ignore_ascii_case(&name)) {
            continue;
        }
        if backend.is_available() {
            examine(backend, samples);
        } else {
            println!("| {name} | SKIPPED: this machine lacks its instructions | | | |");
        }
    }
}

/// An operation on a secret, the secret that one class holds fixed, and how the other class draws its own.
struct Case<'a> {
    name: &'static str,
    samples: usize,
    fixed: Uint,
    draw: Draw<'a>,
    work: Box<dyn Fn(&Uint) -> Uint + 'a>,
}

type Draw<'a> = &'a dyn Fn(&mut ChaCha20Rng) -> Uint;

fn case<'a>(
    name: &'static str,
    samples: usize,
    fixed: Uint,
    draw: Draw<'a>,
    work: impl Fn(&Uint) -> Uint + 'a,
) -> Case<'a> {
    let work = Box::new(work);
    Case {
        name,
        samples,
        fixed,
        draw,
        work,
    }
}

/// All operations of one backend.
fn examine(backend: Backend, samples: usize) {
    let mut rng = ChaCha20Rng::from_seed([1; 32]);
    let n = Modulus::with_backend(&MODULUS(&mut rng), backend).unwrap();
    let other = Uint::random_below(n.value(), &mut rng);
    let residue = |rng: &mut ChaCha20Rng| Uint::random_below(n.value(), rng);
    for case in constant_time(&n, &other, &residue, samples) {
        let t = greatest_t(&case, &mut rng);
        let different = t > THRESHOLD;
        let verdict = if different {
            "DIFFERENT: repeat with more"
        } else {
            "no difference"
        };
        print(backend, &case, t, verdict);
    }
    for case in controls(&n, &other, &residue, samples) {
        let t = greatest_t(&case, &mut rng);
        let found = t > THRESHOLD;
        let verdict = if found {
            "control, found"
        } else {
            "control, NOT FOUND: repeat with more"
        };
        print(backend, &case, t, verdict);
    }
}

fn print(backend: Backend, case: &Case, t: f64, verdict: &str) {
    let Case { name, samples, .. } = case;
    println!("| {backend:?} | {name} | {samples} | {t:.1} | {verdict} |");
}

/// What must not tell its secret. Of the slow ones fewer samples are taken.
fn constant_time<'a>(
    n: &'a Modulus,
    other: &'a Uint,
    residue: Draw<'a>,
    samples: usize,
) -> Vec<Case<'a>> {
    let width = n.width();
    let (zero, one) = (Uint::zero(width), Uint::one(width));
    let last = n.value().wrapping_sub(&one);
    let ones = Uint::from_limbs(vec![u64::MAX; 4]);
    let full = ones.clone();
    let few = samples / 10 + 10;
    let new = |n: &Uint, backend| Modulus::with_backend(n, backend).unwrap().value().clone();
    vec![
        case("pow to 0", few, Uint::zero(4), EXPONENT, |e| {
            n.pow(other, e)
        }),
        case("pow to all ones", few, ones, EXPONENT, |e| n.pow(other, e)),
        case("pow of 1", few, one.clone(), residue, move |a| {
            n.pow(a, &full)
        }),
        case("invert_prime of 1", few / 4, one, residue, |a| {
            n.invert_prime(a)
        }),
        case("mul by 0", samples, zero.clone(), residue, |a| {
            n.mul(a, other)
        }),
        case("square of n − 1", samples, last.clone(), residue, |a| {
            n.square(a)
        }),
        case("add to n − 1", samples, last, residue, |a| {
            n.add(a, other)
        }),
        case("sub from 0", samples, zero.clone(), residue, |a| {
            n.sub(a, other)
        }),
        case("neg of 0", samples, zero, residue, |a| n.neg(a)),
        case("reduce of 0", samples, Uint::zero(2 * width), DOUBLE, |x| {
            n.reduce(x)
        }),
        case("Modulus::new", few, n.value().clone(), MODULUS, move |m| {
            new(m, n.backend())
        }),
    ]
}

/// What says by its name that it tells.
fn controls<'a>(
    n: &'a Modulus,
    other: &'a Uint,
    residue: Draw<'a>,
    samples: usize,
) -> Vec<Case<'a>> {
    let few = samples / 10 + 10;
    let one = Uint::one(n.width());
    let invert = |a: &Uint| a.invert_mod_vartime(n.value()).unwrap_or_default();
    vec![
        case("pow_vartime to 0", few, Uint::zero(4), EXPONENT, |e| {
            n.pow_vartime(other, e)
        }),
        case("invert_mod_vartime of 1", few, one, residue, invert),
    ]
}

const EXPONENT: Draw = &|rng| Uint::random_bits(256, rng);
const DOUBLE: Draw = &|rng| Uint::random_bits(2048, rng);
const MODULUS: Draw = &|rng| odd_of_full_length(Uint::random_bits(1024, rng));

fn odd_of_full_length(mut n: Uint) -> Uint {
    let top = n.width() - 1;
    n.limbs_mut()[top] |= 1 << 63;
    n.limbs_mut()[0] |= 1;
    n
}

/// Times the work on the fixed secret and on random ones, and compares.
fn greatest_t(case: &Case, rng: &mut ChaCha20Rng) -> f64 {
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
        black_box((case.work)(black_box(&input)));
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
