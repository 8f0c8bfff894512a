//! What people enter, before it is a FHIR resource. Numbers are as typed; the engine checks them.

use serde::{Deserialize, Serialize};

use crate::{DocumentKind, Profile};

/// A record to be made. `when` is FHIR's dateTime with the person's own zone
/// (`2026-04-14T08:10:00+05:30`), or a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Draft {
    /// A blood pressure in mm\[Hg\].
    BloodPressure {
        /// The upper value.
        systolic: String,
        /// The lower value.
        diastolic: String,
        /// When.
        when: String,
    },
    /// A vital sign or another measurement of one number.
    Measurement {
        /// The LOINC code: one of `record::codes::Vital`.
        loinc: String,
        /// The number.
        value: String,
        /// The UCUM unit.
        ucum: String,
        /// When.
        when: String,
    },
    /// A laboratory's result.
    Lab(DraftLab),
    /// The measurements of a breast mass's aspirate.
    Aspirate(DraftAspirate),
    /// A medicine ordered.
    Prescription(DraftPrescription),
    /// A condition.
    Condition(DraftCondition),
    /// An allergy.
    Allergy(DraftAllergy),
    /// A vaccination.
    Immunization(DraftImmunization),
    /// A note in SOAP form.
    Note(DraftNote),
    /// A file.
    Document(DraftDocument),
    /// Who the patient is: the intake form's first part. The birth date may be a year where only the age is known.
    Patient(Profile),
}

/// A laboratory's result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DraftLab {
    /// What was measured.
    pub name: String,
    /// Its LOINC code, if known.
    pub loinc: Option<String>,
    /// A number, or a word such as `positive`.
    pub value: String,
    /// The unit, UCUM where it is a number.
    pub unit: String,
    /// Lower end of the reference range.
    pub low: Option<String>,
    /// Upper end.
    pub high: Option<String>,
    /// When the sample was taken.
    pub when: String,
}

/// The measurements of a breast mass's aspirate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DraftAspirate {
    /// Thirty numbers, in the order of `record::codes::Nuclear::all`.
    pub values: Vec<String>,
    /// When the sample was taken.
    pub when: String,
}

/// A medicine ordered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DraftPrescription {
    /// The generic name with its strength: `Amlodipine 5 mg`.
    pub drug: String,
    /// How much at a time.
    pub dose: Option<Dose>,
    /// How often.
    pub every: Option<Every>,
    /// For how long.
    pub duration: Option<For>,
    /// Only when there is need.
    pub as_needed: bool,
    /// What else to heed: `after food`.
    pub note: Option<String>,
    /// When it was ordered.
    pub when: String,
}

/// How much at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dose {
    /// The amount, a decimal number.
    pub amount: String,
    /// Of what: `tablet`, `ml`, `drop`, `puff`, or any word.
    pub unit: String,
}

/// `times` in each `period` of `unit` (`h`, `d`, `wk`, `mo`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Every {
    /// How many times.
    pub times: u32,
    /// In how many units.
    pub period: u32,
    /// The unit of time.
    pub unit: String,
}

/// For how long: `length` of `unit` (`d`, `wk`, `mo`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct For {
    /// How many units.
    pub length: u32,
    /// The unit of time.
    pub unit: String,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DraftCondition {
    /// What.
    pub name: String,
    /// Since when, a date or part of one.
    pub since: Option<String>,
    /// Whether it is over.
    pub over: bool,
    /// What else there is to say.
    pub note: Option<String>,
    /// When it was written down.
    pub when: String,
}

/// An allergy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DraftAllergy {
    /// Against what.
    pub name: String,
    /// What happened.
    pub reaction: Option<String>,
    /// Whether it is dangerous.
    pub critical: bool,
    /// When it was written down.
    pub when: String,
}

/// A vaccination.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DraftImmunization {
    /// Which vaccine.
    pub vaccine: String,
    /// Which dose, a number from 1.
    pub dose: Option<u32>,
    /// The lot.
    pub lot: Option<String>,
    /// When it was given.
    pub when: String,
}

/// A note in SOAP form; empty parts are left out, and not all may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DraftNote {
    /// Its title.
    pub title: String,
    /// What the patient says.
    pub subjective: String,
    /// What the doctor finds.
    pub objective: String,
    /// What the doctor thinks it is.
    pub assessment: String,
    /// What is to be done.
    pub plan: String,
    /// When.
    pub when: String,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDocument {
    /// Its title.
    pub title: String,
    /// What kind.
    pub kind: DocumentKind,
    /// The bytes; what they are is told from them, not from a name. PDF, JPEG, PNG, WebP; up to 25 MB.
    pub content: Vec<u8>,
    /// When it was made.
    pub when: String,
}
