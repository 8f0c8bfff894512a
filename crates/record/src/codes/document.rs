//! The types of document of India's guide, as types of Composition.

use serde_json::{Value, json};

use super::SNOMED_CT;

/// A type of health document as NRCeS profiles it
/// (<https://nrces.in/ndhm/fhir/r4/profiles.html>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentType {
    /// Notes of an outpatient visit.
    OpConsultation,
    /// Medicines ordered.
    Prescription,
    /// Findings of a laboratory or of imaging.
    DiagnosticReport,
    /// Summary of a stay in hospital.
    DischargeSummary,
    /// Vaccinations.
    Immunization,
    /// Any other document, such as a scan of paper.
    HealthDocument,
    /// Vital signs, activity and the like; it has no SNOMED CT code.
    Wellness,
}

impl DocumentType {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::OpConsultation,
        Self::Prescription,
        Self::DiagnosticReport,
        Self::DischargeSummary,
        Self::Immunization,
        Self::HealthDocument,
        Self::Wellness,
    ];

    /// The SNOMED CT code of the Composition's type.
    #[must_use]
    pub fn snomed(self) -> Option<&'static str> {
        Some(match self {
            Self::OpConsultation => "371530004",
            Self::Prescription => "440545006",
            Self::DiagnosticReport => "721981007",
            Self::DischargeSummary => "373942005",
            Self::Immunization => "41000179103",
            Self::HealthDocument => "419891008",
            Self::Wellness => return None,
        })
    }

    /// The term that goes with the code.
    #[must_use]
    pub fn display(self) -> &'static str {
        match self {
            Self::OpConsultation => "Clinical consultation report",
            Self::Prescription => "Prescription record",
            Self::DiagnosticReport => "Diagnostic studies report",
            Self::DischargeSummary => "Discharge summary",
            Self::Immunization => "Immunization record",
            Self::HealthDocument => "Record artifact",
            Self::Wellness => "Wellness Record",
        }
    }

    /// What the apps call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::OpConsultation => "Consultation",
            Self::Prescription => "Prescription",
            Self::DiagnosticReport => "Diagnostic report",
            Self::DischargeSummary => "Discharge summary",
            Self::Immunization => "Immunization record",
            Self::HealthDocument => "Document",
            Self::Wellness => "Wellness record",
        }
    }

    /// The type as the CodeableConcept of `Composition.type`.
    #[must_use]
    pub fn to_concept(self) -> Value {
        match self.snomed() {
            Some(code) => json!({
                "coding": [{ "system": SNOMED_CT, "code": code, "display": self.display() }],
                "text": self.display(),
            }),
            None => json!({ "text": self.display() }),
        }
    }

    /// The type that a CodeableConcept names, by code or, for wellness, by its text.
    #[must_use]
    pub fn from_concept(concept: &Value) -> Option<Self> {
        let codings = concept.get("coding").and_then(Value::as_array);
        let has_code = |code: &str| {
            codings.into_iter().flatten().any(|c| {
                c.get("system").and_then(Value::as_str) == Some(SNOMED_CT)
                    && c.get("code").and_then(Value::as_str) == Some(code)
            })
        };
        let text = concept
            .get("text")
            .and_then(Value::as_str)
            .unwrap_or_default();
        Self::ALL.into_iter().find(|kind| match kind.snomed() {
            Some(code) => has_code(code),
            None => text.eq_ignore_ascii_case(kind.display()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_read_back_from_its_concept() {
        for kind in DocumentType::ALL {
            assert_eq!(DocumentType::from_concept(&kind.to_concept()), Some(kind));
        }
        assert_eq!(
            DocumentType::from_concept(&json!({ "text": "Letter" })),
            None
        );
    }
}
