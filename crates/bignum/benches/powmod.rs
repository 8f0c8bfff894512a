//! How long a modular exponentiation with a secret exponent takes, on each backend, at the sizes Paillier uses.
//!
//! `cargo bench -p sehat-bignum --bench powmod` prints a table; with `--json` lines for programs, with `--seconds S` so
//! long a size (default 0.7), and with `--test` everything runs once and small.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark that fails stops")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use bignum::{Backend, Modulus, Uint};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;

/// Bits of the modulus and of the exponent: p and p² of keys of 2048, 3072 and 4096 bits, and n² of 3072 bits.
const SIZES: [(usize, usize); 4] = [(2048, 1024), (3072, 1536), (4096, 2048), (6144, 3072)];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |name: &str| arguments.iter().position(|argument| argument == name);
    let seconds = given("--seconds").map_or(0.7, |at| arguments[at + 1].parse().unwrap());
    let plan = if given("--test").is_some() {
        Plan {
            time: Duration::ZERO,
            least: 1,
        }
    } else {
        Plan {
            time: Duration::from_secs_f64(seconds),
            least: 5,
        }
    };
    let json = given("--json").is_some();
    if !json {
        println!("| modulus | exponent | backend | median | least |\n|---|---|---|---|---|");
    }
    let mut rng = ChaCha20Rng::from_seed([42; 32]);
    for (bits, exponent_bits) in SIZES {
        let exponent = full_length(exponent_bits, &mut rng);
        let mut n = full_length(bits, &mut rng);
        n.limbs_mut()[0] |= 1;
        let base = Uint::random_below(&n, &mut rng);
        let expected = Modulus::new(&n).unwrap().pow_vartime(&base, &exponent);
        for backend in Backend::ALL {
            let Ok(modulus) = Modulus::with_backend(&n, backend) else {
                if !json {
                    println!("| {bits} | {exponent_bits} | {backend:?} | not on this machine | |");
                }
                continue;
            };
            assert_eq!(modulus.pow(&base, &exponent), expected);
            let times = plan.run(|| modulus.pow(black_box(&base), black_box(&exponent)));
            print(&times, bits, exponent_bits, backend, json);
        }
    }
}

/// How often something is timed.
struct Plan {
    time: Duration,
    least: usize,
}

impl Plan {
    /// The times it took, ascending.
    fn run<T>(&self, mut work: impl FnMut() -> T) -> Vec<Duration> {
        let begin = Instant::now();
        let mut times = Vec::new();
        while times.len() < self.least || begin.elapsed() < self.time {
            let start = Instant::now();
            black_box(work());
            times.push(start.elapsed());
        }
        times.sort_unstable();
        times
    }
}

fn print(times: &[Duration], bits: usize, exponent_bits: usize, backend: Backend, json: bool) {
    let (median, samples) = (times[times.len() / 2], times.len());
    if json {
        let variant = format!("{backend:?}").to_lowercase();
        println!(
            r#"{{"peer":"sehat","version":"{}","variant":"{variant}","bits":{bits},"exponent_bits":{exponent_bits},"threads":1,"operation":"pow","per_second":{:.3},"median_ns":{},"samples":{samples},"batch":1}}"#,
            env!("CARGO_PKG_VERSION"),
            1.0 / median.as_secs_f64(),
            median.as_nanos(),
        );
    } else {
        println!(
            "| {bits} | {exponent_bits} | {backend:?} | {median:.3?} | {:.3?} |",
            times[0]
        );
    }
}

fn full_length(bits: usize, rng: &mut ChaCha20Rng) -> Uint {
    let mut number = Uint::random_bits(bits, rng);
    number.limbs_mut()[(bits - 1) / 64] |= 1 << ((bits - 1) % 64);
    number
}
