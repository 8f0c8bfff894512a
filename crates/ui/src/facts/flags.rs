//! How a value stands to what is usual, in a word and a chip.

use bridge::{Fact, Flag};
use leptos::prelude::*;

use crate::{
    components::{Chip, Glyph, Tone},
    t,
};

/// How a fact stands to its range; blood pressure to that of adults at rest.
pub fn flag_of(fact: &Fact) -> Flag {
    match fact {
        Fact::BloodPressure {
            systolic,
            diastolic,
        } => {
            let flags = [(systolic, "8480-6"), (diastolic, "8462-4")].map(|(value, loinc)| {
                usual_range(loinc).map_or(Flag::Unknown, |range| against(*value, range))
            });
            match flags {
                [Flag::High, _] | [_, Flag::High] => Flag::High,
                [Flag::Low, _] | [_, Flag::Low] => Flag::Low,
                _ => Flag::Normal,
            }
        }
        Fact::Measurement(measurement) if measurement.flag != Flag::Unknown => measurement.flag,
        Fact::Measurement(measurement) => {
            let range = measurement.loinc.as_deref().and_then(usual_range);
            match (measurement.value, range) {
                (Some(value), Some(range)) if !measurement.laboratory => against(value, range),
                _ => Flag::Unknown,
            }
        }
        _ => Flag::Unknown,
    }
}

/// What is usual for adults at rest, in the usual unit, by LOINC code; for what has no range of its own.
///
/// Blood pressure as measured at home (European Society of Hypertension 2023, normal and high normal);
/// pulse, breathing, temperature and oxygen as in the Royal College of Physicians' NEWS2, score 0, the
/// pulse up to 100; body mass index as the WHO has it; glucose and HbA1c as the American Diabetes
/// Association's Standards of Care, without diabetes.
pub fn usual_range(loinc: &str) -> Option<(f64, f64)> {
    Some(match loinc {
        "8480-6" => (90.0, 130.0),
        "8462-4" => (60.0, 85.0),
        "8867-4" => (51.0, 100.0),
        "9279-1" => (12.0, 20.0),
        "8310-5" => (36.1, 38.0),
        "2708-6" => (96.0, 100.0),
        "39156-5" => (18.5, 24.9),
        "2339-0" | "1521-4" => (70.0, 140.0),
        "1558-6" => (70.0, 99.0),
        "4548-4" => (4.0, 5.6),
        _ => return None,
    })
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

/// The flag as a chip; nothing if nothing is known. `<FlagChip flag=flag_of(&entry.fact) />`
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
    use super::*;

    #[test]
    fn blood_pressure_is_as_high_as_its_higher_part() {
        let flag = |systolic, diastolic| {
            flag_of(&Fact::BloodPressure {
                systolic,
                diastolic,
            })
        };
        assert_eq!(flag(128.0, 82.0), Flag::Normal);
        assert_eq!(flag(128.0, 92.0), Flag::High);
        assert_eq!(flag(150.0, 80.0), Flag::High);
        assert_eq!(flag(85.0, 55.0), Flag::Low);
    }
}
