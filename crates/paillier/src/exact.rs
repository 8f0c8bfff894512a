//! Exact numbers: what a column with a fixed point gives back.

use std::fmt;
use std::str::FromStr;

use crate::encoding::check_exponent;
use crate::error::Error;
use crate::fixed::Base;
use crate::float;
use crate::integer::Integer;

/// An exact number: an integer times a power of 10 or of 16.
///
/// It is what a fixed-point column gives back. As text it is exact; [`to_f64`](Self::to_f64) rounds once.
#[derive(Clone)]
pub struct Exact {
    significand: Integer,
    base: Base,
    exponent: i32,
}

impl Exact {
    pub(crate) fn new(significand: Integer, base: Base, exponent: i32) -> Self {
        Self {
            significand,
            base,
            exponent,
        }
    }

    /// The number that this double is, to its last bit.
    ///
    /// # Errors
    /// [`Error::NotFinite`].
    pub fn from_f64(x: f64) -> Result<Self, Error> {
        let parts = float::parts(x).ok_or(Error::NotFinite)?;
        let (exponent, left) = (parts.exponent.div_euclid(4), parts.exponent.rem_euclid(4));
        let magnitude = Integer::from(u128::from(parts.mantissa) << left);
        let significand = match parts.negative {
            true => magnitude.negated(),
            false => magnitude,
        };
        Ok(Self::new(significand, Base::Sixteen, exponent).reduced())
    }

    /// The number of the shortest decimal text that reads back as this double: what a person meant who wrote 120.5.
    ///
    /// # Errors
    /// [`Error::NotFinite`].
    pub fn from_shortest_decimal(x: f64) -> Result<Self, Error> {
        match x.is_finite() {
            true => format!("{x:e}").parse(),
            false => Err(Error::NotFinite),
        }
    }

    /// The integer.
    #[must_use]
    pub fn significand(&self) -> &Integer {
        &self.significand
    }

    /// The nearest double, ties to even.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the number is too large for a double.
    pub fn to_f64(&self) -> Result<f64, Error> {
        self.divided_by(&Integer::from(1))
    }

    /// The quotient by an integer, rounded once to the nearest double, ties to even.
    ///
    /// # Errors
    /// [`Error::DivisionByZero`] or [`Error::Overflow`].
    pub fn divided_by(&self, divisor: &Integer) -> Result<f64, Error> {
        let power = self.exponent.unsigned_abs();
        let base = self.base.value();
        if self.exponent >= 0 {
            return self.significand.times_power(base, power).divide(divisor);
        }
        self.significand.divide(&divisor.times_power(base, power))
    }

    /// The number as an integer, where it is one.
    #[must_use]
    pub fn to_integer(&self) -> Option<Integer> {
        let power = self.exponent.unsigned_abs();
        let base = self.base.value();
        if self.exponent >= 0 {
            return Some(self.significand.times_power(base, power));
        }
        let (quotient, exact) = self.significand.over_power(base, power);
        exact.then_some(quotient)
    }

    pub(crate) fn base(&self) -> Base {
        self.base
    }

    pub(crate) fn exponent(&self) -> i32 {
        self.exponent
    }

    /// Without the powers of the base that the significand contains.
    pub(crate) fn reduced(mut self) -> Self {
        if self.significand.is_zero() {
            self.exponent = 0;
            return self;
        }
        loop {
            let (quotient, exact) = self.significand.over_power(self.base.value(), 1);
            if !exact {
                return self;
            }
            self.significand = quotient;
            self.exponent += 1;
        }
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        // Both over the same denominator.
        let denominator = |x: &Self| {
            let power = x.exponent.min(0).unsigned_abs();
            Integer::from(1).times_power(x.base.value(), power)
        };
        let numerator = |x: &Self| {
            let power = x.exponent.max(0).unsigned_abs();
            x.significand.times_power(x.base.value(), power)
        };
        numerator(self).mul(&denominator(other)) == numerator(other).mul(&denominator(self))
    }
}

impl Eq for Exact {}

/// The exact decimal expansion: with as many decimals as a decimal scale has, and with as few as a binary number needs.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let power = self.exponent.unsigned_abs();
        let base = self.base.value();
        if self.exponent >= 0 {
            return fmt::Display::fmt(&self.significand.times_power(base, power), f);
        }
        // 16^−k = 5^4k / 10^4k
        let (significand, decimals) = match self.base {
            Base::Ten => (self.significand.clone(), power as usize),
            Base::Sixteen => (
                self.significand.times_power(5, 4 * power),
                4 * power as usize,
            ),
        };
        let mut digits = significand.magnitude().to_decimal();
        if digits.len() <= decimals {
            digits.insert_str(0, &"0".repeat(decimals + 1 - digits.len()));
        }
        let mut text = digits;
        text.insert(text.len() - decimals, '.');
        if self.base == Base::Sixteen {
            text.truncate(text.trim_end_matches('0').len());
            text.truncate(text.trim_end_matches('.').len());
        }
        f.pad_integral(!significand.is_negative(), "", &text)
    }
}

/// Shows no digit.
impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exact(.. · {}^{})", self.base.value(), self.exponent)
    }
}

impl FromStr for Exact {
    type Err = Error;

    /// Decimal digits with an optional sign, point and exponent of ten: `120.5`, `-3`, `1.5e-3`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (
                mantissa,
                exponent.parse::<i32>().map_err(|_| Error::NotANumber)?,
            ),
            None => (text, 0),
        };
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::NotANumber);
        }
        let significand: Integer = format!("{whole}{decimals}").parse()?;
        let places = i64::try_from(decimals.len()).map_err(|_| Error::NotANumber)?;
        let exponent = check_exponent(i64::from(exponent) - places)?;
        Ok(Self::new(significand, Base::Ten, exponent))
    }
}

impl<T: Into<Integer>> From<T> for Exact {
    fn from(integer: T) -> Self {
        Self::new(integer.into(), Base::Ten, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_exact_is_written_exactly() {
        assert_eq!(exact("-0.050").to_string(), "-0.050");
        assert_eq!(exact("1.5e3").to_string(), "1500");
        let tenth = Exact::from_f64(0.1).unwrap();
        assert_eq!(
            tenth.to_string(),
            "0.1000000000000000055511151231257827021181583404541015625"
        );
        assert_eq!(tenth.to_f64(), Ok(0.1));
        assert_eq!(Exact::from_f64(-4096.0).unwrap().to_string(), "-4096");
        for bad in ["", ".", "1.2.3", "1e", "a", "1.-2", "0x10", "NaN"] {
            assert!(bad.parse::<Exact>().is_err(), "{bad}");
        }
    }

    #[test]
    fn equal_numbers_of_different_bases_are_equal() {
        assert_eq!(exact("0.25"), Exact::from_f64(0.25).unwrap());
        assert_ne!(exact("0.1"), Exact::from_f64(0.1).unwrap());
    }
}
