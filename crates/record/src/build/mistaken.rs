//! Records that should never have been made.

use crate::codes::{ALLERGY_VERIFICATION, CONDITION_VERIFICATION};
use crate::{RecordError, Resource};

use super::{finish, object, status};

/// The same record, marked as entered in error: its `status`, or of conditions and allergies its
/// `verificationStatus`. The rest stays, but for the clinical status, which R4 does not allow beside it
/// (con-5, ait-2).
///
/// # Errors
///
/// [`RecordError::Entry`] for types of which R4 knows no such status, such as Patient: those are
/// corrected instead.
pub fn mark_mistaken(resource: &Resource) -> Result<Resource, RecordError> {
    let kind = resource.resource_type().to_owned();
    let mut map = object(resource.as_value().clone());
    let system = match kind.as_str() {
        "Condition" => Some(CONDITION_VERIFICATION),
        "AllergyIntolerance" => Some(ALLERGY_VERIFICATION),
        _ => None,
    };
    match system {
        Some(system) => {
            map.shift_remove("clinicalStatus");
            map.insert("verificationStatus".to_owned(), status(system, MISTAKE));
        }
        None if BY_STATUS.contains(&kind.as_str()) => {
            map.insert("status".to_owned(), MISTAKE.into());
        }
        None => {
            return Err(RecordError::Entry {
                what: "record",
                found: kind,
                allowed: "of a type that can be marked as entered in error; correct it instead"
                    .to_owned(),
            });
        }
    }
    finish(map)
}

const MISTAKE: &str = "entered-in-error";

/// The types whose `status` may be `entered-in-error`, as far as health records hold them.
const BY_STATUS: &[&str] = &[
    "Appointment",
    "CarePlan",
    "CareTeam",
    "ClinicalImpression",
    "Communication",
    "Composition",
    "Consent",
    "Coverage",
    "Device",
    "DeviceRequest",
    "DiagnosticReport",
    "DocumentReference",
    "Encounter",
    "EpisodeOfCare",
    "FamilyMemberHistory",
    "Flag",
    "ImagingStudy",
    "Immunization",
    "List",
    "Media",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationRequest",
    "MedicationStatement",
    "NutritionOrder",
    "Observation",
    "Procedure",
    "QuestionnaireResponse",
    "RiskAssessment",
    "ServiceRequest",
    "Specimen",
    "SupplyDelivery",
    "Task",
];
