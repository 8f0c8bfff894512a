//! What the apps show of each resource: small owned structs read from it.
//!
//! Each view is read with `of(&Resource)`, which is `None` for a resource of another type. Elements
//! that are absent are `None` or empty; nothing is guessed.

mod allergy;
mod aspirate;
mod blood_pressure;
mod composition;
mod concept;
mod condition;
mod document_reference;
mod dosage;
mod encounter;
mod immunization;
mod medication_request;
mod observation;
mod patient;
mod procedure;
mod quantity;
mod report;

pub use allergy::Allergy;
pub use aspirate::Aspirate;
pub use blood_pressure::BloodPressure;
pub use composition::{Composition, Section};
pub use concept::Concept;
pub use condition::Condition;
pub use document_reference::{ATTACHMENT_URN, Attachment, DocumentReference};
pub use encounter::Encounter;
pub use immunization::Immunization;
pub use medication_request::MedicationRequest;
pub use observation::{Component, Observation, ObservationValue, ReferenceRange};
pub use patient::PatientSummary;
pub(crate) use patient::{is_abha_address, is_abha_number, name_of};
pub use procedure::Procedure;
pub use quantity::Quantity;
pub use report::DiagnosticReport;

pub(crate) use dosage::{frequency_words, unit_of_time};

use serde_json::Value;

use crate::Resource;

/// The JSON of `resource` if it is of type `kind`.
fn only<'r>(resource: &'r Resource, kind: &str) -> Option<&'r Value> {
    (resource.resource_type() == kind).then(|| resource.as_value())
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// The items of a list, none if it is absent.
fn items<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// The `reference` of a Reference element.
fn reference(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(|r| text(r, "reference"))
}

/// A date given as `nameDateTime`, `nameInstant`, `nameString` or the start of `namePeriod`.
pub(crate) fn date_of(value: &Value, name: &str) -> Option<String> {
    ["DateTime", "Instant", "String"]
        .iter()
        .find_map(|form| text(value, &format!("{name}{form}")))
        .or_else(|| {
            value
                .get(format!("{name}Period"))
                .and_then(|p| text(p, "start"))
        })
}
