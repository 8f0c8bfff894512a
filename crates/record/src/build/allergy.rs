//! Allergies and intolerances.

use serde_json::{Value, json};

use super::{Coding, Context, add_author, add_note, concept, finish, object, reference, status};
use crate::codes::{ALLERGY_CLINICAL, ALLERGY_VERIFICATION, NO_KNOWN_ALLERGY, SNOMED_CT};
use crate::{RecordError, Resource};

/// An allergy or intolerance.
#[derive(Debug, Clone, Copy)]
pub struct Allergy<'a> {
    /// To what.
    pub substance: &'a str,
    /// Its code, if it has one.
    pub coding: Option<Coding<'a>>,
    /// `food`, `medication`, `environment` or `biologic`.
    pub category: Option<&'a str>,
    /// `low`, `high` or `unable-to-assess`.
    pub criticality: Option<&'a str>,
    /// `confirmed` or `unconfirmed`.
    pub verification_status: &'a str,
    /// What happens: `Rash`.
    pub reactions: &'a [&'a str],
    /// A remark.
    pub note: Option<&'a str>,
}

/// An active AllergyIntolerance (<https://hl7.org/fhir/R4/allergyintolerance.html>).
///
/// # Errors
///
/// Those of [`Resource::from_value`], for an empty substance, an unknown code, a bad id or date.
pub fn allergy(context: &Context<'_>, entry: &Allergy<'_>) -> Result<Resource, RecordError> {
    let mut map = object(json!({
        "resourceType": "AllergyIntolerance",
        "id": context.id,
        "clinicalStatus": status(ALLERGY_CLINICAL, "active"),
        "verificationStatus": status(ALLERGY_VERIFICATION, entry.verification_status),
    }));
    if let Some(category) = entry.category {
        map.insert("category".to_owned(), json!([category]));
    }
    if let Some(criticality) = entry.criticality {
        map.insert("criticality".to_owned(), criticality.into());
    }
    map.insert("code".to_owned(), concept(entry.substance, entry.coding));
    map.insert("patient".to_owned(), reference(context.patient));
    map.insert("recordedDate".to_owned(), context.date.into());
    add_author(&mut map, "recorder", context.author);
    add_note(&mut map, entry.note);
    if !entry.reactions.is_empty() {
        let all: Vec<Value> = entry.reactions.iter().map(|r| concept(r, None)).collect();
        map.insert("reaction".to_owned(), json!([{ "manifestation": all }]));
    }
    finish(map)
}

/// The statement that the person has no known allergy: SNOMED CT 716186003.
///
/// # Errors
///
/// Those of [`Resource::from_value`], for a bad id or date.
pub fn no_known_allergy(context: &Context<'_>) -> Result<Resource, RecordError> {
    let coding = Coding {
        system: SNOMED_CT,
        code: NO_KNOWN_ALLERGY,
        display: "No known allergy",
    };
    let entry = Allergy {
        substance: coding.display,
        coding: Some(coding),
        category: None,
        criticality: None,
        verification_status: "confirmed",
        reactions: &[],
        note: None,
    };
    allergy(context, &entry)
}
