//! Real numbers in what is signed: one encoding for each, though CBOR's floats are not used.

use crate::codec::{Cbor, CodecError, Reader, Writer, malformed};

/// A finite real number. It travels as the eight bytes of IEEE 754's binary64, big-endian; minus zero is
/// refused, so that there is one zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Real(f64);

impl Real {
    /// The number, if it is finite. Minus zero becomes zero.
    pub fn new(number: f64) -> Option<Self> {
        // Adding zero takes the sign off a zero and leaves every other number alone.
        number.is_finite().then_some(Self(number + 0.0))
    }

    /// The number.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl Eq for Real {}

impl Cbor for Real {
    fn encode(&self, writer: &mut Writer) {
        self.0.to_be_bytes().encode(writer);
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let bytes = <[u8; 8]>::decode(reader)?;
        let number = Self::new(f64::from_be_bytes(bytes));
        number.ok_or_else(|| malformed(reader, "a finite real number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{parse, to_bytes};

    #[test]
    fn every_number_has_one_encoding() {
        for number in [0.0, 1.0, -28.11, f64::MIN_POSITIVE, f64::MAX] {
            let real = Real::new(number).unwrap();
            assert_eq!(parse(&to_bytes(&real), 16), Ok(real));
        }
        assert_eq!(
            to_bytes(&Real::new(-0.0).unwrap()),
            to_bytes(&Real::new(0.0).unwrap())
        );
        assert_eq!(
            to_bytes(&Real::new(1.0).unwrap()),
            [0x48, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Real::new(number), None);
            assert!(parse::<Real>(&to_bytes(&number.to_be_bytes()), 16).is_err());
        }
        let minus_zero = to_bytes(&(-0.0_f64).to_be_bytes());
        assert_eq!(
            parse::<Real>(&minus_zero, 16),
            Err(CodecError::NotCanonical)
        );
    }
}
