//! Allergies and intolerances.

use super::concept::has_code;
use super::{Concept, items, only, text};
use crate::Resource;
use crate::codes::{NO_KNOWN_ALLERGY, SNOMED_CT};

/// An AllergyIntolerance (<https://hl7.org/fhir/R4/allergyintolerance.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allergy {
    /// To what.
    pub code: Option<Concept>,
    /// `active`, `inactive`, `resolved`.
    pub clinical_status: Option<String>,
    /// `confirmed`, `refuted` ...
    pub verification_status: Option<String>,
    /// `food`, `medication`, `environment`, `biologic`.
    pub categories: Vec<String>,
    /// `low`, `high`, `unable-to-assess`.
    pub criticality: Option<String>,
    /// What happens.
    pub reactions: Vec<String>,
    /// Whether it says that there is no known allergy.
    pub is_none_known: bool,
    /// When it was written down.
    pub recorded: Option<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

impl Allergy {
    /// Reads an AllergyIntolerance.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "AllergyIntolerance")?;
        Some(Self {
            code: Concept::at(value, "code"),
            clinical_status: Concept::at(value, "clinicalStatus").and_then(|c| c.code),
            verification_status: Concept::at(value, "verificationStatus").and_then(|c| c.code),
            categories: items(value, "category")
                .filter_map(|c| c.as_str().map(str::to_owned))
                .collect(),
            criticality: text(value, "criticality"),
            reactions: items(value, "reaction")
                .flat_map(|r| Concept::all(r, "manifestation"))
                .map(|c| c.label)
                .collect(),
            is_none_known: has_code(value.get("code"), SNOMED_CT, NO_KNOWN_ALLERGY),
            recorded: text(value, "recordedDate"),
            notes: items(value, "note")
                .filter_map(|n| text(n, "text"))
                .collect(),
        })
    }
}
