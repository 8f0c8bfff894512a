//! The data types of R4 (<https://hl7.org/fhir/R4/datatypes.html>).

use super::Kind::{Coded, Of, Open, Primitive, Resource};
use super::{Kind, Shape, any, bindings as bind, choice, one, opt, some};
use crate::primitive::Primitive as P;

/// What every element may have.
pub(crate) static ELEMENT: Shape = Shape(&[
    opt("id", Primitive(P::String)),
    any("extension", Of(&EXTENSION)),
    any("modifierExtension", Of(&EXTENSION)),
]);

/// What every resource may have (Resource and DomainResource).
pub(crate) static RESOURCE: Shape = Shape(&[
    opt("id", Primitive(P::Id)),
    opt("meta", Of(&META)),
    opt("implicitRules", Primitive(P::Uri)),
    opt("language", Primitive(P::Code)),
    opt("text", Of(&NARRATIVE)),
    any("contained", Resource),
    any("extension", Of(&EXTENSION)),
    any("modifierExtension", Of(&EXTENSION)),
]);

/// An extension: an address and one value, or extensions of its own.
static EXTENSION: Shape = Shape(&[one("url", Primitive(P::Uri)), choice("value", ANY_TYPE)]);

pub(super) static META: Shape = Shape(&[
    opt("versionId", Primitive(P::Id)),
    opt("lastUpdated", Primitive(P::Instant)),
    opt("source", Primitive(P::Uri)),
    any("profile", Primitive(P::Canonical)),
    any("security", Of(&CODING)),
    any("tag", Of(&CODING)),
]);

pub(super) static NARRATIVE: Shape = Shape(&[
    one("status", Coded(&bind::NARRATIVE_STATUS)),
    one("div", Primitive(P::Xhtml)),
]);

pub(super) static CODING: Shape = Shape(&[
    opt("system", Primitive(P::Uri)),
    opt("version", Primitive(P::String)),
    opt("code", Primitive(P::Code)),
    opt("display", Primitive(P::String)),
    opt("userSelected", Primitive(P::Boolean)),
]);

pub(crate) static CODEABLE_CONCEPT: Shape = Shape(&[
    any("coding", Of(&CODING)),
    opt("text", Primitive(P::String)),
]);

pub(super) static IDENTIFIER: Shape = Shape(&[
    opt("use", Coded(&bind::IDENTIFIER_USE)),
    opt("type", Of(&CODEABLE_CONCEPT)),
    opt("system", Primitive(P::Uri)),
    opt("value", Primitive(P::String)),
    opt("period", Of(&PERIOD)),
    opt("assigner", Of(&REFERENCE)),
]);

pub(super) static REFERENCE: Shape = Shape(&[
    opt("reference", Primitive(P::String)),
    opt("type", Primitive(P::Uri)),
    opt("identifier", Of(&IDENTIFIER)),
    opt("display", Primitive(P::String)),
]);

pub(super) static HUMAN_NAME: Shape = Shape(&[
    opt("use", Coded(&bind::NAME_USE)),
    opt("text", Primitive(P::String)),
    opt("family", Primitive(P::String)),
    any("given", Primitive(P::String)),
    any("prefix", Primitive(P::String)),
    any("suffix", Primitive(P::String)),
    opt("period", Of(&PERIOD)),
]);

pub(super) static CONTACT_POINT: Shape = Shape(&[
    opt("system", Coded(&bind::CONTACT_POINT_SYSTEM)),
    opt("value", Primitive(P::String)),
    opt("use", Coded(&bind::CONTACT_POINT_USE)),
    opt("rank", Primitive(P::PositiveInt)),
    opt("period", Of(&PERIOD)),
]);

pub(super) static ADDRESS: Shape = Shape(&[
    opt("use", Coded(&bind::ADDRESS_USE)),
    opt("type", Coded(&bind::ADDRESS_TYPE)),
    opt("text", Primitive(P::String)),
    any("line", Primitive(P::String)),
    opt("city", Primitive(P::String)),
    opt("district", Primitive(P::String)),
    opt("state", Primitive(P::String)),
    opt("postalCode", Primitive(P::String)),
    opt("country", Primitive(P::String)),
    opt("period", Of(&PERIOD)),
]);

pub(super) static PERIOD: Shape = Shape(&[
    opt("start", Primitive(P::DateTime)),
    opt("end", Primitive(P::DateTime)),
]);

pub(super) static QUANTITY: Shape = Shape(&[
    opt("value", Primitive(P::Decimal)),
    opt("comparator", Coded(&bind::QUANTITY_COMPARATOR)),
    opt("unit", Primitive(P::String)),
    opt("system", Primitive(P::Uri)),
    opt("code", Primitive(P::Code)),
]);

pub(super) static RANGE: Shape = Shape(&[opt("low", Of(&QUANTITY)), opt("high", Of(&QUANTITY))]);

pub(super) static RATIO: Shape = Shape(&[
    opt("numerator", Of(&QUANTITY)),
    opt("denominator", Of(&QUANTITY)),
]);

static SAMPLED_DATA: Shape = Shape(&[
    one("origin", Of(&QUANTITY)),
    one("period", Primitive(P::Decimal)),
    opt("factor", Primitive(P::Decimal)),
    opt("lowerLimit", Primitive(P::Decimal)),
    opt("upperLimit", Primitive(P::Decimal)),
    one("dimensions", Primitive(P::PositiveInt)),
    opt("data", Primitive(P::String)),
]);

pub(super) static ATTACHMENT: Shape = Shape(&[
    opt("contentType", Primitive(P::Code)),
    opt("language", Primitive(P::Code)),
    opt("data", Primitive(P::Base64Binary)),
    opt("url", Primitive(P::Url)),
    opt("size", Primitive(P::UnsignedInt)),
    opt("hash", Primitive(P::Base64Binary)),
    opt("title", Primitive(P::String)),
    opt("creation", Primitive(P::DateTime)),
]);

pub(super) static ANNOTATION: Shape = Shape(&[
    choice("author", &["Reference", "String"]),
    opt("time", Primitive(P::DateTime)),
    one("text", Primitive(P::Markdown)),
]);

pub(super) static SIGNATURE: Shape = Shape(&[
    some("type", Of(&CODING)),
    one("when", Primitive(P::Instant)),
    one("who", Of(&REFERENCE)),
    opt("onBehalfOf", Of(&REFERENCE)),
    opt("targetFormat", Primitive(P::Code)),
    opt("sigFormat", Primitive(P::Code)),
    opt("data", Primitive(P::Base64Binary)),
]);

static TIMING: Shape = Shape(&[
    any("event", Primitive(P::DateTime)),
    opt("repeat", Of(&TIMING_REPEAT)),
    opt("code", Of(&CODEABLE_CONCEPT)),
]);

static TIMING_REPEAT: Shape = Shape(&[
    choice("bounds", &["Duration", "Range", "Period"]),
    opt("count", Primitive(P::PositiveInt)),
    opt("countMax", Primitive(P::PositiveInt)),
    opt("duration", Primitive(P::Decimal)),
    opt("durationMax", Primitive(P::Decimal)),
    opt("durationUnit", Coded(&bind::UNITS_OF_TIME)),
    opt("frequency", Primitive(P::PositiveInt)),
    opt("frequencyMax", Primitive(P::PositiveInt)),
    opt("period", Primitive(P::Decimal)),
    opt("periodMax", Primitive(P::Decimal)),
    opt("periodUnit", Coded(&bind::UNITS_OF_TIME)),
    any("dayOfWeek", Coded(&bind::DAYS_OF_WEEK)),
    any("timeOfDay", Primitive(P::Time)),
    any("when", Coded(&bind::EVENT_TIMING)),
    opt("offset", Primitive(P::UnsignedInt)),
]);

pub(super) static DOSAGE: Shape = Shape(&[
    opt("sequence", Primitive(P::Integer)),
    opt("text", Primitive(P::String)),
    any("additionalInstruction", Of(&CODEABLE_CONCEPT)),
    opt("patientInstruction", Primitive(P::String)),
    opt("timing", Of(&TIMING)),
    choice("asNeeded", &["Boolean", "CodeableConcept"]),
    opt("site", Of(&CODEABLE_CONCEPT)),
    opt("route", Of(&CODEABLE_CONCEPT)),
    opt("method", Of(&CODEABLE_CONCEPT)),
    any("doseAndRate", Of(&DOSE_AND_RATE)),
    opt("maxDosePerPeriod", Of(&RATIO)),
    opt("maxDosePerAdministration", Of(&QUANTITY)),
    opt("maxDosePerLifetime", Of(&QUANTITY)),
]);

static DOSE_AND_RATE: Shape = Shape(&[
    opt("type", Of(&CODEABLE_CONCEPT)),
    choice("dose", &["Range", "Quantity"]),
    choice("rate", &["Ratio", "Range", "Quantity"]),
]);

/// The type a choice element's suffix names; types without a table are kept unread.
pub(super) fn of_suffix(suffix: &str) -> Kind {
    match suffix {
        "Base64Binary" => Primitive(P::Base64Binary),
        "Boolean" => Primitive(P::Boolean),
        "Canonical" => Primitive(P::Canonical),
        "Code" => Primitive(P::Code),
        "Date" => Primitive(P::Date),
        "DateTime" => Primitive(P::DateTime),
        "Decimal" => Primitive(P::Decimal),
        "Id" => Primitive(P::Id),
        "Instant" => Primitive(P::Instant),
        "Integer" => Primitive(P::Integer),
        "Markdown" => Primitive(P::Markdown),
        "Oid" => Primitive(P::Oid),
        "PositiveInt" => Primitive(P::PositiveInt),
        "String" => Primitive(P::String),
        "Time" => Primitive(P::Time),
        "UnsignedInt" => Primitive(P::UnsignedInt),
        "Uri" => Primitive(P::Uri),
        "Url" => Primitive(P::Url),
        "Uuid" => Primitive(P::Uuid),
        "Address" => Of(&ADDRESS),
        "Age" | "Count" | "Distance" | "Duration" | "Quantity" => Of(&QUANTITY),
        "Annotation" => Of(&ANNOTATION),
        "Attachment" => Of(&ATTACHMENT),
        "CodeableConcept" => Of(&CODEABLE_CONCEPT),
        "Coding" => Of(&CODING),
        "ContactPoint" => Of(&CONTACT_POINT),
        "Dosage" => Of(&DOSAGE),
        "HumanName" => Of(&HUMAN_NAME),
        "Identifier" => Of(&IDENTIFIER),
        "Meta" => Of(&META),
        "Period" => Of(&PERIOD),
        "Range" => Of(&RANGE),
        "Ratio" => Of(&RATIO),
        "Reference" => Of(&REFERENCE),
        "SampledData" => Of(&SAMPLED_DATA),
        "Signature" => Of(&SIGNATURE),
        "Timing" => Of(&TIMING),
        _ => Open,
    }
}

/// Every type an extension may carry (<https://hl7.org/fhir/R4/datatypes.html#open>).
const ANY_TYPE: &[&str] = &[
    "Base64Binary",
    "Boolean",
    "Canonical",
    "Code",
    "Date",
    "DateTime",
    "Decimal",
    "Id",
    "Instant",
    "Integer",
    "Markdown",
    "Oid",
    "PositiveInt",
    "String",
    "Time",
    "UnsignedInt",
    "Uri",
    "Url",
    "Uuid",
    "Address",
    "Age",
    "Annotation",
    "Attachment",
    "CodeableConcept",
    "Coding",
    "ContactPoint",
    "Count",
    "Distance",
    "Duration",
    "HumanName",
    "Identifier",
    "Money",
    "Period",
    "Quantity",
    "Range",
    "Ratio",
    "Reference",
    "SampledData",
    "Signature",
    "Timing",
    "ContactDetail",
    "Contributor",
    "DataRequirement",
    "Expression",
    "ParameterDefinition",
    "RelatedArtifact",
    "TriggerDefinition",
    "UsageContext",
    "Dosage",
    "Meta",
];
