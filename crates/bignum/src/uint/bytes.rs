//! Big-endian bytes, and hexadecimal.

use super::{ParseError, Uint};

impl Uint {
    /// The number that these bytes are, most significant first, in as few limbs as hold that many bytes.
    #[must_use]
    pub fn from_be_bytes(bytes: &[u8]) -> Self {
        let limbs = bytes.rchunks(8).map(|chunk| {
            let mut limb = [0; 8];
            limb[8 - chunk.len()..].copy_from_slice(chunk);
            u64::from_be_bytes(limb)
        });
        Self::from_limbs(limbs.collect())
    }

    /// The bytes, most significant first, without leading zeros but at least one: their number shows the size.
    #[must_use]
    pub fn to_be_bytes(&self) -> Vec<u8> {
        self.to_be_bytes_padded(self.bits_vartime().div_ceil(8).max(1))
    }

    /// Exactly `len` bytes, most significant first.
    ///
    /// # Panics
    /// If the value does not fit.
    #[must_use]
    pub fn to_be_bytes_padded(&self, len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        let mut lost = 0;
        for (k, limb) in self.limbs.iter().enumerate() {
            for (j, byte) in limb.to_le_bytes().into_iter().enumerate() {
                match len.checked_sub(8 * k + j + 1) {
                    Some(place) => bytes[place] = byte,
                    None => lost |= byte,
                }
            }
        }
        assert!(lost == 0, "a number does not fit its bytes");
        bytes
    }

    /// The number of a text in hexadecimal, either case, without prefix, in as few limbs as hold that many digits.
    /// The time shows the number of digits, and possibly more.
    ///
    /// # Errors
    /// There is no digit, or something else than digits.
    pub fn parse_hex(text: &str) -> Result<Self, ParseError> {
        if text.is_empty() {
            return Err(ParseError::Empty);
        }
        let mut limbs = vec![0; text.len().div_ceil(16)];
        for (place, digit) in text.bytes().rev().enumerate() {
            let value = char::from(digit)
                .to_digit(16)
                .ok_or(ParseError::NotADigit(text.len() - 1 - place))?;
            limbs[place / 16] |= u64::from(value) << (4 * (place % 16));
        }
        Ok(Self::from_limbs(limbs))
    }

    /// Hexadecimal in lower case, without prefix or leading zeros: its length shows the size, and the time possibly more.
    #[must_use]
    pub fn to_hex(&self) -> String {
        let digits = self.bits_vartime().div_ceil(4).max(1);
        (0..digits)
            .rev()
            .filter_map(|place| {
                let digit = self.limbs[place / 16] >> (4 * (place % 16)) & 15;
                char::from_digit(u32::try_from(digit).ok()?, 16)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_as_they_went() {
        let value = Uint::from_be_bytes(&[1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(value.limbs(), [0x0203_0405_0607_0809, 1]);
        assert_eq!(value.to_be_bytes(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(value.to_be_bytes_padded(11)[..3], [0, 0, 1]);
        assert_eq!(Uint::zero(4).to_be_bytes(), [0]);
        assert_eq!(Uint::from_be_bytes(&[]), Uint::zero(1));
    }

    #[test]
    #[should_panic(expected = "does not fit")]
    fn a_byte_is_never_lost_silently() {
        let _ = Uint::from_u64(256).to_be_bytes_padded(1);
    }

    #[test]
    fn hexadecimal_comes_back_as_it_went() {
        for text in ["0", "1", "f", "deadbeefdeadbeef", "10000000000000000"] {
            assert_eq!(Uint::parse_hex(text).unwrap().to_hex(), text);
        }
        assert_eq!(Uint::parse_hex("00FF").unwrap(), Uint::from_u64(255));
    }

    #[test]
    fn what_is_not_hexadecimal_is_refused_with_its_place() {
        assert_eq!(Uint::parse_hex(""), Err(ParseError::Empty));
        assert_eq!(Uint::parse_hex("12g4"), Err(ParseError::NotADigit(2)));
        assert_eq!(Uint::parse_hex("0x12"), Err(ParseError::NotADigit(1)));
        assert_eq!(Uint::parse_hex("1é"), Err(ParseError::NotADigit(2)));
    }
}
