//! Decimal text, by chunks of nineteen digits.
//!
//! Both directions take quadratic time: below 0.1 ms at 12,288 bits, too little for divide and conquer to pay.

use super::arithmetic::split;
use super::{ParseError, Uint};

impl Uint {
    /// The number of a decimal text, without sign, in about as few limbs as hold that many digits. The time shows the
    /// number of digits.
    ///
    /// # Errors
    /// There is no digit, or something else than digits.
    pub fn parse_decimal(text: &str) -> Result<Self, ParseError> {
        if text.is_empty() {
            return Err(ParseError::Empty);
        }
        let digits = text.as_bytes();
        if let Some(place) = digits.iter().position(|digit| !digit.is_ascii_digit()) {
            return Err(ParseError::NotADigit(place));
        }
        let mut value = Self::zero(digits.len().div_ceil(CHUNK_DIGITS));
        let first = digits.len() % CHUNK_DIGITS;
        let (first, rest) = digits.split_at(first);
        for chunk in std::iter::once(first).chain(rest.chunks(CHUNK_DIGITS)) {
            let mut carry = chunk
                .iter()
                .fold(0, |sum, digit| 10 * sum + u64::from(digit - b'0'));
            for limb in &mut value.limbs {
                let wide = u128::from(*limb) * u128::from(CHUNK) + u128::from(carry);
                (*limb, carry) = split(wide);
            }
        }
        Ok(value)
    }

    /// Decimal text without leading zeros. The time and the length show the size of the value, and the time
    /// possibly more.
    #[must_use]
    pub fn to_decimal(&self) -> String {
        let mut rest = self.clone();
        let mut used = self.bits_vartime().div_ceil(64);
        let mut chunks = Vec::new();
        while used > 0 {
            let mut remainder = 0;
            for limb in rest.limbs[..used].iter_mut().rev() {
                let wide = u128::from(remainder) << 64 | u128::from(*limb);
                *limb = split(wide / u128::from(CHUNK)).0;
                remainder = split(wide % u128::from(CHUNK)).0;
            }
            used -= usize::from(rest.limbs[used - 1] == 0);
            chunks.push(remainder);
        }
        let mut text = chunks.pop().unwrap_or(0).to_string();
        for chunk in chunks.iter().rev() {
            text += &format!("{chunk:0CHUNK_DIGITS$}");
        }
        text
    }
}

/// As many digits as surely fit a limb.
const CHUNK_DIGITS: usize = 19;

/// 10 to that many.
const CHUNK: u64 = 10_u64.pow(19);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_comes_back_as_it_went() {
        let long = "9".repeat(3700);
        for text in [
            "0",
            "7",
            "10000000000000000000",
            "18446744073709551615",
            "18446744073709551616",
            "340282366920938463463374607431768211456",
            &long,
        ] {
            assert_eq!(Uint::parse_decimal(text).unwrap().to_decimal(), text);
        }
        assert_eq!(Uint::parse_decimal("007").unwrap(), Uint::from_u64(7));
        assert_eq!(
            Uint::from_limbs(vec![0, 1]).to_decimal(),
            "18446744073709551616"
        );
    }

    #[test]
    fn what_is_not_decimal_is_refused_with_its_place() {
        assert_eq!(Uint::parse_decimal(""), Err(ParseError::Empty));
        assert_eq!(Uint::parse_decimal("-1"), Err(ParseError::NotADigit(0)));
        assert_eq!(Uint::parse_decimal("12 "), Err(ParseError::NotADigit(2)));
        assert_eq!(Uint::parse_decimal("1٣"), Err(ParseError::NotADigit(1)));
    }
}
