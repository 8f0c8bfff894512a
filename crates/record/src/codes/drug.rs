//! Common medicines by their generic names, as suggestions for a prescription.

mod table;

use super::lab::has_start;
use crate::build::Frequency;

/// A medicine in one form.
///
/// Only what saves typing: names, strengths on the Indian market and how the medicine is most often
/// written. No reference for doses, and nothing is checked against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drug {
    /// The generic name.
    pub name: &'static str,
    /// The form.
    pub form: Form,
    /// Strengths in that form.
    pub strengths: &'static [&'static str],
    /// How often it is most often taken.
    pub often: Often,
}

/// Forms of medicines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A tablet.
    Tablet,
    /// A capsule.
    Capsule,
    /// A syrup or suspension.
    Syrup,
    /// An injection.
    Injection,
    /// An inhaler.
    Inhaler,
    /// A liquid for a nebuliser.
    Respules,
    /// A nasal spray.
    NasalSpray,
    /// Eye drops.
    EyeDrops,
    /// Ear drops.
    EarDrops,
    /// A cream, ointment or gel.
    Cream,
    /// A powder in sachets.
    Sachet,
}

/// How often a medicine is most often taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Often {
    /// One time: once a day for one day.
    Once,
    /// Once a day.
    Daily,
    /// Twice a day.
    Twice,
    /// Three times a day.
    Thrice,
    /// Four times a day.
    FourTimes,
    /// Once a week.
    Weekly,
    /// Once a month.
    Monthly,
    /// When there is need.
    AsNeeded,
}

impl Drug {
    /// All of them, in alphabetical order.
    #[must_use]
    pub fn all() -> &'static [Self] {
        table::DRUGS
    }

    /// Those of which a word begins with `typed`.
    pub fn beginning_with(typed: &str) -> impl Iterator<Item = &'static Self> {
        let typed = typed.trim().to_lowercase();
        Self::all()
            .iter()
            .filter(move |drug| !typed.is_empty() && has_start(drug.name, &typed))
    }
}

impl Form {
    /// What a dose of it is counted in: `tablet`, `ml`, `puff`; nothing where one says "apply".
    #[must_use]
    pub fn unit(self) -> Option<&'static str> {
        Some(match self {
            Self::Tablet => "tablet",
            Self::Capsule => "capsule",
            Self::Syrup => "ml",
            Self::Injection => "injection",
            Self::Inhaler => "puff",
            Self::Respules => "respule",
            Self::NasalSpray => "spray",
            Self::EyeDrops | Self::EarDrops => "drop",
            Self::Sachet => "sachet",
            Self::Cream => return None,
        })
    }
}

impl Often {
    /// The same as a frequency; `None` when there is need.
    #[must_use]
    pub fn frequency(self) -> Option<Frequency> {
        let (times, period, unit) = match self {
            Self::Once | Self::Daily => (1, 1, "d"),
            Self::Twice => (2, 1, "d"),
            Self::Thrice => (3, 1, "d"),
            Self::FourTimes => (4, 1, "d"),
            Self::Weekly => (1, 1, "wk"),
            Self::Monthly => (1, 1, "mo"),
            Self::AsNeeded => return None,
        };
        Some(Frequency {
            times,
            period,
            unit,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_without_repeats() {
        assert!(Drug::all().len() >= 120);
        for pair in Drug::all().windows(2) {
            let key = |drug: &Drug| (drug.name.to_lowercase(), drug.form as u8);
            assert!(key(&pair[0]) < key(&pair[1]), "{}", pair[1].name);
        }
        for drug in Drug::all() {
            assert!(!drug.strengths.is_empty(), "{}", drug.name);
            assert!(
                drug.strengths
                    .iter()
                    .all(|s| s.starts_with(|c: char| c.is_ascii_digit())),
                "{}",
                drug.name
            );
        }
    }

    #[test]
    fn medicines_are_found_by_any_word() {
        let found = |typed| {
            Drug::beginning_with(typed)
                .map(|drug| drug.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("amlo"), ["Amlodipine", "Telmisartan + amlodipine"]);
        assert!(found("clav").contains(&"Amoxicillin + clavulanic acid"));
        assert!(found("").is_empty());
    }
}
