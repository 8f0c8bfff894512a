//! Making the resources that people enter.
//!
//! Identifiers and dates are passed in. What comes out has passed the same checks as an imported
//! resource; what is impossible is refused with the range that is allowed.

mod allergy;
mod aspirate;
mod condition;
mod document_reference;
mod immunization;
mod lab_result;
mod measurement;
mod medication_request;
mod mistaken;
mod note;
mod patient;

pub use allergy::{Allergy, allergy, no_known_allergy};
pub use aspirate::aspirate;
pub use condition::{Condition, condition};
pub use document_reference::{Document, document_reference};
pub use immunization::{Immunization, immunization};
pub use lab_result::{LabResult, LabValue, lab_result};
pub use measurement::{BloodPressure, blood_pressure, observation};
pub use medication_request::{Dose, Duration, Frequency, Prescription, medication_request};
pub use mistaken::mark_mistaken;
pub use note::{Note, soap_note};
pub use patient::{Patient, patient};

use serde_json::{Map, Value, json};

use crate::{RecordError, Resource};

/// What every entry needs besides its own content.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The id of the new resource: up to 64 of `A-Z a-z 0-9 - .`
    pub id: &'a str,
    /// Reference to the patient, such as `Patient/1`.
    pub patient: &'a str,
    /// When it was so, or was written: a FHIR dateTime, such as `2024-05-31T10:15:00+05:30`.
    pub date: &'a str,
    /// Reference to who enters it, where it is not the patient.
    pub author: Option<&'a str>,
}

/// A code from a code system, such as SNOMED CT.
#[derive(Debug, Clone, Copy)]
pub struct Coding<'a> {
    /// The code system.
    pub system: &'a str,
    /// The code.
    pub code: &'a str,
    /// The system's term for it.
    pub display: &'a str,
}

impl Coding<'_> {
    fn to_json(self) -> Value {
        json!({ "system": self.system, "code": self.code, "display": self.display })
    }
}

/// A CodeableConcept of a text and, where there is one, a code.
fn concept(text: &str, coding: Option<Coding<'_>>) -> Value {
    match coding {
        Some(coding) => json!({ "coding": [coding.to_json()], "text": text.trim() }),
        None => json!({ "text": text.trim() }),
    }
}

/// A CodeableConcept of one code that needs no text.
fn status(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code }] })
}

fn reference(to: &str) -> Value {
    json!({ "reference": to })
}

/// Adds `note` if there is one.
fn add_note(map: &mut Map<String, Value>, note: Option<&str>) {
    if let Some(note) = note.map(str::trim).filter(|note| !note.is_empty()) {
        map.insert("note".to_owned(), json!([{ "text": note }]));
    }
}

/// Adds who entered it, if it was not the patient.
fn add_author(map: &mut Map<String, Value>, name: &str, author: Option<&str>) {
    if let Some(author) = author {
        map.insert(name.to_owned(), reference(author));
    }
}

/// `text` without blanks around it, if it is neither empty nor longer than `limit` characters.
fn fitting<'t>(what: &'static str, text: &'t str, limit: usize) -> Result<&'t str, RecordError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(RecordError::Entry {
            what,
            found: "empty".to_owned(),
            allowed: "given".to_owned(),
        });
    }
    if text.chars().count() > limit {
        return Err(too_long(what, text, limit));
    }
    Ok(text)
}

fn too_long(what: &'static str, text: &str, limit: usize) -> RecordError {
    RecordError::Entry {
        what,
        found: format!("{} characters long", text.chars().count()),
        allowed: format!("at most {limit} characters"),
    }
}

fn finish(map: Map<String, Value>) -> Result<Resource, RecordError> {
    Resource::from_value(Value::Object(map))
}

/// The object that `json!` made.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
