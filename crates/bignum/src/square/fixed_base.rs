//! Powers of one base by a table: no squarings, and half the cost of a product.
//!
//! For every window j of the exponent the table holds base^(d·2^(w·j)) for all digits d. A pair (a, b) is
//! kept as a and β = b/a mod n, that is as a·(1 − β·n). While multiplying, the second half is kept in two
//! parts, b = c + a·σ: by an entry (a₂, β₂), with a·a₂ = t·R − q·n,
//!
//! ```text
//! (a − (c + a·σ)·n) · a₂·(1 − β₂·n) / R  =  t − ((q + c·a₂)/R + t·(σ + β₂))·n   (mod n²)
//! ```
//!
//! so that a step is one product with its quotient, one product more, and a sum: four of the units of
//! which a product of pairs takes five and a Montgomery product of full length eight.

use rayon::prelude::*;
use zeroize::Zeroizing;

use super::engine::{Block, Engine, MOST_SUMS, bits_at, fits};
use super::ring::{Ring, Scratch, joined};
use crate::Uint;

/// The table of one base.
pub(crate) struct Table<E: Engine> {
    window: usize,
    exponent_bits: usize,
    /// One slice a window, in the layout of [`Engine::lookup`]: a and β·R of every digit.
    slices: Vec<Block<E>>,
}

impl<E: Engine> Table<E> {
    /// The table of `base`, a pair with the same value in every lane, whose inverse modulo n is `inverse`.
    pub(crate) fn new(
        ring: &Ring<E>,
        base: &[E::Limb],
        inverse: &Uint,
        exponent_bits: usize,
        window: usize,
    ) -> Self {
        // One at least: the power of 0 bits is 1.
        let windows = exponent_bits.div_ceil(window).max(1);
        assert!(windows <= MOST_SUMS, "a table has at most 2,048 windows");
        let heads = WindowHeads::new(ring, base, inverse, windows, window);
        let groups: Vec<usize> = (0..windows).step_by(E::LANES).collect();
        let slices = groups
            .into_par_iter()
            .flat_map_iter(|first| heads.slices(ring, first, window))
            .collect();
        Self {
            window,
            exponent_bits,
            slices,
        }
    }

    /// Bytes in memory.
    pub(crate) fn size_in_memory(&self) -> usize {
        let slices = self.slices.iter();
        slices.map(|slice| size_of_val(&slice[..])).sum()
    }

    /// base^e for each exponent, as blocks of pairs. Constant-time in the exponents.
    ///
    /// # Panics
    /// If an exponent is longer than the table.
    pub(crate) fn pow(&self, ring: &Ring<E>, exponents: &[Uint]) -> Vec<E::Limb> {
        let bits = self.slices.len() * self.window;
        let fit = exponents.iter().all(|exponent| fits(exponent, bits));
        assert!(fit, "an exponent is longer than its table");
        let blocks = exponents.len().div_ceil(E::LANES);
        let together = blocks
            .div_ceil(rayon::current_num_threads())
            .clamp(1, E::TOGETHER);
        let parts: Vec<Vec<E::Limb>> = exponents
            .par_chunks(together * E::LANES)
            .map(|exponents| self.walk(ring, exponents))
            .collect();
        joined(parts)
    }

    /// Bits of the longest exponent.
    pub(crate) fn exponent_bits(&self) -> usize {
        self.exponent_bits
    }

    /// All blocks of these exponents through all windows, one window after the other.
    fn walk(&self, ring: &Ring<E>, exponents: &[Uint]) -> Vec<E::Limb> {
        let (half, stride) = (ring.limbs, ring.stride());
        let blocks = exponents.len().div_ceil(E::LANES);
        let mut walkers: Vec<Walker<E>> = (0..blocks).map(|_| Walker::new(ring)).collect();
        let mut found = Zeroizing::new(vec![E::Limb::default(); SCAN * stride]);
        let mut scratch = Scratch::new(ring);
        for (index, slice) in self.slices.iter().enumerate() {
            let digits: Vec<E::Limb> = exponents
                .chunks(E::LANES)
                .map(|lanes| {
                    let at = index * self.window;
                    let digit = |e: &Uint| bits_at(e.limbs(), at, self.window);
                    E::digits(lanes.iter().map(digit))
                })
                .collect();
            let digits = Zeroizing::new(digits);
            // The next slice comes from far away: a part of it is sent for before each step.
            let next = self.slices.get(index + 1).map_or(&[][..], |slice| slice);
            let mut soon = next.chunks(next.len().div_ceil(blocks).max(1));
            for (walkers, digits) in walkers.chunks_mut(SCAN).zip(digits.chunks(SCAN)) {
                let found = &mut found[..digits.len() * stride];
                ring.engine
                    .lookup(found, stride, slice, 1 << self.window, digits);
                for (walker, entry) in walkers.iter_mut().zip(found.chunks(stride)) {
                    ring.engine.prefetch(soon.next().unwrap_or(&[]));
                    walker.step(ring, entry.split_at(half), index == 0, &mut scratch);
                }
            }
        }
        let mut out = vec![E::Limb::default(); blocks * stride];
        for (walker, out) in walkers.iter_mut().zip(out.chunks_mut(stride)) {
            walker.arrive(ring, out, &mut scratch);
        }
        out
    }
}

/// Blocks that look into the table in one scan.
const SCAN: usize = 4;

/// One block on its way through the windows: a − (c + a·σ)·n.
struct Walker<E: Engine> {
    a: Block<E>,
    c: Block<E>,
    sigma: Block<E>,
    next: Block<E>,
}

impl<E: Engine> Walker<E> {
    fn new(ring: &Ring<E>) -> Self {
        Self {
            a: ring.half(),
            c: ring.half(),
            sigma: ring.half(),
            next: ring.half(),
        }
    }

    fn step(
        &mut self,
        ring: &Ring<E>,
        (a, beta): (&[E::Limb], &[E::Limb]),
        first: bool,
        scratch: &mut Scratch<E>,
    ) {
        ring.engine.accumulate(&mut self.sigma, beta, &ring.modulus);
        if first {
            self.a.copy_from_slice(a);
            return;
        }
        let Scratch { q, waste } = scratch;
        let (engine, modulus) = (ring.engine, &ring.modulus);
        engine.product(&mut self.next, q, &self.a, a, modulus);
        std::mem::swap(&mut self.a, &mut self.next);
        engine.product_plus(&mut self.next, waste, [&self.c, a], q, modulus);
        std::mem::swap(&mut self.c, &mut self.next);
    }

    /// Writes the pair (a, c + a·σ).
    fn arrive(&mut self, ring: &Ring<E>, out: &mut [E::Limb], scratch: &mut Scratch<E>) {
        ring.engine.carry(&mut self.sigma);
        let (a, b) = out.split_at_mut(ring.limbs);
        a.copy_from_slice(&self.a);
        let factors = [&self.a[..], &self.sigma, &self.c, &ring.radix_mod_n];
        let (engine, modulus) = (ring.engine, &ring.modulus);
        engine.two_products_plus(b, &mut scratch.q, factors, &ring.zero(), modulus);
    }
}

/// base^(2^(w·j)) for every window j, and the inverses of their first halves modulo n.
struct WindowHeads<E: Engine> {
    pairs: Vec<Block<E>>,
    inverses: Vec<Block<E>>,
}

impl<E: Engine> WindowHeads<E> {
    fn new(
        ring: &Ring<E>,
        base: &[E::Limb],
        inverse: &Uint,
        windows: usize,
        window: usize,
    ) -> Self {
        let mut scratch = Scratch::new(ring);
        let mut pair = Zeroizing::new(base.to_vec());
        let mut next = Zeroizing::new(base.to_vec());
        let plain = E::splat(inverse, ring.limbs);
        let mut inverse = ring.half();
        let mut next_inverse = ring.half();
        let (engine, modulus) = (ring.engine, &ring.modulus);
        let squared = &ring.radix_squared_mod_n;
        engine.product(&mut inverse, &mut scratch.q, &plain, squared, modulus);
        let mut heads = Self {
            pairs: vec![pair.clone()],
            inverses: vec![inverse.clone()],
        };
        for _ in 1..windows {
            for _ in 0..window {
                ring.square_into(&mut next, &pair, &mut scratch);
                std::mem::swap(&mut *pair, &mut *next);
                engine.square(&mut next_inverse, &mut scratch.q, &inverse, modulus);
                std::mem::swap(&mut *inverse, &mut *next_inverse);
            }
            heads.pairs.push(pair.clone());
            heads.inverses.push(inverse.clone());
        }
        heads
    }

    /// The slices of as many windows as there are lanes, from window `first` on, side by side.
    fn slices(&self, ring: &Ring<E>, first: usize, window: usize) -> Vec<Block<E>> {
        let (half, stride, entries) = (ring.limbs, ring.stride(), 1 << window);
        let lanes = E::LANES.min(self.pairs.len() - first);
        let head = one_a_lane::<E>(&self.pairs[first..first + lanes]);
        let step_back = one_a_lane::<E>(&self.inverses[first..first + lanes]);
        let words = (stride * entries).div_ceil(E::LANES);
        let empty = || Zeroizing::new(vec![E::Limb::default(); words]);
        let mut slices: Vec<_> = (0..lanes).map(|_| empty()).collect();
        let (engine, modulus) = (ring.engine, &ring.modulus);
        let mut scratch = Scratch::new(ring);
        // The entry base^d, and base^-d modulo n, both in Montgomery's form.
        let mut entry = ring.one.clone();
        let mut next = ring.one.clone();
        let mut inverse = ring.radix_mod_n.clone();
        let mut beta = ring.half();
        for digit in 0..entries {
            if digit > 0 {
                ring.mul_into(&mut next, &entry, &head, &mut scratch);
                std::mem::swap(&mut *entry, &mut *next);
                engine.product(&mut beta, &mut scratch.q, &inverse, &step_back, modulus);
                std::mem::swap(&mut *inverse, &mut *beta);
            }
            engine.product(&mut beta, &mut scratch.q, &entry[half..], &inverse, modulus);
            for (lane, slice) in slices.iter_mut().enumerate() {
                for index in 0..half {
                    let (a, b) = (E::word(&entry, index, lane), E::word(&beta, index, lane));
                    set_flat::<E>(slice, index * entries + digit, a);
                    set_flat::<E>(slice, (half + index) * entries + digit, b);
                }
            }
        }
        slices
    }
}

/// Lane i of block i, for each i.
fn one_a_lane<E: Engine>(blocks: &[Block<E>]) -> Block<E> {
    let mut gathered = blocks[0].clone();
    for (lane, block) in blocks.iter().enumerate() {
        for index in 0..block.len() {
            E::set_word(&mut gathered, index, lane, E::word(block, index, lane));
        }
    }
    gathered
}

/// Word `at` of a table that is packed into limbs.
fn set_flat<E: Engine>(slice: &mut [E::Limb], at: usize, word: u64) {
    E::set_word(slice, at / E::LANES, at % E::LANES, word);
}
