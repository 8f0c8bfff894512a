//! Which elements the resources shown by the apps have: names, cardinality, types, codes.
//!
//! The tables follow the resource pages of FHIR R4 (4.0.1), <https://hl7.org/fhir/R4/>. Elements
//! that are not in a table are kept and not looked at.

mod bindings;
mod datatypes;
mod document;
mod encounter;
mod finding;
mod person;
mod problem;
mod treatment;

use crate::primitive::Primitive;

pub(crate) use bindings::Binding;
pub(crate) use datatypes::{CODEABLE_CONCEPT, ELEMENT, RESOURCE};

/// The elements of a type.
#[derive(Debug)]
pub(crate) struct Shape(pub(crate) &'static [Element]);

/// One element of a type.
#[derive(Debug)]
pub(crate) struct Element {
    /// Its name; for a choice of types without the `[x]`.
    pub(crate) name: &'static str,
    /// Whether it must be there (1..).
    pub(crate) required: bool,
    /// Whether it is a list (..*).
    pub(crate) list: bool,
    /// What it holds.
    pub(crate) kind: Kind,
}

/// What an element holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A primitive value.
    Primitive(Primitive),
    /// A code from a required binding.
    Coded(&'static Binding),
    /// A CodeableConcept with a coding from a required binding.
    Concept(&'static Binding),
    /// An object with elements of its own.
    Of(&'static Shape),
    /// One of several types, named by the suffix of the key.
    Choice(&'static [&'static str]),
    /// A whole resource.
    Resource,
    /// An object whose elements are not looked at.
    Open,
}

impl Shape {
    /// The shape of a resource type, or `None` for types that pass through unchecked.
    pub(crate) fn of_resource(resource_type: &str) -> Option<&'static Self> {
        Some(match resource_type {
            "AllergyIntolerance" => &problem::ALLERGY_INTOLERANCE,
            "Binary" => &document::BINARY,
            "Bundle" => &document::BUNDLE,
            "Composition" => &document::COMPOSITION,
            "Condition" => &problem::CONDITION,
            "DiagnosticReport" => &finding::DIAGNOSTIC_REPORT,
            "DocumentReference" => &document::DOCUMENT_REFERENCE,
            "Encounter" => &encounter::ENCOUNTER,
            "Immunization" => &treatment::IMMUNIZATION,
            "MedicationRequest" => &treatment::MEDICATION_REQUEST,
            "Observation" => &finding::OBSERVATION,
            "Organization" => &person::ORGANIZATION,
            "Patient" => &person::PATIENT,
            "Practitioner" => &person::PRACTITIONER,
            "Procedure" => &treatment::PROCEDURE,
            _ => return None,
        })
    }
}

impl Kind {
    /// What the type suffix of a choice element stands for, as in `value` + `Quantity`.
    pub(crate) fn of_suffix(suffix: &str) -> Self {
        datatypes::of_suffix(suffix)
    }

    /// Whether the element may have a `_name` sibling with id and extensions.
    pub(crate) fn is_primitive(self) -> bool {
        matches!(self, Self::Primitive(_) | Self::Coded(_))
    }
}

/// An element that may be there once (0..1).
const fn opt(name: &'static str, kind: Kind) -> Element {
    Element {
        name,
        required: false,
        list: false,
        kind,
    }
}

/// An element that must be there once (1..1).
const fn one(name: &'static str, kind: Kind) -> Element {
    Element {
        name,
        required: true,
        list: false,
        kind,
    }
}

/// A list that may be absent (0..*).
const fn any(name: &'static str, kind: Kind) -> Element {
    Element {
        name,
        required: false,
        list: true,
        kind,
    }
}

/// A list with at least one item (1..*).
const fn some(name: &'static str, kind: Kind) -> Element {
    Element {
        name,
        required: true,
        list: true,
        kind,
    }
}

/// An element of one of several types that may be there once.
const fn choice(name: &'static str, types: &'static [&'static str]) -> Element {
    opt(name, Kind::Choice(types))
}

/// An element of one of several types that must be there once.
const fn choice_required(name: &'static str, types: &'static [&'static str]) -> Element {
    one(name, Kind::Choice(types))
}
