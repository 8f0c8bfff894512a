//! Setting B as two state machines over opaque frames: an asker learns the class of one question, a provider nothing.
//!
//! ```text
//!        asker                                    provider
//!   1    base transfers, public key      ──►
//!   2                                    ◄──      base transfers chosen
//!   3    extension of the transfers      ──►
//!   4                                    ◄──      garbled tables                      all this ahead of any question
//!   5    sealed question                 ──►
//!   6                                    ◄──      masked distances
//!   7    shares less the random inputs   ──►
//!   8                                    ◄──      the masks' labels, from which the asker evaluates the class
//! ```
//!
//! The evaluator's inputs are uniform numbers ρ_i, chosen in frame 3. The source of the distances gives it shares
//! y_i = D_i + μ_i mod 2²¹ under masks μ_i of the provider; it sends y_i − ρ_i, and the provider puts μ_i − (y_i − ρ_i) into the
//! circuit, which so gets D_i as the difference of the two. What crosses is uniform both ways.
//!
//! A frame is a version, its number, 16 bytes that name all that was said before and itself, and a body of exactly the length
//! that the public numbers give it. What is truncated, repeated, out of order, from another session or changed is refused.
//! Frames of a megabyte and more are one piece here; whoever carries them cuts them.
//!
//! # Security
//! One session answers one question. After it, or after any error, a session is dead ([`Error::Used`]) and wiped. Nothing
//! of it can be written down, so that no crash leads to a second use of its tables.
//!
//! Against parties that follow the protocol: the provider learns that there was a question, the asker learns the class.
//! `docs/knn.md` says what others could do. The tag in a frame has no key: frames belong into a sealed line.

mod asker;
mod frame;
mod provider;
mod source;

use rand_core::CryptoRng;
use zeroize::Zeroize;

use crate::Rule;
use crate::circuit::{Labels, Selection, one_hot};
use crate::error::Error;
use crate::model::{Model, Numbers};
use crate::samples::Samples;
use crate::transfer::base::OFFER_BYTES;
use crate::transfer::extension::message_bytes;

pub use self::asker::Asker;
pub use self::provider::Provider;
pub use self::source::{Kind, Source};

/// What is next for an asker.
pub enum Step {
    /// Send this frame.
    Send(Vec<u8>),
    /// All is prepared: [`Asker::ask`] whenever there is a question.
    Ready,
    /// The class; the session is over.
    Class(u8),
}

/// A provider's training set, prepared once for any number of sessions.
pub struct Classifier {
    numbers: Numbers,
    labels: Labels<bool>,
    prepared: source::Prepared,
}

impl Classifier {
    /// Prepares a trained model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        Self::prepare(model.samples(), model.numbers())
    }

    /// Prepares samples under a rule.
    ///
    /// # Errors
    /// [`Error::TooFew`] for fewer samples than neighbours, [`Error::Rule`] for samples of other classes than the rule's.
    pub fn from_samples(samples: &Samples, rule: Rule) -> Result<Self, Error> {
        if samples.classes() != rule.classes() {
            return Err(Error::Rule("the samples have other classes"));
        }
        let numbers = Numbers::new(samples.shape(), samples.count(), rule)?;
        Ok(Self::prepare(samples, numbers))
    }

    fn prepare(samples: &Samples, numbers: Numbers) -> Self {
        Self {
            numbers,
            labels: one_hot(numbers.rule().classes(), samples.labels()),
            prepared: source::Prepared::new(samples),
        }
    }

    /// What is public of it.
    #[must_use]
    pub fn numbers(&self) -> Numbers {
        self.numbers
    }
}

impl Drop for Classifier {
    fn drop(&mut self) {
        for of_class in &mut self.labels {
            of_class.zeroize();
        }
    }
}

/// The longest frame of a session with a classifier of these numbers, in bytes.
///
/// # Errors
/// [`Error::TooFew`], which [`Numbers`] exclude.
pub fn largest_frame(numbers: Numbers) -> Result<usize, Error> {
    let selection = selection(numbers)?;
    let of_kind = |kind: Kind| {
        let sizes = [
            *kind.question_bytes(numbers).end(),
            *kind.answer_bytes(numbers).end(),
        ];
        sizes[0]
            .max(sizes[1])
            .max(OFFER_BYTES + kind.largest_public_key())
    };
    let bodies = [
        selection
            .gates()
            .table_bytes()
            .saturating_add(frame::TABLES_PREFIX),
        message_bytes(selection.input_bits()),
        frame::LABEL * selection.input_bits(),
        of_kind(Kind::Lattice),
        of_kind(Kind::Paillier),
    ];
    let longest = bodies.into_iter().max().unwrap_or(0);
    Ok(longest.saturating_add(frame::HEADER))
}

fn selection(numbers: Numbers) -> Result<Selection, Error> {
    Selection::new(numbers.rule(), numbers.count())
}

/// 16 bytes as a label.
fn make_label(rng: &mut impl CryptoRng) -> u128 {
    let mut bytes = [0; frame::LABEL];
    rng.fill_bytes(&mut bytes);
    u128::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests;
