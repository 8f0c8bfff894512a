//! What sums say: mean, variance and ratios, rounded once and at the end.
//!
//! While sealed, Paillier adds: Σx and, where the squares were sealed beside the values, Σx². Whoever opens the two
//! sums does the rest here, on exact integers:
//!
//! mean = Σx / n,  sample variance = (n·Σx² − (Σx)²) / (n·(n − 1)).
//!
//! Every result is the float nearest to the exact quotient or root, ties to even, so it is the same number that
//! the plaintext gives when it is computed without rounding on the way.

use num_bigint::{BigInt, BigUint, Sign};
use paillier::Integer;

use crate::decimal::point;

/// The opened sums of a column: integers at `places` digits behind the point, the squares at twice as many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    /// How many values were added.
    pub count: u64,
    /// Σx · 10^places.
    pub sum: BigInt,
    /// Σx² · 10^(2·places), if the squares were sealed too.
    pub squares: Option<BigInt>,
    /// The scale.
    pub places: u32,
}

impl Sums {
    /// The sum, exactly, without zeros at its end.
    pub fn total(&self) -> String {
        let text = point(&self.sum.to_string(), self.places);
        match text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => text,
        }
    }

    /// The mean; none of no values.
    pub fn mean(&self) -> Option<f64> {
        let unit = ten_to(self.places);
        (self.count > 0).then(|| quotient(&self.sum, &(unit * self.count)))
    }

    /// The sample variance, with n − 1 below; none of fewer than two values, or without squares.
    ///
    /// Also none if squares and sum cannot belong to the same values, which makes it negative.
    pub fn variance(&self) -> Option<f64> {
        let (over, under) = self.variance_fraction()?;
        Some(quotient(&over.into(), &under))
    }

    /// The sample standard deviation: the root of the exact variance, not of the rounded one.
    pub fn deviation(&self) -> Option<f64> {
        let (over, under) = self.variance_fraction()?;
        Some(root(&over, &under))
    }

    /// This sum over another, the ratio of the means if both count the same rows; none over zero.
    pub fn ratio(&self, other: &Self) -> Option<f64> {
        let over = &self.sum * BigInt::from(ten_to(other.places));
        let under = &other.sum * BigInt::from(ten_to(self.places));
        let (sign, under) = under.into_parts();
        match sign {
            Sign::NoSign => None,
            Sign::Plus => Some(quotient(&over, &under)),
            Sign::Minus => Some(quotient(&-over, &under)),
        }
    }

    fn variance_fraction(&self) -> Option<(BigUint, BigUint)> {
        let squares = self.squares.as_ref()?;
        if self.count < 2 {
            return None;
        }
        let over = squares * BigInt::from(self.count) - &self.sum * &self.sum;
        let under = ten_to(2 * self.places) * self.count * (self.count - 1);
        (over.sign() != Sign::Minus).then(|| (over.into_parts().1, under))
    }
}

/// An opened integer, for arithmetic on it.
pub fn big(integer: &Integer) -> BigInt {
    let sign = if integer.is_negative() {
        Sign::Minus
    } else {
        Sign::Plus
    };
    BigInt::from_bytes_be(sign, &integer.magnitude().to_be_bytes())
}

fn ten_to(places: u32) -> BigUint {
    BigUint::from(10_u8).pow(places)
}

/// The float nearest to a quotient.
fn quotient(over: &BigInt, under: &BigUint) -> f64 {
    let (sign, over) = over.clone().into_parts();
    // 66 bits at least, so that rounding sees the whole mantissa and whether anything follows.
    let shift = (66 + under.bits()).saturating_sub(over.bits());
    let shifted = over << shift;
    let (whole, rest) = (&shifted / under, &shifted % under);
    let value = rounded(&whole, rest != BigUint::ZERO, shift);
    if sign == Sign::Minus { -value } else { value }
}

/// The float nearest to the root of a quotient.
fn root(over: &BigUint, under: &BigUint) -> f64 {
    let shift = (68 + (under.bits().saturating_sub(over.bits())) / 2 + 1).max(1);
    let shifted = over << (2 * shift);
    let (whole, rest) = (&shifted / under, &shifted % under);
    let root = whole.sqrt();
    let inexact = rest != BigUint::ZERO || &root * &root != whole;
    rounded(&root, inexact, shift)
}

/// `whole` · 2^−`shift`, and a little more if it is inexact, rounded once.
fn rounded(whole: &BigUint, inexact: bool, shift: u64) -> f64 {
    let spare = whole.bits().saturating_sub(64);
    let top = whole >> spare;
    let lost = inexact || (&top << spare) != *whole;
    let top = u64::try_from(&top).unwrap_or(u64::MAX) | u64::from(lost);
    let exponent = i64::try_from(spare).unwrap_or(i64::MAX) - i64::try_from(shift).unwrap_or(0);
    // Rounds half to even; the scaling after it is exact for what is neither huge nor subnormal.
    #[expect(clippy::cast_precision_loss, reason = "this is where it is rounded")]
    let mantissa = top as f64;
    let exponent = i32::try_from(exponent).unwrap_or(0);
    mantissa * 2_f64.powi(exponent / 2) * 2_f64.powi(exponent - exponent / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(values: &[i64], places: u32) -> Sums {
        Sums {
            count: values.len() as u64,
            sum: values.iter().map(|&x| BigInt::from(x)).sum(),
            squares: Some(values.iter().map(|&x| BigInt::from(x) * x).sum()),
            places,
        }
    }

    #[test]
    fn small_columns_come_out_as_on_paper() {
        let column = sums(&[1, 2, 3, 4], 0);
        assert_eq!(column.total(), "10");
        assert_eq!(column.mean(), Some(2.5));
        assert_eq!(column.variance(), Some(5.0 / 3.0));
        assert_eq!(column.deviation(), Some(1.290_994_448_735_805_6));
        let same = sums(&[70, 70, 70], 1);
        assert_eq!((same.variance(), same.deviation()), (Some(0.0), Some(0.0)));
        assert_eq!(same.total(), "21");
        assert_eq!(column.ratio(&same), Some(10.0 / 21.0));
        assert_eq!(sums(&[-100, -205], 2).total(), "-3.05");
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        assert_eq!(sums(&[], 2).mean(), None);
        assert_eq!(sums(&[5], 2).variance(), None);
        assert_eq!(sums(&[5], 2).ratio(&sums(&[-5, 5], 2)), None);
        let mut torn = sums(&[5, 6], 0);
        torn.squares = Some(BigInt::from(1));
        assert_eq!(torn.variance(), None);
        torn.squares = None;
        assert_eq!(torn.variance(), None);
    }

    #[test]
    fn quotients_are_rounded_once_and_to_even() {
        let q = |a: i128, b: u128| quotient(&a.into(), &b.into());
        assert_eq!(q(1, 3), 1.0 / 3.0);
        assert_eq!(q(-1, 10), -0.1);
        assert_eq!(q((1 << 53) + 1, 1), 9_007_199_254_740_992.0);
        assert_eq!(q((1 << 53) + 3, 1), 9_007_199_254_740_996.0);
        // Just above the half: the sticky bit decides.
        assert_eq!(
            q(((1 << 53) + 1) * 1_000_000 + 1, 1_000_000),
            9_007_199_254_740_994.0
        );
        assert_eq!(q(199_228, 1_548), 128.700_258_397_932_83);
    }

    #[test]
    fn roots_of_squares_are_exact() {
        for (over, under, expected) in [
            (9_u32, 4_u32, 1.5),
            (2, 1, 2_f64.sqrt()),
            (1, 1_000_000, 0.001),
        ] {
            assert_eq!(root(&over.into(), &under.into()), expected);
        }
    }
}
