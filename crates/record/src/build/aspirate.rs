//! The measurements of a fine-needle aspirate.

use serde_json::{Value, json};

use super::{Context, finish, object, reference};
use crate::codes::{ASPIRATE, ASPIRATE_PANEL, ASPIRATE_TITLE, Nuclear, OBSERVATION_CATEGORY};
use crate::{Decimal, RecordError, Resource};

/// An Observation of the thirty measurements of a breast mass, in the order of [`Nuclear::all`], each a component
/// (<https://hl7.org/fhir/R4/observation.html>).
///
/// # Errors
///
/// [`RecordError::Entry`] unless there are thirty, or for one that is larger than can be; those of
/// [`Resource::from_value`] for a bad id or date.
pub fn aspirate(context: &Context<'_>, values: &[Decimal]) -> Result<Resource, RecordError> {
    if values.len() != Nuclear::COUNT {
        return Err(RecordError::Entry {
            what: "measurements of an aspirate",
            found: format!("{} of them", values.len()),
            allowed: format!("{} of them", Nuclear::COUNT),
        });
    }
    let components: Vec<Value> = Nuclear::all()
        .zip(values)
        .map(|(one, value)| component(one, value))
        .collect::<Result<_, _>>()?;
    let mut map = object(json!({
        "resourceType": "Observation",
        "id": context.id,
        "status": "final",
        "category": [{ "coding": [
            { "system": OBSERVATION_CATEGORY, "code": "laboratory", "display": "Laboratory" }
        ] }],
        "code": {
            "coding": [{ "system": ASPIRATE, "code": ASPIRATE_PANEL, "display": ASPIRATE_TITLE }],
            "text": ASPIRATE_TITLE,
        },
        "subject": reference(context.patient),
        "effectiveDateTime": context.date,
        "component": components,
    }));
    if let Some(author) = context.author {
        map.insert("performer".to_owned(), json!([reference(author)]));
    }
    finish(map)
}

fn component(one: Nuclear, value: &Decimal) -> Result<Value, RecordError> {
    let most = one.feature.most();
    if !(0.0..=f64::from(most)).contains(&value.to_f64()) {
        return Err(RecordError::Entry {
            what: "a measurement of the aspirate",
            found: format!("{value} ({})", one.label()),
            allowed: format!("from 0 to {most}"),
        });
    }
    Ok(json!({
        "code": {
            "coding": [{ "system": ASPIRATE, "code": one.code(), "display": one.label() }],
        },
        "valueQuantity": { "value": value.to_json() },
    }))
}
