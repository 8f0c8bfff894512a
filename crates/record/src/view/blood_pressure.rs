//! Blood pressure, from either panel code.

use serde_json::Value;

use super::concept::has_code;
use super::{Quantity, date_of, items, only, text};
use crate::codes::{BLOOD_PRESSURE, BLOOD_PRESSURE_OLD, DIASTOLIC, LOINC, SYSTOLIC};
use crate::units::MM_HG;
use crate::{Decimal, Resource};

/// A blood pressure in mm\[Hg\].
///
/// Reads LOINC 85354-9 (R4 vital signs, India's profiles) and 55284-4 (older US data) with
/// components 8480-6 and 8462-4
/// (<https://hl7.org/fhir/R4/bp.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BloodPressure {
    /// The upper value.
    pub systolic: Decimal,
    /// The lower value.
    pub diastolic: Decimal,
    /// The status code; `entered-in-error` and `cancelled` are no measurements.
    pub status: String,
    /// When it was measured.
    pub effective: Option<String>,
}

impl BloodPressure {
    /// Reads a blood pressure; `None` for other resources, and if either number is absent or in
    /// another unit.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "Observation")?;
        let code = value.get("code");
        if !has_code(code, LOINC, BLOOD_PRESSURE) && !has_code(code, LOINC, BLOOD_PRESSURE_OLD) {
            return None;
        }
        Some(Self {
            systolic: component(value, SYSTOLIC)?,
            diastolic: component(value, DIASTOLIC)?,
            status: text(value, "status").unwrap_or_default(),
            effective: date_of(value, "effective"),
        })
    }
}

/// As in `128/82`, rounded to whole numbers.
impl std::fmt::Display for BloodPressure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}/{}",
            self.systolic.rounded(0),
            self.diastolic.rounded(0)
        )
    }
}

fn component(value: &Value, code: &str) -> Option<Decimal> {
    let part = items(value, "component").find(|c| has_code(c.get("code"), LOINC, code))?;
    let quantity = part.get("valueQuantity").and_then(Quantity::read)?;
    let unit = quantity.ucum.as_deref().or(quantity.unit.as_deref());
    matches!(unit, Some(MM_HG | "mmHg")).then_some(quantity.value)
}
