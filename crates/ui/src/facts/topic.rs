//! What a record is about, in a word: for filters and pages.

use bridge::Fact;

use crate::{components::Glyph, t};

/// Kinds of records as people look for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Blood pressure, pulse, weight and so on.
    Vitals,
    /// Results of a laboratory, and reports over them.
    Labs,
    /// Medicines.
    Medicines,
    /// Conditions.
    Conditions,
    /// Allergies.
    Allergies,
    /// Vaccinations.
    Immunizations,
    /// Visits, notes, procedures.
    Visits,
    /// Files.
    Documents,
    /// Everything else.
    Other,
}

impl Topic {
    /// All, in the order of a filter.
    pub const ALL: [Self; 9] = [
        Self::Vitals,
        Self::Labs,
        Self::Medicines,
        Self::Conditions,
        Self::Allergies,
        Self::Immunizations,
        Self::Visits,
        Self::Documents,
        Self::Other,
    ];

    /// The topic of a fact.
    pub fn of(fact: &Fact) -> Self {
        match fact {
            Fact::BloodPressure { .. } => Self::Vitals,
            Fact::Measurement(measurement) if measurement.laboratory => Self::Labs,
            Fact::Measurement(_) => Self::Vitals,
            Fact::Aspirate { .. } | Fact::Report { .. } => Self::Labs,
            Fact::Prescription(_) => Self::Medicines,
            Fact::Condition { .. } => Self::Conditions,
            Fact::Allergy { .. } => Self::Allergies,
            Fact::Immunization { .. } => Self::Immunizations,
            Fact::Visit { .. } | Fact::Note { .. } | Fact::Procedure { .. } => Self::Visits,
            Fact::Document { .. } => Self::Documents,
            Fact::Profile(_) | Fact::Other { .. } => Self::Other,
        }
    }

    /// Its word, many of them: "Medicines".
    pub fn words(self) -> String {
        match self {
            Self::Vitals => t!("facts-topic-vitals"),
            Self::Labs => t!("facts-topic-labs"),
            Self::Medicines => t!("facts-topic-medicines"),
            Self::Conditions => t!("facts-topic-conditions"),
            Self::Allergies => t!("facts-topic-allergies"),
            Self::Immunizations => t!("facts-topic-immunizations"),
            Self::Visits => t!("facts-topic-visits"),
            Self::Documents => t!("facts-topic-documents"),
            Self::Other => t!("facts-topic-other"),
        }
    }

    /// Its icon.
    pub fn glyph(self) -> Glyph {
        match self {
            Self::Vitals => Glyph::Activity,
            Self::Labs => Glyph::Flask,
            Self::Medicines => Glyph::Pill,
            Self::Conditions => Glyph::HeartPulse,
            Self::Allergies => Glyph::Warning,
            Self::Immunizations => Glyph::Syringe,
            Self::Visits => Glyph::Stethoscope,
            Self::Documents => Glyph::Document,
            Self::Other => Glyph::Clipboard,
        }
    }
}
