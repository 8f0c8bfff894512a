//! Measurements: their names in the person's language, and their values.

use bridge::Measurement;

use crate::{
    i18n::{Key, Language, language},
    key, locale, t,
};

/// What was measured, in the person's language where it is known; else as it was written.
pub fn measurement_name(measurement: &Measurement) -> String {
    let known = measurement.loinc.as_deref().and_then(name_key);
    known
        .or_else(|| key_by_name(&measurement.name))
        .map_or_else(|| measurement.name.clone(), Key::say)
}

/// The value with its unit: `6.9 %`, `173.5 cm`, `positive`.
pub fn measurement_value(measurement: &Measurement) -> String {
    if measurement.text.is_empty() {
        let parts = measurement.parts.iter();
        let parts = parts.map(|(name, value)| format!("{name} {value}"));
        return parts.collect::<Vec<_>>().join(", ");
    }
    let unit = unit_words(&measurement.unit);
    format!("{} {unit}", value_text(measurement))
        .trim_end()
        .to_owned()
}

/// The value alone. Digits no instrument measures (some programs write fifteen) are left out.
pub(crate) fn value_text(measurement: &Measurement) -> String {
    let text = measurement.text.trim();
    let places = text.split_once('.').map_or(0, |(_, places)| places.len());
    match text.parse::<f64>() {
        Ok(value) if places > 3 => locale::number(value),
        Ok(_) => locale::grouped(text),
        Err(_) => result_words(text),
    }
}

/// A unit as people write it; those of mere counting are left out.
pub(crate) fn unit_words(unit: &str) -> String {
    match unit {
        "per minute" | "/min" => t!("facts-unit-per-minute"),
        "1" => String::new(),
        unit if unit.starts_with('{') => String::new(),
        unit => unit.to_owned(),
    }
}

/// The words laboratories use for results without a number.
fn result_words(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "positive" => t!("facts-positive"),
        "negative" => t!("facts-negative"),
        "detected" => t!("facts-detected"),
        "not detected" => t!("facts-not-detected"),
        _ => text.to_owned(),
    }
}

/// Names that are known without a code, as they are typed.
fn key_by_name(name: &str) -> Option<Key> {
    if language() == Language::En {
        return None;
    }
    let name = name.to_lowercase();
    NAMES
        .iter()
        .find(|(_, _, english)| *english == name)
        .map(|(_, key, _)| *key)
}

fn name_key(loinc: &str) -> Option<Key> {
    NAMES
        .iter()
        .find(|(codes, _, _)| codes.contains(&loinc))
        .map(|(_, key, _)| *key)
}

/// LOINC codes, the key of their name, and that name in English and small letters.
const NAMES: &[(&[&str], Key, &str)] = &[
    (
        &["8480-6"],
        key!("facts-systolic"),
        "systolic blood pressure",
    ),
    (
        &["8462-4"],
        key!("facts-diastolic"),
        "diastolic blood pressure",
    ),
    (&["8867-4"], key!("facts-pulse"), "pulse"),
    (&["9279-1"], key!("facts-breathing"), "breathing rate"),
    (
        &["8310-5", "8331-1", "61008-9"],
        key!("facts-temperature"),
        "temperature",
    ),
    (
        &["2708-6", "59408-5"],
        key!("facts-oxygen"),
        "oxygen saturation",
    ),
    (&["29463-7", "3141-9"], key!("facts-weight"), "weight"),
    (&["8302-2"], key!("facts-height"), "height"),
    (&["39156-5"], key!("facts-bmi"), "body mass index"),
    (
        &["2339-0", "15074-8", "2345-7"],
        key!("facts-glucose"),
        "blood glucose",
    ),
    (
        &["1558-6"],
        key!("facts-glucose-fasting"),
        "fasting glucose",
    ),
    (
        &["1521-4"],
        key!("facts-glucose-meal"),
        "glucose 2 h after a meal",
    ),
    (&["4548-4"], key!("facts-hba1c"), "hba1c"),
    (&["2093-3"], key!("facts-cholesterol"), "total cholesterol"),
    (&["2571-8"], key!("facts-triglycerides"), "triglycerides"),
    (
        &["18262-6", "13457-7", "2089-1"],
        key!("facts-ldl"),
        "ldl cholesterol",
    ),
    (&["2085-9"], key!("facts-hdl"), "hdl cholesterol"),
    (&["718-7"], key!("facts-haemoglobin"), "haemoglobin"),
    (&["6690-2"], key!("facts-white-cells"), "white blood cells"),
    (&["789-8"], key!("facts-red-cells"), "red blood cells"),
    (&["4544-3"], key!("facts-haematocrit"), "haematocrit"),
    (&["777-3"], key!("facts-platelets"), "platelets"),
    (&["787-2"], key!("facts-mcv"), "size of the red cells (mcv)"),
    (
        &["785-6"],
        key!("facts-mch"),
        "haemoglobin per red cell (mch)",
    ),
    (
        &["786-4"],
        key!("facts-mchc"),
        "haemoglobin in the red cells (mchc)",
    ),
    (&["2160-0"], key!("facts-creatinine"), "creatinine"),
    (&["3094-0", "22664-7"], key!("facts-urea"), "urea"),
    (
        &["33914-3", "98979-8", "62238-1"],
        key!("facts-egfr"),
        "kidney function (egfr)",
    ),
    (&["2951-2"], key!("facts-sodium"), "sodium"),
    (&["2823-3"], key!("facts-potassium"), "potassium"),
    (&["17861-6"], key!("facts-calcium"), "calcium"),
    (&["3084-1"], key!("facts-uric-acid"), "uric acid"),
    (&["1742-6"], key!("facts-alt"), "alt (sgpt)"),
    (&["1920-8"], key!("facts-ast"), "ast (sgot)"),
    (&["1975-2"], key!("facts-bilirubin"), "bilirubin"),
    (&["3016-3", "11580-8"], key!("facts-tsh"), "tsh (thyroid)"),
    (&["1989-3", "62292-8"], key!("facts-vitamin-d"), "vitamin d"),
    (&["2132-9"], key!("facts-vitamin-b12"), "vitamin b12"),
    (&["72514-3"], key!("facts-pain"), "pain, 0 to 10"),
    (&["72166-2"], key!("facts-smoking"), "smoking"),
    (&["55423-8"], key!("facts-steps"), "steps"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{PATIENT, learn, speak};

    #[test]
    fn a_name_without_a_code_is_the_english_one_of_the_table() {
        speak(Language::En);
        learn(PATIENT);
        for (_, key, english) in NAMES {
            assert_eq!(key.say().to_lowercase(), *english);
        }
    }

    #[test]
    fn every_code_stands_in_the_table_once() {
        let codes: Vec<_> = NAMES.iter().flat_map(|(codes, _, _)| *codes).collect();
        for (index, code) in codes.iter().enumerate() {
            assert!(!codes[index + 1..].contains(code), "{code}");
        }
    }
}
