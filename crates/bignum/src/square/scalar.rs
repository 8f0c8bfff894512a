//! The reference: one residue a block, in limbs of 64 bits, on every target.
//!
//! Here numbers have not a bit more than the modulus, as the kernels like lengths that are multiples of
//! eight limbs; so every operation ends with subtractions, and takes and gives what is less than n.

use zeroize::Zeroizing;

use super::engine::Engine;
use crate::Uint;
use crate::kernel::{Backend, portable};

/// One integer a block; the backend says who multiplies.
#[derive(Clone, Copy)]
pub(crate) struct Scalar(pub(crate) Backend);

/// The modulus and −n^-1 modulo 2^64.
#[derive(Clone)]
pub(crate) struct Modulus {
    n: Zeroizing<Vec<u64>>,
    n0_inverse: Zeroizing<u64>,
}

impl Scalar {
    /// `out = (sum + plus + q·n) / R` modulo n, where `sum` is less than 2·n·R and `write` writes it in double
    /// length and gives its carry.
    ///
    /// `q` ends with a word more: how often n was subtracted at the end. One time is −R in the quotient, and so
    /// −1 in whatever the quotient is added to.
    fn reduce(
        self,
        out: &mut [u64],
        q: &mut [u64],
        plus: &[u64],
        modulus: &Modulus,
        write: impl FnOnce(&mut [u64]) -> u64,
    ) {
        let limbs = out.len();
        let (plus, missing) = plus.split_at(limbs.min(plus.len()));
        let mut wide = Zeroizing::new(vec![0; 2 * limbs]);
        let mut carry = write(&mut wide);
        carry += portable::add(&mut wide, plus);
        carry += self.0.redc(&mut wide, &modulus.n, *modulus.n0_inverse);
        let (low, high) = wide.split_at(limbs);
        let (digits, subtracted) = q.split_at_mut(limbs);
        digits.copy_from_slice(low);
        out.copy_from_slice(high);
        subtracted[0] = subtract_if_not_less(out, &mut carry, &modulus.n);
        subtracted[0] += subtract_if_not_less(out, &mut carry, &modulus.n);
        if let [missing] = missing {
            let borrow = portable::sub(out, &[*missing]);
            portable::add_masked(out, &modulus.n, portable::mask(borrow));
        }
    }
}

impl Engine for Scalar {
    type Limb = u64;
    type Modulus = Modulus;

    const LANES: usize = 1;
    const RADIX_BITS: usize = 64;
    const SHARED_WINDOW: usize = 5;
    const TOGETHER: usize = 1;

    fn limbs(bits: usize) -> usize {
        bits.div_ceil(64)
    }

    fn quotient_limbs(limbs: usize) -> usize {
        limbs + 1
    }

    fn modulus(self, n: &Uint, limbs: usize) -> Modulus {
        Modulus {
            n: Zeroizing::new(n.resized(limbs).into_limbs()),
            n0_inverse: Zeroizing::new(portable::derive_inverse(n.limbs()[0]).wrapping_neg()),
        }
    }

    fn word(block: &[u64], index: usize, _lane: usize) -> u64 {
        block[index]
    }

    fn set_word(block: &mut [u64], index: usize, _lane: usize, word: u64) {
        block[index] = word;
    }

    fn product(self, out: &mut [u64], q: &mut [u64], x: &[u64], y: &[u64], modulus: &Modulus) {
        self.product_plus(out, q, [x, y], &[], modulus);
    }

    fn square(self, out: &mut [u64], q: &mut [u64], x: &[u64], modulus: &Modulus) {
        self.reduce(out, q, &[], modulus, |wide| {
            self.0.square(wide, x);
            0
        });
    }

    fn product_plus(
        self,
        out: &mut [u64],
        q: &mut [u64],
        [x, y]: [&[u64]; 2],
        plus: &[u64],
        modulus: &Modulus,
    ) {
        self.reduce(out, q, plus, modulus, |wide| {
            self.0.mul(wide, x, y);
            0
        });
    }

    fn double_product_plus(
        self,
        out: &mut [u64],
        q: &mut [u64],
        [x, y]: [&[u64]; 2],
        plus: &[u64],
        modulus: &Modulus,
    ) {
        self.reduce(out, q, plus, modulus, |wide| {
            self.0.mul(wide, x, y);
            let mut carry = 0;
            for limb in wide {
                (*limb, carry) = (*limb << 1 | carry, *limb >> 63);
            }
            carry
        });
    }

    fn two_products_plus(
        self,
        out: &mut [u64],
        q: &mut [u64],
        [x1, y1, x2, y2]: [&[u64]; 4],
        plus: &[u64],
        modulus: &Modulus,
    ) {
        self.reduce(out, q, plus, modulus, |wide| {
            self.0.mul(wide, x1, y1);
            self.0.mul_add(wide, x2, y2)
        });
    }

    fn reduction_plus(
        self,
        out: &mut [u64],
        q: &mut [u64],
        x: &[u64],
        plus: &[u64],
        modulus: &Modulus,
    ) {
        self.reduce(out, q, plus, modulus, |wide| {
            wide[..x.len()].copy_from_slice(x);
            0
        });
    }

    fn accumulate(self, sum: &mut [u64], x: &[u64], modulus: &Modulus) {
        let mut carry = portable::add(sum, x);
        subtract_if_not_less(sum, &mut carry, &modulus.n);
    }

    fn carry(self, _sum: &mut [u64]) {}

    /// What is taken from a is taken from b, too.
    fn add_pair(self, sum: &mut [u64], x: &[u64], modulus: &Modulus) {
        let half = sum.len() / 2;
        let (a, b) = sum.split_at_mut(half);
        let mut carry = portable::add(a, &x[..half]);
        let subtracted = subtract_if_not_less(a, &mut carry, &modulus.n);
        self.accumulate(b, &x[half..], modulus);
        let borrow = portable::sub(b, &[subtracted]);
        portable::add_masked(b, &modulus.n, portable::mask(borrow));
    }

    fn select(self, out: &mut [u64], table: &[u64], digit: &u64) {
        out.fill(0);
        for (entry, block) in (0_u64..).zip(table.chunks(out.len())) {
            let mask = equal_mask(entry, *digit);
            for (out, limb) in out.iter_mut().zip(block) {
                *out |= limb & mask;
            }
        }
    }

    fn lookup(self, outs: &mut [u64], limbs: usize, table: &[u64], entries: usize, digits: &[u64]) {
        // They tell the digit.
        let mut masks = Zeroizing::new(vec![0; entries]);
        for (out, digit) in outs.chunks_mut(limbs).zip(digits) {
            for (entry, mask) in (0..).zip(masks.iter_mut()) {
                *mask = equal_mask(entry, *digit);
            }
            for (out, words) in out.iter_mut().zip(table.chunks(entries)) {
                let found = words.iter().zip(masks.iter());
                *out = found.fold(0, |found, (word, mask)| found | word & mask);
            }
        }
    }
}

/// Subtracts `n` from `carry`·R + `a` if that is not negative, and says by 1 that it did.
fn subtract_if_not_less(a: &mut [u64], carry: &mut u64, n: &[u64]) -> u64 {
    let borrow = portable::sub(a, n);
    let above = (*carry | carry.wrapping_neg()) >> 63;
    let subtracted = above | (borrow ^ 1);
    portable::add_masked(a, n, portable::mask(subtracted ^ 1));
    *carry -= above & borrow;
    subtracted
}

/// All ones where `a == b`, else zero.
fn equal_mask(a: u64, b: u64) -> u64 {
    let different = a ^ b;
    portable::mask(!(different | different.wrapping_neg()) >> 63)
}
