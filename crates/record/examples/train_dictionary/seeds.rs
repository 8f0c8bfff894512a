//! What the sample bundles do not show: what Sehat writes itself, and the names of other types.

use record::build::{
    Allergy, BloodPressure, Condition, Context, Document, Dose, Duration, Frequency, Patient,
    Prescription, allergy, blood_pressure, condition, document_reference, medication_request,
    observation, patient,
};
use record::codes::{DocumentType, Vital};
use record::{Decimal, Resource};
use serde_json::Value;

/// One of each of the resources that people enter.
pub(crate) fn entered() -> Vec<Value> {
    let context = &Context {
        id: "a",
        patient: "Patient/a",
        date: "2024-01-01T00:00:00+05:30",
        author: Some("Practitioner/a"),
    };
    let mut all = vec![entered_patient(), entered_order(context)];
    all.push(
        blood_pressure(
            context,
            BloodPressure {
                systolic: 120,
                diastolic: 80,
            },
        )
        .expect("valid"),
    );
    for vital in Vital::all() {
        let value = Decimal::parse(&vital.units[0].high.to_string()).expect("a number");
        all.push(observation(context, vital.loinc, &value, vital.units[0].ucum).expect("valid"));
    }
    for status in ["active", "resolved"] {
        let entry = Condition {
            name: "a",
            coding: None,
            clinical_status: status,
            verification_status: "confirmed",
            onset: Some("2024"),
            note: Some("a"),
        };
        all.push(condition(context, &entry).expect("valid"));
    }
    let entry = Allergy {
        substance: "a",
        coding: None,
        category: Some("medication"),
        criticality: Some("high"),
        verification_status: "confirmed",
        reactions: &["a"],
        note: Some("a"),
    };
    all.push(allergy(context, &entry).expect("valid"));
    for kind in DocumentType::ALL {
        let entry = Document {
            title: "a",
            kind,
            content_type: "application/pdf",
            size: 1,
            attachment_id: "a",
        };
        all.push(document_reference(context, &entry).expect("valid"));
    }
    all.into_iter().map(Resource::into_value).collect()
}

fn entered_patient() -> Resource {
    let entry = Patient {
        id: "a",
        name: "a",
        gender: "female",
        birth_date: Some("2000-01-01"),
        abha_number: Some("00000000000000"),
        abha_address: Some("a@abdm"),
        phone: Some("0"),
    };
    patient(&entry).expect("valid")
}

fn entered_order(context: &Context<'_>) -> Resource {
    let order = Prescription {
        drug: "a",
        coding: None,
        dose: Some(Dose {
            amount: Decimal::from(1),
            unit: "tablet",
        }),
        frequency: Some(Frequency {
            times: 3,
            period: 1,
            unit: "d",
        }),
        duration: Some(Duration {
            length: 5,
            unit: "d",
        }),
        as_needed: true,
        note: Some("a"),
    };
    medication_request(context, &order).expect("valid")
}

/// Names of types and elements that are rare in the samples, for the far end of the dictionary.
pub(crate) fn vocabulary() -> String {
    let types: String = TYPES
        .iter()
        .map(|name| format!("{{\"resourceType\":\"{name}\",\"id\":\""))
        .collect();
    let keys: String = KEYS.iter().map(|name| format!("\"{name}\":\"")).collect();
    format!("{types}{keys}{PHRASES}")
}

const TYPES: &[&str] = &[
    "Account",
    "Appointment",
    "Basic",
    "CareTeam",
    "ChargeItem",
    "Communication",
    "Consent",
    "Coverage",
    "Device",
    "DeviceRequest",
    "EpisodeOfCare",
    "FamilyMemberHistory",
    "Flag",
    "Group",
    "HealthcareService",
    "ImmunizationRecommendation",
    "Invoice",
    "List",
    "Location",
    "Media",
    "Medication",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationStatement",
    "NutritionOrder",
    "OperationOutcome",
    "PractitionerRole",
    "Provenance",
    "Questionnaire",
    "QuestionnaireResponse",
    "RelatedPerson",
    "RiskAssessment",
    "Schedule",
    "ServiceRequest",
    "Slot",
    "Specimen",
    "Task",
    "VisionPrescription",
];

const KEYS: &[&str] = &[
    "abatementDateTime",
    "bodySite",
    "boundsPeriod",
    "clinicalStatus",
    "comparator",
    "component",
    "conclusion",
    "conclusionCode",
    "contained",
    "custodian",
    "dataAbsentReason",
    "description",
    "dispenseRequest",
    "expirationDate",
    "focus",
    "hasMember",
    "implicitRules",
    "interpretation",
    "lastOccurrence",
    "manufacturer",
    "maritalStatus",
    "medicationReference",
    "modifierExtension",
    "occurrenceDateTime",
    "patientInstruction",
    "performedDateTime",
    "presentedForm",
    "protocolApplied",
    "reasonCode",
    "reasonReference",
    "resultsInterpreter",
    "specimen",
    "substitution",
    "timeOfDay",
    "valueBoolean",
    "valueDateTime",
    "valueInteger",
    "valueRatio",
    "versionId",
];

const PHRASES: &str = "entered-in-error,amended,preliminary,cancelled,unknown,unconfirmed,provisional,\
differential,refuted,intolerance,environment,biologic,unable-to-assess,before food,after food,\
at bedtime,in the morning,once a day,twice a day,four times a day,every 8 hours,\
for 7 days,for 10 days,as needed,500 mg,250 mg,650 mg,capsule,tablet,5 ml,drops,injection,\
application/pdf,image/jpeg,image/png,text/plain,application/dicom,urn:sehat:attachment:";
