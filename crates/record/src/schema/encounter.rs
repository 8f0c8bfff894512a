//! Visits: Encounter.

use super::Kind::{Coded, Of, Primitive};
use super::{Shape, any, bindings as bind, datatypes as data, one, opt};
use crate::primitive::Primitive as P;

/// Encounter, <https://hl7.org/fhir/R4/encounter.html>.
pub(super) static ENCOUNTER: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    one("status", Coded(&bind::ENCOUNTER_STATUS)),
    any("statusHistory", Of(&ENCOUNTER_STATUS_HISTORY)),
    one("class", Of(&data::CODING)),
    any("classHistory", Of(&ENCOUNTER_CLASS_HISTORY)),
    any("type", Of(&data::CODEABLE_CONCEPT)),
    opt("serviceType", Of(&data::CODEABLE_CONCEPT)),
    opt("priority", Of(&data::CODEABLE_CONCEPT)),
    opt("subject", Of(&data::REFERENCE)),
    any("episodeOfCare", Of(&data::REFERENCE)),
    any("basedOn", Of(&data::REFERENCE)),
    any("participant", Of(&ENCOUNTER_PARTICIPANT)),
    any("appointment", Of(&data::REFERENCE)),
    opt("period", Of(&data::PERIOD)),
    opt("length", Of(&data::QUANTITY)),
    any("reasonCode", Of(&data::CODEABLE_CONCEPT)),
    any("reasonReference", Of(&data::REFERENCE)),
    any("diagnosis", Of(&ENCOUNTER_DIAGNOSIS)),
    any("account", Of(&data::REFERENCE)),
    opt("hospitalization", Of(&ENCOUNTER_HOSPITALIZATION)),
    any("location", Of(&ENCOUNTER_LOCATION)),
    opt("serviceProvider", Of(&data::REFERENCE)),
    opt("partOf", Of(&data::REFERENCE)),
]);

static ENCOUNTER_STATUS_HISTORY: Shape = Shape(&[
    one("status", Coded(&bind::ENCOUNTER_STATUS)),
    one("period", Of(&data::PERIOD)),
]);

static ENCOUNTER_CLASS_HISTORY: Shape = Shape(&[
    one("class", Of(&data::CODING)),
    one("period", Of(&data::PERIOD)),
]);

static ENCOUNTER_PARTICIPANT: Shape = Shape(&[
    any("type", Of(&data::CODEABLE_CONCEPT)),
    opt("period", Of(&data::PERIOD)),
    opt("individual", Of(&data::REFERENCE)),
]);

static ENCOUNTER_DIAGNOSIS: Shape = Shape(&[
    one("condition", Of(&data::REFERENCE)),
    opt("use", Of(&data::CODEABLE_CONCEPT)),
    opt("rank", Primitive(P::PositiveInt)),
]);

static ENCOUNTER_HOSPITALIZATION: Shape = Shape(&[
    opt("preAdmissionIdentifier", Of(&data::IDENTIFIER)),
    opt("origin", Of(&data::REFERENCE)),
    opt("admitSource", Of(&data::CODEABLE_CONCEPT)),
    opt("reAdmission", Of(&data::CODEABLE_CONCEPT)),
    any("dietPreference", Of(&data::CODEABLE_CONCEPT)),
    any("specialCourtesy", Of(&data::CODEABLE_CONCEPT)),
    any("specialArrangement", Of(&data::CODEABLE_CONCEPT)),
    opt("destination", Of(&data::REFERENCE)),
    opt("dischargeDisposition", Of(&data::CODEABLE_CONCEPT)),
]);

static ENCOUNTER_LOCATION: Shape = Shape(&[
    one("location", Of(&data::REFERENCE)),
    opt("status", Coded(&bind::ENCOUNTER_LOCATION_STATUS)),
    opt("physicalType", Of(&data::CODEABLE_CONCEPT)),
    opt("period", Of(&data::PERIOD)),
]);
