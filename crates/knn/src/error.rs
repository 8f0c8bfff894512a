//! What can go wrong, in variants a caller can act on.

/// Why something was refused. No variant carries a measurement, a distance or a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No classifier has this shape: see [`crate::samples::Shape::new`].
    #[error("{features} features of {bits} bits are no possible shape")]
    Shape {
        /// How many features were asked for.
        features: usize,
        /// Their width.
        bits: u32,
    },
    /// The rule, its classes or its samples break a limit.
    #[error("no such rule: {0}")]
    Rule(&'static str),
    /// The samples cannot be used.
    #[error("unusable samples: {0}")]
    Samples(&'static str),
    /// A question or a sample has other features than the classifier.
    #[error("{found} features where {expected} are needed")]
    Features {
        /// How many the classifier has.
        expected: usize,
        /// How many were given.
        found: usize,
    },
    /// A measurement is missing, infinite, or no number.
    #[error("feature {feature} is not a finite number")]
    NotFinite {
        /// The feature, counted from zero.
        feature: usize,
    },
    /// A scaled value has more bits than the shape allows.
    #[error("feature {feature} does not fit into its bits")]
    OutOfRange {
        /// The feature, counted from zero.
        feature: usize,
    },
    /// Fewer samples than neighbours.
    #[error("{found} samples where at least {needed} are needed")]
    TooFew {
        /// How many the rule needs.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// Made for another sealed set, or under another key.
    #[error("made for another set or another key")]
    WrongSet,
    /// The bytes are not in the format expected.
    #[error("unreadable: {0}")]
    Format(FormatFault),
    /// What came from the other side does not open, does not check, or came at the wrong time. It says no more on
    /// purpose.
    #[error("refused")]
    Refused,
    /// This has served its one question, or was ended by an error, and is wiped.
    #[error("used up")]
    Used,
}

/// What is wrong with the bytes of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatFault {
    /// The bytes end too early.
    #[error("it ends too early")]
    Truncated,
    /// There are bytes after the end.
    #[error("there is something after its end")]
    Trailing,
    /// It is something else.
    #[error("it is something else")]
    Magic,
    /// A version this program does not know.
    #[error("its version {0} is unknown")]
    Version(u8),
    /// A field has a value that it cannot have, or is not written in the one way there is.
    #[error("the field `{0}` is malformed")]
    Field(&'static str),
}

impl From<FormatFault> for Error {
    fn from(fault: FormatFault) -> Self {
        Self::Format(fault)
    }
}
