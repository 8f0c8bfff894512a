//! Eight residues a block, in the lanes of AVX-512 IFMA.

use zeroize::Zeroizing;

use super::engine::Engine;
use crate::Uint;
use crate::kernel::portable;
use crate::kernel::x86_64::ifma::{self, Ifma, Lanes, Moduli};

/// Eight integers a block.
#[derive(Clone, Copy)]
pub(crate) struct Eight(pub(crate) Ifma);

impl Engine for Eight {
    type Limb = Lanes;
    type Modulus = Moduli;

    const LANES: usize = 8;
    const RADIX_BITS: usize = ifma::RADIX_BITS;
    const SHARED_WINDOW: usize = 7;
    const TOGETHER: usize = 32;

    /// With sixteen bits to spare, so that no product needs a subtraction: factors less than 2^12·n and 8·n
    /// give less than 2·n.
    fn limbs(bits: usize) -> usize {
        (bits + 16).div_ceil(ifma::RADIX_BITS * ifma::TILE) * ifma::TILE
    }

    fn quotient_limbs(limbs: usize) -> usize {
        limbs
    }

    fn modulus(self, n: &Uint, limbs: usize) -> Moduli {
        let n0_inverse = negative_inverse(n);
        Moduli {
            n: Self::splat(n, limbs),
            n0_inverse: Zeroizing::new(Lanes([n0_inverse; 8])),
        }
    }

    fn word(block: &[Lanes], index: usize, lane: usize) -> u64 {
        block[index].0[lane]
    }

    fn set_word(block: &mut [Lanes], index: usize, lane: usize, word: u64) {
        block[index].0[lane] = word;
    }

    fn product(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        x: &[Lanes],
        y: &[Lanes],
        moduli: &Moduli,
    ) {
        self.0.product(out, q, x, y, moduli);
    }

    fn square(self, out: &mut [Lanes], q: &mut [Lanes], x: &[Lanes], moduli: &Moduli) {
        self.0.square(out, q, x, moduli);
    }

    fn product_plus(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        factors: [&[Lanes]; 2],
        plus: &[Lanes],
        moduli: &Moduli,
    ) {
        self.0.product_plus(out, q, factors, plus, moduli);
    }

    fn double_product_plus(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        factors: [&[Lanes]; 2],
        plus: &[Lanes],
        moduli: &Moduli,
    ) {
        self.0.double_product_plus(out, q, factors, plus, moduli);
    }

    fn two_products_plus(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        factors: [&[Lanes]; 4],
        plus: &[Lanes],
        moduli: &Moduli,
    ) {
        self.0.two_products_plus(out, q, factors, plus, moduli);
    }

    fn reduction_plus(
        self,
        out: &mut [Lanes],
        q: &mut [Lanes],
        x: &[Lanes],
        plus: &[Lanes],
        moduli: &Moduli,
    ) {
        // The reduction adds whole 64-bit lanes, so that carries may wait.
        let mut sum = Zeroizing::new(x.to_vec());
        self.0.accumulate(&mut sum, plus);
        self.0.reduction(out, q, &sum, moduli);
    }

    fn accumulate(self, sum: &mut [Lanes], x: &[Lanes], _moduli: &Moduli) {
        self.0.accumulate(sum, x);
    }

    fn carry(self, sum: &mut [Lanes]) {
        let mut carry = [0; 8];
        for limb in sum {
            for (word, carry) in limb.0.iter_mut().zip(&mut carry) {
                *word += *carry;
                *carry = *word >> ifma::RADIX_BITS;
                *word &= (1 << ifma::RADIX_BITS) - 1;
            }
        }
        debug_assert_eq!(carry, [0; 8], "a sum fits its block");
    }

    fn add_pair(self, sum: &mut [Lanes], x: &[Lanes], _moduli: &Moduli) {
        self.0.accumulate(sum, x);
        for half in sum.chunks_mut(x.len() / 2) {
            self.carry(half);
        }
    }

    fn prefetch(self, soon: &[Lanes]) {
        self.0.prefetch(soon);
    }

    fn select(self, out: &mut [Lanes], table: &[Lanes], digit: &Lanes) {
        self.0.select(out, table, digit);
    }

    fn lookup(
        self,
        outs: &mut [Lanes],
        limbs: usize,
        table: &[Lanes],
        entries: usize,
        digits: &[Lanes],
    ) {
        self.0.lookup(outs, limbs, table, entries, digits);
    }
}

/// −n^-1 modulo 2^52.
pub(crate) fn negative_inverse(n: &Uint) -> u64 {
    portable::derive_inverse(n.limbs()[0]).wrapping_neg() & ((1 << ifma::RADIX_BITS) - 1)
}
