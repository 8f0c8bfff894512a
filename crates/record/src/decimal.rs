//! Decimal numbers that keep the digits they were typed with.

use std::fmt;
use std::str::FromStr;

use serde_json::{Number, Value};

use crate::RecordError;

/// A FHIR decimal: `36.60` stays `36.60`, because its digits say how exactly it was measured
/// (<https://hl7.org/fhir/R4/datatypes.html#decimal>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(Number);

impl Decimal {
    /// Reads a number as people type it. Commas group digits if they stand where groups end
    /// (`4,500`, `1,50,000`, `150,000`); one comma elsewhere is a decimal comma.
    ///
    /// # Errors
    ///
    /// [`RecordError::Entry`] if `text` is no number.
    pub fn parse(text: &str) -> Result<Self, RecordError> {
        let typed = match is_grouped(text.trim()) {
            true => text.trim().replace(',', ""),
            false => text.trim().replacen(',', ".", 1),
        };
        // Only the plain notation: no exponent, no sign, no leading point.
        let plain = typed.starts_with(|c: char| c.is_ascii_digit())
            && typed.chars().all(|c| c.is_ascii_digit() || c == '.');
        let shortened = typed.trim_start_matches('0');
        let digits = match shortened.starts_with(|c: char| c.is_ascii_digit()) {
            true => shortened.to_owned(),
            false => format!("0{shortened}"),
        };
        Number::from_str(&digits)
            .ok()
            .filter(|_| plain)
            .map(Self)
            .ok_or_else(|| RecordError::Entry {
                what: "number",
                found: format!("{text:?}"),
                allowed: "digits with at most one point, such as 36.6".to_owned(),
            })
    }

    /// The number in a resource, if `value` is one.
    #[must_use]
    pub fn from_json(value: &Value) -> Option<Self> {
        value.as_number().cloned().map(Self)
    }

    /// The nearest floating-point number.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.0.as_f64().unwrap_or(f64::NAN)
    }

    /// As JSON, digits unchanged.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Number(self.0.clone())
    }

    /// With at most `places` digits after the point, for lists and headings.
    #[must_use]
    pub fn rounded(&self, places: usize) -> String {
        let text = self.to_string();
        let decimals = text
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        if decimals <= places && !text.contains(['e', 'E']) {
            return text;
        }
        let short = format!("{:.places$}", self.to_f64());
        match short.contains('.') {
            true => short.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => short,
        }
    }
}

/// Whether commas group digits, as in India (3 and then 2 from the right) or elsewhere (3 each).
fn is_grouped(text: &str) -> bool {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let groups: Vec<&str> = whole.split(',').collect();
    let [first, inner @ .., last] = groups.as_slice() else {
        return false;
    };
    let is_digits = |group: &str| group.chars().all(|c| c.is_ascii_digit());
    groups.iter().all(|group| is_digits(group))
        && !first.starts_with('0')
        && last.len() == 3
        && (inner.iter().all(|group| group.len() == 3) && (1..=3).contains(&first.len())
            || inner.iter().all(|group| group.len() == 2) && (1..=2).contains(&first.len()))
}

impl From<u32> for Decimal {
    fn from(value: u32) -> Self {
        Self(value.into())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_as_typed() {
        for (typed, kept) in [
            ("36.60", "36.60"),
            (" 7 ", "7"),
            ("007", "7"),
            ("0,5", "0.5"),
            ("0", "0"),
        ] {
            assert_eq!(Decimal::parse(typed).unwrap().to_string(), kept);
        }
    }

    #[test]
    fn commas_that_group_digits_are_not_decimal_commas() {
        for (typed, kept) in [
            ("4,500", "4500"),
            ("1,50,000", "150000"),
            ("150,000.5", "150000.5"),
            ("12,34,567", "1234567"),
            ("0,500", "0.500"),
            ("36,6", "36.6"),
        ] {
            assert_eq!(Decimal::parse(typed).unwrap().to_string(), kept);
        }
        for typed in [
            "1,5,000",
            "1,50,00",
            ",500",
            "1,500,",
            "1,234,56",
            "1234,567,1",
        ] {
            assert!(Decimal::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        for typed in ["", "-1", "1e3", "1.2.3", "12 kg", ".5", "1.", "NaN"] {
            assert!(Decimal::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn rounding_only_shortens() {
        let rounded = |text: &str, places| Decimal::parse(text).unwrap().rounded(places);
        assert_eq!(rounded("128.38745739572498", 0), "128");
        assert_eq!(rounded("37.104999", 2), "37.1");
        assert_eq!(rounded("36.60", 2), "36.60");
        assert_eq!(rounded("100", 2), "100");
        assert_eq!(rounded("99.9999", 2), "100");
    }
}
