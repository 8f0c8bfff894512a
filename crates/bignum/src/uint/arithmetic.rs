//! Sums, differences, products and shifts.

use super::Uint;
use crate::kernel::{Backend, portable};

impl Uint {
    /// The sum, one limb wider than the wider operand.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        let mut sum = self.resized(self.width().max(other.width()) + 1);
        portable::add(&mut sum.limbs, &other.limbs);
        sum
    }

    /// The difference in the greater of the two widths, or nothing if it is negative.
    ///
    /// Constant-time but for whether it is negative.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Option<Self> {
        let (difference, borrow) = self.borrowing_sub(other);
        (borrow == 0).then_some(difference)
    }

    /// The difference modulo 2^64 to the greater of the two widths.
    #[must_use]
    pub fn wrapping_sub(&self, other: &Self) -> Self {
        self.borrowing_sub(other).0
    }

    fn borrowing_sub(&self, other: &Self) -> (Self, u64) {
        let mut difference = self.resized(self.width().max(other.width()));
        let borrow = portable::sub(&mut difference.limbs, &other.limbs);
        (difference, borrow)
    }

    /// The product, as wide as both operands together.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        let mut product = Self::zero(self.width() + other.width());
        Backend::detect().mul(&mut product.limbs, &self.limbs, &other.limbs);
        product
    }

    /// The square, twice as wide.
    #[must_use]
    pub fn square(&self) -> Self {
        let mut square = Self::zero(2 * self.width());
        Backend::detect().square(&mut square.limbs, &self.limbs);
        square
    }

    /// The value times 2^`bits`, just as much wider as the shift needs. The shift is public; the value is not.
    #[must_use]
    pub fn shl_vartime(&self, bits: usize) -> Self {
        let (limbs, bits) = (bits / 64, bits % 64);
        let mut shifted = Self::zero(self.width() + limbs + usize::from(bits > 0));
        shifted.limbs[limbs..limbs + self.width()].copy_from_slice(&self.limbs);
        shift_left(&mut shifted.limbs[limbs..], bits);
        shifted
    }

    /// ⌊value / 2^`bits`⌋ in as many limbs as are left, at least one. The shift is public; the value is not.
    #[must_use]
    pub fn shr_vartime(&self, bits: usize) -> Self {
        let (limbs, bits) = (bits / 64, bits % 64);
        let mut shifted = Self::from_limbs(self.limbs.get(limbs..).unwrap_or_default().to_vec());
        shift_right(&mut shifted.limbs, bits);
        shifted
    }

    /// The value modulo 2^`bits`, in as many limbs as that needs, at least one. The number of bits is public.
    #[must_use]
    pub fn low_bits(&self, bits: usize) -> Self {
        let width = bits.div_ceil(64).clamp(1, self.width());
        let mut low = Self::from_limbs(self.limbs[..width].to_vec());
        if bits < 64 * width {
            low.limbs[width - 1] &= (1 << (bits % 64)) - 1;
        }
        low
    }
}

/// Shifts up by fewer than 64 bits; returns what leaves at the top.
pub(super) fn shift_left(limbs: &mut [u64], bits: usize) -> u64 {
    let mut carry = 0;
    for limb in limbs {
        let wide = u128::from(*limb) << bits | u128::from(carry);
        (*limb, carry) = split(wide);
    }
    carry
}

/// Shifts down by fewer than 64 bits.
pub(super) fn shift_right(limbs: &mut [u64], bits: usize) {
    for k in 0..limbs.len() {
        let above = limbs.get(k + 1).copied().unwrap_or(0);
        let wide = u128::from(above) << 64 | u128::from(limbs[k]);
        limbs[k] = split(wide >> bits).0;
    }
}

/// The low and the high limb.
#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
pub(super) fn split(wide: u128) -> (u64, u64) {
    (wide as u64, (wide >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_has_room_for_its_carry() {
        let ones = Uint::from_limbs(vec![u64::MAX; 3]);
        let sum = ones.add(&Uint::one(1));
        assert_eq!(sum.limbs(), [0, 0, 0, 1]);
        assert_eq!(sum.sub(&Uint::one(1)).unwrap(), ones);
    }

    #[test]
    fn nothing_is_below_zero() {
        assert_eq!(Uint::one(2).sub(&Uint::from_u64(2)), None);
        assert_eq!(Uint::from_u64(2).sub(&Uint::one(4)), Some(Uint::one(1)));
    }

    #[test]
    fn shifts_undo_each_other() {
        let value = Uint::from_limbs(vec![0x0123_4567_89ab_cdef, u64::MAX]);
        for bits in [0, 1, 63, 64, 65, 130] {
            let up = value.shl_vartime(bits);
            assert_eq!(up.shr_vartime(bits), value, "{bits} bits");
            assert_eq!(up.low_bits(bits), Uint::zero(1), "{bits} bits");
        }
        assert_eq!(value.shr_vartime(1000), Uint::zero(1));
    }

    #[test]
    fn low_bits_are_a_remainder() {
        let ones = Uint::from_limbs(vec![u64::MAX; 2]);
        assert_eq!(ones.low_bits(65).limbs(), [u64::MAX, 1]);
        assert_eq!(ones.low_bits(64).limbs(), [u64::MAX]);
        assert_eq!(ones.low_bits(0).limbs(), [0]);
        assert_eq!(ones.low_bits(500), ones);
    }
}
