//! Non-negative integers of fixed, public width.

use std::cmp::Ordering;
use std::fmt;

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::kernel::portable;

mod arithmetic;
mod bytes;
mod decimal;
mod division;
mod gcd;
mod random;

/// A non-negative integer of fixed, public width: 64-bit limbs, least significant first, at least one.
///
/// Equal are two numbers of the same value, whatever their widths; the comparison is constant-time. Wiped
/// when dropped; `Debug` prints the width alone.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Uint {
    limbs: Vec<u64>,
}

/// Text that is no number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// There is no digit at all.
    #[error("a number without digits")]
    Empty,
    /// The character at this place, counted from zero in bytes, is no digit.
    #[error("no digit at position {0}")]
    NotADigit(usize),
}

impl Uint {
    /// Zero in `limbs` limbs, at least one.
    #[must_use]
    pub fn zero(limbs: usize) -> Self {
        Self::from_limbs(vec![0; limbs])
    }

    /// One in `limbs` limbs, at least one.
    #[must_use]
    pub fn one(limbs: usize) -> Self {
        let mut one = Self::zero(limbs);
        one.limbs[0] = 1;
        one
    }

    /// A number of one limb.
    #[must_use]
    pub fn from_u64(value: u64) -> Self {
        Self::from_limbs(vec![value])
    }

    /// A number of two limbs.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "the low half")]
    pub fn from_u128(value: u128) -> Self {
        Self::from_limbs(vec![value as u64, (value >> 64) as u64])
    }

    /// The number with these limbs, least significant first; none at all are one zero limb.
    #[must_use]
    pub fn from_limbs(mut limbs: Vec<u64>) -> Self {
        if limbs.is_empty() {
            limbs.push(0);
        }
        Self { limbs }
    }

    /// The limbs, least significant first.
    #[must_use]
    pub fn limbs(&self) -> &[u64] {
        &self.limbs
    }

    /// The limbs to change in place.
    pub fn limbs_mut(&mut self) -> &mut [u64] {
        &mut self.limbs
    }

    /// The limbs, no longer wiped when dropped.
    #[must_use]
    pub fn into_limbs(mut self) -> Vec<u64> {
        std::mem::take(&mut self.limbs)
    }

    /// The width in limbs.
    #[must_use]
    pub fn width(&self) -> usize {
        self.limbs.len()
    }

    /// The same value in `limbs` limbs, at least one.
    ///
    /// # Panics
    /// If the value does not fit.
    #[must_use]
    pub fn resized(&self, limbs: usize) -> Self {
        let limbs = limbs.max(1);
        let kept = limbs.min(self.width());
        let lost = self.limbs[kept..].iter().fold(0, |lost, limb| lost | limb);
        assert!(lost == 0, "a number does not fit its new width");
        let mut resized = vec![0; limbs];
        resized[..kept].copy_from_slice(&self.limbs[..kept]);
        Self::from_limbs(resized)
    }

    /// The same value without leading zero limbs; its width tells the size of the value.
    #[must_use]
    pub fn trimmed_vartime(&self) -> Self {
        self.resized(self.bits_vartime().div_ceil(64))
    }

    /// How many bits the value has: 0 for zero, else 1 + ⌊log₂⌋.
    #[must_use]
    pub fn bits_vartime(&self) -> usize {
        let top = self.limbs.iter().rposition(|limb| *limb != 0);
        top.map_or(0, |top| {
            64 * (top + 1) - self.limbs[top].leading_zeros() as usize
        })
    }

    /// The bit of weight 2^`index`; zero beyond the width. The index is public.
    #[must_use]
    pub fn bit(&self, index: usize) -> Choice {
        let limb = self.limbs.get(index / 64).copied().unwrap_or(0);
        Choice::from((limb >> (index % 64) & 1) as u8)
    }

    /// Whether the value is odd.
    #[must_use]
    pub fn is_odd(&self) -> Choice {
        self.bit(0)
    }

    /// Whether the value is zero.
    #[must_use]
    pub fn is_zero(&self) -> Choice {
        self.limbs.iter().fold(0, |any, limb| any | limb).ct_eq(&0)
    }

    /// Whether the value is below that of `other`.
    #[must_use]
    pub fn ct_lt(&self, other: &Self) -> Choice {
        let (a, b) = self.widened_with(other);
        Choice::from((portable::borrow_of_sub(&a.limbs, &b.limbs) & 1) as u8)
    }

    /// Which value is greater.
    #[must_use]
    pub fn cmp_vartime(&self, other: &Self) -> Ordering {
        let significant = |x: &Self| x.bits_vartime().div_ceil(64);
        let (a, b) = (significant(self), significant(other));
        a.cmp(&b).then_with(|| {
            let (a, b) = (&self.limbs[..a], &other.limbs[..b]);
            a.iter().rev().cmp(b.iter().rev())
        })
    }

    /// Both numbers in the greater of the two widths.
    fn widened_with(&self, other: &Self) -> (Self, Self) {
        let width = self.width().max(other.width());
        (self.resized(width), other.resized(width))
    }
}

impl ConstantTimeEq for Uint {
    fn ct_eq(&self, other: &Self) -> Choice {
        let (a, b) = self.widened_with(other);
        a.limbs.ct_eq(&b.limbs)
    }
}

impl PartialEq for Uint {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Uint {}

impl Uint {
    /// `b` if `choice` is set, else `a`, which may differ in width: the result has the greater one.
    #[must_use]
    pub fn conditional_select(a: &Self, b: &Self, choice: Choice) -> Self {
        let (mut a, b) = a.widened_with(b);
        for (a, b) in a.limbs.iter_mut().zip(&b.limbs) {
            a.conditional_assign(b, choice);
        }
        a
    }
}

impl Default for Uint {
    fn default() -> Self {
        Self::zero(1)
    }
}

impl From<u64> for Uint {
    fn from(value: u64) -> Self {
        Self::from_u64(value)
    }
}

impl fmt::Debug for Uint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uint({} bits wide)", 64 * self.width())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_of_different_widths_are_equal() {
        assert_eq!(Uint::one(1), Uint::one(7));
        assert_ne!(Uint::from_limbs(vec![1, 1]), Uint::one(2));
        assert_eq!(Uint::zero(0).width(), 1);
    }

    #[test]
    fn debug_shows_no_digit_of_the_value() {
        let secret = Uint::from_limbs(vec![0xdead_beef, 0]);
        assert_eq!(format!("{secret:?}"), "Uint(128 bits wide)");
    }

    #[test]
    #[should_panic(expected = "does not fit")]
    fn a_value_is_never_cut_silently() {
        let _ = Uint::from_limbs(vec![1, 1]).resized(1);
    }

    #[test]
    fn a_panic_shows_no_digit_of_the_value() {
        let secret = Uint::from_limbs(vec![1, 0xdead_beef]);
        let cuts: [fn(&Uint); 2] = [|x| drop(x.resized(1)), |x| drop(x.to_be_bytes_padded(8))];
        for cut in cuts {
            let panic = std::panic::catch_unwind(|| cut(&secret)).unwrap_err();
            // A text that was put together shows what it was put together from.
            let message = panic.downcast_ref::<&str>().unwrap();
            assert!(message.contains("does not fit"), "{message}");
        }
    }

    #[test]
    fn bits_are_counted_from_the_highest_set_one() {
        assert_eq!(Uint::zero(3).bits_vartime(), 0);
        assert_eq!(Uint::one(3).bits_vartime(), 1);
        assert_eq!(Uint::from_limbs(vec![0, 1, 0]).bits_vartime(), 65);
        assert!(bool::from(Uint::from_limbs(vec![0, 2]).bit(65)));
        assert!(!bool::from(Uint::from_limbs(vec![0, 2]).bit(1000)));
    }

    #[test]
    fn order_is_that_of_the_values() {
        let (small, large) = (
            Uint::from_limbs(vec![5, 0, 0]),
            Uint::from_limbs(vec![0, 1]),
        );
        assert_eq!(small.cmp_vartime(&large), Ordering::Less);
        assert_eq!(large.cmp_vartime(&large), Ordering::Equal);
        assert!(bool::from(small.ct_lt(&large)));
        assert!(!bool::from(large.ct_lt(&small)));
        assert!(!bool::from(small.ct_lt(&small)));
    }
}
