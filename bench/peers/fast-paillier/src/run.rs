//! One run of the program: what it was asked for, and the lines it answers with.

use std::sync::Barrier;
use std::time::{Duration, Instant};

/// What the program was asked for.
pub struct Run {
    /// The length of the modulus.
    pub bits: u32,
    threads: usize,
    seconds: f64,
    least: usize,
    skip: Vec<String>,
}

impl Run {
    /// Reads the program's arguments.
    ///
    /// # Errors
    /// One is unknown, or lacks its value.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut run = Self {
            bits: 3072,
            threads: 1,
            seconds: 0.7,
            least: 3,
            skip: Vec::new(),
        };
        while let Some(name) = arguments.next() {
            if name == "--json" {
                continue;
            }
            if name == "--test" {
                (run.seconds, run.least) = (0.0, 1);
                continue;
            }
            let value = arguments.next().unwrap_or_default();
            let wrong = || format!("`{name} {value}` is not understood");
            match name.as_str() {
                "--bits" => run.bits = value.parse().map_err(|_| wrong())?,
                "--threads" => run.threads = value.parse().map_err(|_| wrong())?,
                "--seconds" => run.seconds = value.parse().map_err(|_| wrong())?,
                "--skip" => run.skip.push(value),
                _ => return Err(wrong()),
            }
        }
        Ok(run)
    }

    /// Whether this operation is wanted.
    pub fn wants(&self, operation: &str) -> bool {
        !self.skip.iter().any(|skipped| skipped == operation)
    }

    /// Times `work`, which does `batch` operations, on every thread at once.
    pub fn measure(&self, operation: &str, batch: usize, work: impl Fn() + Sync) {
        if !self.wants(operation) {
            return;
        }
        let together = Barrier::new(self.threads);
        let measured: Vec<(f64, usize)> = std::thread::scope(|scope| {
            let one = || {
                work();
                together.wait();
                let times = self.times(&work);
                (batch as f64 / median(&times).as_secs_f64(), times.len())
            };
            let threads: Vec<_> = (0..self.threads).map(|_| scope.spawn(one)).collect();
            let ended = threads.into_iter().map(|thread| thread.join());
            ended.map(|one| one.expect("a thread panicked")).collect()
        });
        let rate = measured.iter().map(|(rate, _)| rate).sum();
        let samples = measured.iter().map(|(_, samples)| samples).sum();
        self.print(operation, rate, samples, batch);
    }

    /// Times something that takes seconds: once, on one thread, without a warm-up.
    pub fn measure_once(&self, operation: &str, work: impl FnOnce()) {
        if self.threads > 1 {
            self.absent("uses one thread", operation);
        } else if self.wants(operation) {
            let start = Instant::now();
            work();
            self.print(operation, start.elapsed().as_secs_f64().recip(), 1, 1);
        }
    }

    fn times(&self, work: &impl Fn()) -> Vec<Duration> {
        let (mut times, start) = (Vec::new(), Instant::now());
        while times.len() < self.least || start.elapsed().as_secs_f64() < self.seconds {
            let before = Instant::now();
            work();
            times.push(before.elapsed());
        }
        times
    }

    fn print(&self, operation: &str, rate: f64, samples: usize, batch: usize) {
        println!(
            r#"{{{},"operation":"{operation}","per_second":{rate},"median_ns":{},"samples":{samples},"batch":{batch}}}"#,
            self.common(),
            1e9 / rate,
        );
    }

    fn absent(&self, reason: &str, operation: &str) {
        let common = self.common();
        println!(r#"{{{common},"operation":"{operation}","absent":"{reason}"}}"#);
    }

    fn common(&self) -> String {
        let (bits, threads) = (self.bits, self.threads);
        format!(r#""peer":"fast-paillier","version":"{VERSION}","bits":{bits},"threads":{threads}"#)
    }
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[times.len() / 2]
}

const VERSION: &str = if cfg!(feature = "gmp") {
    "0.3.2 with GMP"
} else {
    "0.3.2 with num-bigint"
};
