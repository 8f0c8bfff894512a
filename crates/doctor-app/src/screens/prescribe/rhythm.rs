//! How often a medicine is taken, as it is tapped.

use bridge::{DraftPrescription, Every};
use ui::prelude::*;

/// How often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rhythm {
    /// Nothing is said of it.
    Open,
    /// At these times of the day: morning, noon, night; of four: morning, noon, evening, night.
    Day(&'static [bool]),
    /// So many times in a span.
    Each(u32, u32, &'static str),
    /// As an earlier prescription says it.
    Other {
        /// With amounts that are not the same all day.
        pattern: Option<String>,
        every: Option<Every>,
    },
}

/// Those that can be tapped.
pub(super) const RHYTHMS: [Rhythm; 11] = [
    Rhythm::Day(&[true, false, false]),
    Rhythm::Day(&[true, false, true]),
    Rhythm::Day(&[true, true, true]),
    Rhythm::Day(&[false, false, true]),
    Rhythm::Day(&[false, true, false]),
    Rhythm::Day(&[true, true, true, true]),
    Rhythm::Each(1, 6, "h"),
    Rhythm::Each(1, 8, "h"),
    Rhythm::Each(1, 1, "wk"),
    Rhythm::Each(1, 1, "mo"),
    Rhythm::Open,
];

impl Rhythm {
    /// The rhythm of an earlier order, whose note begins with `pattern`.
    pub(super) fn of(order: &DraftPrescription, pattern: Option<&str>) -> Self {
        let every = order.every.as_ref();
        if let Some(pattern) = pattern {
            let same =
                |rhythm: &&Self| matches!(rhythm, Self::Day(times) if is_even(pattern, times));
            return RHYTHMS.iter().find(same).cloned().unwrap_or(Self::Other {
                pattern: Some(pattern.to_owned()),
                every: every.cloned(),
            });
        }
        let Some(every) = every else {
            return Self::Open;
        };
        let same = |rhythm: &&Self| rhythm.every().as_ref() == Some(every);
        let tapped = RHYTHMS
            .iter()
            .filter(|rhythm| matches!(rhythm, Self::Each(..)));
        let tapped = tapped.clone().find(same).cloned();
        tapped.unwrap_or_else(|| match (every.times, every.period, every.unit.as_str()) {
            (1, 1, "d") => RHYTHMS[0].clone(),
            (2, 1, "d") => RHYTHMS[1].clone(),
            (3, 1, "d") => RHYTHMS[2].clone(),
            (4, 1, "d") => RHYTHMS[5].clone(),
            _ => Self::Other {
                pattern: None,
                every: Some(every.clone()),
            },
        })
    }

    /// The same in numbers.
    pub(super) fn every(&self) -> Option<Every> {
        let every = |times, period, unit: &str| Every {
            times,
            period,
            unit: unit.to_owned(),
        };
        match self {
            Self::Open => None,
            Self::Day(times) => {
                let count = times.iter().filter(|time| **time).count();
                Some(every(u32::try_from(count).unwrap_or(1), 1, "d"))
            }
            Self::Each(times, period, unit) => Some(every(*times, *period, unit)),
            Self::Other { every, .. } => every.clone(),
        }
    }

    /// The pattern a note begins with: `1-0-1`.
    pub(super) fn pattern(&self, amount: &str) -> Option<String> {
        match self {
            Self::Day(times) => {
                let parts: Vec<&str> = times
                    .iter()
                    .map(|time| if *time { amount } else { "0" })
                    .collect();
                Some(parts.join("-"))
            }
            Self::Other { pattern, .. } => pattern.clone(),
            _ => None,
        }
    }

    /// In a word or two, for what is tapped.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Open => t!("rx-no-rhythm"),
            Self::Day(_) => self.pattern("1").unwrap_or_default(),
            Self::Each(1, 1, "wk") => t!("rx-weekly"),
            Self::Each(1, 1, "mo") => t!("rx-monthly"),
            Self::Each(_, hours, _) => t!("rx-hourly", hours = *hours),
            Self::Other { pattern, every } => match (pattern, every) {
                (Some(pattern), _) => pattern.clone(),
                (None, Some(every)) => every_words(every),
                (None, None) => t!("rx-no-rhythm"),
            },
        }
    }

    /// For ears: `in the morning, at night`; nothing where the label already says it.
    pub(super) fn spoken(&self) -> Option<String> {
        let Self::Day(times) = self else { return None };
        let words: &[fn() -> String] = match times.len() {
            3 => &[|| t!("rx-morning"), || t!("rx-noon"), || t!("rx-night")],
            _ => &[
                || t!("rx-morning"),
                || t!("rx-noon"),
                || t!("rx-evening"),
                || t!("rx-night"),
            ],
        };
        let said = times.iter().zip(words).filter(|(time, _)| **time);
        Some(said.map(|(_, word)| word()).collect::<Vec<_>>().join(", "))
    }
}

/// Whether a pattern gives the same amount at just these times.
fn is_even(pattern: &str, times: &[bool]) -> bool {
    let parts: Vec<&str> = pattern.split('-').collect();
    let mut amounts = parts.iter().filter(|part| **part != "0");
    let first = amounts.next();
    parts.len() == times.len()
        && parts
            .iter()
            .zip(times)
            .all(|(part, time)| (*part != "0") == *time)
        && amounts.all(|amount| Some(amount) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(every: Option<(u32, u32, &str)>) -> DraftPrescription {
        DraftPrescription {
            every: every.map(|(times, period, unit)| Every {
                times,
                period,
                unit: unit.to_owned(),
            }),
            ..DraftPrescription::default()
        }
    }

    #[test]
    fn a_pattern_comes_back_as_what_was_tapped() {
        for rhythm in RHYTHMS
            .iter()
            .filter(|rhythm| matches!(rhythm, Rhythm::Day(_)))
        {
            let pattern = rhythm.pattern("½").unwrap();
            assert_eq!(
                Rhythm::of(&order(Some((1, 1, "d"))), Some(&pattern)),
                *rhythm
            );
        }
        assert_eq!(RHYTHMS[1].pattern("2").unwrap(), "2-0-2");
        let uneven = Rhythm::of(&order(Some((2, 1, "d"))), Some("2-0-1"));
        assert_eq!(uneven.pattern("5").unwrap(), "2-0-1");
    }

    #[test]
    fn spans_come_back_as_what_was_tapped() {
        assert_eq!(
            Rhythm::of(&order(Some((1, 8, "h"))), None),
            Rhythm::Each(1, 8, "h")
        );
        assert_eq!(Rhythm::of(&order(Some((2, 1, "d"))), None), RHYTHMS[1]);
        assert_eq!(Rhythm::of(&order(None), None), Rhythm::Open);
        let odd = Rhythm::of(&order(Some((3, 2, "wk"))), None);
        assert_eq!(odd.every(), order(Some((3, 2, "wk"))).every);
    }
}
