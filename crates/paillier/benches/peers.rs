//! The figures that stand beside those of other libraries, by the protocol of `bench/peers/README.md`.
//!
//! `cargo xtask bench paillier` runs it among its peers; by hand:
//! `cargo bench -p sehat-paillier --bench peers -- --json --bits 3072 --threads 1`.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark that fails stops")]

use std::hint::black_box;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use bignum::square::{BareKernel, SquareModulus};
use bignum::{Backend, Primes, Uint};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use getrandom::SysRng;
use paillier::{
    Column, Encryptor, Exact, FixedPoint, Integer, KeySize, PrivateKey, Sizes, Variant, no_progress,
};
use rand_core::UnwrapErr;

fn main() {
    let run = Run::from_arguments();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(run.threads);
    pool.build().unwrap().install(|| {
        let key = run.key_generation(Variant::Djn, None);
        let subgroup = Variant::short_subgroup(run.bits);
        let short = run.key_generation(subgroup, Some("short subgroup"));
        run.everything(&key, None);
        run.limits();
        let standard = key.with_variant(Variant::Standard).unwrap();
        run.public_key(&standard, Some("full-length blinding r^n"));
        run.encryption_and_decryption(&short, Some("short subgroup"));
        for (backend, variant) in [
            (Backend::Adx, "without AVX-512"),
            (Backend::Portable, "plain Rust"),
        ] {
            if backend.is_available() {
                Backend::limit(backend);
                let again = PrivateKey::from_bytes(&key.to_bytes(), Sizes::Safe).unwrap();
                run.everything(&again, Some(variant));
            }
        }
    });
}

/// What was asked for.
struct Run {
    bits: usize,
    threads: usize,
    seconds: f64,
    skipped: Vec<String>,
    /// Everything once and small.
    test: bool,
}

impl Run {
    fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let after = |name: &'static str| {
            let pairs = arguments.windows(2).filter(move |pair| pair[0] == name);
            pairs.map(|pair| pair[1].clone())
        };
        let number = |name| after(name).next().map(|text| text.parse::<f64>().unwrap());
        let test = arguments.iter().any(|argument| argument == "--test");
        let whole =
            |name, default: usize| after(name).next().map_or(default, |n| n.parse().unwrap());
        Self {
            bits: whole("--bits", 2048),
            threads: whole("--threads", 1),
            seconds: number("--seconds").unwrap_or(0.7),
            skipped: after("--skip").collect(),
            test,
        }
    }

    /// Makes keys for as long as was asked, and keeps the last.
    fn key_generation(&self, variant: Variant, name: Option<&str>) -> PrivateKey {
        let size = KeySize::new(self.bits).unwrap();
        let threads = NonZeroUsize::new(self.threads).unwrap();
        let primes = Primes::new().with_threads(threads);
        // Fresh ones each time, as everybody's: with seeds the luck of one search would be measured again and again.
        let mut rng = UnwrapErr(SysRng);
        let mut make = || PrivateKey::generate_with(&primes, size, variant, &mut rng).unwrap();
        if self.skips("key_generation") {
            return make();
        }
        let mut last = None;
        self.measure("key_generation", name, 1, || last = Some(make()));
        last.unwrap()
    }

    fn everything(&self, key: &PrivateKey, variant: Option<&str>) {
        self.encryption_and_decryption(key, variant);
        let numbers = Numbers::new(self.batch(ADDITIONS));
        let seal = |values: &[Option<i64>]| seal(key, values);
        let (x, y) = (seal(&numbers.x), seal(&numbers.y));
        check("add", key, &x.add(&y).unwrap(), numbers.sums());
        self.measure("add", variant, numbers.x.len(), || x.add(&y).unwrap());

        let numbers = Numbers::new(self.batch(MULTIPLICATIONS));
        let x = seal(&numbers.x);
        let products = x.scale_each(&numbers.k).unwrap();
        check("multiply", key, &products, numbers.products());
        self.measure("multiply", variant, numbers.k.len(), || {
            x.scale_each(&numbers.k).unwrap()
        });
    }

    fn encryption_and_decryption(&self, key: &PrivateKey, variant: Option<&str>) {
        self.public_key(key, variant);
        self.encryption("encrypt_secret", key, key, variant);
        let numbers = Numbers::new(self.batch(DECRYPTIONS));
        let column = seal(key, &numbers.x);
        self.measure("decrypt", variant, numbers.x.len(), || {
            key.decrypt_column_exact(&column, &no_progress).unwrap()
        });
    }

    fn public_key(&self, key: &PrivateKey, variant: Option<&str>) {
        self.encryption("encrypt_public", key.public(), key, variant);
    }

    fn encryption(
        &self,
        operation: &str,
        by: &impl Encryptor,
        key: &PrivateKey,
        variant: Option<&str>,
    ) {
        let count = match variant {
            Some("full-length blinding r^n") => self.batch(FEW_ENCRYPTIONS),
            _ => self.batch(ENCRYPTIONS),
        };
        let numbers = Numbers::new(count);
        let mut rng = random(7);
        let mut encrypt = || {
            let scale = FixedPoint::integers();
            Column::encrypt(by, &numbers.x, scale, &mut rng, &no_progress).unwrap()
        };
        let exact = numbers.x.iter().map(|x| Exact::from(x.unwrap())).collect();
        check(operation, key, &encrypt(), exact);
        self.measure(operation, variant, count, encrypt);
    }

    /// What the bare kernels would allow: the products of each operation, and nothing else. Once in base n, as it is
    /// done here, and once by Montgomery products of the whole length of n², as it is usually done.
    fn limits(&self) {
        let odd = |bits: usize| {
            let ones = Uint::one(1).shl_vartime(bits).sub(&Uint::one(1)).unwrap();
            SquareModulus::new(&ones).unwrap()
        };
        let half = self.bits / 2;
        let (n, p) = (odd(self.bits), odd(half));
        let (whole_n, whole_p) = (odd(2 * self.bits), &n);
        let cost = |modulus: &SquareModulus, kernels: &[BareKernel]| -> f64 {
            kernels
                .iter()
                .map(|kernel| self.bare(modulus, *kernel))
                .sum()
        };
        let step = [BareKernel::Product, BareKernel::ProductPlus];
        let product = [BareKernel::Product, BareKernel::TwoProductsPlus];
        let square = [BareKernel::Square, BareKernel::DoubleProductPlus];
        let in_base_n = Costs {
            step: [cost(&n, &step), cost(&p, &step)],
            product: [cost(&n, &product), cost(&p, &product)],
            square: [cost(&n, &square), cost(&p, &square)],
        };
        let whole = |kernel| [&whole_n, whole_p].map(|modulus| self.bare(modulus, kernel));
        let at_full_length = Costs {
            step: whole(BareKernel::Product),
            product: whole(BareKernel::Product),
            square: whole(BareKernel::Square),
        };
        for (name, costs) in [("kernel", in_base_n), ("full_length", at_full_length)] {
            for (operation, seconds) in costs.operations(half) {
                let operation = format!("{name}_limit_{operation}");
                self.print(&operation, None, self.threads as f64 / seconds, 3, 8);
            }
        }
    }

    /// Seconds of a kernel for one residue on one thread.
    fn bare(&self, modulus: &SquareModulus, kernel: BareKernel) -> f64 {
        let mut lanes = 1;
        let calls = if self.test { 1 } else { 2000 };
        let times = self.times(
            &mut || lanes = modulus.run_bare_kernel(kernel, calls),
            self.seconds / 8.0,
        );
        median(times).as_secs_f64() / (calls * lanes) as f64
    }

    fn measure<T>(
        &self,
        operation: &str,
        variant: Option<&str>,
        batch: usize,
        mut work: impl FnMut() -> T,
    ) {
        if self.skips(operation) {
            return;
        }
        let times = self.times(
            &mut || {
                black_box(work());
            },
            self.seconds,
        );
        let samples = times.len();
        let rate = batch as f64 / median(times).as_secs_f64();
        self.print(operation, variant, rate, samples, batch);
    }

    fn times(&self, work: &mut dyn FnMut(), seconds: f64) -> Vec<Duration> {
        let (least, seconds) = if self.test { (1, 0.0) } else { (3, seconds) };
        if !self.test {
            work();
        }
        let (mut times, start) = (Vec::new(), Instant::now());
        while times.len() < least || start.elapsed().as_secs_f64() < seconds {
            let before = Instant::now();
            work();
            times.push(before.elapsed());
        }
        times
    }

    fn print(
        &self,
        operation: &str,
        variant: Option<&str>,
        rate: f64,
        samples: usize,
        batch: usize,
    ) {
        let mut line = serde_json::json!({
            "peer": "sehat",
            "version": env!("CARGO_PKG_VERSION"),
            "bits": self.bits,
            "threads": self.threads,
            "operation": operation,
            "per_second": rate,
            "median_ns": 1e9 / rate,
            "samples": samples,
            "batch": batch,
        });
        if let Some(variant) = variant {
            line["variant"] = variant.into();
        }
        println!("{line}");
    }

    fn skips(&self, operation: &str) -> bool {
        self.skipped.iter().any(|skipped| skipped == operation)
    }

    fn batch(&self, full: usize) -> usize {
        if self.test { 3 } else { full }
    }
}

/// Seconds for one residue: modulo n², and modulo p².
struct Costs {
    /// A step through a table.
    step: [f64; 2],
    product: [f64; 2],
    square: [f64; 2],
}

impl Costs {
    /// What each operation takes at least, for primes of `half` bits: windows of seven bits of a table, of five of an
    /// exponentiation and of four of a short one.
    fn operations(&self, half: usize) -> [(&'static str, f64); 5] {
        let steps = half.div_ceil(7) as f64;
        let power = half as f64 * self.square[1] + half.div_ceil(5) as f64 * self.product[1];
        [
            ("encrypt_public", steps * self.step[0]),
            ("encrypt_secret", 2.0 * steps * self.step[1]),
            ("decrypt", 2.0 * power),
            ("add", self.product[0]),
            ("multiply", 64.0 * self.square[0] + 16.0 * self.product[0]),
        ]
    }
}

/// The numbers that every program computes on.
struct Numbers {
    x: Vec<Option<i64>>,
    y: Vec<Option<i64>>,
    k: Vec<u64>,
}

impl Numbers {
    fn new(count: usize) -> Self {
        let mut state = 0x53_4548_4154_u64;
        let mut next = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        };
        let mut numbers = Self {
            x: Vec::new(),
            y: Vec::new(),
            k: Vec::new(),
        };
        let whole = |word: u64| Some(i64::try_from(word >> 11).unwrap() - (1 << 52));
        for _ in 0..count {
            numbers.x.push(whole(next()));
            numbers.y.push(whole(next()));
            numbers.k.push(next() | 1 << 63);
        }
        assert_eq!(numbers.x.first(), Some(&Some(3_032_006_876_914_899)));
        numbers
    }

    fn sums(&self) -> Vec<Exact> {
        let pairs = self.x.iter().zip(&self.y);
        pairs
            .map(|(x, y)| Exact::from(x.unwrap() + y.unwrap()))
            .collect()
    }

    fn products(&self) -> Vec<Exact> {
        let pairs = self.x.iter().zip(&self.k);
        let product = |(x, k): (&Option<i64>, &u64)| i128::from(x.unwrap()) * i128::from(*k);
        pairs
            .map(|pair| Exact::from(Integer::from(product(pair))))
            .collect()
    }
}

fn seal(key: &PrivateKey, values: &[Option<i64>]) -> Column {
    Column::encrypt(
        key,
        values,
        FixedPoint::integers(),
        &mut random(3),
        &no_progress,
    )
    .unwrap()
}

/// Stops unless the column opens to exactly these numbers.
fn check(operation: &str, key: &PrivateKey, column: &Column, expected: Vec<Exact>) {
    let opened = key.decrypt_column_exact(column, &no_progress).unwrap();
    let expected: Vec<Option<Exact>> = expected.into_iter().map(Some).collect();
    assert!(opened == expected, "{operation} gives wrong numbers");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn random(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

const ENCRYPTIONS: usize = 1024;
const FEW_ENCRYPTIONS: usize = 64;
const DECRYPTIONS: usize = 256;
const ADDITIONS: usize = 2048;
const MULTIPLICATIONS: usize = 256;
