//! Records as the screens show them: facts, not sentences.

use serde::{Deserialize, Serialize};

use crate::{DraftLab, DraftPrescription};

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The record's id.
    pub id: String,
    /// The version shown.
    pub version: u32,
    /// How many versions there are: more than one was corrected.
    pub versions: u32,
    /// Who wrote it.
    pub author: String,
    /// Whether it was oneself.
    pub by_me: bool,
    /// When it was written, in milliseconds since 1970.
    pub written: u64,
    /// When it was so, as FHIR writes it (`2024`, `2024-05`, `2024-05-31`, with a time and zone), if known.
    pub date: Option<String>,
    /// The same in milliseconds since 1970 (the start of a partial date); when written, if unknown.
    pub time: u64,
    /// Who can see it.
    pub visibility: Visibility,
    /// To whom it was shown one by one, as the patient: the names.
    pub shown_to: Vec<String>,
    /// Whether it came from somebody else since one last looked.
    pub fresh: bool,
    /// Whether it was marked as entered in error.
    pub mistaken: bool,
    /// Whether the patient was a child when it was so: what is usual in adults then says nothing of it.
    pub of_child: bool,
    /// What it says.
    pub fact: Fact,
}

/// Who can see a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// The patient alone (and who wrote it).
    Private,
    /// The patient, who has not decided yet.
    Inbox,
    /// The doctors on the list.
    Shared,
    /// As a doctor: it was shown to oneself, by itself.
    ShownToMe,
    /// Nobody else yet: it waits on this device to be sent.
    Waiting,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// A blood pressure in mm\[Hg\].
    BloodPressure {
        /// The upper value.
        systolic: f64,
        /// The lower value.
        diastolic: f64,
    },
    /// Any other measurement or finding.
    Measurement(Measurement),
    /// The measurements of a breast mass's aspirate.
    Aspirate {
        /// Thirty numbers as written, in the order of `record::codes::Nuclear::all`.
        values: Vec<String>,
    },
    /// A medicine ordered.
    Prescription(Prescription),
    /// A condition.
    Condition {
        /// What.
        name: String,
        /// Whether it is still so.
        active: bool,
        /// The clinical status as coded.
        status: Option<String>,
    },
    /// An allergy, or the statement that there is none.
    Allergy {
        /// Against what.
        name: String,
        /// Reactions seen.
        reactions: Vec<String>,
        /// Whether it is dangerous.
        critical: bool,
        /// Whether it still is.
        active: bool,
        /// "No known allergy".
        none_known: bool,
    },
    /// A vaccination.
    Immunization {
        /// Which vaccine.
        vaccine: String,
        /// Which dose of the series.
        dose: Option<String>,
        /// The lot.
        lot: Option<String>,
    },
    /// A procedure.
    Procedure {
        /// What.
        name: String,
        /// Why.
        reasons: Vec<String>,
    },
    /// A visit or a stay.
    Visit {
        /// Where.
        care: Care,
        /// What kind.
        name: Option<String>,
        /// Why.
        reasons: Vec<String>,
    },
    /// A report over several results.
    Report {
        /// Its name.
        name: String,
        /// What it concludes.
        conclusion: Option<String>,
        /// How many results it names.
        results: u32,
    },
    /// A file: PDF or photo.
    Document {
        /// Its title.
        title: String,
        /// What kind.
        kind: DocumentKind,
        /// Media type.
        content_type: Option<String>,
        /// The file's record, to be fetched with [`crate::Request::File`].
        file: Option<String>,
    },
    /// A note of a visit, or another written document.
    Note {
        /// Its title.
        title: String,
        /// What kind.
        kind: DocumentKind,
        /// Its sections.
        sections: Vec<Section>,
    },
    /// Who the patient is.
    Profile(Profile),
    /// Anything else, by FHIR's name of the resource.
    Other {
        /// The resource type.
        kind: String,
        /// In one line, as far as it can be told.
        title: String,
        /// More of it.
        detail: Option<String>,
    },
}

/// A measurement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// The LOINC code, if it has one.
    pub loinc: Option<String>,
    /// What was measured.
    pub name: String,
    /// The number, if it is one, in `unit`.
    pub value: Option<f64>,
    /// The value as written: `6.9`, `positive`, `<0.1`.
    pub text: String,
    /// The unit as people write it.
    pub unit: String,
    /// The unit's UCUM code.
    pub ucum: String,
    /// The lower end of the reference range.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// What the laboratory says of it, or follows from the range.
    pub flag: Flag,
    /// Whether it is a laboratory's value; otherwise a vital sign or something seen.
    pub laboratory: bool,
    /// What it is made of, each with its value and unit in one text.
    pub parts: Vec<(String, String)>,
}

/// How a value stands to its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flag {
    /// Nothing is known.
    Unknown,
    /// Within.
    Normal,
    /// Below.
    Low,
    /// Above.
    High,
    /// Outside, without saying where; or positive where it should not be.
    Abnormal,
}

/// A prescription as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prescription {
    /// The medicine by its generic name, with its strength.
    pub drug: String,
    /// How to take it, as written.
    pub dosage: Vec<String>,
    /// What else to heed.
    pub notes: Vec<String>,
    /// Whether it is to be taken now: active, and not past its duration.
    pub active: bool,
    /// The status as coded.
    pub status: String,
    /// Whether it says what *not* to take.
    pub do_not_take: bool,
    /// The same in parts, where it is simple enough: shown by locale, and to be repeated.
    pub order: Option<DraftPrescription>,
}

/// Kinds of care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Care {
    /// An outpatient visit.
    Outpatient,
    /// A stay in hospital.
    Inpatient,
    /// An emergency.
    Emergency,
    /// At home.
    Home,
    /// From afar.
    Remote,
    /// Unknown.
    Other,
}

/// ABDM's document types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentKind {
    /// A note of an outpatient visit.
    Consultation,
    /// A prescription.
    Prescription,
    /// A laboratory or imaging report.
    Report,
    /// A discharge summary.
    Discharge,
    /// A record of vaccinations.
    Immunization,
    /// Wellness.
    Wellness,
    /// Any other health document.
    Other,
}

/// A section of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// Its LOINC code, if it has one: those of SOAP are known to the screens.
    pub loinc: Option<String>,
    /// Its text, plain.
    pub text: String,
}

/// Who a patient is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// The name.
    pub name: String,
    /// `male`, `female`, `other`, `unknown`.
    pub gender: Option<String>,
    /// As FHIR writes it.
    pub birth_date: Option<String>,
    /// The ABHA number.
    pub abha_number: Option<String>,
    /// The ABHA address.
    pub abha_address: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
}

impl Measurement {
    /// Its result as a laboratory's, to be entered again.
    pub fn to_draft(&self, when: String) -> DraftLab {
        DraftLab {
            name: self.name.clone(),
            loinc: self.loinc.clone(),
            value: self.text.clone(),
            unit: self.ucum.clone(),
            low: self.low.map(|low| low.to_string()),
            high: self.high.map(|high| high.to_string()),
            when,
        }
    }
}
