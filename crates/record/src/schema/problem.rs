//! What the patient has: Condition, AllergyIntolerance.

use super::Kind::{Coded, Concept, Of, Primitive};
use super::{Shape, any, bindings as bind, choice, datatypes as data, one, opt, some};
use crate::primitive::Primitive as P;

/// Condition, <https://hl7.org/fhir/R4/condition.html>.
pub(super) static CONDITION: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    opt("clinicalStatus", Concept(&bind::CONDITION_CLINICAL)),
    opt("verificationStatus", Concept(&bind::CONDITION_VER_STATUS)),
    any("category", Of(&data::CODEABLE_CONCEPT)),
    opt("severity", Of(&data::CODEABLE_CONCEPT)),
    opt("code", Of(&data::CODEABLE_CONCEPT)),
    any("bodySite", Of(&data::CODEABLE_CONCEPT)),
    one("subject", Of(&data::REFERENCE)),
    opt("encounter", Of(&data::REFERENCE)),
    choice("onset", &["DateTime", "Age", "Period", "Range", "String"]),
    choice(
        "abatement",
        &["DateTime", "Age", "Period", "Range", "String"],
    ),
    opt("recordedDate", Primitive(P::DateTime)),
    opt("recorder", Of(&data::REFERENCE)),
    opt("asserter", Of(&data::REFERENCE)),
    any("stage", Of(&CONDITION_STAGE)),
    any("evidence", Of(&CONDITION_EVIDENCE)),
    any("note", Of(&data::ANNOTATION)),
]);

static CONDITION_STAGE: Shape = Shape(&[
    opt("summary", Of(&data::CODEABLE_CONCEPT)),
    any("assessment", Of(&data::REFERENCE)),
    opt("type", Of(&data::CODEABLE_CONCEPT)),
]);

static CONDITION_EVIDENCE: Shape = Shape(&[
    any("code", Of(&data::CODEABLE_CONCEPT)),
    any("detail", Of(&data::REFERENCE)),
]);

/// AllergyIntolerance, <https://hl7.org/fhir/R4/allergyintolerance.html>.
pub(super) static ALLERGY_INTOLERANCE: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    opt(
        "clinicalStatus",
        Concept(&bind::ALLERGYINTOLERANCE_CLINICAL),
    ),
    opt(
        "verificationStatus",
        Concept(&bind::ALLERGYINTOLERANCE_VERIFICATION),
    ),
    opt("type", Coded(&bind::ALLERGY_INTOLERANCE_TYPE)),
    any("category", Coded(&bind::ALLERGY_INTOLERANCE_CATEGORY)),
    opt("criticality", Coded(&bind::ALLERGY_INTOLERANCE_CRITICALITY)),
    opt("code", Of(&data::CODEABLE_CONCEPT)),
    one("patient", Of(&data::REFERENCE)),
    opt("encounter", Of(&data::REFERENCE)),
    choice("onset", &["DateTime", "Age", "Period", "Range", "String"]),
    opt("recordedDate", Primitive(P::DateTime)),
    opt("recorder", Of(&data::REFERENCE)),
    opt("asserter", Of(&data::REFERENCE)),
    opt("lastOccurrence", Primitive(P::DateTime)),
    any("note", Of(&data::ANNOTATION)),
    any("reaction", Of(&ALLERGY_INTOLERANCE_REACTION)),
]);

static ALLERGY_INTOLERANCE_REACTION: Shape = Shape(&[
    opt("substance", Of(&data::CODEABLE_CONCEPT)),
    some("manifestation", Of(&data::CODEABLE_CONCEPT)),
    opt("description", Primitive(P::String)),
    opt("onset", Primitive(P::DateTime)),
    opt("severity", Coded(&bind::REACTION_EVENT_SEVERITY)),
    opt("exposureRoute", Of(&data::CODEABLE_CONCEPT)),
    any("note", Of(&data::ANNOTATION)),
]);
