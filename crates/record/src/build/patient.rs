//! The patient.

use serde_json::{Value, json};

use super::{finish, object};
use crate::codes::{ABHA, NDHM_IDENTIFIER_TYPE};
use crate::view::{is_abha_address, is_abha_number};
use crate::{RecordError, Resource};

/// Who the patient is.
#[derive(Debug, Clone, Copy)]
pub struct Patient<'a> {
    /// The id of the new resource.
    pub id: &'a str,
    /// The whole name, as the person writes it.
    pub name: &'a str,
    /// `male`, `female`, `other` or `unknown`.
    pub gender: &'a str,
    /// A FHIR date, which may be only a year.
    pub birth_date: Option<&'a str>,
    /// The ABHA number: 14 digits, with or without hyphens.
    pub abha_number: Option<&'a str>,
    /// The ABHA address: `name@abdm`.
    pub abha_address: Option<&'a str>,
    /// A telephone number.
    pub phone: Option<&'a str>,
}

/// A Patient (<https://hl7.org/fhir/R4/patient.html>).
///
/// # Errors
///
/// [`RecordError::Entry`] for an ABHA number or address that is none; those of
/// [`Resource::from_value`] for an empty name, an unknown gender, a bad id or date.
pub fn patient(entry: &Patient<'_>) -> Result<Resource, RecordError> {
    let mut map = object(json!({ "resourceType": "Patient", "id": entry.id }));
    let identifiers = identifiers(entry)?;
    if !identifiers.is_empty() {
        map.insert("identifier".to_owned(), Value::Array(identifiers));
    }
    map.insert("name".to_owned(), json!([{ "text": entry.name.trim() }]));
    if let Some(phone) = entry.phone {
        map.insert(
            "telecom".to_owned(),
            json!([{ "system": "phone", "value": phone.trim() }]),
        );
    }
    map.insert("gender".to_owned(), entry.gender.into());
    if let Some(date) = entry.birth_date {
        map.insert("birthDate".to_owned(), date.into());
    }
    finish(map)
}

fn identifiers(entry: &Patient<'_>) -> Result<Vec<Value>, RecordError> {
    let mut all = Vec::new();
    if let Some(number) = entry.abha_number {
        let number = checked(
            "ABHA number",
            number,
            is_abha_number,
            "14 digits, 22-7225-4829-5255",
        )?;
        let coding = json!({
            "system": NDHM_IDENTIFIER_TYPE,
            "code": "ABHA",
            "display": "Ayushman Bharat Health Account (ABHA) ID",
        });
        let number = hyphenated(number);
        all.push(json!({ "type": { "coding": [coding] }, "system": ABHA, "value": number }));
    }
    if let Some(address) = entry.abha_address {
        let address = checked(
            "ABHA address",
            address,
            is_abha_address,
            "of the form name@abdm",
        )?;
        all.push(json!({ "type": { "text": "ABHA address" }, "system": ABHA, "value": address }));
    }
    Ok(all)
}

fn checked<'t>(
    what: &'static str,
    text: &'t str,
    is_good: fn(&str) -> bool,
    allowed: &str,
) -> Result<&'t str, RecordError> {
    let text = text.trim();
    if is_good(text) {
        return Ok(text);
    }
    Err(RecordError::Entry {
        what,
        found: format!("{text:?}"),
        allowed: allowed.to_owned(),
    })
}

/// 14 digits as `22-7225-4829-5255`.
fn hyphenated(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    format!(
        "{}-{}-{}-{}",
        &digits[..2],
        &digits[2..6],
        &digits[6..10],
        &digits[10..]
    )
}
