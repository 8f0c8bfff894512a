//! The measurements of a fine-needle aspirate.

use serde_json::Value;

use super::concept::has_code;
use super::{Quantity, date_of, items, only, text};
use crate::codes::{ASPIRATE, ASPIRATE_PANEL, Nuclear};
use crate::{Decimal, Resource};

/// The thirty measurements of the cell nuclei in an aspirate of a breast mass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspirate {
    /// In the order of [`Nuclear::all`], digits as written.
    pub values: Vec<Decimal>,
    /// The status code; `entered-in-error` and `cancelled` are no measurements.
    pub status: String,
    /// When it was taken.
    pub effective: Option<String>,
}

impl Aspirate {
    /// Reads the measurements; `None` for other resources, and unless each of the thirty stands there once, as a
    /// number without a comparator or a unit.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "Observation")?;
        if !has_code(value.get("code"), ASPIRATE, ASPIRATE_PANEL) {
            return None;
        }
        let values: Option<Vec<Decimal>> =
            Nuclear::all().map(|one| component(value, one)).collect();
        Some(Self {
            values: values?,
            status: text(value, "status").unwrap_or_default(),
            effective: date_of(value, "effective"),
        })
    }
}

fn component(value: &Value, one: Nuclear) -> Option<Decimal> {
    let code = one.code();
    let mut parts = items(value, "component").filter(|c| has_code(c.get("code"), ASPIRATE, &code));
    let (part, None) = (parts.next()?, parts.next()) else {
        return None;
    };
    let quantity = part.get("valueQuantity").and_then(Quantity::read)?;
    let plain = [&quantity.comparator, &quantity.unit, &quantity.ucum];
    plain
        .iter()
        .all(|more| more.is_none())
        .then_some(quantity.value)
}
