//! Visits and stays.

use super::{Concept, only, text};
use crate::Resource;

/// An Encounter (<https://hl7.org/fhir/R4/encounter.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encounter {
    /// `finished`, `in-progress` ...
    pub status: String,
    /// `AMB` (outpatient), `IMP` (inpatient), `EMER` (emergency) ...
    pub class: String,
    /// What kind of visit.
    pub types: Vec<Concept>,
    /// Why.
    pub reasons: Vec<Concept>,
    /// From when.
    pub start: Option<String>,
    /// Until when.
    pub end: Option<String>,
}

impl Encounter {
    /// Reads an Encounter.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "Encounter")?;
        Some(Self {
            status: text(value, "status").unwrap_or_default(),
            class: value
                .get("class")
                .and_then(|c| text(c, "code"))
                .unwrap_or_default(),
            types: Concept::all(value, "type"),
            reasons: Concept::all(value, "reasonCode"),
            start: value.get("period").and_then(|p| text(p, "start")),
            end: value.get("period").and_then(|p| text(p, "end")),
        })
    }
}
