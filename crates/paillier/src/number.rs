//! What is encrypted and decrypted: integers or reals, as Python's `int` and `float`.

use std::fmt;

use bignum::Uint;

use crate::error::Error;
use crate::integer::Integer;

/// An integer of any size, or a double: what python-paillier calls a scalar.
///
/// `Debug` shows the kind and no digit.
#[derive(Clone, PartialEq)]
pub enum Number {
    /// An integer, which decryption returns wherever the exponent is not negative.
    Integer(Integer),
    /// A real number in double precision.
    Real(f64),
}

impl Number {
    /// The nearest double.
    ///
    /// # Errors
    /// [`Error::Overflow`] if an integer is too large for a double.
    pub fn to_f64(&self) -> Result<f64, Error> {
        match self {
            Self::Integer(integer) => integer.to_f64(),
            Self::Real(real) => Ok(*real),
        }
    }

    /// One divided by this number, in double precision, as Python's `1 / x`.
    ///
    /// # Errors
    /// [`Error::DivisionByZero`], and [`Error::NotFinite`] where the result is none.
    pub(crate) fn inverse(&self) -> Result<f64, Error> {
        let inverse = match self {
            Self::Integer(integer) => return Integer::from(1).divide(integer),
            Self::Real(0.0) => return Err(Error::DivisionByZero),
            Self::Real(real) => 1.0 / real,
        };
        match inverse.is_finite() && self.to_f64()?.is_finite() {
            true => Ok(inverse),
            false => Err(Error::NotFinite),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Integer(_) => "Integer(..)",
            Self::Real(_) => "Real(..)",
        })
    }
}

impl From<f64> for Number {
    fn from(real: f64) -> Self {
        Self::Real(real)
    }
}

impl From<f32> for Number {
    fn from(real: f32) -> Self {
        Self::Real(f64::from(real))
    }
}

impl From<&Self> for Number {
    fn from(number: &Self) -> Self {
        number.clone()
    }
}

macro_rules! from_integer {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Number {
            fn from(value: $kind) -> Self {
                Self::Integer(Integer::from(value))
            }
        }
    )*};
}
from_integer!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, Uint);

impl From<Integer> for Number {
    fn from(integer: Integer) -> Self {
        Self::Integer(integer)
    }
}
