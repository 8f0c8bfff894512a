//! How much, how often, for how long, in words.

use bridge::{DraftPrescription, Every, For};

use crate::{i18n::Key, key, t};

/// What is most often heeded: as it is written in the record, and as it is said.
pub const HEEDS: [(&str, Key); 5] = [
    ("after food", key!("facts-after-food")),
    ("before food", key!("facts-before-food")),
    ("on an empty stomach", key!("facts-empty-stomach")),
    ("at bedtime", key!("facts-at-bedtime")),
    ("with plenty of water", key!("facts-with-water")),
];

/// Parts of a note, each to be said apart. A comma within a number separates nothing: `10,000 units`.
pub fn split_note(note: &str) -> impl Iterator<Item = &str> {
    note.split(", ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// A note with what is most often heeded in the reader's language; the rest stays as it was written.
pub fn note_words(note: &str) -> String {
    let said = split_note(note).map(|part| {
        let known = HEEDS.iter().find(|(heed, _)| *heed == part);
        known.map_or_else(|| part.to_owned(), |(_, words)| words.say())
    });
    said.collect::<Vec<_>>().join(", ")
}

/// A whole order in a line: `1 tablet, twice a day, for 30 days, after food`.
///
/// Where the note begins with a pattern of the day as Indian doctors write it (`1-0-1`), that is said
/// instead of how often: `1 tablet in the morning and 1 at night`.
pub fn dosage_words(order: &DraftPrescription) -> String {
    let note = order.note.as_deref().unwrap_or_default().trim();
    let pattern = dose_pattern(note);
    let rest = match &pattern {
        Some((_, rest)) => (*rest).to_owned(),
        None => note.to_owned(),
    };
    let unit = order.dose.as_ref().map(|dose| dose.unit.as_str());
    let mut parts = Vec::new();
    match &pattern {
        Some((parts_of_day, _)) => parts.push(pattern_words(parts_of_day, unit)),
        None => {
            parts.extend(order.dose.as_ref().map(|dose| {
                t!(
                    "facts-amount",
                    amount = dose.amount.as_str(),
                    unit = dose_unit_words(&dose.unit, &dose.amount)
                )
            }));
            parts.extend(order.every.as_ref().map(every_words));
        }
    }
    if order.as_needed {
        parts.push(t!("facts-as-needed"));
    }
    parts.extend(order.duration.as_ref().map(duration_words));
    parts.push(note_words(&rest));
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// The same as doctors write it among themselves: the pattern stays as it is, `1-0-1, 30 days, after food`.
pub fn dosage_short(order: &DraftPrescription) -> String {
    let note = order.note.as_deref().unwrap_or_default().trim();
    let Some((pattern, rest)) = dose_pattern(note) else {
        return dosage_words(order);
    };
    let needed = order.as_needed.then(|| t!("facts-as-needed"));
    let span = order.duration.as_ref();
    let span = span.map(|span| span_words(span.length, &span.unit));
    let mut parts = vec![pattern.join("-")];
    parts.extend(needed);
    parts.extend(span);
    parts.push(note_words(rest));
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// How often: `once a day`, `twice a day`, `every 8 hours`, `3 times in 2 weeks`.
pub fn every_words(every: &Every) -> String {
    let Every {
        times,
        period,
        unit,
    } = every;
    match (times, period, unit.as_str()) {
        (1, 1, "d") => t!("facts-once-a-day"),
        (2, 1, "d") => t!("facts-twice-a-day"),
        (_, 1, "d") => t!("facts-times-a-day", count = *times),
        (1, 1, "wk") => t!("facts-once-a-week"),
        (_, 1, "wk") => t!("facts-times-a-week", count = *times),
        (1, 1, "mo") => t!("facts-once-a-month"),
        (1, _, _) => t!("facts-every", span = span_words(*period, unit)),
        _ => t!(
            "facts-times-in",
            count = *times,
            span = span_words(*period, unit)
        ),
    }
}

/// For how long: `for 30 days`.
pub fn duration_words(duration: &For) -> String {
    t!(
        "facts-for",
        span = span_words(duration.length, &duration.unit)
    )
}

/// The unit of a dose, in as many as there are: `tablets`. Words of others stay as they are.
pub fn dose_unit_words(unit: &str, amount: &str) -> String {
    // A half is one thing in both languages: "½ tablet".
    let count = amount
        .parse::<f64>()
        .map_or(2, |amount| if amount <= 1.0 { 1 } else { 2 });
    match unit {
        "tablet" => t!("facts-unit-tablet", count = count),
        "capsule" => t!("facts-unit-capsule", count = count),
        "drop" => t!("facts-unit-drop", count = count),
        "puff" => t!("facts-unit-puff", count = count),
        "spoon" => t!("facts-unit-spoon", count = count),
        "sachet" => t!("facts-unit-sachet", count = count),
        "injection" => t!("facts-unit-injection", count = count),
        "unit" => t!("facts-unit-unit", count = count),
        "application" => t!("facts-unit-application", count = count),
        other => other.to_owned(),
    }
}

/// A pattern of the day at the beginning of a note (`1-0-1`, `1-1-1-1`, `½-0-½`), and what follows it.
/// The parts are for morning, noon and night; four are for morning, noon, evening and night.
pub fn dose_pattern(note: &str) -> Option<(Vec<&str>, &str)> {
    let end = note
        .find(|letter: char| letter.is_whitespace() || letter == ',')
        .unwrap_or(note.len());
    let (head, rest) = note.split_at(end);
    let parts: Vec<&str> = head.split('-').collect();
    let amount = |part: &&str| {
        matches!(*part, "½" | "1½") || part.parse::<f64>().is_ok_and(|amount| amount >= 0.0)
    };
    let some = parts.iter().any(|part| !is_none(part));
    (matches!(parts.len(), 3 | 4) && some && parts.iter().all(amount))
        .then(|| (parts, rest.trim_start_matches([',', ' ']).trim()))
}

fn pattern_words(parts: &[&str], unit: Option<&str>) -> String {
    let words: [fn() -> String; 4] = [
        || t!("facts-morning"),
        || t!("facts-noon"),
        || t!("facts-evening"),
        || t!("facts-night"),
    ];
    let times = match parts.len() {
        3 => [0, 1, 3, 3],
        _ => [0, 1, 2, 3],
    };
    let said = parts.iter().zip(times).filter(|(part, _)| !is_none(part));
    let said = said.enumerate().map(|(index, (part, time))| {
        let unit = unit.filter(|_| index == 0);
        let amount = match unit {
            Some(unit) => {
                let unit = dose_unit_words(unit, part);
                t!("facts-amount", amount = *part, unit = unit)
            }
            None => (*part).to_owned(),
        };
        t!("facts-amount-at", amount = amount, time = words[time]())
    });
    said.collect::<Vec<_>>().join(", ")
}

fn is_none(part: &str) -> bool {
    part.parse() == Ok(0.0)
}

fn span_words(count: u32, unit: &str) -> String {
    match unit {
        "h" => t!("facts-hours", count = count),
        "d" => t!("facts-days", count = count),
        "wk" => t!("facts-weeks", count = count),
        "mo" => t!("facts-months", count = count),
        other => format!("{count} {other}"),
    }
}

#[cfg(test)]
mod tests {
    use bridge::Dose;

    use super::*;
    use crate::i18n::{Language, PATIENT, learn, speak};

    fn order(note: Option<&str>) -> DraftPrescription {
        DraftPrescription {
            drug: "Amlodipine 5 mg".into(),
            dose: Some(Dose {
                amount: "1".into(),
                unit: "tablet".into(),
            }),
            every: Some(Every {
                times: 2,
                period: 1,
                unit: "d".into(),
            }),
            duration: Some(For {
                length: 30,
                unit: "d".into(),
            }),
            note: note.map(Into::into),
            ..DraftPrescription::default()
        }
    }

    #[test]
    fn what_is_heeded_is_said_in_the_readers_language_and_the_rest_as_it_was_written() {
        speak(Language::En);
        learn(PATIENT);
        let note = "after food, not more than 10,000 units a week";
        assert_eq!(note_words(note), note);
        speak(Language::Hi);
        let said = note_words(note);
        assert!(!said.contains("after food"), "{said}");
        assert!(
            said.ends_with(", not more than 10,000 units a week"),
            "{said}"
        );
        let whole = dosage_words(&order(Some("1-0-1, at bedtime")));
        assert!(!whole.contains("bedtime"), "{whole}");
        assert!(dosage_short(&order(Some("1-0-1, at bedtime"))).starts_with("1-0-1"));
        speak(Language::En);
    }

    #[test]
    fn an_order_reads_as_people_say_it() {
        speak(Language::En);
        learn(PATIENT);
        assert_eq!(
            dosage_words(&order(Some("after food"))),
            "1 tablet, twice a day, for 30 days, after food"
        );
        assert_eq!(
            dosage_words(&order(Some("1-0-1, after food"))),
            "1 tablet in the morning, 1 at night, for 30 days, after food"
        );
        assert_eq!(
            dosage_short(&order(Some("1-0-1, after food"))),
            "1-0-1, 30 days, after food"
        );
    }

    #[test]
    fn an_order_reads_so_in_hindi_too() {
        speak(Language::Hi);
        learn(PATIENT);
        assert_eq!(
            dosage_words(&order(Some("1-0-1"))),
            "1 गोली सुबह, 1 रात में, 30 दिन तक"
        );
        assert_eq!(
            dosage_words(&order(None)),
            "1 गोली, दिन में दो बार, 30 दिन तक"
        );
    }

    #[test]
    fn a_pattern_is_three_or_four_amounts_that_are_not_all_nothing() {
        assert_eq!(dose_pattern("1-0-1"), Some((vec!["1", "0", "1"], "")));
        assert_eq!(
            dose_pattern("½-0-½ after food"),
            Some((vec!["½", "0", "½"], "after food"))
        );
        for note in ["after food", "2024-05-31-x", "0-0-0", "1-0", "1-0-a", ""] {
            assert_eq!(dose_pattern(note), None, "{note}");
        }
    }
}
