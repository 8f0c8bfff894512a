//! The sealed ways to a class, run on this machine with both sides in one program: for comparisons.
//!
//! Nothing is cut short: what one side computes reaches the other as the bytes that would be sent, and is parsed again.

pub(crate) mod outsourced;
mod provider;
pub(crate) mod tally;

use std::time::{Duration, Instant};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use knn::Model;

use crate::failure::Failure;

/// A way to a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The training set lies sealed at a server, and its owner asks.
    Outsourced,
    /// A provider has the training set and sees no question, by the lattice.
    Provider,
    /// The same by Paillier, with a key of so many bits.
    Paillier(usize),
}

/// What came of a few questions.
pub(crate) struct Trial {
    /// The class of each question.
    pub labels: Vec<u8>,
    /// What each question cost.
    pub costs: Vec<Cost>,
    /// What was done once: sealing the set, or preparing to answer.
    pub prepare: Duration,
    /// How many bytes are stored: the sealed set, or nothing.
    pub stored: u64,
}

/// What one question cost.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Before anybody knows the question.
    pub ahead: Sides,
    /// From the question to the class.
    pub online: Sides,
}

/// How long each side computed, and how many bytes it sent.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sides {
    pub asker: Duration,
    pub server: Duration,
    pub up: u64,
    pub down: u64,
}

impl Way {
    /// For people.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Outsourced => "outsourced, lattice".to_owned(),
            Self::Provider => "provider, lattice".to_owned(),
            Self::Paillier(bits) => format!("provider, Paillier {bits}"),
        }
    }

    /// For programs.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Outsourced => "outsourced",
            Self::Provider => "provider",
            Self::Paillier(_) => "paillier",
        }
    }

    /// Asks scaled questions; the callback hears after each how many were answered.
    ///
    /// # Errors
    /// A question is of another shape than the classifier, or something does not open, which it always does here.
    pub(crate) fn ask(
        self,
        model: &Model,
        questions: &[Vec<u8>],
        progress: &dyn Fn(usize),
    ) -> Result<Trial, Failure> {
        match self {
            Self::Outsourced => {
                let begun = Instant::now();
                let set = outsourced::SealedSet::seal(model)?;
                let took = begun.elapsed();
                let mut trial = set.ask(questions, progress)?;
                trial.prepare += took;
                Ok(trial)
            }
            Self::Provider | Self::Paillier(_) => provider::ask(self, model, questions, progress),
        }
    }
}

impl Sides {
    /// Counts what the asker did and sent.
    pub(crate) fn asked(&mut self, took: Duration, sent: usize) {
        self.asker += took;
        self.up += sent as u64;
    }

    /// Counts what the server or the provider did and sent.
    pub(crate) fn answered(&mut self, took: Duration, sent: usize) {
        self.server += took;
        self.down += sent as u64;
    }
}

/// The lengths of a Paillier key that can be asked for.
pub(crate) fn paillier_bits() -> impl TypedValueParser<Value = usize> {
    PossibleValuesParser::new(["2048", "3072"]).try_map(|text| text.parse::<usize>())
}

/// A result, and how long it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let value = work();
    (value, begun.elapsed())
}
