//! The reference: one residue a block, in limbs of 64 bits, on every target.

use zeroize::Zeroizing;

use super::engine::{Engine, negative_inverse};
use crate::Uint;
use crate::kernel::{Backend, portable};

/// One integer a block; the backend says who multiplies.
#[derive(Clone, Copy)]
pub(crate) struct Scalar(pub(crate) Backend);

/// The modulus and −n^-1 modulo 2^64.
#[derive(Clone)]
pub(crate) struct Modulus {
    n: Zeroizing<Vec<u64>>,
    n0_inverse: u64,
}

impl Scalar {
    /// `out = (Σ xᵢ·yᵢ + plus + q·n) / R`, where `sum` writes Σ xᵢ·yᵢ in double length.
    fn reduce(
        self,
        out: &mut [u64],
        q: &mut [u64],
        plus: &[u64],
        modulus: &Modulus,
        sum: impl FnOnce(&mut [u64]),
    ) {
        let mut wide = Zeroizing::new(vec![0; 2 * out.len()]);
        sum(&mut wide);
        portable::add(&mut wide, plus);
        let carry = self.0.redc(&mut wide, &modulus.n, modulus.n0_inverse);
        debug_assert_eq!(carry, 0, "the modulus leaves sixteen bits to spare");
        let (low, high) = wide.split_at(out.len());
        q.copy_from_slice(low);
        out.copy_from_slice(high);
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
        (bits + 16).div_ceil(64)
    }

    fn modulus(self, n: &Uint, limbs: usize) -> Modulus {
        Modulus {
            n: Zeroizing::new(n.resized(limbs).into_limbs()),
            n0_inverse: negative_inverse(n.limbs()[0]),
        }
    }

    fn word(block: &[u64], index: usize, _lane: usize) -> u64 {
        block[index]
    }

    fn set_word(block: &mut [u64], index: usize, _lane: usize, word: u64) {
        block[index] = word;
    }

    fn product(self, out: &mut [u64], q: &mut [u64], x: &[u64], y: &[u64], modulus: &Modulus) {
        self.reduce(out, q, &[], modulus, |wide| self.0.mul(wide, x, y));
    }

    fn square(self, out: &mut [u64], q: &mut [u64], x: &[u64], modulus: &Modulus) {
        self.reduce(out, q, &[], modulus, |wide| self.0.square(wide, x));
    }

    fn product_plus(
        self,
        out: &mut [u64],
        q: &mut [u64],
        [x, y]: [&[u64]; 2],
        plus: &[u64],
        modulus: &Modulus,
    ) {
        self.reduce(out, q, plus, modulus, |wide| self.0.mul(wide, x, y));
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
            let mut second = Zeroizing::new(vec![0; wide.len()]);
            self.0.mul(wide, x1, y1);
            self.0.mul(&mut second, x2, y2);
            portable::add(wide, &second);
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
        });
    }

    fn accumulate(self, sum: &mut [u64], x: &[u64]) {
        portable::add(sum, x);
    }

    fn carry(self, _sum: &mut [u64]) {}

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
        for (out, digit) in outs.chunks_mut(limbs).zip(digits) {
            let masks: Vec<u64> = (0_u64..)
                .take(entries)
                .map(|entry| equal_mask(entry, *digit))
                .collect();
            for (out, words) in out.iter_mut().zip(table.chunks(entries)) {
                let found = words.iter().zip(&masks);
                *out = found.fold(0, |found, (word, mask)| found | word & mask);
            }
        }
    }
}

/// All ones where `a == b`, else zero, without a branch.
fn equal_mask(a: u64, b: u64) -> u64 {
    let different = a ^ b;
    let is_zero = !(different | different.wrapping_neg()) >> 63;
    std::hint::black_box(is_zero).wrapping_neg()
}
