//! Decimal numbers as they are written: exact, and never by way of binary fractions.

use std::fmt;

/// A number as it was written: `units` · 10^−`places`.
///
/// `172.50` has 17,250 units at two places. Two numbers are equal if they are written alike; compare values by
/// [`Decimal::at`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// The number without its point.
    pub units: i128,
    /// How many digits stand behind the point; at most [`Decimal::MAX_PLACES`].
    pub places: u32,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecimalError {
    /// It is something else.
    #[error("this is no number")]
    NotANumber,
    /// The number is infinite.
    #[error("this number is not finite")]
    NotFinite,
    /// It has more digits than fit.
    #[error("this number has too many digits")]
    TooLong,
    /// It has more digits behind the point than the scale keeps.
    #[error("this number has more decimals than are kept")]
    TooPrecise,
}

impl Decimal {
    /// The most digits behind the point.
    pub const MAX_PLACES: u32 = 36;

    /// Reads `-12`, `172.5`, `.5`, `6.02e23`; digits are ASCII, and the point is a point.
    ///
    /// # Errors
    /// The text is no number, is infinite, or has more digits than 127 bits or 36 places hold.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let text = text.trim();
        let (negative, digits) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        if ["inf", "infinity"].contains(&digits.to_ascii_lowercase().as_str()) {
            return Err(DecimalError::NotFinite);
        }
        let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (digits, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        if all().count() == 0 || !all().all(|byte| byte.is_ascii_digit()) {
            return Err(DecimalError::NotANumber);
        }
        let mut units: i128 = 0;
        for byte in all() {
            let digit = i128::from(byte - b'0');
            let longer = units.checked_mul(10).and_then(|u| u.checked_add(digit));
            units = longer.ok_or(DecimalError::TooLong)?;
        }
        let places = i64::try_from(fraction.len()).map_err(|_| DecimalError::TooLong)? - exponent;
        let sign = if negative { -1 } else { 1 };
        Self::with_places(sign * units, places)
    }

    /// The nearest text of a float, which is the shortest that reads back as the same float.
    ///
    /// # Errors
    /// It is not finite, or too large or too small to be written out.
    pub fn of_f64(value: f64) -> Result<Self, DecimalError> {
        if !value.is_finite() {
            return Err(DecimalError::NotFinite);
        }
        Self::parse(&format!("{value:e}"))
    }

    fn with_places(units: i128, places: i64) -> Result<Self, DecimalError> {
        if units == 0 {
            let places = places.clamp(0, i64::from(Self::MAX_PLACES));
            let places = u32::try_from(places).unwrap_or(0);
            return Ok(Self { units, places });
        }
        if let Ok(places) = u32::try_from(places) {
            if places <= Self::MAX_PLACES {
                return Ok(Self { units, places });
            }
            // Zeros at the end carry nothing.
            if units % 10 == 0 {
                return Self::with_places(units / 10, i64::from(places) - 1);
            }
            return Err(DecimalError::TooLong);
        }
        let zeros = u32::try_from(-places).map_err(|_| DecimalError::TooLong)?;
        let units = 10_i128
            .checked_pow(zeros)
            .and_then(|f| units.checked_mul(f));
        Ok(Self {
            units: units.ok_or(DecimalError::TooLong)?,
            places: 0,
        })
    }

    /// The units at another number of places: the same value, exactly.
    ///
    /// # Errors
    /// The value has more digits behind the point than that, or becomes too long.
    pub fn at(self, places: u32) -> Result<i128, DecimalError> {
        if places >= self.places {
            let factor = 10_i128.checked_pow(places - self.places);
            return factor
                .and_then(|factor| self.units.checked_mul(factor))
                .ok_or(DecimalError::TooLong);
        }
        let factor = 10_i128.checked_pow(self.places - places);
        match factor {
            Some(factor) if self.units % factor == 0 => Ok(self.units / factor),
            None if self.units == 0 => Ok(0),
            _ => Err(DecimalError::TooPrecise),
        }
    }

    /// The fewest places that hold the value: zeros at the end are dropped.
    pub fn shortest(mut self) -> Self {
        while self.places > 0 && self.units % 10 == 0 {
            self.units /= 10;
            self.places -= 1;
        }
        self
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&point(&self.units.to_string(), self.places))
    }
}

/// Sets the point into an integer's digits: `-17250` at two places is `-172.50`.
pub fn point(digits: &str, places: u32) -> String {
    let places = places as usize;
    if places == 0 {
        return digits.to_owned();
    }
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits),
    };
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    format!("{sign}{whole}.{fraction}")
}

fn parse_exponent(text: &str) -> Result<i64, DecimalError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DecimalError::NotANumber);
    }
    let exponent: i64 = text.parse().map_err(|_| DecimalError::TooLong)?;
    if exponent.abs() > 1_000 {
        return Err(DecimalError::TooLong);
    }
    Ok(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(units: i128, places: u32) -> Result<Decimal, DecimalError> {
        Ok(Decimal { units, places })
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        assert_eq!(Decimal::parse("172.50"), of(17_250, 2));
        assert_eq!(Decimal::parse(" -12 "), of(-12, 0));
        assert_eq!(Decimal::parse("+.5"), of(5, 1));
        assert_eq!(Decimal::parse("7."), of(7, 0));
        assert_eq!(Decimal::parse("6.02e3"), of(6_020, 0));
        assert_eq!(Decimal::parse("1.5E-05"), of(15, 6));
        assert_eq!(Decimal::parse("-0.0"), of(0, 1));
        assert_eq!(Decimal::parse("0e-400"), of(0, 36));
        assert_eq!(Decimal::of_f64(0.1), of(1, 1));
        assert_eq!(Decimal::of_f64(1e-7), of(1, 7));
        assert_eq!(
            Decimal::of_f64(129.739_794_377_324_24),
            of(12_973_979_437_732_424, 14)
        );
    }

    #[test]
    fn what_is_no_number_is_said_so() {
        for text in [
            "", "-", ".", "1,5", "0x1f", "12 mmHg", "1e", "e5", "1.2.3", "१२", "--1",
        ] {
            assert_eq!(
                Decimal::parse(text),
                Err(DecimalError::NotANumber),
                "{text}"
            );
        }
        for text in ["inf", "-Infinity"] {
            assert_eq!(Decimal::parse(text), Err(DecimalError::NotFinite), "{text}");
        }
        for text in ["1e400", "1e-37", &"9".repeat(39), "1e99999999999999999999"] {
            assert_eq!(Decimal::parse(text), Err(DecimalError::TooLong), "{text}");
        }
        assert_eq!(Decimal::of_f64(f64::NAN), Err(DecimalError::NotFinite));
    }

    #[test]
    fn another_scale_keeps_the_value_or_refuses() {
        let height = Decimal::parse("172.50").unwrap();
        assert_eq!(height.at(1), Ok(1_725));
        assert_eq!(height.at(4), Ok(1_725_000));
        assert_eq!(height.at(0), Err(DecimalError::TooPrecise));
        assert_eq!(height.at(40), Err(DecimalError::TooLong));
        assert_eq!(
            height.shortest(),
            Decimal {
                units: 1_725,
                places: 1
            }
        );
    }

    #[test]
    fn numbers_are_written_with_their_point() {
        for text in ["172.50", "-0.05", "0.00", "12", "-12"] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
        }
    }
}
