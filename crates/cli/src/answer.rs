//! What a command has to say: once in plain words, once as JSON.

use serde_json::Value;

/// The result of a command.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    /// For people; empty when there is nothing to say.
    pub text: String,
    /// For programs.
    pub json: Value,
}

impl Answer {
    /// An answer in both forms.
    pub(crate) fn new(text: impl Into<String>, json: Value) -> Self {
        Self {
            text: text.into(),
            json,
        }
    }

    /// No answer: everything was printed already.
    pub(crate) fn nothing() -> Self {
        Self::new("", Value::Null)
    }
}
