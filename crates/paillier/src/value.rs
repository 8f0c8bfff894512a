//! What a column can be made of.

use crate::error::Error;
use crate::exact::Exact;
use crate::fixed::FixedPoint;
use crate::integer::Integer;

/// A number that a column can hold: `f64`, integers up to 128 bits, [`Integer`] or [`Exact`].
pub trait Value: sealed::Significand + Sync {}

pub(crate) mod sealed {
    use super::{Error, FixedPoint, Integer};

    /// The integer that stands for a number at a scale.
    pub trait Significand {
        /// That integer, within the scale's bound.
        fn significand(&self, scale: &FixedPoint) -> Result<Integer, Error>;
    }
}

impl Value for f64 {}

impl sealed::Significand for f64 {
    fn significand(&self, scale: &FixedPoint) -> Result<Integer, Error> {
        // Most columns hold small whole numbers, which need no text.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be whole and small"
        )]
        if self.fract() == 0.0 && self.abs() < 9e15 && scale.is_decimal() {
            return (*self as i64).significand(scale);
        }
        scale.significand_of_f64(*self)
    }
}

impl Value for Exact {}

impl sealed::Significand for Exact {
    fn significand(&self, scale: &FixedPoint) -> Result<Integer, Error> {
        scale.significand_of(self)
    }
}

impl Value for Integer {}

impl sealed::Significand for Integer {
    fn significand(&self, scale: &FixedPoint) -> Result<Integer, Error> {
        scale.significand_of(&Exact::from(self.clone()))
    }
}

macro_rules! integers {
    ($($kind:ty),*) => {$(
        impl Value for $kind {}

        impl sealed::Significand for $kind {
            fn significand(&self, scale: &FixedPoint) -> Result<Integer, Error> {
                match i128::try_from(*self).ok().and_then(|x| scale.significand_of_i128(x)) {
                    Some(small) => Ok(Integer::from(small)),
                    None => scale.significand_of(&Exact::from(*self)),
                }
            }
        }
    )*};
}
integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128);
