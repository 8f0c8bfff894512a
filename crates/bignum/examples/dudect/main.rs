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

mod modulus;
mod square;
mod welch;

use bignum::{Backend, Uint};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;

use welch::{Case, greatest_t};

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

/// All operations of one backend.
fn examine(backend: Backend, samples: usize) {
    let mut rng = ChaCha20Rng::from_seed([1; 32]);
    let n = odd_of_full_length(Uint::random_bits(BITS, &mut rng));
    let numbers = modulus::Numbers::new(backend, &n, &mut rng);
    let squares = square::Numbers::new(backend, &n, &mut rng);
    for case in numbers
        .cases(samples)
        .into_iter()
        .chain(squares.cases(samples))
    {
        let t = greatest_t(&case, &mut rng);
        let different = t > THRESHOLD;
        let verdict = if different {
            "DIFFERENT: repeat with more"
        } else {
            "no difference"
        };
        print(backend, &case, t, verdict);
    }
    for case in numbers.controls(samples) {
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

fn odd_of_full_length(mut n: Uint) -> Uint {
    let top = n.width() - 1;
    n.limbs_mut()[top] |= 1 << 63;
    n.limbs_mut()[0] |= 1;
    n
}

/// Of all moduli.
const BITS: usize = 1024;
