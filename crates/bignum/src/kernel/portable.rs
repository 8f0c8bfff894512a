//! The reference: products, squares and reductions by rows, two rows at a time.
//!
//! A row is one number times one limb of another, a\[i\]·b\[j\] + t\[i + j\] + carry, which is just below 2^128 at most. Two
//! rows that go along together load and store each limb of the sum once for two products, and neither of their two
//! carries waits for the other. (As compiled for x86-64, one row or Comba's columns take a third longer, and four or six
//! rows gain nothing at the length of keys.)

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

/// `out = a·b`.
///
/// # Panics
/// If `out` is not as long as `a` and `b` together.
pub(crate) fn mul(out: &mut [u64], a: &[u64], b: &[u64]) {
    out.fill(0);
    mul_add(out, a, b);
}

/// `acc += a·b`; returns the carry out of `acc`, 0 or 1.
///
/// # Panics
/// If `acc` is not as long as `a` and `b` together.
pub(crate) fn mul_add(acc: &mut [u64], a: &[u64], b: &[u64]) -> u64 {
    assert_eq!(acc.len(), a.len() + b.len(), "the product's length");
    let mut carry = false;
    for (k, rows) in b.chunks(2).enumerate() {
        let (t, above) = acc[2 * k..].split_at_mut(a.len());
        let top = add_two_rows(t, a, pair(rows), 0);
        carry = add_top(&mut above[..rows.len()], top, carry);
    }
    u64::from(carry)
}

/// `out = a²`, computing each product of two different limbs once.
///
/// # Panics
/// If `out` is not twice as long as `a`.
pub(crate) fn square(out: &mut [u64], a: &[u64]) {
    assert_eq!(out.len(), 2 * a.len(), "the square's length");
    out.fill(0);
    for (k, rows) in a.as_chunks::<2>().0.iter().enumerate() {
        // The two limbs times one another, and times all that come after them.
        let t = &mut out[4 * k + 1..];
        let carry;
        (t[0], carry) = product(rows[0], rows[1], t[0], 0);
        let after = &a[2 * k + 2..];
        let (t, above) = t[1..].split_at_mut(after.len());
        above[..2].copy_from_slice(&add_two_rows(t, after, *rows, carry));
    }
    complete_square(out, a);
}

/// `t = 2·t + Σ a[i]²·2^(128·i)`: the square from the products of different limbs.
///
/// # Panics
/// If `t` is not twice as long as `a`.
pub(crate) fn complete_square(t: &mut [u64], a: &[u64]) {
    assert_eq!(t.len(), 2 * a.len(), "the square's length");
    let (mut top, mut carry) = (0, false);
    for ([low, high], a) in t.as_chunks_mut::<2>().0.iter_mut().zip(a) {
        let own = product(*a, *a, 0, 0);
        let doubled = (*low << 1 | top, *high << 1 | *low >> 63);
        top = *high >> 63;
        (*low, carry) = doubled.0.carrying_add(own.0, carry);
        (*high, carry) = doubled.1.carrying_add(own.1, carry);
    }
}

/// Montgomery's reduction of `t` modulo the odd `n` of s limbs, with `n0inv` = −n⁻¹ mod 2^64.
///
/// With R = 2^(64s): the low half of `t` becomes the quotient digits m = −t·n⁻¹ mod R, the high half
/// (t + m·n)/R modulo R, and the carry above it is returned. For t < n·R the value with its carry is
/// below 2n, so that one [`reduce_once`] ends the reduction.
///
/// # Panics
/// If `t` is not twice as long as `n`.
pub(crate) fn redc(t: &mut [u64], n: &[u64], n0inv: u64) -> u64 {
    assert_eq!(t.len(), 2 * n.len(), "the length of what is reduced");
    let mut carry = false;
    for k in (0..n.len()).step_by(2) {
        let (row, above) = t[k..].split_at_mut(n.len());
        let mut digits = [row[0].wrapping_mul(n0inv), 0];
        let rows = (n.len() - k).min(2);
        if rows == 2 {
            let (_, first) = product(digits[0], n[0], row[0], 0);
            let (second, _) = product(digits[0], n[1], row[1], first);
            digits[1] = second.wrapping_mul(n0inv);
        }
        let top = add_two_rows(row, n, digits, 0);
        carry = add_top(&mut above[..rows], top, carry);
        row[..rows].copy_from_slice(&digits[..rows]);
    }
    u64::from(carry)
}

/// `t += a·b + carry` for a `t` as long as `a`; returns the two limbs above.
#[inline(always)]
fn add_two_rows(t: &mut [u64], a: &[u64], b: [u64; 2], carry: u64) -> [u64; 2] {
    let mut carries = [carry, 0];
    let mut before = 0;
    for (t, a) in t.iter_mut().zip(a) {
        let first;
        (first, carries[0]) = product(*a, b[0], *t, carries[0]);
        (*t, carries[1]) = product(before, b[1], first, carries[1]);
        before = *a;
    }
    let top = product(before, b[1], carries[0], carries[1]);
    [top.0, top.1]
}

/// a·b + c + d, which always fits: the low limb and the high one.
#[inline(always)]
fn product(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    // WebAssembly has no product of two limbs but a call to a function, which takes twice as long.
    if cfg!(target_arch = "wasm32") {
        product_of_halves(a, b, c, d)
    } else {
        a.carrying_mul_add(b, c, d)
    }
}

/// As [`product`], by four products of half limbs.
#[inline(always)]
fn product_of_halves(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    const LOW: u64 = 0xffff_ffff;
    let (a0, a1, b0, b1) = (a & LOW, a >> 32, b & LOW, b >> 32);
    // A product of halves and two halves more are below 2^64.
    let lowest = a0 * b0 + (c & LOW) + (d & LOW);
    let first = a1 * b0 + (lowest >> 32) + (c >> 32);
    let second = a0 * b1 + (first & LOW) + (d >> 32);
    let low = second << 32 | lowest & LOW;
    (low, a1 * b1 + (first >> 32) + (second >> 32))
}

/// Adds as many of the limbs as there is room for, and the carry; returns the carry. What has no room is zero.
fn add_top(t: &mut [u64], top: [u64; 2], mut carry: bool) -> bool {
    for (t, top) in t.iter_mut().zip(top) {
        (*t, carry) = t.carrying_add(top, carry);
    }
    carry
}

/// One or two limbs as two.
fn pair(limbs: &[u64]) -> [u64; 2] {
    [limbs[0], limbs.get(1).copied().unwrap_or(0)]
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

/// Copies the entry of that number from a table of entries as long as `out`, reading every one; zeros if there is none.
pub(crate) fn select(out: &mut [u64], table: &[u64], number: u64) {
    out.fill(0);
    for (k, entry) in (0..).zip(table.chunks_exact(out.len())) {
        let mask = u64::conditional_select(&0, &u64::MAX, number.ct_eq(&k));
        for (out, limb) in out.iter_mut().zip(entry) {
            *out |= limb & mask;
        }
    }
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
    fn halves_give_the_product_of_the_whole() {
        let limbs = [
            0,
            1,
            2,
            u64::MAX,
            u64::MAX - 1,
            1 << 63,
            0xffff_ffff,
            1 << 32,
            0x0123_4567_89ab_cdef,
        ];
        for a in limbs {
            for b in limbs {
                for c in limbs {
                    for d in limbs {
                        assert_eq!(product_of_halves(a, b, c, d), a.carrying_mul_add(b, c, d));
                    }
                }
            }
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
