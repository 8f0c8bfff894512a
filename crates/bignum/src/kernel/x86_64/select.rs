//! Reading a table in constant time with AVX2.

#![expect(
    unsafe_code,
    reason = "a function for AVX2, behind one that asks the processor"
)]

use subtle::{ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroize;

use crate::kernel::portable;

/// Whether this processor has AVX2.
pub(crate) fn is_available() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

/// As [`portable::select`].
pub(crate) fn select(out: &mut [u64], table: &[u64], number: u64) {
    if !is_available() || !out.len().is_multiple_of(BLOCK) || table.len() > MOST * out.len() {
        return portable::select(out, table, number);
    }
    // SAFETY: the processor has AVX2.
    unsafe { select_in_blocks(out, table, number) }
}

/// Sixteen limbs of all entries at a time: what is found stays in four registers.
#[target_feature(enable = "avx2")]
fn select_in_blocks(out: &mut [u64], table: &[u64], number: u64) {
    let width = out.len();
    let mut masks = [0; MOST];
    for (k, mask) in (0..).zip(&mut masks) {
        *mask = u64::conditional_select(&0, &u64::MAX, number.ct_eq(&k));
    }
    for (k, out) in out.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
        let mut found = [0; BLOCK];
        for (entry, mask) in table.chunks_exact(width).zip(&masks) {
            let limbs = &entry[BLOCK * k..][..BLOCK];
            for (found, limb) in found.iter_mut().zip(limbs) {
                *found |= limb & mask;
            }
        }
        *out = found;
    }
    masks.zeroize();
}

const BLOCK: usize = 16;

/// The most entries whose masks are kept.
const MOST: usize = 64;
