//! Prescribed medicines.

use serde_json::Value;

use super::{Concept, dosage, items, only, text};
use crate::Resource;

/// A MedicationRequest (<https://hl7.org/fhir/R4/medicationrequest.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MedicationRequest {
    /// The medicine, by text, code or reference; `Medicine` if it has no name.
    pub drug: String,
    /// `active`, `completed`, `stopped` ...
    pub status: String,
    /// Whether the order is not to take the medicine.
    pub do_not_take: bool,
    /// `order`, `plan` ...
    pub intent: String,
    /// How to take it, one sentence for each instruction.
    pub dosage: Vec<String>,
    /// When it was prescribed.
    pub authored: Option<String>,
    /// Who prescribed it.
    pub requester: Option<String>,
    /// Why.
    pub reasons: Vec<Concept>,
    /// Remarks.
    pub notes: Vec<String>,
}

impl MedicationRequest {
    /// Reads a MedicationRequest.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "MedicationRequest")?;
        Some(Self {
            drug: Concept::at(value, "medicationCodeableConcept")
                .map(|c| c.label)
                .or_else(|| {
                    value
                        .get("medicationReference")
                        .and_then(|r| text(r, "display"))
                })
                .unwrap_or_else(|| "Medicine".to_owned()),
            status: text(value, "status").unwrap_or_default(),
            do_not_take: value.get("doNotPerform") == Some(&Value::Bool(true)),
            intent: text(value, "intent").unwrap_or_default(),
            dosage: items(value, "dosageInstruction")
                .filter_map(dosage::words)
                .collect(),
            authored: text(value, "authoredOn"),
            requester: value
                .get("requester")
                .and_then(|r| text(r, "display").or_else(|| text(r, "reference"))),
            reasons: Concept::all(value, "reasonCode"),
            notes: items(value, "note")
                .filter_map(|n| text(n, "text"))
                .collect(),
        })
    }
}
