//! Long computations: beside the thread that hears Ctrl-C, with a bar on the error stream.
//!
//! What is computed comes back and is written by the command itself, whole or not at all; a computation that is
//! interrupted leaves nothing behind.

use std::time::{Duration, Instant};

use indicatif::ProgressBar;

use crate::{app::App, failure::Failure, progress};

/// What a computation has of the terminal: a bar for each of its stages.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    shows_progress: bool,
}

/// A stage's result and how long it took.
pub(crate) struct Timed<T> {
    pub value: T,
    pub took: Duration,
}

impl App {
    /// Computes on another thread; Ctrl-C ends the command meanwhile.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(Work) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let shows_progress = self.shows_progress();
        match tokio::task::spawn_blocking(move || work(Work { shows_progress })).await {
            Ok(outcome) => outcome,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(Failure::interrupted()),
            },
        }
    }
}

impl Work {
    /// Runs a stage, with a bar that its callback moves: done, of how many.
    pub(crate) fn stage<T>(
        self,
        what: &str,
        stage: impl FnOnce(&(dyn Fn(usize, usize) + Sync)) -> T,
    ) -> Timed<T> {
        let bar = match self.shows_progress {
            true => progress::bar(what, 0),
            false => ProgressBar::hidden(),
        };
        timed(&bar, || {
            stage(&|done, of| {
                bar.set_length(of as u64);
                bar.set_position(done as u64);
            })
        })
    }

    /// Runs a stage of which nobody knows how long it takes.
    pub(crate) fn wait<T>(self, what: &'static str, stage: impl FnOnce() -> T) -> Timed<T> {
        let bar = match self.shows_progress {
            true => ProgressBar::new_spinner().with_message(what),
            false => ProgressBar::hidden(),
        };
        bar.enable_steady_tick(TICK);
        timed(&bar, stage)
    }
}

fn timed<T>(bar: &ProgressBar, stage: impl FnOnce() -> T) -> Timed<T> {
    let begun = Instant::now();
    let value = stage();
    let took = begun.elapsed();
    bar.finish_and_clear();
    Timed { value, took }
}

/// How often a spinner moves.
const TICK: Duration = Duration::from_millis(100);

/// A span as people read it: `0.4 ms`, `12 ms`, `3.4 s`, `2 min 5 s`.
pub(crate) fn span(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    match seconds {
        s if s < 0.001 => format!("{:.2} ms", s * 1e3),
        s if s < 0.1 => format!("{:.1} ms", s * 1e3),
        s if s < 1.0 => format!("{:.0} ms", s * 1e3),
        s if s < 120.0 => format!("{s:.1} s"),
        _ => format!("{} min {} s", took.as_secs() / 60, took.as_secs() % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_the_unit_that_fits() {
        for (millis, text) in [
            (0.4, "0.40 ms"),
            (12.34, "12.3 ms"),
            (345.0, "345 ms"),
            (3_400.0, "3.4 s"),
            (125_000.0, "2 min 5 s"),
        ] {
            assert_eq!(span(Duration::from_secs_f64(millis / 1e3)), text);
        }
    }
}
