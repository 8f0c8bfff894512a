//! The reference: products, squares and reductions column by column (Comba 1990).
//!
//! A column is the sum of all products a\[i\]·b\[k − i\] of one weight 2^(64k). It is kept in three limbs, so that
//! nothing but additions with carry stands between two products, and each limb of the result is written once.

use subtle::{Choice, ConditionallySelectable};

/// `out = a·b`.
///
/// # Panics
/// If `out` is not as long as `a` and `b` together.
pub(crate) fn mul(out: &mut [u64], a: &[u64], b: &[u64]) {
    assert_eq!(out.len(), a.len() + b.len(), "the product's length");
    let mut column = Column::default();
    for (k, limb) in out.iter_mut().enumerate() {
        column.add_products_of_weight(k, a, b);
        *limb = column.shift();
    }
}

/// `acc += a·b`; returns the carry out of `acc`, 0 or 1.
///
/// # Panics
/// If `acc` is not as long as `a` and `b` together.
pub(crate) fn mul_add(acc: &mut [u64], a: &[u64], b: &[u64]) -> u64 {
    assert_eq!(acc.len(), a.len() + b.len(), "the product's length");
    let mut column = Column::default();
    for (k, limb) in acc.iter_mut().enumerate() {
        column.add(*limb);
        column.add_products_of_weight(k, a, b);
        *limb = column.shift();
    }
    column.shift()
}

/// `out = a²`, computing each product of two different limbs once.
///
/// # Panics
/// If `out` is not twice as long as `a`.
pub(crate) fn square(out: &mut [u64], a: &[u64]) {
    assert_eq!(out.len(), 2 * a.len(), "the square's length");
    let mut column = Column::default();
    for (k, limb) in out.iter_mut().enumerate() {
        let first = (k + 1).saturating_sub(a.len());
        let half = k.div_ceil(2);
        // The pairs i < j with i + j = k: i from `first` below `half`, j down from k − first.
        let mut pairs = Column::default();
        if first < half {
            pairs.add_products(&a[first..half], &a[k + 1 - half..=k - first]);
        }
        column.add_doubled(&pairs);
        if k % 2 == 0 && k / 2 < a.len() {
            column.add_product(a[k / 2], a[k / 2]);
        }
        *limb = column.shift();
    }
}

/// Montgomery's reduction of `t` modulo the odd `n` of s limbs, with `n0inv` = −n⁻¹ mod 2^64.
///
/// With R = 2^(64s): the low half of `t` becomes the quotient digits m = −t·n⁻¹ mod R, the high half
/// (t + m·n)/R modulo R, and the carry above it is returned. For t < n·R the value with its carry is
/// below 2n, so that one [`sub_if_ge`] ends the reduction.
///
/// # Panics
/// If `t` is not twice as long as `n`.
pub(crate) fn redc(t: &mut [u64], n: &[u64], n0inv: u64) -> u64 {
    assert_eq!(t.len(), 2 * n.len(), "the length of what is reduced");
    let (m, high) = t.split_at_mut(n.len());
    let mut column = Column::default();
    for k in 0..m.len() {
        column.add(m[k]);
        column.add_products(&m[..k], &n[1..=k]);
        let digit = column.lowest().wrapping_mul(n0inv);
        column.add_product(digit, n[0]);
        m[k] = digit;
        column.shift();
    }
    for (k, limb) in high.iter_mut().enumerate() {
        column.add(*limb);
        column.add_products(&m[k + 1..], &n[k + 1..]);
        *limb = column.shift();
    }
    column.shift()
}

/// Subtracts `n` from the value `carry`·2^(64s) + `a` of s limbs if that is not negative.
///
/// # Panics
/// If the lengths differ.
pub(crate) fn sub_if_ge(a: &mut [u64], carry: u64, n: &[u64]) {
    let borrow = sub(a, n);
    add_masked(a, n, mask(borrow & !carry & 1));
}

/// `out` = the value `carry`·2^(64s) + `a` of s limbs, less `n` if that is not negative.
///
/// # Panics
/// If the lengths differ.
pub(crate) fn reduce_once(out: &mut [u64], a: &[u64], carry: u64, n: &[u64]) {
    let borrow = chain(out, a, n, u64::borrowing_sub);
    let keep = mask(u64::from(borrow) & !carry & 1);
    for (out, a) in out.iter_mut().zip(a) {
        *out ^= (*out ^ a) & keep;
    }
}

/// All ones for 1, all zeros for 0.
///
/// The detour hides from the compiler that there are but two values; it would make a branch of them.
pub(crate) fn mask(bit: u64) -> u64 {
    u64::conditional_select(&0, &u64::MAX, Choice::from((bit & 1) as u8))
}

/// `a += b` for a `b` no longer than `a`; returns the carry.
///
/// # Panics
/// If `b` is longer than `a`.
pub(crate) fn add(a: &mut [u64], b: &[u64]) -> u64 {
    let (low, high) = a.split_at_mut(b.len());
    let mut carry = chain_in_place(low, b, u64::carrying_add);
    for a in high {
        (*a, carry) = a.overflowing_add(u64::from(carry));
    }
    u64::from(carry)
}

/// `a −= b` for a `b` no longer than `a`; returns the borrow.
///
/// # Panics
/// If `b` is longer than `a`.
pub(crate) fn sub(a: &mut [u64], b: &[u64]) -> u64 {
    let (low, high) = a.split_at_mut(b.len());
    let mut borrow = chain_in_place(low, b, u64::borrowing_sub);
    for a in high {
        (*a, borrow) = a.overflowing_sub(u64::from(borrow));
    }
    u64::from(borrow)
}

/// `a += b & mask` for slices of one length; a carry is dropped.
///
/// # Panics
/// If the lengths differ.
pub(crate) fn add_masked(a: &mut [u64], b: &[u64], mask: u64) {
    chain_in_place(a, b, |a, b, carry| a.carrying_add(b & mask, carry));
}

/// The borrow, 0 or 1, of a − b: one if a < b.
///
/// # Panics
/// If the lengths differ.
pub(crate) fn borrow_of_sub(a: &[u64], b: &[u64]) -> u64 {
    assert_eq!(a.len(), b.len(), "the lengths of what is compared");
    let borrow = a
        .iter()
        .zip(b)
        .fold(false, |borrow, (a, b)| a.borrowing_sub(*b, borrow).1);
    u64::from(borrow)
}

/// Computes each limb of `out` by a step on those of `a` and `b`, handing the carry on.
///
/// In blocks, as compilers keep a carry in its flag only where they see the next one.
#[inline(always)]
fn chain(
    out: &mut [u64],
    a: &[u64],
    b: &[u64],
    step: impl Fn(u64, u64, bool) -> (u64, bool),
) -> bool {
    assert!(out.len() == a.len() && a.len() == b.len(), "the lengths");
    let (out_blocks, out_rest) = out.as_chunks_mut::<8>();
    let (a_blocks, a_rest) = a.as_chunks::<8>();
    let (b_blocks, b_rest) = b.as_chunks::<8>();
    let mut carry = false;
    for ((out, a), b) in out_blocks.iter_mut().zip(a_blocks).zip(b_blocks) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            (*out, carry) = step(*a, *b, carry);
        }
    }
    for ((out, a), b) in out_rest.iter_mut().zip(a_rest).zip(b_rest) {
        (*out, carry) = step(*a, *b, carry);
    }
    carry
}

/// As [`chain`], with `a` as its own result.
#[inline(always)]
fn chain_in_place(a: &mut [u64], b: &[u64], step: impl Fn(u64, u64, bool) -> (u64, bool)) -> bool {
    assert_eq!(a.len(), b.len(), "the lengths");
    let (a_blocks, a_rest) = a.as_chunks_mut::<8>();
    let (b_blocks, b_rest) = b.as_chunks::<8>();
    let mut carry = false;
    for (a, b) in a_blocks.iter_mut().zip(b_blocks) {
        for (a, b) in a.iter_mut().zip(b) {
            (*a, carry) = step(*a, *b, carry);
        }
    }
    for (a, b) in a_rest.iter_mut().zip(b_rest) {
        (*a, carry) = step(*a, *b, carry);
    }
    carry
}

/// The inverse of an odd number modulo 2^64: n is its own modulo 8, and each step doubles the bits.
pub(crate) fn derive_inverse(n: u64) -> u64 {
    (0..5).fold(n, |x, _| {
        x.wrapping_mul(2_u64.wrapping_sub(n.wrapping_mul(x)))
    })
}

/// The sum of one column of products and what was carried into it: three limbs.
///
/// Sums of fewer than 2^63 products fit, which no slice in memory reaches.
#[derive(Default)]
struct Column {
    low: u128,
    high: u64,
}

impl Column {
    #[inline(always)]
    fn add(&mut self, limb: u64) {
        self.add_wide(u128::from(limb));
    }

    #[inline(always)]
    fn add_product(&mut self, a: u64, b: u64) {
        self.add_wide(u128::from(a) * u128::from(b));
    }

    #[inline(always)]
    fn add_wide(&mut self, product: u128) {
        let carry;
        (self.low, carry) = self.low.overflowing_add(product);
        self.high += u64::from(carry);
    }

    /// Adds Σ a\[i\]·b\[len − 1 − i\] for slices of one length.
    #[inline(always)]
    fn add_products(&mut self, a: &[u64], b: &[u64]) {
        for (a, b) in a.iter().zip(b.iter().rev()) {
            self.add_product(*a, *b);
        }
    }

    /// Adds all a\[i\]·b\[k − i\] there are.
    #[inline(always)]
    fn add_products_of_weight(&mut self, k: usize, a: &[u64], b: &[u64]) {
        let first = (k + 1).saturating_sub(b.len());
        let end = (k + 1).min(a.len());
        if first < end {
            self.add_products(&a[first..end], &b[k + 1 - end..=k - first]);
        }
    }

    #[inline(always)]
    fn add_doubled(&mut self, other: &Self) {
        self.high += other.high << 1 | u64::from(other.low >> 127 == 1);
        self.add_wide(other.low << 1);
    }

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the lowest limb")]
    fn lowest(&self) -> u64 {
        self.low as u64
    }

    /// Takes the lowest limb out and moves to the next column.
    #[inline(always)]
    fn shift(&mut self) -> u64 {
        let limb = self.lowest();
        self.low = self.low >> 64 | u128::from(self.high) << 64;
        self.high = 0;
        limb
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_times_ones_carry_through_every_limb() {
        // (2^k − 1)² = 2^2k − 2^(k + 1) + 1.
        for width in 1..40 {
            let ones = vec![u64::MAX; width];
            let mut expected = vec![0; 2 * width];
            expected[0] = 1;
            expected[width] = u64::MAX - 1;
            expected[width + 1..].fill(u64::MAX);
            let mut out = vec![7; 2 * width];
            mul(&mut out, &ones, &ones);
            assert_eq!(out, expected);
            out.fill(7);
            square(&mut out, &ones);
            assert_eq!(out, expected);
            // On top of all ones it is 2^4k − 2^(k + 1) + 2^2k, one carry and the rest.
            out.fill(u64::MAX);
            assert_eq!(mul_add(&mut out, &ones, &ones), 1);
            expected[0] = 0;
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn a_reduction_leaves_the_quotient_below_the_value() {
        // t + m·n = (value and carry)·R, with n = 2^(64·s) − 1, where −n⁻¹ = 1 and so m = t mod R.
        let n = [u64::MAX; 5];
        let mut t = [
            3,
            0,
            u64::MAX,
            1 << 63,
            9,
            u64::MAX,
            u64::MAX,
            1,
            2,
            u64::MAX - 1,
        ];
        let mut expected = t;
        let carry = add(&mut expected[5..], &t[..5]);
        assert_eq!(redc(&mut t, &n, 1), carry);
        assert_eq!(t, expected);
    }

    #[test]
    fn the_modulus_is_subtracted_where_the_value_reaches_it() {
        let n = [5, 7];
        for (value, carry, reduced) in [
            ([4, 7], 0, [4, 7]),
            ([5, 7], 0, [0, 0]),
            ([6, 7], 0, [1, 0]),
            ([0, 0], 1, [0_u64.wrapping_sub(5), 0_u64.wrapping_sub(8)]),
        ] {
            let mut a = value;
            sub_if_ge(&mut a, carry, &n);
            assert_eq!(a, reduced);
            reduce_once(&mut a, &value, carry, &n);
            assert_eq!(a, reduced);
        }
    }
}
