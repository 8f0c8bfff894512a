//! How inquiries end, told one by one.

use wire::{api::classifiers::Refusal, id::PersonId};

/// An inquiry that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Who signed the opening; nobody where it did not hold, or is not known here any more. The fingerprint is all that a
    /// provider learns of who asks: a name is not in an opening.
    pub asker: Option<PersonId>,
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// How.
    pub how: How,
}

/// How an inquiry ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum How {
    /// The answer is on its way.
    Answered,
    /// It was asked about a card that is not the current one.
    OlderCard,
    /// The day's limit was reached.
    TooOften,
    /// Too many were under way.
    Busy,
    /// Who asked gave it up, or did not go on with it.
    GivenUp,
    /// Something did not open, or came at the wrong time.
    BrokenOff,
}

impl From<Refusal> for How {
    fn from(why: Refusal) -> Self {
        match why {
            Refusal::Changed => Self::OlderCard,
            Refusal::TooOften => Self::TooOften,
            Refusal::Busy => Self::Busy,
            Refusal::Over => Self::BrokenOff,
        }
    }
}
