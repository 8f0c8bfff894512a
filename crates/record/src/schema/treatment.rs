//! What was done or ordered: MedicationRequest, Immunization, Procedure.

use super::Kind::{Coded, Of, Primitive};
use super::{Shape, any, bindings as bind, choice, choice_required, datatypes as data, one, opt};
use crate::primitive::Primitive as P;

/// MedicationRequest, <https://hl7.org/fhir/R4/medicationrequest.html>.
pub(super) static MEDICATION_REQUEST: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    one("status", Coded(&bind::MEDICATIONREQUEST_STATUS)),
    opt("statusReason", Of(&data::CODEABLE_CONCEPT)),
    one("intent", Coded(&bind::MEDICATIONREQUEST_INTENT)),
    any("category", Of(&data::CODEABLE_CONCEPT)),
    opt("priority", Coded(&bind::REQUEST_PRIORITY)),
    opt("doNotPerform", Primitive(P::Boolean)),
    choice("reported", &["Boolean", "Reference"]),
    choice_required("medication", &["CodeableConcept", "Reference"]),
    one("subject", Of(&data::REFERENCE)),
    opt("encounter", Of(&data::REFERENCE)),
    any("supportingInformation", Of(&data::REFERENCE)),
    opt("authoredOn", Primitive(P::DateTime)),
    opt("requester", Of(&data::REFERENCE)),
    opt("performer", Of(&data::REFERENCE)),
    opt("performerType", Of(&data::CODEABLE_CONCEPT)),
    opt("recorder", Of(&data::REFERENCE)),
    any("reasonCode", Of(&data::CODEABLE_CONCEPT)),
    any("reasonReference", Of(&data::REFERENCE)),
    any("instantiatesCanonical", Primitive(P::Canonical)),
    any("instantiatesUri", Primitive(P::Uri)),
    any("basedOn", Of(&data::REFERENCE)),
    opt("groupIdentifier", Of(&data::IDENTIFIER)),
    opt("courseOfTherapyType", Of(&data::CODEABLE_CONCEPT)),
    any("insurance", Of(&data::REFERENCE)),
    any("note", Of(&data::ANNOTATION)),
    any("dosageInstruction", Of(&data::DOSAGE)),
    opt("dispenseRequest", Of(&MEDICATION_REQUEST_DISPENSE_REQUEST)),
    opt("substitution", Of(&MEDICATION_REQUEST_SUBSTITUTION)),
    opt("priorPrescription", Of(&data::REFERENCE)),
    any("detectedIssue", Of(&data::REFERENCE)),
    any("eventHistory", Of(&data::REFERENCE)),
]);

static MEDICATION_REQUEST_DISPENSE_REQUEST: Shape = Shape(&[
    opt(
        "initialFill",
        Of(&MEDICATION_REQUEST_DISPENSE_REQUEST_INITIAL_FILL),
    ),
    opt("dispenseInterval", Of(&data::QUANTITY)),
    opt("validityPeriod", Of(&data::PERIOD)),
    opt("numberOfRepeatsAllowed", Primitive(P::UnsignedInt)),
    opt("quantity", Of(&data::QUANTITY)),
    opt("expectedSupplyDuration", Of(&data::QUANTITY)),
    opt("performer", Of(&data::REFERENCE)),
]);

static MEDICATION_REQUEST_SUBSTITUTION: Shape = Shape(&[
    choice_required("allowed", &["Boolean", "CodeableConcept"]),
    opt("reason", Of(&data::CODEABLE_CONCEPT)),
]);

static MEDICATION_REQUEST_DISPENSE_REQUEST_INITIAL_FILL: Shape = Shape(&[
    opt("quantity", Of(&data::QUANTITY)),
    opt("duration", Of(&data::QUANTITY)),
]);

/// Immunization, <https://hl7.org/fhir/R4/immunization.html>.
pub(super) static IMMUNIZATION: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    one("status", Coded(&bind::IMMUNIZATION_STATUS)),
    opt("statusReason", Of(&data::CODEABLE_CONCEPT)),
    one("vaccineCode", Of(&data::CODEABLE_CONCEPT)),
    one("patient", Of(&data::REFERENCE)),
    opt("encounter", Of(&data::REFERENCE)),
    choice_required("occurrence", &["DateTime", "String"]),
    opt("recorded", Primitive(P::DateTime)),
    opt("primarySource", Primitive(P::Boolean)),
    opt("reportOrigin", Of(&data::CODEABLE_CONCEPT)),
    opt("location", Of(&data::REFERENCE)),
    opt("manufacturer", Of(&data::REFERENCE)),
    opt("lotNumber", Primitive(P::String)),
    opt("expirationDate", Primitive(P::Date)),
    opt("site", Of(&data::CODEABLE_CONCEPT)),
    opt("route", Of(&data::CODEABLE_CONCEPT)),
    opt("doseQuantity", Of(&data::QUANTITY)),
    any("performer", Of(&IMMUNIZATION_PERFORMER)),
    any("note", Of(&data::ANNOTATION)),
    any("reasonCode", Of(&data::CODEABLE_CONCEPT)),
    any("reasonReference", Of(&data::REFERENCE)),
    opt("isSubpotent", Primitive(P::Boolean)),
    any("subpotentReason", Of(&data::CODEABLE_CONCEPT)),
    any("education", Of(&IMMUNIZATION_EDUCATION)),
    any("programEligibility", Of(&data::CODEABLE_CONCEPT)),
    opt("fundingSource", Of(&data::CODEABLE_CONCEPT)),
    any("reaction", Of(&IMMUNIZATION_REACTION)),
    any("protocolApplied", Of(&IMMUNIZATION_PROTOCOL_APPLIED)),
]);

static IMMUNIZATION_PERFORMER: Shape = Shape(&[
    opt("function", Of(&data::CODEABLE_CONCEPT)),
    one("actor", Of(&data::REFERENCE)),
]);

static IMMUNIZATION_EDUCATION: Shape = Shape(&[
    opt("documentType", Primitive(P::String)),
    opt("reference", Primitive(P::Uri)),
    opt("publicationDate", Primitive(P::DateTime)),
    opt("presentationDate", Primitive(P::DateTime)),
]);

static IMMUNIZATION_REACTION: Shape = Shape(&[
    opt("date", Primitive(P::DateTime)),
    opt("detail", Of(&data::REFERENCE)),
    opt("reported", Primitive(P::Boolean)),
]);

static IMMUNIZATION_PROTOCOL_APPLIED: Shape = Shape(&[
    opt("series", Primitive(P::String)),
    opt("authority", Of(&data::REFERENCE)),
    any("targetDisease", Of(&data::CODEABLE_CONCEPT)),
    choice_required("doseNumber", &["PositiveInt", "String"]),
    choice("seriesDoses", &["PositiveInt", "String"]),
]);

/// Procedure, <https://hl7.org/fhir/R4/procedure.html>.
pub(super) static PROCEDURE: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    any("instantiatesCanonical", Primitive(P::Canonical)),
    any("instantiatesUri", Primitive(P::Uri)),
    any("basedOn", Of(&data::REFERENCE)),
    any("partOf", Of(&data::REFERENCE)),
    one("status", Coded(&bind::EVENT_STATUS)),
    opt("statusReason", Of(&data::CODEABLE_CONCEPT)),
    opt("category", Of(&data::CODEABLE_CONCEPT)),
    opt("code", Of(&data::CODEABLE_CONCEPT)),
    one("subject", Of(&data::REFERENCE)),
    opt("encounter", Of(&data::REFERENCE)),
    choice(
        "performed",
        &["DateTime", "Period", "String", "Age", "Range"],
    ),
    opt("recorder", Of(&data::REFERENCE)),
    opt("asserter", Of(&data::REFERENCE)),
    any("performer", Of(&PROCEDURE_PERFORMER)),
    opt("location", Of(&data::REFERENCE)),
    any("reasonCode", Of(&data::CODEABLE_CONCEPT)),
    any("reasonReference", Of(&data::REFERENCE)),
    any("bodySite", Of(&data::CODEABLE_CONCEPT)),
    opt("outcome", Of(&data::CODEABLE_CONCEPT)),
    any("report", Of(&data::REFERENCE)),
    any("complication", Of(&data::CODEABLE_CONCEPT)),
    any("complicationDetail", Of(&data::REFERENCE)),
    any("followUp", Of(&data::CODEABLE_CONCEPT)),
    any("note", Of(&data::ANNOTATION)),
    any("focalDevice", Of(&PROCEDURE_FOCAL_DEVICE)),
    any("usedReference", Of(&data::REFERENCE)),
    any("usedCode", Of(&data::CODEABLE_CONCEPT)),
]);

static PROCEDURE_PERFORMER: Shape = Shape(&[
    opt("function", Of(&data::CODEABLE_CONCEPT)),
    one("actor", Of(&data::REFERENCE)),
    opt("onBehalfOf", Of(&data::REFERENCE)),
]);

static PROCEDURE_FOCAL_DEVICE: Shape = Shape(&[
    opt("action", Of(&data::CODEABLE_CONCEPT)),
    one("manipulated", Of(&data::REFERENCE)),
]);
