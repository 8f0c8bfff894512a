//! How much of a medicine, how often, for how long, in plain words.

use serde_json::Value;

use super::{Concept, Quantity, items, text};

/// A Dosage in words (<https://hl7.org/fhir/R4/dosage.html>): its own text, else one made from
/// dose, timing, route and instructions. `None` if it says nothing.
pub(super) fn words(dosage: &Value) -> Option<String> {
    if let Some(own) = text(dosage, "text") {
        return Some(own);
    }
    let mut parts = Vec::new();
    parts.extend(dose(dosage));
    parts.extend(dosage.get("timing").and_then(timing));
    parts.extend(Concept::at(dosage, "route").map(|c| c.label.to_lowercase()));
    if dosage.get("asNeededBoolean") == Some(&Value::Bool(true)) {
        parts.push("as needed".to_owned());
    }
    parts.extend(
        Concept::at(dosage, "asNeededCodeableConcept")
            .map(|c| format!("as needed for {}", c.label)),
    );
    let instructions = Concept::all(dosage, "additionalInstruction");
    parts.extend(instructions.into_iter().map(|c| c.label.to_lowercase()));
    parts.extend(text(dosage, "patientInstruction"));
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// `once a day`, `three times a day`, `every 8 hours`, `twice every 2 weeks`.
pub(crate) fn frequency_words(times: u32, period: u32, unit: &str) -> String {
    let unit = unit_of_time(unit, period);
    let times = match times {
        1 if period > 1 => return format!("every {period} {unit}"),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n @ 3..=6 => format!("{} times", ["three", "four", "five", "six"][n as usize - 3]),
        n => format!("{n} times"),
    };
    match period {
        1 => format!("{times} {} {unit}", if unit == "hour" { "an" } else { "a" }),
        _ => format!("{times} every {period} {unit}"),
    }
}

/// The English name of a UCUM unit of time.
pub(crate) fn unit_of_time(ucum: &str, count: u32) -> String {
    let name = match ucum {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "wk" => "week",
        "mo" => "month",
        "a" => "year",
        other => other,
    };
    if count == 1 {
        name.to_owned()
    } else {
        format!("{name}s")
    }
}

fn dose(dosage: &Value) -> Option<String> {
    let rate = items(dosage, "doseAndRate").next()?;
    if let Some(quantity) = rate.get("doseQuantity").and_then(Quantity::read) {
        let number = quantity.value.rounded(3);
        let number = match number.split_once('.') {
            Some((whole, fraction)) if fraction.bytes().all(|b| b == b'0') => whole,
            _ => &number,
        };
        return Some(match quantity.unit {
            Some(unit) => format!("{number} {unit}"),
            None => format!("take {number}"),
        });
    }
    let range = rate.get("doseRange")?;
    let end = |name| range.get(name).and_then(Quantity::read);
    Some(format!("{} to {}", end("low")?, end("high")?))
}

/// A Timing in words, from its regular repeat or else its code.
fn timing(timing: &Value) -> Option<String> {
    regular(timing).or_else(|| Concept::at(timing, "code").map(|c| c.label))
}

fn regular(timing: &Value) -> Option<String> {
    let repeat = timing.get("repeat")?;
    let whole = |name| {
        repeat
            .get(name)
            .and_then(|n| n.to_string().parse::<f64>().ok())
    };
    let count = |number: f64| number.to_string().parse::<u32>().ok();
    let unit = repeat.get("periodUnit").and_then(Value::as_str)?;
    let times = count(whole("frequency").unwrap_or(1.0))?;
    let mut out = frequency_words(times, count(whole("period")?)?, unit);
    if let Some(length) = repeat.get("boundsDuration").and_then(Quantity::read) {
        let number = length.value.rounded(2);
        let unit = length
            .ucum
            .as_deref()
            .map(|u| unit_of_time(u, number.parse().unwrap_or(2)));
        let unit = unit.or(length.unit).unwrap_or_default();
        out.push_str(&format!(" for {number} {unit}"));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn frequencies_read_as_people_say_them() {
        for (times, period, unit, words) in [
            (1, 1, "d", "once a day"),
            (3, 1, "d", "three times a day"),
            (1, 8, "h", "every 8 hours"),
            (2, 2, "wk", "twice every 2 weeks"),
            (1, 1, "h", "once an hour"),
            (12, 1, "d", "12 times a day"),
        ] {
            assert_eq!(frequency_words(times, period, unit), words);
        }
    }

    #[test]
    fn a_coded_dosage_becomes_a_sentence() {
        let dosage = json!({
            "timing": { "repeat": { "frequency": 2, "period": 1, "periodUnit": "d",
                "boundsDuration": { "value": 5, "system": "http://unitsofmeasure.org", "code": "d" } } },
            "asNeededBoolean": true,
            "route": { "text": "Oral route" },
            "doseAndRate": [{ "doseQuantity": { "value": 1.0, "unit": "tablet" } }],
        });
        assert_eq!(
            words(&dosage).unwrap(),
            "1 tablet twice a day for 5 days oral route as needed"
        );
        assert_eq!(words(&json!({ "sequence": 1 })), None);
    }
}
