//! Sums of sealed numbers, and sums and products with plain ones.
//!
//! Every operator gives a `Result`: two sealed numbers of different keys, a plain number out of range and an
//! exponent that grows beyond all bounds are errors and not wrong numbers.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Encrypted;
use crate::encoding::{Encoded, check_exponent};
use crate::error::{CiphertextFault, Error};
use crate::number::Number;

impl Encrypted {
    /// The sum with a sealed number: the product of the ciphertexts (Paillier 1999, section 8).
    fn plus(&self, other: &Self) -> Result<Self, Error> {
        self.key.check(&other.key)?;
        let (a, b) = self.aligned(other)?;
        Ok(a.with_residues(a.key.ring().mul(&a.ciphertext, &b.ciphertext)))
    }

    /// The sum with a plain number, encoded at this exponent or below.
    fn plus_number(&self, x: &Number) -> Result<Self, Error> {
        let encoded = Encoded::with(&self.key, x, None, Some(self.exponent))?;
        self.plus_encoded(&encoded)
    }

    fn plus_encoded(&self, x: &Encoded) -> Result<Self, Error> {
        self.key.check(x.key())?;
        let low = self.exponent.min(x.exponent());
        let (sealed, plain) = (
            self.decrease_exponent_to(low)?,
            x.decrease_exponent_to(low)?,
        );
        let messages = std::slice::from_ref(plain.significand());
        let sum = self
            .key
            .ring()
            .mul_one_plus_n_times(&sealed.ciphertext, messages);
        Ok(sealed.with_residues(sum))
    }

    /// The product with a plain number: the ciphertext's power (Paillier 1999, section 8). Takes a time that depends
    /// on the sign and on the width of the significand in limbs, else on nothing.
    fn times_encoded(&self, x: &Encoded) -> Result<Self, Error> {
        self.key.check(x.key())?;
        let exponent = i64::from(self.exponent) + i64::from(x.exponent());
        let exponent = check_exponent(exponent)?;
        let integer = x.to_integer();
        let (negative, magnitude) = match &integer {
            Ok(integer) => (integer.is_negative(), integer.magnitude()),
            Err(_) => (false, x.significand()),
        };
        let base = match negative {
            true => self.negated()?,
            false => self.clone(),
        };
        let bits = 64 * magnitude.width();
        let ring = self.key.ring();
        let power = ring.pow_shared(&base.ciphertext, magnitude, bits);
        Ok(Self {
            exponent,
            ..self.with_residues(power)
        })
    }

    fn negated(&self) -> Result<Self, Error> {
        let inverse = self.key.ring().invert_vartime(&self.ciphertext);
        let inverse = inverse.ok_or(CiphertextFault::NotInvertible)?;
        Ok(self.with_residues(inverse))
    }

    fn aligned(&self, other: &Self) -> Result<(Self, Self), Error> {
        let low = self.exponent.min(other.exponent);
        Ok((
            self.decrease_exponent_to(low)?,
            other.decrease_exponent_to(low)?,
        ))
    }
}

/// The sum; its exponent is the lesser of the two.
impl Add for &Encrypted {
    type Output = Result<Encrypted, Error>;

    fn add(self, other: Self) -> Self::Output {
        self.plus(other)
    }
}

/// The difference; its exponent is the lesser of the two.
impl Sub for &Encrypted {
    type Output = Result<Encrypted, Error>;

    fn sub(self, other: Self) -> Self::Output {
        self.key.check(&other.key)?;
        self.plus(&other.negated()?)
    }
}

impl Neg for &Encrypted {
    type Output = Result<Encrypted, Error>;

    fn neg(self) -> Self::Output {
        self.negated()
    }
}

impl Add<&Encoded> for &Encrypted {
    type Output = Result<Encrypted, Error>;

    fn add(self, x: &Encoded) -> Self::Output {
        self.plus_encoded(x)
    }
}

impl Mul<&Encoded> for &Encrypted {
    type Output = Result<Encrypted, Error>;

    fn mul(self, x: &Encoded) -> Self::Output {
        self.times_encoded(x)
    }
}

impl Add<&Number> for &Encrypted {
    type Output = Result<Encrypted, Error>;

    fn add(self, x: &Number) -> Self::Output {
        self.plus_number(x)
    }
}

impl Sub<&Number> for &Encrypted {
    type Output = Result<Encrypted, Error>;

    fn sub(self, x: &Number) -> Self::Output {
        let opposite = match x {
            Number::Integer(integer) => Number::Integer(integer.negated()),
            Number::Real(real) => Number::Real(-real),
        };
        self.plus_number(&opposite)
    }
}

impl Mul<&Number> for &Encrypted {
    type Output = Result<Encrypted, Error>;

    fn mul(self, x: &Number) -> Self::Output {
        self.times_encoded(&Encoded::new(&self.key, x)?)
    }
}

/// The quotient by a plain number: the product with its inverse in double precision, as python-paillier has it.
impl Div<&Number> for &Encrypted {
    type Output = Result<Encrypted, Error>;

    fn div(self, x: &Number) -> Self::Output {
        self.times_encoded(&Encoded::new(&self.key, x.inverse()?)?)
    }
}

macro_rules! with_plain {
    ($($kind:ty),*) => {$(
        with_plain!(@ $kind, Add, add);
        with_plain!(@ $kind, Sub, sub);
        with_plain!(@ $kind, Mul, mul);
        with_plain!(@ $kind, Div, div);
    )*};
    (@ $kind:ty, $trait:ident, $method:ident) => {
        impl $trait<$kind> for &Encrypted {
            type Output = Result<Encrypted, Error>;

            fn $method(self, x: $kind) -> Self::Output {
                $trait::$method(self, &Number::from(x))
            }
        }
    };
}
// One type of each kind, so that a literal needs no suffix; other numbers come as `&Number`.
with_plain!(f64, i64);
