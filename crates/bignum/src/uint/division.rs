//! Quotient and remainder.

use super::Uint;
use super::arithmetic::{shift_left, shift_right, split};

impl Uint {
    /// ⌊self / divisor⌋, as wide as `self`, and the remainder, as wide as the divisor (Knuth, The Art of
    /// Computer Programming 2, 4.3.1, algorithm D).
    ///
    /// # Panics
    /// If the divisor is zero.
    #[must_use]
    pub fn div_rem_vartime(&self, divisor: &Self) -> (Self, Self) {
        let n = divisor.bits_vartime().div_ceil(64);
        assert!(n > 0, "a division by zero");
        let mut quotient = Self::zero(self.width());
        if let [single] = divisor.limbs[..n] {
            let mut remainder = 0;
            for (q, limb) in quotient.limbs.iter_mut().zip(&self.limbs).rev() {
                let wide = u128::from(remainder) << 64 | u128::from(*limb);
                *q = split(wide / u128::from(single)).0;
                remainder = split(wide % u128::from(single)).0;
            }
            let remainder = Self::from_u64(remainder).resized(divisor.width());
            return (quotient, remainder);
        }
        // Normalised: the divisor's highest bit is set, the dividend has one more limb.
        let shift = divisor.limbs[n - 1].leading_zeros() as usize;
        let mut v = Self::from_limbs(divisor.limbs[..n].to_vec());
        shift_left(&mut v.limbs, shift);
        let mut u = self.resized(self.width() + 1);
        shift_left(&mut u.limbs, shift);
        for j in (0..(self.width() + 1).saturating_sub(n)).rev() {
            quotient.limbs[j] = quotient_digit(&mut u.limbs[j..=j + n], &v.limbs);
        }
        let mut remainder = Self::zero(divisor.width());
        let kept = n.min(u.width());
        shift_right(&mut u.limbs[..kept], shift);
        remainder.limbs[..kept].copy_from_slice(&u.limbs[..kept]);
        (quotient, remainder)
    }

    /// The remainder alone, as wide as the divisor.
    ///
    /// # Panics
    /// If the divisor is zero.
    #[must_use]
    pub fn rem_vartime(&self, divisor: &Self) -> Self {
        self.div_rem_vartime(divisor).1
    }

    /// The remainder modulo one limb. For public numbers: the time of a long division shows something of them.
    ///
    /// # Panics
    /// If the divisor is zero.
    #[must_use]
    pub fn rem_u64(&self, divisor: u64) -> u64 {
        self.limbs.iter().rev().fold(0, |remainder, limb| {
            let wide = u128::from(remainder) << 64 | u128::from(*limb);
            split(wide % u128::from(divisor)).0
        })
    }
}

/// Divides `u`, one limb longer than the normalised `v` and below v·2^64: leaves the remainder in `u`.
fn quotient_digit(u: &mut [u64], v: &[u64]) -> u64 {
    let n = v.len();
    let top = u128::from(u[n]) << 64 | u128::from(u[n - 1]);
    let (mut digit, mut rest) = (top / u128::from(v[n - 1]), top % u128::from(v[n - 1]));
    // With the second limb the estimate is at most one too great.
    while digit >> 64 != 0 || digit * u128::from(v[n - 2]) > (rest << 64 | u128::from(u[n - 2])) {
        digit -= 1;
        rest += u128::from(v[n - 1]);
        if rest >> 64 != 0 {
            break;
        }
    }
    let digit = split(digit).0;
    let mut carry = 0;
    let mut borrow = false;
    for (u, v) in u.iter_mut().zip(v) {
        let (low, high) = split(u128::from(digit) * u128::from(*v) + u128::from(carry));
        carry = high;
        (*u, borrow) = u.borrowing_sub(low, borrow);
    }
    (u[n], borrow) = u[n].borrowing_sub(carry, borrow);
    if !borrow {
        return digit;
    }
    let mut carry = false;
    for (u, v) in u.iter_mut().zip(v) {
        (*u, carry) = u.carrying_add(*v, carry);
    }
    u[n] = u[n].wrapping_add(u64::from(carry));
    digit - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rare_correction_of_a_digit_is_made() {
        // From Hacker's Delight's divmnu tests, scaled to 64 bits: the estimate is one too great after the check.
        let u = Uint::from_limbs(vec![3, 0, 1 << 63]);
        let v = Uint::from_limbs(vec![1, 0, 1 << 61]);
        let (quotient, remainder) = u.div_rem_vartime(&v);
        assert_eq!(quotient, Uint::from_u64(3));
        assert_eq!(remainder, Uint::from_limbs(vec![0, 0, 1 << 61]));
    }

    #[test]
    fn a_greater_divisor_leaves_all() {
        let (quotient, remainder) =
            Uint::from_u64(5).div_rem_vartime(&Uint::from_limbs(vec![0, 0, 9]));
        assert_eq!(quotient, Uint::zero(1));
        assert_eq!(remainder, Uint::from_u64(5));
    }

    #[test]
    fn a_remainder_is_as_wide_as_its_divisor() {
        for divisor in [vec![7, 0, 0], vec![7, 1, 0], vec![7, 1, 1]] {
            let divisor = Uint::from_limbs(divisor);
            for dividend in [vec![9], vec![9, 9, 9, 9]] {
                let remainder = Uint::from_limbs(dividend).rem_vartime(&divisor);
                assert_eq!(remainder.width(), 3);
            }
        }
    }

    #[test]
    #[should_panic(expected = "division by zero")]
    fn nothing_is_divided_by_zero() {
        let _ = Uint::one(1).div_rem_vartime(&Uint::zero(3));
    }
}
