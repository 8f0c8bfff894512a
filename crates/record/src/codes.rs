//! The codes the apps read and write: systems, vital signs, laboratory tests, medicines, India's
//! document types.

mod aspirate;
mod document;
mod drug;
mod lab;
mod usual;
mod vaccine;
mod vital;

pub use aspirate::{ASPIRATE, ASPIRATE_PANEL, ASPIRATE_TITLE, Nuclear, NuclearFeature, Statistic};
pub use document::DocumentType;
pub use drug::{Drug, Form, Often};
pub use lab::LabTest;
pub use usual::{Span, Usual};
pub use vaccine::{VACCINES, vaccines_beginning_with};
pub use vital::{InUnit, Vital};

/// LOINC, <https://loinc.org>.
pub const LOINC: &str = "http://loinc.org";
/// SNOMED CT.
pub const SNOMED_CT: &str = "http://snomed.info/sct";
/// Categories of observations.
pub const OBSERVATION_CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
/// Interpretations of observations (normal, high, low ...).
pub const INTERPRETATION: &str =
    "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
/// Kinds of identifiers.
pub const IDENTIFIER_TYPE: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";
/// Whether a condition is active.
pub const CONDITION_CLINICAL: &str = "http://terminology.hl7.org/CodeSystem/condition-clinical";
/// How sure a condition is.
pub const CONDITION_VERIFICATION: &str =
    "http://terminology.hl7.org/CodeSystem/condition-ver-status";
/// Whether an allergy is active.
pub const ALLERGY_CLINICAL: &str =
    "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
/// How sure an allergy is.
pub const ALLERGY_VERIFICATION: &str =
    "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";

/// Blood pressure panel of the R4 vital signs and of India's profiles: the one we write.
pub const BLOOD_PRESSURE: &str = "85354-9";
/// Blood pressure panel of older US data: read, never written.
pub const BLOOD_PRESSURE_OLD: &str = "55284-4";
/// Systolic blood pressure, a component of the panel.
pub const SYSTOLIC: &str = "8480-6";
/// Diastolic blood pressure, a component of the panel.
pub const DIASTOLIC: &str = "8462-4";

/// SNOMED CT: no known allergy.
pub const NO_KNOWN_ALLERGY: &str = "716186003";

/// LOINC of a note's section on what the patient says.
pub const SUBJECTIVE: &str = "61150-9";
/// LOINC of a note's section on what is found.
pub const OBJECTIVE: &str = "61149-1";
/// LOINC of a note's section on what it is thought to be.
pub const ASSESSMENT: &str = "51848-0";
/// LOINC of a note's section on what is to be done.
pub const PLAN: &str = "18776-5";

/// System of a person's ABHA identifiers as NRCeS writes it: the number (14 digits, written
/// `22-7225-4829-5255`) and the address (`name@abdm`) share it and differ in form.
pub const ABHA: &str = "https://healthid.ndhm.gov.in";
/// The systems under which ABHA identifiers are found in the field.
pub const ABHA_SYSTEMS: &[&str] = &[
    ABHA,
    "https://healthid.abdm.gov.in",
    "https://abha.abdm.gov.in",
];
/// India's kinds of identifiers.
pub const NDHM_IDENTIFIER_TYPE: &str =
    "https://nrces.in/ndhm/fhir/r4/CodeSystem/ndhm-identifier-type-code";
/// System of a practitioner's registration.
pub const PRACTITIONER_REGISTRY: &str = "https://doctor.ndhm.gov.in";
/// System of a facility's registration.
pub const FACILITY_REGISTRY: &str = "https://facility.ndhm.gov.in";
