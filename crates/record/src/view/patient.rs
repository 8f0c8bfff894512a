//! Who the patient is.

use serde_json::Value;

use super::{items, only, text};
use crate::Resource;
use crate::codes::ABHA_SYSTEMS;

/// A Patient in brief (<https://hl7.org/fhir/R4/patient.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientSummary {
    /// The name to show, empty if there is none.
    pub name: String,
    /// `male`, `female`, `other` or `unknown`.
    pub gender: Option<String>,
    /// Date of birth, perhaps only the year.
    pub birth_date: Option<String>,
    /// The 14-digit ABHA number as written, `22-7225-4829-5255`.
    pub abha_number: Option<String>,
    /// The ABHA address, `name@abdm`.
    pub abha_address: Option<String>,
    /// The first telephone number.
    pub phone: Option<String>,
}

impl PatientSummary {
    /// Reads a Patient.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "Patient")?;
        let abha = |wanted: fn(&str) -> bool| {
            items(value, "identifier")
                .filter(|id| is_abha(id))
                .find_map(|id| text(id, "value").filter(|number| wanted(number)))
        };
        Some(Self {
            name: name_of(value).unwrap_or_default(),
            gender: text(value, "gender"),
            birth_date: text(value, "birthDate"),
            abha_number: abha(is_abha_number),
            abha_address: abha(is_abha_address),
            phone: items(value, "telecom")
                .find(|t| t.get("system").and_then(Value::as_str) == Some("phone"))
                .and_then(|t| text(t, "value")),
        })
    }
}

/// The name of a Patient or Practitioner: the official one, else the first.
pub(crate) fn name_of(value: &Value) -> Option<String> {
    let is_official = |n: &&Value| n.get("use").and_then(Value::as_str) == Some("official");
    let name = items(value, "name")
        .find(is_official)
        .or_else(|| items(value, "name").next())?;
    text(name, "text").or_else(|| {
        let list = |key| items(name, key).filter_map(Value::as_str);
        let family = name.get("family").and_then(Value::as_str);
        let parts: Vec<&str> = list("prefix")
            .chain(list("given"))
            .chain(family)
            .chain(list("suffix"))
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    })
}

fn is_abha(identifier: &Value) -> bool {
    let system = identifier
        .get("system")
        .and_then(Value::as_str)
        .unwrap_or_default();
    ABHA_SYSTEMS.contains(&system.trim_end_matches('/'))
}

/// Whether `text` is an ABHA number: 14 digits, hyphens apart.
pub(crate) fn is_abha_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && text.bytes().filter(u8::is_ascii_digit).count() == 14
}

/// Whether `text` is an ABHA address, `name@abdm` or `name@sbx`.
pub(crate) fn is_abha_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, domain)| {
        !domain.is_empty()
            && domain.bytes().all(|b| b.is_ascii_alphanumeric())
            && !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_')
    })
}
