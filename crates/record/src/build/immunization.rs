//! Vaccinations.

use serde_json::json;

use super::{Coding, Context, concept, finish, fitting, object, reference};
use crate::{RecordError, Resource};

/// A vaccination.
#[derive(Debug, Clone, Copy)]
pub struct Immunization<'a> {
    /// Which vaccine, such as one of [`crate::codes::VACCINES`]; up to 200 characters.
    pub vaccine: &'a str,
    /// Its code, if it has one.
    pub coding: Option<Coding<'a>>,
    /// Which dose of the series, from 1.
    pub dose: Option<u32>,
    /// The lot of the vaccine; up to 60 characters.
    pub lot: Option<&'a str>,
    /// Whether it is entered by who gave it; otherwise from a card or from memory.
    pub is_primary_source: bool,
}

/// A completed Immunization (<https://hl7.org/fhir/R4/immunization.html>).
///
/// # Errors
///
/// [`RecordError::Entry`] for an empty vaccine, a text that is too long or a dose that cannot be; those
/// of [`Resource::from_value`] for a bad id or date.
pub fn immunization(
    context: &Context<'_>,
    entry: &Immunization<'_>,
) -> Result<Resource, RecordError> {
    let vaccine = fitting("vaccine", entry.vaccine, 200)?;
    let mut map = object(json!({
        "resourceType": "Immunization",
        "id": context.id,
        "status": "completed",
        "vaccineCode": concept(vaccine, entry.coding),
        "patient": reference(context.patient),
        "occurrenceDateTime": context.date,
        "primarySource": entry.is_primary_source,
    }));
    if let Some(lot) = entry.lot.map(str::trim).filter(|lot| !lot.is_empty()) {
        let lot = fitting("lot", lot, 60)?;
        map.insert("lotNumber".to_owned(), lot.into());
    }
    if let Some(author) = context.author {
        let performer = json!([{ "actor": reference(author) }]);
        map.insert("performer".to_owned(), performer);
    }
    if let Some(dose) = entry.dose {
        if !(1..=50).contains(&dose) {
            return Err(RecordError::Entry {
                what: "dose number",
                found: dose.to_string(),
                allowed: "from 1 to 50".to_owned(),
            });
        }
        let applied = json!([{ "doseNumberPositiveInt": dose }]);
        map.insert("protocolApplied".to_owned(), applied);
    }
    finish(map)
}
