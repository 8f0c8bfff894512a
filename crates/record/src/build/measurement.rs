//! Blood pressure and single measurements, with range checks.

use serde_json::{Value, json};

use super::{Context, finish, object, reference};
use crate::codes::{BLOOD_PRESSURE, DIASTOLIC, LOINC, OBSERVATION_CATEGORY, SYSTOLIC, Vital};
use crate::units::{self, MM_HG, UCUM};
use crate::{Decimal, RecordError, Resource};

/// A blood pressure in mm\[Hg\].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BloodPressure {
    /// The upper value.
    pub systolic: u32,
    /// The lower value.
    pub diastolic: u32,
}

/// An Observation with LOINC 85354-9 and its two components
/// (<https://hl7.org/fhir/R4/bp.html>).
///
/// # Errors
///
/// [`RecordError::OutOfRange`] for values that cannot be, [`RecordError::Entry`] if the lower
/// value is not below the upper; those of [`Resource::from_value`] for a bad id or date.
pub fn blood_pressure(
    context: &Context<'_>,
    pressure: BloodPressure,
) -> Result<Resource, RecordError> {
    let systolic = component(SYSTOLIC, pressure.systolic)?;
    let diastolic = component(DIASTOLIC, pressure.diastolic)?;
    if pressure.diastolic >= pressure.systolic {
        return Err(RecordError::Entry {
            what: "diastolic blood pressure",
            found: pressure.diastolic.to_string(),
            allowed: format!("below the systolic value of {}", pressure.systolic),
        });
    }
    let display = "Blood pressure panel with all children optional";
    let code = coded(BLOOD_PRESSURE, display, "Blood pressure");
    measured(
        context,
        code,
        true,
        "component",
        json!([systolic, diastolic]),
    )
}

/// An Observation of one number, by its LOINC code and UCUM unit; see [`Vital::all`] for what can
/// be entered (<https://hl7.org/fhir/R4/observation.html>).
///
/// # Errors
///
/// [`RecordError::Entry`] for a code or unit that cannot be entered, naming those that can;
/// [`RecordError::OutOfRange`] for a value that cannot be; those of [`Resource::from_value`] for a
/// bad id or date.
pub fn observation(
    context: &Context<'_>,
    loinc: &str,
    value: &Decimal,
    ucum: &str,
) -> Result<Resource, RecordError> {
    let vital = Vital::by_loinc(loinc).ok_or_else(|| RecordError::Entry {
        what: "measurement code",
        found: format!("{loinc:?}"),
        allowed: listed(
            Vital::all()
                .iter()
                .map(|v| format!("{} ({})", v.loinc, v.label)),
        ),
    })?;
    let quantity = quantity(vital, value, ucum)?;
    let code = coded(vital.loinc, vital.display, vital.label);
    measured(
        context,
        code,
        vital.is_vital_sign,
        "valueQuantity",
        quantity,
    )
}

fn component(loinc: &'static str, value: u32) -> Result<Value, RecordError> {
    let vital = Vital::by_loinc(loinc).expect("both components stand in the table of vital signs");
    let quantity = quantity(vital, &Decimal::from(value), MM_HG)?;
    Ok(json!({
        "code": { "coding": [{ "system": LOINC, "code": loinc, "display": vital.display }] },
        "valueQuantity": quantity,
    }))
}

fn quantity(vital: &'static Vital, value: &Decimal, ucum: &str) -> Result<Value, RecordError> {
    let unit = vital.in_unit(ucum).ok_or_else(|| RecordError::Entry {
        what: vital.label,
        found: format!("in {ucum:?}"),
        allowed: format!(
            "in {}",
            listed(vital.units.iter().map(|u| u.ucum.to_owned()))
        ),
    })?;
    if !(unit.low..=unit.high).contains(&value.to_f64()) {
        return Err(RecordError::OutOfRange {
            what: vital.label,
            found: value.to_string(),
            unit: unit.ucum,
            low: unit.low.to_string(),
            high: unit.high.to_string(),
        });
    }
    let label = units::label(unit.ucum);
    Ok(json!({ "value": value.to_json(), "unit": label, "system": UCUM, "code": unit.ucum }))
}

fn coded(loinc: &str, display: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": LOINC, "code": loinc, "display": display }], "text": text })
}

fn measured(
    context: &Context<'_>,
    code: Value,
    is_vital_sign: bool,
    key: &str,
    value: Value,
) -> Result<Resource, RecordError> {
    let (category, display) = match is_vital_sign {
        true => ("vital-signs", "Vital Signs"),
        false => ("laboratory", "Laboratory"),
    };
    let mut map = object(json!({
        "resourceType": "Observation",
        "id": context.id,
        "status": "final",
        "category": [{ "coding": [
            { "system": OBSERVATION_CATEGORY, "code": category, "display": display }
        ] }],
        "code": code,
        "subject": reference(context.patient),
        "effectiveDateTime": context.date,
    }));
    if let Some(author) = context.author {
        map.insert("performer".to_owned(), json!([reference(author)]));
    }
    map.insert(key.to_owned(), value);
    finish(map)
}

fn listed(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
