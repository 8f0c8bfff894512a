//! Measured amounts.

use std::fmt;

use serde_json::Value;

use super::text;
use crate::{Decimal, units};

/// An amount with its unit (<https://hl7.org/fhir/R4/datatypes.html#Quantity>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The number, digits as given.
    pub value: Decimal,
    /// `<`, `<=`, `>=` or `>` if the number is only a bound.
    pub comparator: Option<String>,
    /// The unit as written for people.
    pub unit: Option<String>,
    /// The UCUM code of the unit.
    pub ucum: Option<String>,
}

impl Quantity {
    /// Reads a Quantity; `None` if it has no number.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        let is_ucum = value.get("system").and_then(Value::as_str) == Some(units::UCUM);
        Some(Self {
            value: Decimal::from_json(value.get("value")?)?,
            comparator: text(value, "comparator"),
            unit: text(value, "unit"),
            ucum: text(value, "code").filter(|_| is_ucum),
        })
    }

    /// The number in another UCUM unit, if this crate can convert it.
    #[must_use]
    pub fn in_unit(&self, ucum: &str) -> Option<f64> {
        let from = self.ucum.as_deref().or(self.unit.as_deref())?;
        units::convert(self.value.to_f64(), from, ucum)
    }
}

/// With at most two decimals and the unit as written, as in `5.4 %`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(comparator) = &self.comparator {
            write!(f, "{comparator} ")?;
        }
        f.write_str(&self.value.rounded(2))?;
        match self.unit.as_ref().or(self.ucum.as_ref()) {
            Some(unit) => write!(f, " {unit}"),
            None => Ok(()),
        }
    }
}
