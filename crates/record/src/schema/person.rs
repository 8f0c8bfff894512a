//! People and organisations: Patient, Practitioner, Organization.

use super::Kind::{Coded, Of, Primitive};
use super::{Shape, any, bindings as bind, choice, datatypes as data, one, opt};
use crate::primitive::Primitive as P;

/// Patient, <https://hl7.org/fhir/R4/patient.html>.
pub(super) static PATIENT: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    opt("active", Primitive(P::Boolean)),
    any("name", Of(&data::HUMAN_NAME)),
    any("telecom", Of(&data::CONTACT_POINT)),
    opt("gender", Coded(&bind::ADMINISTRATIVE_GENDER)),
    opt("birthDate", Primitive(P::Date)),
    choice("deceased", &["Boolean", "DateTime"]),
    any("address", Of(&data::ADDRESS)),
    opt("maritalStatus", Of(&data::CODEABLE_CONCEPT)),
    choice("multipleBirth", &["Boolean", "Integer"]),
    any("photo", Of(&data::ATTACHMENT)),
    any("contact", Of(&PATIENT_CONTACT)),
    any("communication", Of(&PATIENT_COMMUNICATION)),
    any("generalPractitioner", Of(&data::REFERENCE)),
    opt("managingOrganization", Of(&data::REFERENCE)),
    any("link", Of(&PATIENT_LINK)),
]);

static PATIENT_CONTACT: Shape = Shape(&[
    any("relationship", Of(&data::CODEABLE_CONCEPT)),
    opt("name", Of(&data::HUMAN_NAME)),
    any("telecom", Of(&data::CONTACT_POINT)),
    opt("address", Of(&data::ADDRESS)),
    opt("gender", Coded(&bind::ADMINISTRATIVE_GENDER)),
    opt("organization", Of(&data::REFERENCE)),
    opt("period", Of(&data::PERIOD)),
]);

static PATIENT_COMMUNICATION: Shape = Shape(&[
    one("language", Of(&data::CODEABLE_CONCEPT)),
    opt("preferred", Primitive(P::Boolean)),
]);

static PATIENT_LINK: Shape = Shape(&[
    one("other", Of(&data::REFERENCE)),
    one("type", Coded(&bind::LINK_TYPE)),
]);

/// Practitioner, <https://hl7.org/fhir/R4/practitioner.html>.
pub(super) static PRACTITIONER: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    opt("active", Primitive(P::Boolean)),
    any("name", Of(&data::HUMAN_NAME)),
    any("telecom", Of(&data::CONTACT_POINT)),
    any("address", Of(&data::ADDRESS)),
    opt("gender", Coded(&bind::ADMINISTRATIVE_GENDER)),
    opt("birthDate", Primitive(P::Date)),
    any("photo", Of(&data::ATTACHMENT)),
    any("qualification", Of(&PRACTITIONER_QUALIFICATION)),
    any("communication", Of(&data::CODEABLE_CONCEPT)),
]);

static PRACTITIONER_QUALIFICATION: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    one("code", Of(&data::CODEABLE_CONCEPT)),
    opt("period", Of(&data::PERIOD)),
    opt("issuer", Of(&data::REFERENCE)),
]);

/// Organization, <https://hl7.org/fhir/R4/organization.html>.
pub(super) static ORGANIZATION: Shape = Shape(&[
    any("identifier", Of(&data::IDENTIFIER)),
    opt("active", Primitive(P::Boolean)),
    any("type", Of(&data::CODEABLE_CONCEPT)),
    opt("name", Primitive(P::String)),
    any("alias", Primitive(P::String)),
    any("telecom", Of(&data::CONTACT_POINT)),
    any("address", Of(&data::ADDRESS)),
    opt("partOf", Of(&data::REFERENCE)),
    any("contact", Of(&ORGANIZATION_CONTACT)),
    any("endpoint", Of(&data::REFERENCE)),
]);

static ORGANIZATION_CONTACT: Shape = Shape(&[
    opt("purpose", Of(&data::CODEABLE_CONCEPT)),
    opt("name", Of(&data::HUMAN_NAME)),
    any("telecom", Of(&data::CONTACT_POINT)),
    opt("address", Of(&data::ADDRESS)),
]);
