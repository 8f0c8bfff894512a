//! One run: what was asked for, and the lines it answers with.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use crate::task::Task;

/// What was asked for.
pub(crate) struct Run {
    pub(crate) task: Task,
    pub(crate) threads: usize,
    seconds: f64,
    least: usize,
}

impl Run {
    pub(crate) fn from_arguments(arguments: &[String]) -> Self {
        let number = |name| after(arguments, name).map(|text| text.parse::<f64>().unwrap());
        let threads = after(arguments, "--threads").map_or(1, |text| text.parse().unwrap());
        let test = arguments.iter().any(|argument| argument == "--test");
        Self {
            task: Task::read(after(arguments, "--task").unwrap()),
            threads,
            seconds: match test {
                true => 0.0,
                false => number("--seconds").unwrap_or(1.0),
            },
            least: if test { 1 } else { 5 },
        }
    }

    /// Repeats `work` as often and as long as was asked, and hands the times of all its phases to [`Run::line`].
    pub(crate) fn repeat<const N: usize>(
        &self,
        variant: &str,
        phases: [&str; N],
        mut work: impl FnMut(usize) -> [Duration; N],
    ) {
        let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::new());
        work(0);
        let start = Instant::now();
        for round in 0.. {
            if round >= self.least && start.elapsed().as_secs_f64() >= self.seconds {
                break;
            }
            for (times, took) in times.iter_mut().zip(work(round)) {
                times.push(took);
            }
        }
        for (phase, times) in phases.iter().zip(times) {
            self.phase(variant, phase, times);
        }
    }

    /// Times one call.
    pub(crate) fn once<T>(&self, variant: &str, phase: &str, work: impl FnOnce() -> T) -> T {
        let (value, took) = timed(work);
        self.phase(variant, phase, vec![took]);
        value
    }

    fn phase(&self, variant: &str, phase: &str, mut times: Vec<Duration>) {
        times.sort_unstable();
        let median = times[times.len() / 2].as_secs_f64() * 1e3;
        // What is not there for a way takes no time, and has no line.
        if median > 0.0 {
            let told = json!({ "phase": phase, "median_ms": median, "samples": times.len() });
            self.line(variant, told);
        }
    }

    /// Says how many bytes go where.
    pub(crate) fn bytes(&self, variant: &str, counted: Value) {
        self.line(variant, json!({ "bytes": counted }));
    }

    /// Says what is not done, or not at this size.
    pub(crate) fn absent(&self, variant: &str, reason: &str) {
        self.line(variant, json!({ "absent": reason }));
    }

    fn line(&self, variant: &str, told: Value) {
        let mut line = Map::new();
        let samples = &self.task.samples;
        line.insert("peer".to_owned(), "sehat".into());
        line.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
        line.insert("n".to_owned(), samples.count().into());
        line.insert("d".to_owned(), samples.shape().features().into());
        line.insert("threads".to_owned(), self.threads.into());
        line.insert("variant".to_owned(), variant.into());
        if let Value::Object(told) = told {
            line.extend(told);
        }
        println!("{}", Value::Object(line));
    }
}

/// The word behind an option.
pub(crate) fn after<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let mut pairs = arguments.windows(2);
    pairs
        .find(|pair| pair[0] == name)
        .map(|pair| pair[1].as_str())
}

/// A result, and how long it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = black_box(work());
    (value, start.elapsed())
}
