//! One public scale for a whole column.

use crate::encoding::check_exponent;
use crate::error::{Error, FormatFault};
use crate::exact::Exact;
use crate::integer::Integer;

/// How a column keeps its numbers: each is an integer, its significand, times one power of 10 or of 16 that is the
/// same for all rows and public.
///
/// The scale also states how large a significand may be. That bound is public, is followed through every operation,
/// and is what makes overflow an error before it happens: see [`Column`](crate::Column).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FixedPoint {
    base: Base,
    exponent: i32,
    magnitude_bits: u32,
    rounding: bool,
}

/// The base of a scale's power.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Base {
    Ten,
    Sixteen,
}

impl Base {
    pub(crate) fn value(self) -> u64 {
        match self {
            Self::Ten => 10,
            Self::Sixteen => 16,
        }
    }

    pub(crate) fn parse(value: u8) -> Result<Self, Error> {
        match value {
            10 => Ok(Self::Ten),
            16 => Ok(Self::Sixteen),
            _ => Err(FormatFault::Field("base").into()),
        }
    }
}

impl FixedPoint {
    /// So many decimals after the point: 120.5 at two decimals is 12050. Numbers with more are refused unless
    /// [`rounded`](Self::rounded); significands are below 2^63 in magnitude.
    ///
    /// # Errors
    /// [`Error::ExponentTooLarge`] for absurdly many.
    pub fn decimals(decimals: u32) -> Result<Self, Error> {
        Ok(Self {
            base: Base::Ten,
            exponent: check_exponent(-i64::from(decimals))?,
            magnitude_bits: 63,
            rounding: false,
        })
    }

    /// Integers.
    #[must_use]
    pub fn integers() -> Self {
        Self {
            base: Base::Ten,
            exponent: 0,
            magnitude_bits: 63,
            rounding: false,
        }
    }

    /// Multiples of 16^`exponent`, as python-paillier encodes with `max_exponent`: what lies below is rounded, half to
    /// even; significands are below 2^128 in magnitude.
    ///
    /// # Errors
    /// [`Error::ExponentTooLarge`].
    pub fn base16(exponent: i32) -> Result<Self, Error> {
        Ok(Self {
            base: Base::Sixteen,
            exponent: check_exponent(i64::from(exponent))?,
            magnitude_bits: 128,
            rounding: true,
        })
    }

    /// The same scale that rounds half to even what it cannot keep.
    #[must_use]
    pub fn rounded(mut self) -> Self {
        self.rounding = true;
        self
    }

    /// The same scale for significands below 2^`bits` in magnitude. The bound is written in the column's header and so
    /// is public: state what is known of the kind of number, not of these numbers.
    #[must_use]
    pub fn with_magnitude_bits(mut self, bits: u32) -> Self {
        self.magnitude_bits = bits;
        self
    }

    /// The same scale for the squares of such numbers: twice the exponent and twice the bits.
    ///
    /// # Errors
    /// [`Error::ExponentTooLarge`].
    pub fn squared(self) -> Result<Self, Error> {
        Ok(Self {
            exponent: check_exponent(2 * i64::from(self.exponent))?,
            magnitude_bits: self.magnitude_bits.saturating_mul(2),
            ..self
        })
    }

    /// The bound: every significand is below 2 to this power in magnitude.
    #[must_use]
    pub fn magnitude_bits(&self) -> u32 {
        self.magnitude_bits
    }

    /// The exponent of 10 or 16.
    #[must_use]
    pub fn exponent(&self) -> i32 {
        self.exponent
    }

    /// Whether the power is one of 10.
    #[must_use]
    pub fn is_decimal(&self) -> bool {
        self.base == Base::Ten
    }

    pub(crate) fn base(&self) -> Base {
        self.base
    }

    /// A scale that only says where the point is.
    pub(crate) fn raw(base: Base, exponent: i64, magnitude_bits: u32) -> Result<Self, Error> {
        Ok(Self {
            base,
            exponent: check_exponent(exponent)?,
            magnitude_bits,
            rounding: false,
        })
    }

    /// The significand of a double. On a decimal scale the double stands for the shortest decimal text that reads back
    /// as it: 0.1 is one tenth.
    pub(crate) fn significand_of_f64(&self, x: f64) -> Result<Integer, Error> {
        let exact = match self.base {
            Base::Ten => Exact::from_shortest_decimal(x)?,
            Base::Sixteen => Exact::from_f64(x)?,
        };
        self.significand_of(&exact)
    }

    /// The significand of an integer where that is a matter of a few machine words and within the bound.
    pub(crate) fn significand_of_i128(&self, x: i128) -> Option<i128> {
        if self.base != Base::Ten || self.exponent > 0 {
            return None;
        }
        let significand = 10_i128
            .checked_pow(self.exponent.unsigned_abs())?
            .checked_mul(x)?;
        let bits = 128 - significand.unsigned_abs().leading_zeros();
        (bits <= self.magnitude_bits).then_some(significand)
    }

    /// The significand of a number at this scale, within its bound.
    pub(crate) fn significand_of(&self, x: &Exact) -> Result<Integer, Error> {
        let significand = self.rescale(x)?;
        match u32::try_from(significand.bits()) {
            Ok(bits) if bits <= self.magnitude_bits => Ok(significand),
            _ => Err(Error::OutOfRange),
        }
    }

    fn rescale(&self, x: &Exact) -> Result<Integer, Error> {
        if x.significand().is_zero() {
            return Ok(Integer::default());
        }
        let own = self.base.value();
        // x = s·b^e is to become t·own^E: t = s·b^e / own^E.
        let (numerator_power, denominator_power) = match x.base() == self.base {
            true => {
                let shift = i64::from(x.exponent()) - i64::from(self.exponent);
                (bounded(shift)?, bounded(-shift)?)
            }
            false => (
                bounded(-i64::from(self.exponent))?,
                bounded(i64::from(self.exponent))?,
            ),
        };
        let mut numerator = x.significand().times_power(own, numerator_power);
        let mut divisors = vec![(own, denominator_power)];
        if x.base() != self.base {
            let other = x.base().value();
            numerator = numerator.times_power(other, bounded(i64::from(x.exponent()))?);
            divisors.push((other, bounded(-i64::from(x.exponent()))?));
        }
        let divisor = divisors.iter().fold(Integer::from(1), |d, &(base, power)| {
            d.times_power(base, power)
        });
        let (rounded, exact) = numerator.over(&divisor);
        match exact || self.rounding {
            true => Ok(rounded),
            false => Err(Error::Inexact),
        }
    }
}

/// The positive part, where it can be worked with.
fn bounded(power: i64) -> Result<u32, Error> {
    let power = check_exponent(power.max(0))?;
    Ok(power.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn decimal_text_never_passes_through_a_double() {
        let cents = FixedPoint::decimals(2).unwrap();
        let of = |text: &str| {
            cents
                .significand_of(&exact(text))
                .map(|s| s.to_i128().unwrap())
        };
        assert_eq!(of("120.5"), Ok(12050));
        assert_eq!(of("-0.01"), Ok(-1));
        assert_eq!(of("90071992547409.93"), Ok(9_007_199_254_740_993));
        assert_eq!(of("1e3"), Ok(100_000));
        assert_eq!(of("0.005"), Err(Error::Inexact));
        assert_eq!(of("92233720368547758.08"), Err(Error::OutOfRange));
    }

    #[test]
    fn doubles_on_a_decimal_scale_are_what_their_text_says() {
        let tenths = FixedPoint::decimals(1).unwrap();
        assert_eq!(tenths.significand_of_f64(0.1).unwrap().to_i128(), Some(1));
        assert_eq!(tenths.significand_of_f64(0.15), Err(Error::Inexact));
        let rounded = tenths.rounded();
        assert_eq!(rounded.significand_of_f64(0.25).unwrap().to_i128(), Some(2));
        assert_eq!(
            rounded.significand_of_f64(-0.75).unwrap().to_i128(),
            Some(-8)
        );
        assert_eq!(tenths.significand_of_f64(f64::NAN), Err(Error::NotFinite));
    }

    #[test]
    fn scales_of_sixteen_round_half_to_even() {
        let scale = FixedPoint::base16(0).unwrap();
        let of = |x: f64| scale.significand_of_f64(x).unwrap().to_i128().unwrap();
        assert_eq!(
            [0.5, 1.5, 2.5, -0.5, -1.5, 7.49].map(of),
            [0, 2, 2, 0, -2, 7]
        );
        assert_eq!(
            FixedPoint::base16(-1)
                .unwrap()
                .significand_of(&exact("0.1"))
                .unwrap()
                .to_i128(),
            Some(2)
        );
    }
}
