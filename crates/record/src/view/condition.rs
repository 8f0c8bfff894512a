//! Illnesses and complaints.

use super::{Concept, date_of, items, only, text};
use crate::Resource;

/// A Condition (<https://hl7.org/fhir/R4/condition.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What the patient has.
    pub code: Option<Concept>,
    /// `active`, `resolved` ...
    pub clinical_status: Option<String>,
    /// `confirmed`, `provisional` ...
    pub verification_status: Option<String>,
    /// How bad it is.
    pub severity: Option<Concept>,
    /// Since when.
    pub onset: Option<String>,
    /// Until when.
    pub abatement: Option<String>,
    /// When it was written down.
    pub recorded: Option<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

impl Condition {
    /// Reads a Condition.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "Condition")?;
        Some(Self {
            code: Concept::at(value, "code"),
            clinical_status: Concept::at(value, "clinicalStatus").and_then(|c| c.code),
            verification_status: Concept::at(value, "verificationStatus").and_then(|c| c.code),
            severity: Concept::at(value, "severity"),
            onset: date_of(value, "onset"),
            abatement: date_of(value, "abatement"),
            recorded: text(value, "recordedDate"),
            notes: items(value, "note")
                .filter_map(|n| text(n, "text"))
                .collect(),
        })
    }
}
