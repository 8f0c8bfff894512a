//! How a value stands to what is usual, in a word and a chip.

use bridge::{Entry, Fact, Flag, Measurement};
use leptos::prelude::*;
use record::{codes::Vital, units::convert};

use crate::{
    components::{Chip, Glyph, Tone},
    t,
};

/// How a record stands to its range: the laboratory's, else what is usual in adults at rest. Of a child nothing is
/// said but by the laboratory's.
pub fn flag_of(entry: &Entry) -> Flag {
    let usual = |value, ucum: &str, loinc| match entry.of_child {
        true => Flag::Unknown,
        false => against_usual(value, ucum, loinc),
    };
    match &entry.fact {
        Fact::BloodPressure {
            systolic,
            diastolic,
        } => {
            let flags = [(systolic, "8480-6"), (diastolic, "8462-4")]
                .map(|(value, loinc)| usual(*value, "mm[Hg]", loinc));
            match flags {
                [Flag::High, _] | [_, Flag::High] => Flag::High,
                [Flag::Low, _] | [_, Flag::Low] => Flag::Low,
                [Flag::Normal, Flag::Normal] => Flag::Normal,
                _ => Flag::Unknown,
            }
        }
        Fact::Measurement(measurement) if measurement.flag != Flag::Unknown => measurement.flag,
        Fact::Measurement(Measurement {
            value: Some(value),
            ucum,
            loinc: Some(loinc),
            laboratory: false,
            ..
        }) => usual(*value, ucum, loinc),
        _ => Flag::Unknown,
    }
}

/// What is usual in adults at rest, in the usual unit, by LOINC code: [`Vital::usual`], which names its sources.
pub fn usual_range(loinc: &str) -> Option<(f64, f64)> {
    let span = Vital::by_loinc(loinc)?.usual.of(None)?;
    span.low.zip(span.high)
}

/// As [`usual_range`], for a chart of these records: nothing if a child's are among them.
pub fn usual_range_of<'e>(
    loinc: &str,
    mut entries: impl Iterator<Item = &'e Entry>,
) -> Option<(f64, f64)> {
    usual_range(loinc).filter(|_| !entries.any(|entry| entry.of_child))
}

/// In whatever unit it was measured.
fn against_usual(value: f64, ucum: &str, loinc: &str) -> Flag {
    let unit = Vital::by_loinc(loinc).and_then(|vital| vital.units.first());
    let value = unit.and_then(|unit| convert(value, ucum, unit.ucum));
    match (value, usual_range(loinc)) {
        (Some(value), Some(range)) => against(value, range),
        _ => Flag::Unknown,
    }
}

/// The flag in words; nothing if nothing is known.
pub fn flag_words(flag: Flag) -> Option<String> {
    Some(match flag {
        Flag::Unknown => return None,
        Flag::Normal => t!("facts-flag-normal"),
        Flag::Low => t!("facts-flag-low"),
        Flag::High => t!("facts-flag-high"),
        Flag::Abnormal => t!("facts-flag-abnormal"),
    })
}

/// The flag as a chip; nothing if nothing is known. `<FlagChip flag=flag_of(&entry) />`
#[component]
pub fn FlagChip(
    /// The flag.
    flag: Flag,
) -> impl IntoView {
    let (tone, icon) = match flag {
        Flag::Normal => (Tone::Teal, Glyph::Check),
        Flag::Low => (Tone::Marigold, Glyph::ChevronDown),
        Flag::High => (Tone::Marigold, Glyph::ChevronUp),
        Flag::Unknown | Flag::Abnormal => (Tone::Marigold, Glyph::Alert),
    };
    flag_words(flag).map(|words| view! { <Chip tone icon>{words}</Chip> })
}

fn against(value: f64, (low, high): (f64, f64)) -> Flag {
    match () {
        () if value < low => Flag::Low,
        () if value > high => Flag::High,
        () => Flag::Normal,
    }
}

#[cfg(test)]
mod tests {
    use bridge::Visibility;

    use super::*;

    fn entry(fact: Fact, of_child: bool) -> Entry {
        Entry {
            id: String::new(),
            version: 1,
            versions: 1,
            author: String::new(),
            by_me: true,
            written: 0,
            date: None,
            time: 0,
            visibility: Visibility::Private,
            fresh: false,
            mistaken: false,
            of_child,
            shown_to: Vec::new(),
            fact,
        }
    }

    fn pressure(systolic: f64, diastolic: f64) -> Fact {
        Fact::BloodPressure {
            systolic,
            diastolic,
        }
    }

    fn measured(loinc: &str, value: f64, ucum: &str, flag: Flag) -> Fact {
        Fact::Measurement(Measurement {
            loinc: Some(loinc.to_owned()),
            name: String::new(),
            value: Some(value),
            text: String::new(),
            unit: String::new(),
            ucum: ucum.to_owned(),
            low: None,
            high: None,
            flag,
            laboratory: false,
            parts: Vec::new(),
        })
    }

    #[test]
    fn blood_pressure_is_as_high_as_its_higher_part() {
        let flag = |systolic, diastolic| flag_of(&entry(pressure(systolic, diastolic), false));
        assert_eq!(flag(128.0, 82.0), Flag::Normal);
        assert_eq!(flag(128.0, 92.0), Flag::High);
        assert_eq!(flag(150.0, 80.0), Flag::High);
        assert_eq!(flag(85.0, 55.0), Flag::Low);
    }

    #[test]
    fn a_value_stands_to_its_range_in_whatever_unit() {
        let flag = |value, ucum| {
            flag_of(&entry(
                measured("8310-5", value, ucum, Flag::Unknown),
                false,
            ))
        };
        assert_eq!(flag(36.8, "Cel"), Flag::Normal);
        assert_eq!(flag(98.2, "[degF]"), Flag::Normal);
        assert_eq!(flag(101.0, "[degF]"), Flag::High);
        assert_eq!(flag(36.8, "furlong"), Flag::Unknown);
    }

    #[test]
    fn of_a_child_only_the_laboratory_says_something() {
        let pulse = measured("8867-4", 120.0, "/min", Flag::Unknown);
        assert_eq!(flag_of(&entry(pulse.clone(), false)), Flag::High);
        assert_eq!(flag_of(&entry(pulse, true)), Flag::Unknown);
        assert_eq!(flag_of(&entry(pressure(85.0, 50.0), true)), Flag::Unknown);
        let told = measured("8867-4", 120.0, "/min", Flag::Normal);
        assert_eq!(flag_of(&entry(told, true)), Flag::Normal);
        let child = [entry(pressure(85.0, 50.0), true)];
        assert_eq!(usual_range_of("8480-6", child.iter()), None);
        assert!(usual_range_of("8480-6", [].iter()).is_some());
    }
}
