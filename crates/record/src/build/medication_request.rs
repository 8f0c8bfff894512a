//! Prescriptions.

use serde_json::{Value, json};

use super::{Coding, Context, add_author, add_note, concept, finish, object, reference};
use crate::units::UCUM;
use crate::view::{frequency_words, unit_of_time};
use crate::{Decimal, RecordError, Resource};

/// One medicine to take.
#[derive(Debug, Clone)]
pub struct Prescription<'a> {
    /// The medicine by its generic name, with its strength: `Amoxicillin 500 mg`.
    pub drug: &'a str,
    /// Its code, if it has one.
    pub coding: Option<Coding<'a>>,
    /// How much to take at a time.
    pub dose: Option<Dose<'a>>,
    /// How often.
    pub frequency: Option<Frequency>,
    /// For how long.
    pub duration: Option<Duration>,
    /// Only when there is need.
    pub as_needed: bool,
    /// What else to heed: `after food`.
    pub note: Option<&'a str>,
}

/// How much to take at a time.
#[derive(Debug, Clone)]
pub struct Dose<'a> {
    /// The amount.
    pub amount: Decimal,
    /// Of what: `tablet`, `ml`.
    pub unit: &'a str,
}

/// How often: `times` in each `period` of `unit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency {
    /// How many times, 1 to 24.
    pub times: u32,
    /// In how many units, 1 to 52.
    pub period: u32,
    /// The UCUM unit of time: `h`, `d`, `wk` or `mo`.
    pub unit: &'static str,
}

/// For how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// How many units, 1 to 366.
    pub length: u32,
    /// The UCUM unit of time: `d`, `wk` or `mo`.
    pub unit: &'static str,
}

/// A MedicationRequest that is an active order (<https://hl7.org/fhir/R4/medicationrequest.html>).
///
/// # Errors
///
/// [`RecordError::Entry`] for a dose, frequency or duration that cannot be; those of
/// [`Resource::from_value`] for an empty name, a bad id or date.
pub fn medication_request(
    context: &Context<'_>,
    order: &Prescription<'_>,
) -> Result<Resource, RecordError> {
    let mut map = object(json!({
        "resourceType": "MedicationRequest",
        "id": context.id,
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": concept(order.drug, order.coding),
        "subject": reference(context.patient),
        "authoredOn": context.date,
    }));
    add_author(&mut map, "requester", context.author);
    if let Some(dosage) = dosage(order)? {
        map.insert("dosageInstruction".to_owned(), json!([dosage]));
    }
    add_note(&mut map, order.note);
    finish(map)
}

/// The Dosage in words and in numbers; `None` if nothing was said.
fn dosage(order: &Prescription<'_>) -> Result<Option<Value>, RecordError> {
    let mut words = Vec::new();
    let mut dosage = object(json!({ "text": "" }));
    let mut repeat = object(json!({}));
    if let Some(dose) = &order.dose {
        check("dose", dose.amount.to_f64(), 0.001, 100_000.0)?;
        words.push(format!("{} {}", dose.amount, dose.unit));
        let quantity = json!({ "value": dose.amount.to_json(), "unit": dose.unit });
        dosage.insert(
            "doseAndRate".to_owned(),
            json!([{ "doseQuantity": quantity }]),
        );
    }
    if let Some(duration) = order.duration {
        check("duration", f64::from(duration.length), 1.0, 366.0)?;
        let quantity = json!({ "value": duration.length, "system": UCUM, "code": duration.unit });
        repeat.insert("boundsDuration".to_owned(), quantity);
    }
    if let Some(often) = order.frequency {
        check("frequency", f64::from(often.times), 1.0, 24.0)?;
        check("period", f64::from(often.period), 1.0, 52.0)?;
        words.push(frequency_words(often.times, often.period, often.unit));
        repeat.insert("frequency".to_owned(), often.times.into());
        repeat.insert("period".to_owned(), often.period.into());
        repeat.insert("periodUnit".to_owned(), often.unit.into());
    }
    if let Some(duration) = order.duration {
        words.push(format!(
            "for {} {}",
            duration.length,
            unit_of_time(duration.unit, duration.length)
        ));
    }
    if order.as_needed {
        words.push("as needed".to_owned());
        dosage.insert("asNeededBoolean".to_owned(), true.into());
    }
    if !repeat.is_empty() {
        dosage.insert("timing".to_owned(), json!({ "repeat": repeat }));
    }
    dosage["text"] = words.join(" ").into();
    Ok((!words.is_empty()).then_some(Value::Object(dosage)))
}

fn check(what: &'static str, found: f64, low: f64, high: f64) -> Result<(), RecordError> {
    if (low..=high).contains(&found) {
        return Ok(());
    }
    let allowed = format!("from {low} to {high}");
    Err(RecordError::Entry {
        what,
        found: found.to_string(),
        allowed,
    })
}
