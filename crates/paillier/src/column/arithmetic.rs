//! Computing with whole columns while they are sealed.

use std::borrow::Cow;

use bignum::Uint;
use bignum::square::{Residues, SquareModulus};

use super::presence::Presence;
use super::sum::Sealed;
use super::{Column, check_room};
use crate::encoding::check_exponent;
use crate::error::{CiphertextFault, Error};
use crate::exact::Exact;
use crate::fixed::{Base, FixedPoint};
use crate::integer::Integer;
use crate::key::PublicKey;

impl Column {
    /// The sum row by row. A row that is missing in one is missing in the sum.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::Mismatch`] of lengths or bases, or [`Error::PlaintextSpaceExhausted`].
    pub fn add(&self, other: &Self) -> Result<Self, Error> {
        self.key.check(&other.key)?;
        if self.rows() != other.rows() {
            return Err(Error::Mismatch("the columns' numbers of rows"));
        }
        let presence = self.presence.and(&other.presence);
        let ring = self.key.ring();
        let paired = |column| paired(ring, column, &presence);
        let (mine, theirs) = (paired(self), paired(other));
        let (ciphertexts, scale) =
            add_aligned(&self.key, (&mine, self.scale), (&theirs, other.scale))?;
        Ok(Self {
            key: self.key.clone(),
            scale,
            presence,
            ciphertexts,
        })
    }

    /// The difference row by row. A row that is missing in one is missing in the difference.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn sub(&self, other: &Self) -> Result<Self, Error> {
        self.add(&other.negated()?)
    }

    /// Every row with the other sign.
    ///
    /// # Errors
    /// [`Error::BadCiphertext`].
    pub fn negated(&self) -> Result<Self, Error> {
        Ok(self.with(self.scale, invert(&self.key, &self.ciphertexts)?))
    }

    /// Every row times one plain number: a double, which on a decimal scale stands for its shortest text, an integer or an
    /// [`Exact`].
    ///
    /// # Errors
    /// [`Error::NotFinite`], [`Error::ExponentTooLarge`] or [`Error::PlaintextSpaceExhausted`].
    ///
    /// # Security
    /// The result's header tells the factor's length. The time depends on its sign and its width in limbs.
    pub fn scale_by(&self, factor: impl Into<Factor>) -> Result<Self, Error> {
        let (ciphertexts, scale) = times(&self.key, &self.ciphertexts, self.scale, &factor.into())?;
        Ok(self.with(scale, ciphertexts))
    }

    /// The sum of all present rows, with their number.
    ///
    /// # Errors
    /// [`Error::PlaintextSpaceExhausted`].
    pub fn sum(&self) -> Result<Sealed, Error> {
        let count = self.ciphertexts.len();
        let bits = self.scale.magnitude_bits() + ceil_log2(count);
        let scale = self.scale.with_magnitude_bits(check_room(&self.key, bits)?);
        let product = self.key.ring().product(&self.ciphertexts);
        Ok(Sealed::new(&self.key, scale, count as u64, product))
    }

    /// Every row times the plain number of the same place, all brought to one exponent.
    ///
    /// # Errors
    /// As those of [`dot`](Self::dot), and [`Error::BadCiphertext`].
    ///
    /// # Security
    /// The result's header tells the length of the longest factor; the time tells the factors' signs.
    pub fn scale_each<T: Clone + Into<Factor>>(&self, factors: &[T]) -> Result<Self, Error> {
        let (factors, lowest) = self.aligned(factors)?;
        let bits = factors.iter().map(Integer::bits).max().unwrap_or(0);
        let scale = grown(&self.key, self.scale, i64::from(lowest), bits)?;
        let ring = self.key.ring();
        let (minus, plus): (Vec<usize>, Vec<usize>) =
            (0..factors.len()).partition(|&row| factors[row].is_negative());
        let inverted = invert(
            &self.key,
            &ring.gather(&self.ciphertexts, minus.iter().copied()),
        )?;
        let kept = ring.gather(&self.ciphertexts, plus.iter().copied());
        let rows = [plus, minus].concat();
        let exponents: Vec<Uint> = rows
            .iter()
            .map(|&row| factors[row].magnitude().clone())
            .collect();
        let powers = ring.pow(&ring.concat(&[&kept, &inverted]), &exponents, bits);
        let mut places = vec![0; rows.len()];
        for (place, row) in rows.into_iter().enumerate() {
            places[row] = place;
        }
        Ok(self.with(scale, ring.gather(&powers, places.into_iter())))
    }

    /// The sum of all present rows, each times its plain weight; the number is that of the rows.
    ///
    /// # Security
    /// The result's header tells the length of the weights together; from some hundred rows on the time and the memory that
    /// is touched tell the weights to whoever shares the machine.
    ///
    /// # Errors
    /// [`Error::Mismatch`] of lengths, [`Error::AtRow`] with [`Error::NotFinite`], [`Error::ExponentTooLarge`] or
    /// [`Error::PlaintextSpaceExhausted`].
    pub fn dot<T: Clone + Into<Factor>>(&self, weights: &[T]) -> Result<Sealed, Error> {
        let (weights, lowest) = self.aligned(weights)?;
        let total = weights.iter().fold(Integer::default(), |total, weight| {
            total.add(&Integer::from(weight.magnitude().clone()))
        });
        let scale = grown(&self.key, self.scale, i64::from(lowest), total.bits())?;
        let side = |negative: bool| {
            let places = (0..weights.len()).filter(|&i| weights[i].is_negative() == negative);
            let places: Vec<_> = places.collect();
            let exponents = places.iter().map(|&i| weights[i].magnitude().clone());
            let exponents: Vec<Uint> = exponents.collect();
            let bits = places.iter().map(|&i| weights[i].bits()).max().unwrap_or(0);
            let ring = self.key.ring();
            let bases = ring.gather(&self.ciphertexts, places.iter().copied());
            if places.len() < MANY {
                return ring.product(&ring.pow(&bases, &exponents, bits));
            }
            ring.product_of_powers_vartime(&bases, &exponents, bits)
        };
        let (plus, minus) = (side(false), side(true));
        let product = self.key.ring().mul(&plus, &invert(&self.key, &minus)?);
        Ok(Sealed::new(&self.key, scale, weights.len() as u64, product))
    }

    /// The plain numbers of the rows that are present as integers under one exponent of the base.
    fn aligned<T: Clone + Into<Factor>>(
        &self,
        weights: &[T],
    ) -> Result<(Vec<Integer>, i32), Error> {
        if weights.len() != self.rows() {
            return Err(Error::Mismatch("the number of weights and of rows"));
        }
        let base = self.scale.base();
        let exact = |row: usize| {
            let factor: Factor = weights[row].clone().into();
            factor.at(base).map_err(|why| why.at_row(row))
        };
        let weights = self.presence.present().map(exact);
        let weights = weights.collect::<Result<Vec<_>, _>>()?;
        let lowest = weights.iter().map(Exact::exponent).min().unwrap_or(0);
        let align = |weight: &Exact| {
            let up = weight.exponent().abs_diff(lowest);
            weight.significand().times_power(base.value(), up)
        };
        if weights
            .iter()
            .any(|w| w.exponent().abs_diff(lowest) as usize > self.key.bits())
        {
            return Err(Error::ExponentTooLarge);
        }
        Ok((weights.iter().map(align).collect(), lowest))
    }
}

/// A plain number to multiply with.
#[derive(Clone)]
pub enum Factor {
    /// A double; on a decimal scale it stands for its shortest text.
    Real(f64),
    /// An exact number.
    Exact(Exact),
}

impl Factor {
    /// As an integer without factors of the base, times a power of the base.
    pub(crate) fn at(&self, base: Base) -> Result<Exact, Error> {
        let exact = match (self, base) {
            (Self::Real(x), Base::Ten) => Exact::from_shortest_decimal(*x)?,
            (Self::Real(x), Base::Sixteen) => Exact::from_f64(*x)?,
            (Self::Exact(x), _) if x.base() == base => x.clone(),
            (Self::Exact(x), Base::Sixteen) => match x.to_integer() {
                Some(integer) => Exact::new(integer, base, 0),
                None => return Err(Error::Inexact),
            },
            (Self::Exact(x), Base::Ten) => x.to_string().parse()?,
        };
        Ok(exact.reduced())
    }
}

impl From<f64> for Factor {
    fn from(x: f64) -> Self {
        Self::Real(x)
    }
}

impl From<Exact> for Factor {
    fn from(x: Exact) -> Self {
        Self::Exact(x)
    }
}

macro_rules! factor_of {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Factor {
            fn from(x: $kind) -> Self {
                Self::Exact(Exact::from(x))
            }
        }
    )*};
}
factor_of!(i32, i64, i128, u32, u64, u128, Integer);

/// Ciphertexts and where their point is.
type Scaled<'a> = (&'a Residues, FixedPoint);

pub(super) fn add_aligned(
    key: &PublicKey,
    a: Scaled<'_>,
    b: Scaled<'_>,
) -> Result<(Residues, FixedPoint), Error> {
    if a.1.base() != b.1.base() {
        return Err(Error::Mismatch("the scales: one is decimal, one is of 16"));
    }
    let low = a.1.exponent().min(b.1.exponent());
    let ((x, x_scale), (y, y_scale)) = (lowered(key, a, low)?, lowered(key, b, low)?);
    let bits = x_scale.magnitude_bits().max(y_scale.magnitude_bits()) + 1;
    let scale = x_scale.with_magnitude_bits(check_room(key, bits)?);
    Ok((key.ring().mul(&x, &y), scale))
}

/// The ciphertexts of the rows that are present on both sides.
fn paired<'a>(ring: &SquareModulus, column: &'a Column, both: &Presence) -> Cow<'a, Residues> {
    if column.presence == *both {
        return Cow::Borrowed(&column.ciphertexts);
    }
    let places = column.presence.places_of(both);
    Cow::Owned(ring.gather(&column.ciphertexts, places.into_iter()))
}

/// The same numbers at a lower exponent.
fn lowered<'a>(
    key: &PublicKey,
    x: Scaled<'a>,
    exponent: i32,
) -> Result<(Cow<'a, Residues>, FixedPoint), Error> {
    let up = x.1.exponent().abs_diff(exponent);
    if up == 0 {
        return Ok((Cow::Borrowed(x.0), x.1));
    }
    if up as usize > key.bits() {
        return Err(Error::ExponentTooLarge);
    }
    let power = Integer::from(1).times_power(x.1.base().value(), up);
    let scale = grown(key, x.1, -i64::from(up), power.bits())?;
    let powers = key.ring().pow_shared(x.0, power.magnitude(), power.bits());
    Ok((Cow::Owned(powers), scale))
}

pub(super) fn times(
    key: &PublicKey,
    ciphertexts: &Residues,
    scale: FixedPoint,
    factor: &Factor,
) -> Result<(Residues, FixedPoint), Error> {
    let factor = factor.at(scale.base())?;
    let significand = factor.significand();
    let scale = grown(key, scale, i64::from(factor.exponent()), significand.bits())?;
    let base = match significand.is_negative() {
        true => invert(key, ciphertexts)?,
        false => ciphertexts.clone(),
    };
    let bits = 64 * significand.magnitude().width();
    Ok((
        key.ring().pow_shared(&base, significand.magnitude(), bits),
        scale,
    ))
}

pub(super) fn invert(key: &PublicKey, ciphertexts: &Residues) -> Result<Residues, Error> {
    let inverse = key.ring().invert_vartime(ciphertexts);
    inverse.ok_or_else(|| CiphertextFault::NotInvertible.into())
}

/// A scale with its exponent moved and its bound grown.
fn grown(key: &PublicKey, scale: FixedPoint, by: i64, bits: usize) -> Result<FixedPoint, Error> {
    let bits = u32::try_from(bits).unwrap_or(u32::MAX);
    let bits = check_room(key, scale.magnitude_bits().saturating_add(bits))?;
    let exponent = check_exponent(i64::from(scale.exponent()) + by)?;
    FixedPoint::raw(scale.base(), i64::from(exponent), bits)
}

/// From how many rows on a dot product goes by buckets.
const MANY: usize = 256;

/// ⌈log₂ count⌉, and 0 for none.
pub(super) fn ceil_log2(count: usize) -> u32 {
    count.max(1).next_power_of_two().trailing_zeros()
}
