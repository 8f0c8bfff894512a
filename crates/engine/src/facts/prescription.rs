//! Prescriptions: how they read, and back into the parts they were ordered in.

use bridge::{Dose, DraftPrescription, Every, Fact, For, Prescription};
use record::{
    Resource,
    view::{MedicationRequest, Quantity},
};
use serde_json::Value;

use crate::date::moment;

const DAY: u64 = 86_400_000;

pub(super) fn fact(resource: &Resource, view: MedicationRequest) -> Fact {
    let order = order(resource.as_value(), &view);
    Fact::Prescription(Prescription {
        active: view.status == "active" && !view.do_not_take,
        drug: view.drug,
        dosage: view.dosage,
        notes: view.notes,
        status: view.status,
        do_not_take: view.do_not_take,
        order,
    })
}

/// When it has run out: so long after it was ordered. The last day counts whole.
pub(super) fn runs_out(resource: &Resource) -> Option<u64> {
    let value = resource.as_value();
    let instructions = value.get("dosageInstruction")?.as_array()?;
    let mut longest = 0;
    for instruction in instructions {
        // One that does not say how long lasts.
        let bounds = instruction.pointer("/timing/repeat/boundsDuration")?;
        let length = duration(bounds)?;
        let days = match length.unit.as_str() {
            "h" => u64::from(length.length).div_ceil(24),
            "d" => u64::from(length.length),
            "wk" => 7 * u64::from(length.length),
            "mo" => 31 * u64::from(length.length),
            "a" => 366 * u64::from(length.length),
            _ => return None,
        };
        longest = days.max(longest);
    }
    let start = moment(value.get("authoredOn")?.as_str()?)?;
    let start = u64::try_from(start).ok()?;
    (longest > 0).then(|| start + longest * DAY)
}

/// The parts, where nothing is lost by them.
fn order(value: &Value, view: &MedicationRequest) -> Option<DraftPrescription> {
    let none = Vec::new();
    let instructions = value.get("dosageInstruction").and_then(Value::as_array);
    let instructions = instructions.unwrap_or(&none);
    if instructions.len() > 1 || view.notes.len() > 1 || view.do_not_take {
        return None;
    }
    let mut order = DraftPrescription {
        drug: view.drug.clone(),
        note: view.notes.first().cloned(),
        when: view.authored.clone().unwrap_or_default(),
        ..DraftPrescription::default()
    };
    let Some(instruction) = instructions.first() else {
        return Some(order);
    };
    let simple = [
        "text",
        "timing",
        "doseAndRate",
        "asNeededBoolean",
        "sequence",
    ];
    let is_simple = |value: &Value, known: &[&str]| {
        let keys = value
            .as_object()
            .into_iter()
            .flat_map(serde_json::Map::keys);
        keys.into_iter().all(|key| known.contains(&key.as_str()))
    };
    if !is_simple(instruction, &simple) {
        return None;
    }
    order.as_needed = instruction.get("asNeededBoolean") == Some(&Value::Bool(true));
    if let Some(rates) = instruction.get("doseAndRate") {
        order.dose = Some(dose(rates)?);
    }
    if let Some(timing) = instruction.get("timing") {
        let repeat = timing.get("repeat")?;
        let known = ["boundsDuration", "frequency", "period", "periodUnit"];
        if !is_simple(timing, &["repeat"]) || !is_simple(repeat, &known) {
            return None;
        }
        if let Some(bounds) = repeat.get("boundsDuration") {
            order.duration = Some(duration(bounds)?);
        }
        if let Some(unit) = repeat.get("periodUnit") {
            order.every = Some(Every {
                times: repeat.get("frequency").map_or(Some(1), whole)?,
                period: whole(repeat.get("period")?)?,
                unit: unit.as_str()?.to_owned(),
            });
        }
    }
    let parts = order.dose.is_some() || order.every.is_some() || order.as_needed;
    // Words alone say what no part says.
    (parts || instruction.get("text").is_none()).then_some(order)
}

fn dose(rates: &Value) -> Option<Dose> {
    let [rate] = rates.as_array()?.as_slice() else {
        return None;
    };
    let quantity = Quantity::read(rate.get("doseQuantity")?)?;
    Some(Dose {
        amount: quantity.value.to_string(),
        unit: quantity.unit?,
    })
}

fn duration(bounds: &Value) -> Option<For> {
    let unit = bounds.get("code").or_else(|| bounds.get("unit"))?;
    Some(For {
        length: whole(bounds.get("value")?)?,
        unit: unit.as_str()?.to_owned(),
    })
}

/// A whole number, also if it is written `5.0`.
fn whole(number: &Value) -> Option<u32> {
    let text = number.as_number()?.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    fraction
        .bytes()
        .all(|digit| digit == b'0')
        .then(|| whole.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(dosage: Value) -> (Option<DraftPrescription>, Option<u64>) {
        let resource = Resource::from_value(json!({ "resourceType": "MedicationRequest",
            "status": "active", "intent": "order", "authoredOn": "2024-05-01",
            "subject": { "reference": "Patient/1" },
            "medicationCodeableConcept": { "text": "Amoxicillin 500 mg" },
            "dosageInstruction": dosage }))
        .unwrap();
        let view = MedicationRequest::of(&resource).unwrap();
        (order(resource.as_value(), &view), runs_out(&resource))
    }

    #[test]
    fn a_simple_order_comes_back_in_its_parts() {
        let (order, end) = read(json!([{ "text": "1 tablet three times a day for 5 days",
            "doseAndRate": [{ "doseQuantity": { "value": 1, "unit": "tablet" } }],
            "timing": { "repeat": { "frequency": 3, "period": 1.0, "periodUnit": "d",
                "boundsDuration": { "value": 5, "code": "d",
                    "system": "http://unitsofmeasure.org" } } } }]));
        let order = order.unwrap();
        assert_eq!(order.drug, "Amoxicillin 500 mg");
        assert_eq!(order.dose.unwrap().amount, "1");
        assert_eq!(order.every.unwrap().times, 3);
        assert_eq!(order.duration.unwrap().length, 5);
        assert_eq!(end, Some(1_714_521_600_000 + 5 * DAY));
    }

    #[test]
    fn what_the_parts_cannot_say_is_not_squeezed_into_them() {
        for dosage in [
            json!([{ "text": "one in the morning, two at night" }]),
            json!([{ "text": "a" }, { "text": "b" }]),
            json!([{ "asNeededBoolean": true, "route": { "text": "oral" } }]),
            json!([{ "timing": { "repeat": { "frequency": 1, "period": 1.5, "periodUnit": "d" } } }]),
            json!([{ "timing": { "repeat": { "when": ["MORN"] } } }]),
        ] {
            let (order, end) = read(dosage.clone());
            assert_eq!((order, end), (None, None), "{dosage}");
        }
        assert!(
            read(json!([{ "asNeededBoolean": true }]))
                .0
                .unwrap()
                .as_needed
        );
    }
}
