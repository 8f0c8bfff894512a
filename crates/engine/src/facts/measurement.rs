//! Measurements: value, unit, range, and how the value stands to it.

use bridge::{Fact, Flag, Measurement};
use record::{
    Decimal, Resource,
    codes::LOINC,
    units,
    view::{Observation, ObservationValue, Quantity},
};
use serde_json::Value;

pub(super) fn fact(resource: &Resource, view: Observation) -> Fact {
    let (value, text, unit, ucum) = match &view.value {
        Some(ObservationValue::Quantity(quantity)) => of_quantity(quantity),
        Some(other) => (None, other.to_string(), String::new(), String::new()),
        None => Default::default(),
    };
    let range = view
        .ranges
        .iter()
        .find(|range| range.low.is_some() || range.high.is_some());
    let end = |end: Option<&Quantity>| end.map(|quantity| quantity.value.to_f64());
    let low = end(range.and_then(|range| range.low.as_ref()));
    let high = end(range.and_then(|range| range.high.as_ref()));
    let said = view
        .interpretation
        .iter()
        .find_map(|code| code.code.as_deref());
    let parts = view.components.iter().filter_map(|part| {
        let value = part.value.as_ref()?;
        Some((part.code.label.clone(), value.to_string()))
    });
    Fact::Measurement(Measurement {
        loinc: loinc(resource.as_value()),
        name: view.code.label,
        flag: said
            .map(flag_of)
            .filter(|flag| *flag != Flag::Unknown)
            .unwrap_or_else(|| by_range(value, low, high)),
        value,
        text,
        unit,
        ucum,
        low,
        high,
        laboratory: view.categories.iter().any(|code| code == "laboratory"),
        parts: parts.collect(),
    })
}

fn of_quantity(quantity: &Quantity) -> (Option<f64>, String, String, String) {
    let ucum = quantity.ucum.clone().or_else(|| {
        let written = quantity.unit.as_deref()?;
        units::from_written(written).map(str::to_owned)
    });
    let unit = match (&ucum, &quantity.unit) {
        // What we have a name for is called so; otherwise as whoever wrote it has it.
        (Some(code), written) if units::label(code) == code.as_str() => {
            written.clone().unwrap_or_else(|| code.clone())
        }
        (Some(code), _) => units::label(code).to_owned(),
        (None, written) => written.clone().unwrap_or_default(),
    };
    let comparator = quantity.comparator.as_deref().unwrap_or_default();
    let text = format!("{comparator}{}", legible(&quantity.value));
    // A bound is no value: it has no place on a chart.
    let value = comparator.is_empty().then(|| quantity.value.to_f64());
    (value, text, unit, ucum.unwrap_or_default())
}

/// As written, but for numbers that a computer wrote out to the last digit.
fn legible(value: &Decimal) -> String {
    let written = value.to_string();
    let decimals = written.split_once('.').map_or(0, |(_, rest)| rest.len());
    if decimals <= 4 {
        return written;
    }
    let places = match value.to_f64().abs() {
        large if large >= 100.0 => 1,
        middling if middling >= 1.0 => 2,
        _ => 6,
    };
    value.rounded(places)
}

fn flag_of(code: &str) -> Flag {
    match code {
        "N" | "NEG" | "ND" | "NR" => Flag::Normal,
        "L" | "LL" | "LU" | "<" => Flag::Low,
        "H" | "HH" | "HU" | ">" => Flag::High,
        "A" | "AA" | "POS" | "DET" | "RR" => Flag::Abnormal,
        _ => Flag::Unknown,
    }
}

fn by_range(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> Flag {
    match (value, low, high) {
        (Some(value), Some(low), _) if value < low => Flag::Low,
        (Some(value), _, Some(high)) if value > high => Flag::High,
        (Some(_), Some(_), _) | (Some(_), _, Some(_)) => Flag::Normal,
        _ => Flag::Unknown,
    }
}

fn loinc(value: &Value) -> Option<String> {
    let codings = value.pointer("/code/coding")?.as_array()?;
    let of_loinc = codings
        .iter()
        .find(|coding| coding.get("system").and_then(Value::as_str) == Some(LOINC))?;
    of_loinc.get("code")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn measured(value: Value) -> Measurement {
        let mut resource = json!({ "resourceType": "Observation", "status": "final",
            "category": [{ "coding": [{ "code": "laboratory" }] }],
            "code": { "text": "HbA1c", "coding": [
                { "system": "http://snomed.info/sct", "code": "43396009" },
                { "system": "http://loinc.org", "code": "4548-4" }] } });
        for (name, part) in value.as_object().unwrap() {
            resource[name] = part.clone();
        }
        let resource = Resource::from_value(resource).unwrap();
        match fact(&resource, Observation::of(&resource).unwrap()) {
            Fact::Measurement(measurement) => measurement,
            other => panic!("{other:?}"),
        }
    }

    fn quantity(value: f64) -> Value {
        json!({ "value": value, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%" })
    }

    #[test]
    fn a_value_is_flagged_by_the_laboratory_or_else_by_its_range() {
        let range = json!([{ "low": { "value": 4.0 }, "high": { "value": 5.6 } }]);
        for (value, flag) in [(6.9, Flag::High), (3.9, Flag::Low), (5.6, Flag::Normal)] {
            let seen =
                measured(json!({ "valueQuantity": quantity(value), "referenceRange": range }));
            assert_eq!(seen.flag, flag, "{value}");
            assert_eq!((seen.low, seen.high), (Some(4.0), Some(5.6)));
        }
        let said = measured(
            json!({ "valueQuantity": quantity(5.0), "referenceRange": range,
            "interpretation": [{ "coding": [{ "code": "A" }] }] }),
        );
        assert_eq!(said.flag, Flag::Abnormal);
        assert_eq!(said.loinc.as_deref(), Some("4548-4"));
        assert!(said.laboratory);
        assert_eq!(
            measured(json!({ "valueQuantity": quantity(5.0) })).flag,
            Flag::Unknown
        );
    }

    #[test]
    fn digits_stay_as_written_and_bounds_are_no_values() {
        let exact = measured(json!({ "valueQuantity": quantity(128.387_457_395) }));
        assert_eq!(exact.text, "128.4");
        assert_eq!(
            measured(json!({ "valueQuantity": quantity(0.005) })).text,
            "0.005"
        );
        let mut bound = quantity(0.1);
        bound["comparator"] = "<".into();
        let bound = measured(json!({ "valueQuantity": bound }));
        assert_eq!((bound.text.as_str(), bound.value), ("<0.1", None));
        let word = measured(json!({ "valueCodeableConcept": { "text": "positive" } }));
        assert_eq!((word.text.as_str(), word.value), ("positive", None));
    }
}
