//! The words of small sets: kinds of documents and care, FHIR's names of resources, genders.

use bridge::{Care, DocumentKind};

use crate::t;

/// A kind of document.
pub fn document_kind_words(kind: DocumentKind) -> String {
    match kind {
        DocumentKind::Consultation => t!("facts-doc-consultation"),
        DocumentKind::Prescription => t!("facts-doc-prescription"),
        DocumentKind::Report => t!("facts-doc-report"),
        DocumentKind::Discharge => t!("facts-doc-discharge"),
        DocumentKind::Immunization => t!("facts-doc-immunization"),
        DocumentKind::Wellness => t!("facts-doc-wellness"),
        DocumentKind::Other => t!("facts-doc-other"),
    }
}

/// A kind of care.
pub fn care_words(care: Care) -> String {
    match care {
        Care::Outpatient => t!("facts-care-outpatient"),
        Care::Inpatient => t!("facts-care-inpatient"),
        Care::Emergency => t!("facts-care-emergency"),
        Care::Home => t!("facts-care-home"),
        Care::Remote => t!("facts-care-remote"),
        Care::Other => t!("facts-care-other"),
    }
}

/// A FHIR code of gender; others as they are.
pub fn gender_words(code: &str) -> String {
    match code {
        "female" => t!("facts-female"),
        "male" => t!("facts-male"),
        "other" => t!("facts-gender-other"),
        "unknown" => t!("facts-gender-unknown"),
        other => other.to_owned(),
    }
}

/// FHIR's name of a resource, for people; of what is rare, the name itself.
pub fn fhir_kind_words(kind: &str) -> String {
    match kind {
        "CarePlan" => t!("facts-fhir-care-plan"),
        "Claim" | "ExplanationOfBenefit" => t!("facts-fhir-bill"),
        "ImagingStudy" | "Media" => t!("facts-fhir-imaging"),
        "Appointment" => t!("facts-fhir-appointment"),
        "ServiceRequest" => t!("facts-fhir-request"),
        "MedicationStatement" => t!("facts-fhir-medicine"),
        "Practitioner" | "PractitionerRole" => t!("facts-fhir-practitioner"),
        "Organization" => t!("facts-fhir-organization"),
        "Goal" => t!("facts-fhir-goal"),
        "Specimen" => t!("facts-fhir-specimen"),
        "Binary" => t!("facts-fhir-file"),
        other => other.to_owned(),
    }
}
