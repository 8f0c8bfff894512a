//! Coded things and what to call them.

use serde_json::Value;

use super::{items, text};

/// A thing with a code, a text, or both (CodeableConcept or Coding,
/// <https://hl7.org/fhir/R4/datatypes.html#CodeableConcept>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept {
    /// What to call it: the text, else a coding's display, else its code.
    pub label: String,
    /// The code system of the first coding.
    pub system: Option<String>,
    /// The code of the first coding.
    pub code: Option<String>,
}

impl Concept {
    /// Reads a CodeableConcept or a Coding; `None` if it says nothing.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        let single = value.get("coding").is_none() && value.get("text").is_none();
        let first = if single {
            Some(value)
        } else {
            items(value, "coding").next()
        };
        let of_first = |name| first.and_then(|c| text(c, name));
        let label = text(value, "text")
            .or_else(|| items(value, "coding").find_map(|c| text(c, "display")))
            .or_else(|| of_first("display"))
            .or_else(|| of_first("code"))?;
        Some(Self {
            label,
            system: of_first("system"),
            code: of_first("code"),
        })
    }

    pub(super) fn at(value: &Value, name: &str) -> Option<Self> {
        value.get(name).and_then(Self::read)
    }

    pub(super) fn all(value: &Value, name: &str) -> Vec<Self> {
        items(value, name).filter_map(Self::read).collect()
    }
}

/// Whether a CodeableConcept has a coding with this system and code.
pub(super) fn has_code(concept: Option<&Value>, system: &str, code: &str) -> bool {
    concept.is_some_and(|concept| {
        items(concept, "coding").any(|c| {
            c.get("system").and_then(Value::as_str) == Some(system)
                && c.get("code").and_then(Value::as_str) == Some(code)
        })
    })
}
