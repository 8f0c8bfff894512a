//! Integers with a sign and of any size, for what goes in and comes out.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use bignum::Uint;

use crate::error::Error;
use crate::float;

/// An integer with a sign and of any size. Its arithmetic is not constant-time. Wiped when dropped; `Debug` shows
/// no digit.
#[derive(Clone, Default)]
pub struct Integer {
    negative: bool,
    magnitude: Uint,
}

impl Integer {
    /// The integer of this sign and magnitude; zero has no sign.
    #[must_use]
    pub fn new(negative: bool, magnitude: Uint) -> Self {
        let magnitude = magnitude.trimmed_vartime();
        let negative = negative && !bool::from(magnitude.is_zero());
        Self {
            negative,
            magnitude,
        }
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.magnitude.is_zero().into()
    }

    /// The absolute value.
    #[must_use]
    pub fn magnitude(&self) -> &Uint {
        &self.magnitude
    }

    /// How many bits the absolute value has.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.magnitude.bits_vartime()
    }

    /// The same integer as an `i128`, where it fits.
    #[must_use]
    pub fn to_i128(&self) -> Option<i128> {
        if self.bits() > 128 {
            return None;
        }
        let limb = |i: usize| u128::from(self.magnitude.limbs().get(i).copied().unwrap_or(0));
        let magnitude = limb(0) | limb(1) << 64;
        match self.negative {
            true => 0_i128.checked_sub_unsigned(magnitude),
            false => i128::try_from(magnitude).ok(),
        }
    }

    /// The nearest double, ties to even.
    ///
    /// # Errors
    /// [`Error::Overflow`] if it is too large for a double.
    pub fn to_f64(&self) -> Result<f64, Error> {
        float::scale_vartime(self.negative, &self.magnitude, 0).ok_or(Error::Overflow)
    }

    /// The quotient of two integers, rounded once to the nearest double, ties to even.
    ///
    /// # Errors
    /// [`Error::DivisionByZero`], or [`Error::Overflow`] if the quotient is too large for a double.
    pub fn divide(&self, divisor: &Self) -> Result<f64, Error> {
        if divisor.is_zero() {
            return Err(Error::DivisionByZero);
        }
        let negative = self.negative != divisor.negative;
        float::divide_vartime(negative, &self.magnitude, &divisor.magnitude).ok_or(Error::Overflow)
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        if self.negative == other.negative {
            return Self::new(self.negative, self.magnitude.add(&other.magnitude));
        }
        match self.magnitude.sub(&other.magnitude) {
            Some(magnitude) => Self::new(self.negative, magnitude),
            None => Self::new(
                other.negative,
                other.magnitude.wrapping_sub(&self.magnitude),
            ),
        }
    }

    /// The difference.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Self {
        self.add(&other.negated())
    }

    /// The product.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        Self::new(
            self.negative != other.negative,
            self.magnitude.mul(&other.magnitude),
        )
    }

    /// The same with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self::new(!self.negative, self.magnitude.clone())
    }

    /// This integer times `base`^`exponent`.
    #[must_use]
    pub(crate) fn times_power(&self, base: u64, exponent: u32) -> Self {
        if base == 16 {
            return Self::new(
                self.negative,
                self.magnitude.shl_vartime(4 * exponent as usize),
            );
        }
        self.mul(&Self::from(1).raised(base, exponent))
    }

    /// `base`^`exponent`, times one.
    fn raised(&self, base: u64, exponent: u32) -> Self {
        let mut power = self.clone();
        let mut square = Self::new(false, Uint::from_u64(base));
        let mut left = exponent;
        while left > 0 {
            if left & 1 == 1 {
                power = power.mul(&square);
            }
            left >>= 1;
            if left > 0 {
                square = square.mul(&square);
            }
        }
        power
    }

    /// This integer divided by `base`^`exponent`, rounded half to even, and whether that was exact.
    pub(crate) fn over_power(&self, base: u64, exponent: u32) -> (Self, bool) {
        self.over(&Self::from(1).times_power(base, exponent))
    }

    /// This integer divided by a positive one, rounded half to even, and whether that was exact.
    pub(crate) fn over(&self, divisor: &Self) -> (Self, bool) {
        let (quotient, rest) = self.magnitude.div_rem_vartime(&divisor.magnitude);
        let exact = bool::from(rest.is_zero());
        let twice = rest.shl_vartime(1);
        let up = match twice.cmp_vartime(&divisor.magnitude) {
            Ordering::Less => false,
            Ordering::Equal => quotient.is_odd().into(),
            Ordering::Greater => true,
        };
        let rounded = if up {
            quotient.add(&Uint::one(1))
        } else {
            quotient
        };
        (Self::new(self.negative, rounded), exact)
    }
}

impl PartialEq for Integer {
    fn eq(&self, other: &Self) -> bool {
        self.negative == other.negative && self.magnitude == other.magnitude
    }
}

impl Eq for Integer {}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.magnitude.cmp_vartime(&other.magnitude),
            (true, true) => other.magnitude.cmp_vartime(&self.magnitude),
        }
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad_integral(!self.negative, "", &self.magnitude.to_decimal())
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Integer(..)")
    }
}

impl FromStr for Integer {
    type Err = Error;

    /// An optional sign and decimal digits.
    fn from_str(text: &str) -> Result<Self, Error> {
        let (negative, digits) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let magnitude = Uint::parse_decimal(digits).map_err(|_| Error::NotANumber)?;
        Ok(Self::new(negative, magnitude))
    }
}

impl From<i128> for Integer {
    fn from(value: i128) -> Self {
        Self::new(value < 0, Uint::from_u128(value.unsigned_abs()))
    }
}

impl From<u128> for Integer {
    fn from(value: u128) -> Self {
        Self::new(false, Uint::from_u128(value))
    }
}

impl From<Uint> for Integer {
    fn from(value: Uint) -> Self {
        Self::new(false, value)
    }
}

macro_rules! from_small {
    ($($small:ty => $large:ty),*) => {$(
        impl From<$small> for Integer {
            fn from(value: $small) -> Self {
                Self::from(<$large>::from(value))
            }
        }
    )*};
}
from_small!(i8 => i128, i16 => i128, i32 => i128, i64 => i128, u8 => u128, u16 => u128, u32 => u128, u64 => u128);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_sums_and_products_are_those_of_the_processor() {
        let numbers = [-7_i128, -1, 0, 1, 3, 1 << 70, -(1 << 80)];
        for a in numbers {
            for b in numbers {
                let (x, y) = (Integer::from(a), Integer::from(b));
                assert_eq!(x.add(&y).to_i128(), Some(a + b));
                assert_eq!(x.sub(&y).to_i128(), Some(a - b));
                assert_eq!(x.cmp(&y), a.cmp(&b));
                assert_eq!(
                    Integer::from(a % 1000).mul(&y).to_i128(),
                    Some(a % 1000 * b)
                );
            }
        }
    }

    #[test]
    fn text_goes_in_and_comes_out() {
        for text in ["0", "-1", "340282366920938463463374607431768211456"] {
            assert_eq!(text.parse::<Integer>().unwrap().to_string(), text);
        }
        assert_eq!("-0".parse::<Integer>().unwrap(), Integer::from(0));
        assert_eq!("--1".parse::<Integer>(), Err(Error::NotANumber));
        assert_eq!("".parse::<Integer>(), Err(Error::NotANumber));
    }

    #[test]
    fn division_by_a_power_rounds_half_to_even() {
        let rounded = |x: i128| Integer::from(x).over_power(10, 1).0.to_i128().unwrap();
        assert_eq!(
            [15, 25, -15, -25, 24, 26].map(rounded),
            [2, 2, -2, -2, 2, 3]
        );
        assert!(Integer::from(120).over_power(10, 1).1);
    }

    #[test]
    fn the_least_i128_fits() {
        assert_eq!(Integer::from(i128::MIN).to_i128(), Some(i128::MIN));
        assert_eq!(
            Integer::from(i128::MIN).sub(&Integer::from(1)).to_i128(),
            None
        );
    }
}
