//! Documents: DocumentReference, Binary, Composition, Bundle.

use super::Kind::{Coded, Of, Primitive, Resource};
use super::{Shape, any, bindings as bind, choice_required, datatypes as data, one, opt, some};
use crate::primitive::Primitive as P;

/// DocumentReference, <https://hl7.org/fhir/R4/documentreference.html>.
pub(super) static DOCUMENT_REFERENCE: Shape = Shape(&[
    opt("masterIdentifier", Of(&data::IDENTIFIER)),
    any("identifier", Of(&data::IDENTIFIER)),
    one("status", Coded(&bind::DOCUMENT_REFERENCE_STATUS)),
    opt("docStatus", Coded(&bind::COMPOSITION_STATUS)),
    opt("type", Of(&data::CODEABLE_CONCEPT)),
    any("category", Of(&data::CODEABLE_CONCEPT)),
    opt("subject", Of(&data::REFERENCE)),
    opt("date", Primitive(P::Instant)),
    any("author", Of(&data::REFERENCE)),
    opt("authenticator", Of(&data::REFERENCE)),
    opt("custodian", Of(&data::REFERENCE)),
    any("relatesTo", Of(&DOCUMENT_REFERENCE_RELATES_TO)),
    opt("description", Primitive(P::String)),
    any("securityLabel", Of(&data::CODEABLE_CONCEPT)),
    some("content", Of(&DOCUMENT_REFERENCE_CONTENT)),
    opt("context", Of(&DOCUMENT_REFERENCE_CONTEXT)),
]);

static DOCUMENT_REFERENCE_RELATES_TO: Shape = Shape(&[
    one("code", Coded(&bind::DOCUMENT_RELATIONSHIP_TYPE)),
    one("target", Of(&data::REFERENCE)),
]);

static DOCUMENT_REFERENCE_CONTENT: Shape = Shape(&[
    one("attachment", Of(&data::ATTACHMENT)),
    opt("format", Of(&data::CODING)),
]);

static DOCUMENT_REFERENCE_CONTEXT: Shape = Shape(&[
    any("encounter", Of(&data::REFERENCE)),
    any("event", Of(&data::CODEABLE_CONCEPT)),
    opt("period", Of(&data::PERIOD)),
    opt("facilityType", Of(&data::CODEABLE_CONCEPT)),
    opt("practiceSetting", Of(&data::CODEABLE_CONCEPT)),
    opt("sourcePatientInfo", Of(&data::REFERENCE)),
    any("related", Of(&data::REFERENCE)),
]);

/// Binary, <https://hl7.org/fhir/R4/binary.html>.
pub(super) static BINARY: Shape = Shape(&[
    one("contentType", Primitive(P::Code)),
    opt("securityContext", Of(&data::REFERENCE)),
    opt("data", Primitive(P::Base64Binary)),
]);

/// Composition, <https://hl7.org/fhir/R4/composition.html>.
pub(super) static COMPOSITION: Shape = Shape(&[
    opt("identifier", Of(&data::IDENTIFIER)),
    one("status", Coded(&bind::COMPOSITION_STATUS)),
    one("type", Of(&data::CODEABLE_CONCEPT)),
    any("category", Of(&data::CODEABLE_CONCEPT)),
    opt("subject", Of(&data::REFERENCE)),
    opt("encounter", Of(&data::REFERENCE)),
    one("date", Primitive(P::DateTime)),
    some("author", Of(&data::REFERENCE)),
    one("title", Primitive(P::String)),
    opt(
        "confidentiality",
        Coded(&bind::V3_CONFIDENTIALITY_CLASSIFICATION),
    ),
    any("attester", Of(&COMPOSITION_ATTESTER)),
    opt("custodian", Of(&data::REFERENCE)),
    any("relatesTo", Of(&COMPOSITION_RELATES_TO)),
    any("event", Of(&COMPOSITION_EVENT)),
    any("section", Of(&COMPOSITION_SECTION)),
]);

static COMPOSITION_ATTESTER: Shape = Shape(&[
    one("mode", Coded(&bind::COMPOSITION_ATTESTATION_MODE)),
    opt("time", Primitive(P::DateTime)),
    opt("party", Of(&data::REFERENCE)),
]);

static COMPOSITION_RELATES_TO: Shape = Shape(&[
    one("code", Coded(&bind::DOCUMENT_RELATIONSHIP_TYPE)),
    choice_required("target", &["Identifier", "Reference"]),
]);

static COMPOSITION_EVENT: Shape = Shape(&[
    any("code", Of(&data::CODEABLE_CONCEPT)),
    opt("period", Of(&data::PERIOD)),
    any("detail", Of(&data::REFERENCE)),
]);

static COMPOSITION_SECTION: Shape = Shape(&[
    opt("title", Primitive(P::String)),
    opt("code", Of(&data::CODEABLE_CONCEPT)),
    any("author", Of(&data::REFERENCE)),
    opt("focus", Of(&data::REFERENCE)),
    opt("text", Of(&data::NARRATIVE)),
    opt("mode", Coded(&bind::LIST_MODE)),
    opt("orderedBy", Of(&data::CODEABLE_CONCEPT)),
    any("entry", Of(&data::REFERENCE)),
    opt("emptyReason", Of(&data::CODEABLE_CONCEPT)),
    any("section", Of(&COMPOSITION_SECTION)),
]);

/// Bundle, <https://hl7.org/fhir/R4/bundle.html>.
pub(super) static BUNDLE: Shape = Shape(&[
    opt("identifier", Of(&data::IDENTIFIER)),
    one("type", Coded(&bind::BUNDLE_TYPE)),
    opt("timestamp", Primitive(P::Instant)),
    opt("total", Primitive(P::UnsignedInt)),
    any("link", Of(&BUNDLE_LINK)),
    any("entry", Of(&BUNDLE_ENTRY)),
    opt("signature", Of(&data::SIGNATURE)),
]);

static BUNDLE_LINK: Shape = Shape(&[
    one("relation", Primitive(P::String)),
    one("url", Primitive(P::Uri)),
]);

static BUNDLE_ENTRY: Shape = Shape(&[
    any("link", Of(&BUNDLE_LINK)),
    opt("fullUrl", Primitive(P::Uri)),
    opt("resource", Resource),
    opt("search", Of(&BUNDLE_ENTRY_SEARCH)),
    opt("request", Of(&BUNDLE_ENTRY_REQUEST)),
    opt("response", Of(&BUNDLE_ENTRY_RESPONSE)),
]);

static BUNDLE_ENTRY_SEARCH: Shape = Shape(&[
    opt("mode", Coded(&bind::SEARCH_ENTRY_MODE)),
    opt("score", Primitive(P::Decimal)),
]);

static BUNDLE_ENTRY_REQUEST: Shape = Shape(&[
    one("method", Coded(&bind::HTTP_VERB)),
    one("url", Primitive(P::Uri)),
    opt("ifNoneMatch", Primitive(P::String)),
    opt("ifModifiedSince", Primitive(P::Instant)),
    opt("ifMatch", Primitive(P::String)),
    opt("ifNoneExist", Primitive(P::String)),
]);

static BUNDLE_ENTRY_RESPONSE: Shape = Shape(&[
    one("status", Primitive(P::String)),
    opt("location", Primitive(P::Uri)),
    opt("etag", Primitive(P::String)),
    opt("lastModified", Primitive(P::Instant)),
    opt("outcome", Resource),
]);
