//! The product of many powers with public exponents, by buckets (Pippenger 1976).
//!
//! An exponent is cut into digits, and a residue is multiplied into one bucket for each digit. Each window of digits has a lane
//! to itself, so that one product of blocks does for all digits of a residue what else takes a squaring for every bit.

use rayon::prelude::*;

use super::engine::{Engine, bits_at};
use super::ring::{Ring, Scratch};
use crate::Uint;

impl<E: Engine> Ring<E> {
    /// The product of x^e over the residues in `blocks` and the exponents less than 2^`bits` that belong to them, in the
    /// first lane. The time and the memory that is touched tell the exponents.
    pub(crate) fn product_of_powers_vartime(
        &self,
        blocks: &[E::Limb],
        exponents: &[Uint],
        bits: usize,
    ) -> Vec<E::Limb> {
        let window = bits.div_ceil(E::LANES).clamp(1, WIDEST);
        let at_once = window * E::LANES;
        let each = exponents
            .len()
            .div_ceil(rayon::current_num_threads())
            .max(1);
        let each = each.next_multiple_of(E::LANES);
        let mut product = self.one.to_vec();
        for first in (0..bits.div_ceil(at_once))
            .rev()
            .map(|index| index * at_once)
        {
            for _ in 0..at_once {
                product = self.mul(&product, &product);
            }
            let windows = exponents
                .par_chunks(each)
                .zip(blocks.par_chunks(each / E::LANES * self.stride()))
                .map(|(exponents, blocks)| {
                    let mut buckets = Buckets::new(self, window);
                    for (index, exponent) in exponents.iter().enumerate() {
                        let residue = self.spread(blocks, index);
                        buckets.add(self, &residue, exponent, first);
                    }
                    buckets.total(self)
                })
                .reduce(|| self.one.to_vec(), |x, y| self.mul(&x, &y));
            product = self.mul(&product, &self.joined_windows(&windows, window));
        }
        product
    }

    /// The residue with this number, in every lane.
    fn spread(&self, blocks: &[E::Limb], index: usize) -> Vec<E::Limb> {
        let block = &blocks[index / E::LANES * self.stride()..][..self.stride()];
        let mut spread = vec![E::Limb::default(); self.stride()];
        for limb in 0..self.stride() {
            let word = E::word(block, limb, index % E::LANES);
            for lane in 0..E::LANES {
                E::set_word(&mut spread, limb, lane, word);
            }
        }
        spread
    }

    /// Horner's rule over the lanes, the highest window first.
    fn joined_windows(&self, windows: &[E::Limb], window: usize) -> Vec<E::Limb> {
        let mut joined = self.spread(windows, E::LANES - 1);
        for lane in (0..E::LANES - 1).rev() {
            for _ in 0..window {
                joined = self.mul(&joined, &joined);
            }
            joined = self.mul(&joined, &self.spread(windows, lane));
        }
        joined
    }
}

/// For each lane's window the product of the residues that had a certain digit there.
struct Buckets<E: Engine> {
    window: usize,
    /// One block for each digit.
    products: Vec<E::Limb>,
    scratch: Scratch<E>,
}

impl<E: Engine> Buckets<E> {
    fn new(ring: &Ring<E>, window: usize) -> Self {
        Self {
            window,
            products: ring.one.repeat(1 << window),
            scratch: Scratch::new(ring),
        }
    }

    /// Multiplies a residue, the same in every lane, into the bucket of each lane's digit.
    fn add(&mut self, ring: &Ring<E>, residue: &[E::Limb], exponent: &Uint, first: usize) {
        let stride = ring.stride();
        let bucket = |lane: usize| {
            let digit = bits_at(exponent.limbs(), first + lane * self.window, self.window);
            usize::try_from(digit).expect("a digit is an index") * stride
        };
        let places: Vec<usize> = (0..E::LANES).map(bucket).collect();
        let mut chosen = vec![E::Limb::default(); stride];
        for (lane, place) in places.iter().enumerate() {
            for limb in 0..stride {
                let word = E::word(&self.products, place + limb, lane);
                E::set_word(&mut chosen, limb, lane, word);
            }
        }
        let mut product = vec![E::Limb::default(); stride];
        ring.mul_into(&mut product, &chosen, residue, &mut self.scratch);
        for (lane, place) in places.iter().enumerate() {
            for limb in 0..stride {
                let word = E::word(&product, limb, lane);
                E::set_word(&mut self.products, place + limb, lane, word);
            }
        }
    }

    /// In each lane the product of bucket^digit: every bucket is a factor of as many products from above as its digit says.
    fn total(self, ring: &Ring<E>) -> Vec<E::Limb> {
        let mut from_above = ring.one.to_vec();
        let mut total = ring.one.to_vec();
        for bucket in self.products.chunks(ring.stride()).skip(1).rev() {
            from_above = ring.mul(&from_above, bucket);
            total = ring.mul(&total, &from_above);
        }
        total
    }
}

/// Digits of more bits have more buckets than a core keeps close by.
const WIDEST: usize = 8;
