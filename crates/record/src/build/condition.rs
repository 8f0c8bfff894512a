//! Illnesses and complaints.

use serde_json::json;

use super::{Coding, Context, add_author, add_note, concept, finish, object, reference, status};
use crate::codes::{CONDITION_CLINICAL, CONDITION_VERIFICATION};
use crate::{RecordError, Resource};

/// An illness or complaint.
#[derive(Debug, Clone, Copy)]
pub struct Condition<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its code, if it has one.
    pub coding: Option<Coding<'a>>,
    /// `active`, `recurrence`, `relapse`, `inactive`, `remission` or `resolved`.
    pub clinical_status: &'a str,
    /// `confirmed`, `provisional`, `differential`, `unconfirmed` or `refuted`.
    pub verification_status: &'a str,
    /// Since when, as a FHIR dateTime, which may be a year.
    pub onset: Option<&'a str>,
    /// A remark.
    pub note: Option<&'a str>,
}

/// A Condition (<https://hl7.org/fhir/R4/condition.html>).
///
/// # Errors
///
/// Those of [`Resource::from_value`], for an empty name, an unknown status, a bad id or date.
pub fn condition(context: &Context<'_>, entry: &Condition<'_>) -> Result<Resource, RecordError> {
    let mut map = object(json!({
        "resourceType": "Condition",
        "id": context.id,
        "clinicalStatus": status(CONDITION_CLINICAL, entry.clinical_status),
        "verificationStatus": status(CONDITION_VERIFICATION, entry.verification_status),
        "code": concept(entry.name, entry.coding),
        "subject": reference(context.patient),
    }));
    if let Some(onset) = entry.onset {
        map.insert("onsetDateTime".to_owned(), onset.into());
    }
    map.insert("recordedDate".to_owned(), context.date.into());
    add_author(&mut map, "recorder", context.author);
    add_note(&mut map, entry.note);
    finish(map)
}
