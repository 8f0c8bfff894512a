//! What was found: Observation, DiagnosticReport.

use super::Kind::{Coded, Of, Primitive};
use super::{Shape, any, bindings as bind, choice, datatypes as data, one, opt};
use crate::primitive::Primitive as P;

/// Observation, <https://hl7.org/fhir/R4/observation.html>.
pub(super) static OBSERVATION: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    any("basedOn", Of(&data::REFERENCE)),
    any("partOf", Of(&data::REFERENCE)),
    one("status", Coded(&bind::OBSERVATION_STATUS)),
    any("category", Of(&data::CODEABLE_CONCEPT)),
    one("code", Of(&data::CODEABLE_CONCEPT)),
    opt("subject", Of(&data::REFERENCE)),
    any("focus", Of(&data::REFERENCE)),
    opt("encounter", Of(&data::REFERENCE)),
    choice("effective", &["DateTime", "Period", "Timing", "Instant"]),
    opt("issued", Primitive(P::Instant)),
    any("performer", Of(&data::REFERENCE)),
    choice(
        "value",
        &[
            "Quantity",
            "CodeableConcept",
            "String",
            "Boolean",
            "Integer",
            "Range",
            "Ratio",
            "SampledData",
            "Time",
            "DateTime",
            "Period",
        ],
    ),
    opt("dataAbsentReason", Of(&data::CODEABLE_CONCEPT)),
    any("interpretation", Of(&data::CODEABLE_CONCEPT)),
    any("note", Of(&data::ANNOTATION)),
    opt("bodySite", Of(&data::CODEABLE_CONCEPT)),
    opt("method", Of(&data::CODEABLE_CONCEPT)),
    opt("specimen", Of(&data::REFERENCE)),
    opt("device", Of(&data::REFERENCE)),
    any("referenceRange", Of(&OBSERVATION_REFERENCE_RANGE)),
    any("hasMember", Of(&data::REFERENCE)),
    any("derivedFrom", Of(&data::REFERENCE)),
    any("component", Of(&OBSERVATION_COMPONENT)),
]);

static OBSERVATION_REFERENCE_RANGE: Shape = Shape(&[
    opt("low", Of(&data::QUANTITY)),
    opt("high", Of(&data::QUANTITY)),
    opt("type", Of(&data::CODEABLE_CONCEPT)),
    any("appliesTo", Of(&data::CODEABLE_CONCEPT)),
    opt("age", Of(&data::RANGE)),
    opt("text", Primitive(P::String)),
]);

static OBSERVATION_COMPONENT: Shape = Shape(&[
    one("code", Of(&data::CODEABLE_CONCEPT)),
    choice(
        "value",
        &[
            "Quantity",
            "CodeableConcept",
            "String",
            "Boolean",
            "Integer",
            "Range",
            "Ratio",
            "SampledData",
            "Time",
            "DateTime",
            "Period",
        ],
    ),
    opt("dataAbsentReason", Of(&data::CODEABLE_CONCEPT)),
    any("interpretation", Of(&data::CODEABLE_CONCEPT)),
    any("referenceRange", Of(&OBSERVATION_REFERENCE_RANGE)),
]);

/// DiagnosticReport, <https://hl7.org/fhir/R4/diagnosticreport.html>.
pub(super) static DIAGNOSTIC_REPORT: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    any("basedOn", Of(&data::REFERENCE)),
    one("status", Coded(&bind::DIAGNOSTIC_REPORT_STATUS)),
    any("category", Of(&data::CODEABLE_CONCEPT)),
    one("code", Of(&data::CODEABLE_CONCEPT)),
    opt("subject", Of(&data::REFERENCE)),
    opt("encounter", Of(&data::REFERENCE)),
    choice("effective", &["DateTime", "Period"]),
    opt("issued", Primitive(P::Instant)),
    any("performer", Of(&data::REFERENCE)),
    any("resultsInterpreter", Of(&data::REFERENCE)),
    any("specimen", Of(&data::REFERENCE)),
    any("result", Of(&data::REFERENCE)),
    any("imagingStudy", Of(&data::REFERENCE)),
    any("media", Of(&DIAGNOSTIC_REPORT_MEDIA)),
    opt("conclusion", Primitive(P::String)),
    any("conclusionCode", Of(&data::CODEABLE_CONCEPT)),
    any("presentedForm", Of(&data::ATTACHMENT)),
]);

static DIAGNOSTIC_REPORT_MEDIA: Shape = Shape(&[
    opt("comment", Primitive(P::String)),
    one("link", Of(&data::REFERENCE)),
]);
