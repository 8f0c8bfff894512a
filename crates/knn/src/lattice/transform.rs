//! The number-theoretic transform: from coefficients to the values at the 2N-th roots of unity that are no N-th ones.
//!
//! Modulo X^N + 1 and a prime q ≡ 1 mod 2N, value j stands at ψ^(2·r(j) + 1), where ψ is the root below and r
//! reverses the log₂ N bits of j. Loops as in Longa and Naehrig (CANS 2016, algorithms 1 and 2), which fold the twist
//! by ψ into the stages; butterflies as in Harvey (*Faster arithmetic for number-theoretic transforms*, 2014), which
//! reduce late: below 4q on the way there, below 2q on the way back. No branch and no address depends on what is
//! transformed.

use std::sync::LazyLock;

use super::prime::{Prime, subtract_once};
use super::{DEGREE, MODULI};

/// Overwrites coefficients below q with values below q, modulo the prime of this number.
pub(super) fn forward(which: usize, x: &mut [u64]) {
    let table = &TABLES[which];
    let q = table.prime.q();
    let roots = |blocks: usize| &table.forward[blocks..2 * blocks];
    let mut blocks = 1;
    while blocks < DEGREE / 4 {
        let half = DEGREE / 2 / blocks;
        for (block, root) in x.chunks_exact_mut(2 * half).zip(roots(blocks)) {
            let (low, high) = block.split_at_mut(half);
            for (a, b) in low.iter_mut().zip(high) {
                root.part(a, b, q);
            }
        }
        blocks *= 2;
    }
    // The last two stages at once, on four neighbours each.
    let (fours, pairs) = (roots(DEGREE / 4), roots(DEGREE / 2).as_chunks().0);
    let blocks = x.as_chunks_mut().0.iter_mut();
    for (([a, b, c, d], root), [left, right]) in blocks.zip(fours).zip(pairs) {
        root.part(a, c, q);
        root.part(b, d, q);
        left.part(a, b, q);
        right.part(c, d, q);
        for a in [a, b, c, d] {
            *a = subtract_once(subtract_once(*a, 2 * q), q);
        }
    }
}

/// Overwrites values below q with coefficients below q.
pub(super) fn inverse(which: usize, x: &mut [u64]) {
    let table = &TABLES[which];
    let q = table.prime.q();
    let roots = |blocks: usize| &table.inverse[blocks..2 * blocks];
    // The first two stages at once, on four neighbours each.
    let (fours, pairs) = (roots(DEGREE / 4), roots(DEGREE / 2).as_chunks().0);
    let blocks = x.as_chunks_mut().0.iter_mut();
    for (([a, b, c, d], root), [left, right]) in blocks.zip(fours).zip(pairs) {
        left.join(a, b, q);
        right.join(c, d, q);
        root.join(a, c, q);
        root.join(b, d, q);
    }
    let mut blocks = DEGREE / 8;
    while blocks > 0 {
        let half = DEGREE / 2 / blocks;
        for (block, root) in x.chunks_exact_mut(2 * half).zip(roots(blocks)) {
            let (low, high) = block.split_at_mut(half);
            for (a, b) in low.iter_mut().zip(high) {
                root.join(a, b, q);
            }
        }
        blocks /= 2;
    }
    for a in x {
        *a = subtract_once(table.degree_inverse.times(*a, q), q);
    }
}

/// A constant factor w with ⌊w·2⁶⁴/q⌋, by which a product is reduced with one multiplication (Shoup's method).
#[derive(Clone, Copy)]
struct Root {
    w: u64,
    quotient: u64,
}

impl Root {
    fn new(w: u64, q: u64) -> Self {
        let quotient = (u128::from(w) << 64) / u128::from(q);
        Self {
            w,
            quotient: u64::try_from(quotient).expect("w is below q"),
        }
    }

    /// a + w·b and a − w·b of numbers below 4q, below 4q.
    #[inline(always)]
    fn part(self, a: &mut u64, b: &mut u64, q: u64) {
        let u = subtract_once(*a, 2 * q);
        let v = self.times(*b, q);
        *a = u + v;
        *b = u + 2 * q - v;
    }

    /// a + b and w·(a − b) of numbers below 2q, below 2q.
    #[inline(always)]
    fn join(self, a: &mut u64, b: &mut u64, q: u64) {
        let (u, v) = (*a, *b);
        *a = subtract_once(u + v, 2 * q);
        *b = self.times(u + 2 * q - v, q);
    }

    /// x·w mod q, below 2q, for any x.
    #[inline(always)]
    fn times(self, x: u64, q: u64) -> u64 {
        let estimate = ((u128::from(x) * u128::from(self.quotient)) >> 64) as u64;
        x.wrapping_mul(self.w)
            .wrapping_sub(estimate.wrapping_mul(q))
    }
}

struct Table {
    prime: Prime,
    /// ψ to the reversed bits of the index.
    forward: Vec<Root>,
    /// The inverses of these.
    inverse: Vec<Root>,
    degree_inverse: Root,
}

impl Table {
    fn new(prime: Prime, psi: u64) -> Self {
        let q = prime.q();
        let powers = |base: u64| -> Vec<Root> {
            let mut power = 1;
            let mut in_order = Vec::with_capacity(DEGREE);
            for _ in 0..DEGREE {
                in_order.push(power);
                power = prime.multiply(power, base);
            }
            (0..DEGREE)
                .map(|index| Root::new(in_order[reversed(index)], q))
                .collect()
        };
        Self {
            prime,
            forward: powers(psi),
            inverse: powers(prime.invert_vartime(psi)),
            degree_inverse: Root::new(prime.invert_vartime(DEGREE as u64), q),
        }
    }
}

fn reversed(index: usize) -> usize {
    index.reverse_bits() >> (usize::BITS - DEGREE.trailing_zeros())
}

static TABLES: LazyLock<[Table; 2]> =
    LazyLock::new(|| [0, 1].map(|which| Table::new(MODULI[which], PSI[which])));

/// Roots of order 2N: g^((q − 1)/2N) for the least g ≥ 2 that gives that order, 11 and 3.
const PSI: [u64; 2] = [0xd_fd9a_f639_fc4e, 0xb_7a6e_15af_c670];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roots_are_the_ones_described() {
        for which in [0, 1] {
            let prime = MODULI[which];
            let exponent = (prime.q() - 1) / (2 * DEGREE as u64);
            let root = (2..)
                .map(|g| prime.power_vartime(g, exponent))
                .find(|&root| prime.power_vartime(root, DEGREE as u64) == prime.q() - 1);
            assert_eq!(root, Some(PSI[which]));
        }
    }

    #[test]
    fn a_value_is_the_polynomial_at_its_root() {
        for which in [0, 1] {
            let prime = MODULI[which];
            // 5 + 7·X³ + (q − 1)·X^(N − 1)
            let mut x = vec![0; DEGREE];
            (x[0], x[3], x[DEGREE - 1]) = (5, 7, prime.q() - 1);
            let polynomial = x.clone();
            forward(which, &mut x);
            for index in [0, 1, 2, 77, DEGREE - 1] {
                let exponent = 2 * reversed(index) as u64 + 1;
                let root = prime.power_vartime(PSI[which], exponent);
                let cube = prime.multiply(7, prime.power_vartime(root, 3));
                let last = prime.power_vartime(root, DEGREE as u64 - 1);
                assert_eq!(x[index], prime.subtract(prime.add(5, cube), last));
            }
            inverse(which, &mut x);
            assert_eq!(x, polynomial);
        }
    }
}
