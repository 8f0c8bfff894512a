//! Operations and other procedures.

use super::{Concept, date_of, only, text};
use crate::Resource;

/// A Procedure (<https://hl7.org/fhir/R4/procedure.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// What was done.
    pub code: Option<Concept>,
    /// `completed`, `in-progress`, `not-done` ...
    pub status: String,
    /// When.
    pub performed: Option<String>,
    /// Why.
    pub reasons: Vec<Concept>,
}

impl Procedure {
    /// Reads a Procedure.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "Procedure")?;
        Some(Self {
            code: Concept::at(value, "code"),
            status: text(value, "status").unwrap_or_default(),
            performed: date_of(value, "performed"),
            reasons: Concept::all(value, "reasonCode"),
        })
    }
}
