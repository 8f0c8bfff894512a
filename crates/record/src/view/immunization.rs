//! Vaccinations.

use serde_json::Value;

use super::{Concept, date_of, items, only, text};
use crate::Resource;

/// An Immunization (<https://hl7.org/fhir/R4/immunization.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Immunization {
    /// Against what.
    pub vaccine: Option<Concept>,
    /// `completed`, `not-done`, `entered-in-error`.
    pub status: String,
    /// When it was given.
    pub occurrence: Option<String>,
    /// The lot of the vaccine.
    pub lot_number: Option<String>,
    /// Which dose of the series it was.
    pub dose_number: Option<String>,
}

impl Immunization {
    /// Reads an Immunization.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "Immunization")?;
        Some(Self {
            vaccine: Concept::at(value, "vaccineCode"),
            status: text(value, "status").unwrap_or_default(),
            occurrence: date_of(value, "occurrence"),
            lot_number: text(value, "lotNumber"),
            dose_number: items(value, "protocolApplied").next().and_then(dose_number),
        })
    }
}

fn dose_number(protocol: &Value) -> Option<String> {
    let number = protocol
        .get("doseNumberPositiveInt")
        .map(ToString::to_string);
    number.or_else(|| text(protocol, "doseNumberString"))
}
