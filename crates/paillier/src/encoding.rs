//! Real numbers as plaintexts: significand · 16^exponent, exactly as python-paillier encodes them.

use bignum::Uint;

use crate::error::Error;
use crate::float::{self, Parts};
use crate::integer::Integer;
use crate::key::PublicKey;
use crate::number::Number;

/// The base of the exponents.
pub const BASE: u64 = 16;

/// The greatest magnitude of an exponent that is worked with; doubles need 282.
pub const EXPONENT_LIMIT: i32 = 65_536;

/// A number as a plaintext: significand · 16^exponent, where the significand is an integer of at most
/// [`max_int`](PublicKey::max_int) in magnitude, negative ones as n less their magnitude. The exponent is never
/// sealed.
#[derive(Clone, Debug)]
pub struct Encoded {
    key: PublicKey,
    significand: Uint,
    exponent: i32,
}

impl Encoded {
    /// Encodes without loss: integers at exponent 0, doubles at ⌊(e − 53)/4⌋ where e is the exponent of C's
    /// `frexp`.
    ///
    /// # Errors
    /// [`Error::NotFinite`] or [`Error::OutOfRange`].
    pub fn new(key: &PublicKey, x: impl Into<Number>) -> Result<Self, Error> {
        Self::with(key, x, None, None)
    }

    /// Encodes to a precision: the exponent is ⌊log₁₆ precision⌋ where one is given, and not above `max_exponent`
    /// where one is given. What lies below it is rounded, half to even.
    ///
    /// The logarithm is taken in doubles as python-paillier takes it, so that just at a power of 16 the exponent
    /// can be one less than mathematics has it.
    ///
    /// # Errors
    /// [`Error::NotFinite`], also for a precision that is not positive, [`Error::OutOfRange`], or
    /// [`Error::ExponentTooLarge`].
    pub fn with(
        key: &PublicKey,
        x: impl Into<Number>,
        precision: Option<f64>,
        max_exponent: Option<i32>,
    ) -> Result<Self, Error> {
        let x = x.into();
        let exact = match &x {
            Number::Integer(_) => 0,
            Number::Real(real) => {
                let parts = float::parts(*real).ok_or(Error::NotFinite)?;
                (float::frexp_exponent(&parts) - MANTISSA_BITS).div_euclid(4)
            }
        };
        let wanted = precision.map_or(Ok(exact), exponent_of_precision)?;
        let exponent = max_exponent.map_or(wanted, |most| most.min(wanted));
        let integer = integer_at(&x, exponent, key.bits())?;
        Self::from_integer(key, &integer, exponent)
    }

    /// The encoding with this significand, which may be negative.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] or [`Error::ExponentTooLarge`].
    pub fn from_integer(key: &PublicKey, integer: &Integer, exponent: i32) -> Result<Self, Error> {
        let magnitude = integer.magnitude();
        if magnitude.cmp_vartime(key.max_int()).is_gt() {
            return Err(Error::OutOfRange);
        }
        let significand = match integer.is_negative() {
            true => key.n().wrapping_sub(magnitude),
            false => magnitude.clone(),
        };
        Self::from_significand(key, significand, exponent)
    }

    /// The encoding with this significand below n, which nothing is known of: decoding will tell whether it is a
    /// number.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the significand is n or above, or [`Error::ExponentTooLarge`].
    pub fn from_significand(
        key: &PublicKey,
        significand: Uint,
        exponent: i32,
    ) -> Result<Self, Error> {
        if !bool::from(significand.ct_lt(key.n())) {
            return Err(Error::OutOfRange);
        }
        check_exponent(i64::from(exponent))?;
        Ok(Self {
            key: key.clone(),
            significand: significand.resized(key.n().width()),
            exponent,
        })
    }

    /// The key it was encoded for.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The plaintext, below n.
    #[must_use]
    pub fn significand(&self) -> &Uint {
        &self.significand
    }

    /// The exponent of 16.
    #[must_use]
    pub fn exponent(&self) -> i32 {
        self.exponent
    }

    /// The significand with its sign. Not constant-time.
    ///
    /// # Errors
    /// [`Error::Overflow`] if it lies between the positive and the negative numbers.
    pub fn to_integer(&self) -> Result<Integer, Error> {
        integer_of(&self.key, &self.significand)
    }

    /// The number: an integer where the exponent is not negative, else the nearest double, ties to even.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the significand is no number, or the number is too large for a double.
    pub fn decode(&self) -> Result<Number, Error> {
        let integer = self.to_integer()?;
        match u32::try_from(self.exponent) {
            Ok(power) => Ok(Number::Integer(integer.times_power(BASE, power))),
            Err(_) => to_f64(&integer, self.exponent).map(Number::Real),
        }
    }

    /// The number as the nearest double.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the significand is no number, or the number is too large for a double.
    pub fn to_f64(&self) -> Result<f64, Error> {
        to_f64(&self.to_integer()?, self.exponent)
    }

    /// The same number at a lower exponent.
    ///
    /// # Errors
    /// [`Error::ExponentTooLarge`] for a higher one, and [`Error::OutOfRange`] where the significand would no longer
    /// be a number: python-paillier lets that pass unseen.
    pub fn decrease_exponent_to(&self, exponent: i32) -> Result<Self, Error> {
        let up = steps_down(self.exponent, exponent)?;
        if up as usize > self.key.bits() && bool::from(self.significand.is_zero()) {
            return Self::from_significand(&self.key, self.significand.clone(), exponent);
        }
        if up as usize > self.key.bits() {
            return Err(Error::OutOfRange);
        }
        let lifted = self.to_integer()?.times_power(BASE, up);
        Self::from_integer(&self.key, &lifted, exponent)
    }
}

/// The plaintext `significand` with its sign.
pub(crate) fn integer_of(key: &PublicKey, significand: &Uint) -> Result<Integer, Error> {
    let most = key.max_int();
    if significand.cmp_vartime(most).is_le() {
        return Ok(Integer::new(false, significand.clone()));
    }
    let magnitude = key.n().sub(significand).ok_or(Error::Overflow)?;
    match magnitude.cmp_vartime(most).is_le() {
        true => Ok(Integer::new(true, magnitude)),
        false => Err(Error::Overflow),
    }
}

/// How far one has to go down from one exponent to another.
pub(crate) fn steps_down(from: i32, to: i32) -> Result<u32, Error> {
    check_exponent(i64::from(to))?;
    u32::try_from(i64::from(from) - i64::from(to)).map_err(|_| Error::ExponentTooLarge)
}

/// An exponent that is worked with.
pub(crate) fn check_exponent(exponent: i64) -> Result<i32, Error> {
    match i32::try_from(exponent) {
        Ok(small) if small.unsigned_abs() <= EXPONENT_LIMIT.unsigned_abs() => Ok(small),
        _ => Err(Error::ExponentTooLarge),
    }
}

/// ⌊log₁₆ precision⌋ as doubles have it.
fn exponent_of_precision(precision: f64) -> Result<i32, Error> {
    if !(precision.is_finite() && precision > 0.0) {
        return Err(Error::NotFinite);
    }
    let exponent = (precision.ln() / 16.0_f64.ln()).floor();
    #[expect(clippy::cast_possible_truncation, reason = "at most 282 in magnitude")]
    Ok(exponent as i32)
}

/// x / 16^`exponent`, rounded half to even, where it can still be below 2^`bits`.
fn integer_at(x: &Number, exponent: i32, bits: usize) -> Result<Integer, Error> {
    check_exponent(i64::from(exponent))?;
    let (negative, magnitude, binary) = match x {
        Number::Integer(integer) => (integer.is_negative(), integer.magnitude().clone(), 0),
        Number::Real(real) => {
            let Parts {
                negative,
                mantissa,
                exponent,
            } = float::parts(*real).ok_or(Error::NotFinite)?;
            (negative, Uint::from_u64(mantissa), exponent)
        }
    };
    let shift = i64::from(binary) - 4 * i64::from(exponent);
    let distance = usize::try_from(shift.unsigned_abs()).expect("checked to be small");
    let length = magnitude.bits_vartime();
    if length == 0 {
        return Ok(Integer::default());
    }
    if shift < 0 {
        return Ok(shift_right_half_even(negative, &magnitude, distance));
    }
    if length + distance > bits {
        return Err(Error::OutOfRange);
    }
    Ok(Integer::new(negative, magnitude.shl_vartime(distance)))
}

fn shift_right_half_even(negative: bool, magnitude: &Uint, distance: usize) -> Integer {
    let kept = magnitude.shr_vartime(distance);
    let half = bool::from(magnitude.bit(distance - 1));
    let below = (0..distance - 1).any(|bit| magnitude.bit(bit).into());
    let up = half && (below || kept.is_odd().into());
    let rounded = match up {
        true => kept.add(&Uint::one(1)),
        false => kept,
    };
    Integer::new(negative, rounded)
}

fn to_f64(integer: &Integer, exponent: i32) -> Result<f64, Error> {
    float::scale_vartime(
        integer.is_negative(),
        integer.magnitude(),
        4 * i64::from(exponent),
    )
    .ok_or(Error::Overflow)
}

const MANTISSA_BITS: i32 = 53;
