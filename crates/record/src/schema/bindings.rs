//! The required code bindings of R4: only these codes are allowed
//! (<https://hl7.org/fhir/R4/terminologies.html#required>).

/// A closed set of codes.
#[derive(Debug)]
pub(crate) struct Binding {
    /// The code system that the codes belong to.
    pub(crate) system: &'static str,
    /// The codes allowed.
    pub(crate) codes: &'static [&'static str],
}

pub(super) static ADDRESS_TYPE: Binding = Binding {
    system: "http://hl7.org/fhir/address-type",
    codes: &["postal", "physical", "both"],
};

pub(super) static ADDRESS_USE: Binding = Binding {
    system: "http://hl7.org/fhir/address-use",
    codes: &["home", "work", "temp", "old", "billing"],
};

pub(super) static ADMINISTRATIVE_GENDER: Binding = Binding {
    system: "http://hl7.org/fhir/administrative-gender",
    codes: &["male", "female", "other", "unknown"],
};

pub(super) static ALLERGYINTOLERANCE_CLINICAL: Binding = Binding {
    system: "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
    codes: &["active", "inactive", "resolved"],
};

pub(super) static ALLERGYINTOLERANCE_VERIFICATION: Binding = Binding {
    system: "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
    codes: &["unconfirmed", "confirmed", "refuted", "entered-in-error"],
};

pub(super) static ALLERGY_INTOLERANCE_CATEGORY: Binding = Binding {
    system: "http://hl7.org/fhir/allergy-intolerance-category",
    codes: &["food", "medication", "environment", "biologic"],
};

pub(super) static ALLERGY_INTOLERANCE_CRITICALITY: Binding = Binding {
    system: "http://hl7.org/fhir/allergy-intolerance-criticality",
    codes: &["low", "high", "unable-to-assess"],
};

pub(super) static ALLERGY_INTOLERANCE_TYPE: Binding = Binding {
    system: "http://hl7.org/fhir/allergy-intolerance-type",
    codes: &["allergy", "intolerance"],
};

pub(super) static BUNDLE_TYPE: Binding = Binding {
    system: "http://hl7.org/fhir/bundle-type",
    codes: &[
        "document",
        "message",
        "transaction",
        "transaction-response",
        "batch",
        "batch-response",
        "history",
        "searchset",
        "collection",
    ],
};

pub(super) static COMPOSITION_ATTESTATION_MODE: Binding = Binding {
    system: "http://hl7.org/fhir/composition-attestation-mode",
    codes: &["personal", "professional", "legal", "official"],
};

pub(super) static COMPOSITION_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/composition-status",
    codes: &["preliminary", "final", "amended", "entered-in-error"],
};

pub(super) static CONDITION_CLINICAL: Binding = Binding {
    system: "http://terminology.hl7.org/CodeSystem/condition-clinical",
    codes: &[
        "active",
        "recurrence",
        "relapse",
        "inactive",
        "remission",
        "resolved",
    ],
};

pub(super) static CONDITION_VER_STATUS: Binding = Binding {
    system: "http://terminology.hl7.org/CodeSystem/condition-ver-status",
    codes: &[
        "unconfirmed",
        "provisional",
        "differential",
        "confirmed",
        "refuted",
        "entered-in-error",
    ],
};

pub(super) static CONTACT_POINT_SYSTEM: Binding = Binding {
    system: "http://hl7.org/fhir/contact-point-system",
    codes: &["phone", "fax", "email", "pager", "url", "sms", "other"],
};

pub(super) static CONTACT_POINT_USE: Binding = Binding {
    system: "http://hl7.org/fhir/contact-point-use",
    codes: &["home", "work", "temp", "old", "mobile"],
};

pub(super) static DAYS_OF_WEEK: Binding = Binding {
    system: "http://hl7.org/fhir/days-of-week",
    codes: &["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
};

pub(super) static DIAGNOSTIC_REPORT_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/diagnostic-report-status",
    codes: &[
        "registered",
        "partial",
        "preliminary",
        "final",
        "amended",
        "corrected",
        "appended",
        "cancelled",
        "entered-in-error",
        "unknown",
    ],
};

pub(super) static DOCUMENT_REFERENCE_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/document-reference-status",
    codes: &["current", "superseded", "entered-in-error"],
};

pub(super) static DOCUMENT_RELATIONSHIP_TYPE: Binding = Binding {
    system: "http://hl7.org/fhir/document-relationship-type",
    codes: &["replaces", "transforms", "signs", "appends"],
};

pub(super) static ENCOUNTER_LOCATION_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/encounter-location-status",
    codes: &["planned", "active", "reserved", "completed"],
};

pub(super) static ENCOUNTER_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/encounter-status",
    codes: &[
        "planned",
        "arrived",
        "triaged",
        "in-progress",
        "onleave",
        "finished",
        "cancelled",
        "entered-in-error",
        "unknown",
    ],
};

pub(super) static EVENT_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/event-status",
    codes: &[
        "preparation",
        "in-progress",
        "not-done",
        "on-hold",
        "stopped",
        "completed",
        "entered-in-error",
        "unknown",
    ],
};

pub(super) static EVENT_TIMING: Binding = Binding {
    system: "http://hl7.org/fhir/event-timing",
    codes: &[
        "MORN",
        "MORN.early",
        "MORN.late",
        "NOON",
        "AFT",
        "AFT.early",
        "AFT.late",
        "EVE",
        "EVE.early",
        "EVE.late",
        "NIGHT",
        "PHS",
        "HS",
        "WAKE",
        "C",
        "CM",
        "CD",
        "CV",
        "AC",
        "ACM",
        "ACD",
        "ACV",
        "PC",
        "PCM",
        "PCD",
        "PCV",
    ],
};

pub(super) static HTTP_VERB: Binding = Binding {
    system: "http://hl7.org/fhir/http-verb",
    codes: &["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"],
};

pub(super) static IDENTIFIER_USE: Binding = Binding {
    system: "http://hl7.org/fhir/identifier-use",
    codes: &["usual", "official", "temp", "secondary", "old"],
};

pub(super) static IMMUNIZATION_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/event-status",
    codes: &["completed", "entered-in-error", "not-done"],
};

pub(super) static LINK_TYPE: Binding = Binding {
    system: "http://hl7.org/fhir/link-type",
    codes: &["replaced-by", "replaces", "refer", "seealso"],
};

pub(super) static LIST_MODE: Binding = Binding {
    system: "http://hl7.org/fhir/list-mode",
    codes: &["working", "snapshot", "changes"],
};

pub(super) static MEDICATIONREQUEST_INTENT: Binding = Binding {
    system: "http://hl7.org/fhir/CodeSystem/medicationrequest-intent",
    codes: &[
        "proposal",
        "plan",
        "order",
        "original-order",
        "reflex-order",
        "filler-order",
        "instance-order",
        "option",
    ],
};

pub(super) static MEDICATIONREQUEST_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/CodeSystem/medicationrequest-status",
    codes: &[
        "active",
        "on-hold",
        "cancelled",
        "completed",
        "entered-in-error",
        "stopped",
        "draft",
        "unknown",
    ],
};

pub(super) static NAME_USE: Binding = Binding {
    system: "http://hl7.org/fhir/name-use",
    codes: &[
        "usual",
        "official",
        "temp",
        "nickname",
        "anonymous",
        "old",
        "maiden",
    ],
};

pub(super) static NARRATIVE_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/narrative-status",
    codes: &["generated", "extensions", "additional", "empty"],
};

pub(super) static OBSERVATION_STATUS: Binding = Binding {
    system: "http://hl7.org/fhir/observation-status",
    codes: &[
        "registered",
        "preliminary",
        "final",
        "amended",
        "corrected",
        "cancelled",
        "entered-in-error",
        "unknown",
    ],
};

pub(super) static QUANTITY_COMPARATOR: Binding = Binding {
    system: "http://hl7.org/fhir/quantity-comparator",
    codes: &["<", "<=", ">=", ">"],
};

pub(super) static REACTION_EVENT_SEVERITY: Binding = Binding {
    system: "http://hl7.org/fhir/reaction-event-severity",
    codes: &["mild", "moderate", "severe"],
};

pub(super) static REQUEST_PRIORITY: Binding = Binding {
    system: "http://hl7.org/fhir/request-priority",
    codes: &["routine", "urgent", "asap", "stat"],
};

pub(super) static SEARCH_ENTRY_MODE: Binding = Binding {
    system: "http://hl7.org/fhir/search-entry-mode",
    codes: &["match", "include", "outcome"],
};

pub(super) static UNITS_OF_TIME: Binding = Binding {
    system: "http://unitsofmeasure.org",
    codes: &["s", "min", "h", "d", "wk", "mo", "a"],
};

pub(super) static V3_CONFIDENTIALITY_CLASSIFICATION: Binding = Binding {
    system: "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
    codes: &["U", "L", "M", "N", "R", "V"],
};
