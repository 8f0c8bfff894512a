//! Powers modulo up to eight different numbers side by side, in the lanes of AVX-512 IFMA.

use zeroize::{Zeroize, Zeroizing};

use super::Modulus;
use crate::kernel::x86_64::ifma::{Ifma, Lanes, Moduli, RADIX_BITS};
use crate::square::eight::{Eight, negative_inverse};
use crate::square::engine::{Engine, bits_at};
use crate::uint::Uint;

/// bᵢ^eᵢ mod nᵢ for up to eight moduli of one width, with exponents less than 2^`bits`.
///
/// Constant-time in bases, exponents and moduli; `bits` and the width are public.
pub(crate) fn pow_side_by_side(
    ifma: Ifma,
    moduli: &[&Modulus],
    bases: &[Uint],
    exponents: &[Uint],
    bits: usize,
) -> Vec<Uint> {
    let width = moduli.iter().map(|modulus| modulus.width()).max();
    let ring = Ring::new(ifma, moduli, Eight::limbs(64 * width.unwrap_or(1)));
    let base = ring.enter(bases);
    let table = ring.powers(&base);
    let mut power = ring.one.clone();
    let (mut next, mut entry, mut q) = (ring.room(), ring.room(), ring.room());
    for at in (0..bits.div_ceil(WINDOW)).rev().map(|index| index * WINDOW) {
        let digits = exponents.iter().map(|e| bits_at(e.limbs(), at, WINDOW));
        let mut digit = Eight::digits(digits);
        ifma.select(&mut entry, &table, &digit);
        digit.zeroize();
        for _ in 0..WINDOW {
            ifma.square(&mut next, &mut q, &power, &ring.moduli);
            std::mem::swap(&mut power, &mut next);
        }
        ifma.product(&mut next, &mut q, &power, &entry, &ring.moduli);
        std::mem::swap(&mut power, &mut next);
    }
    ring.leave(&power, moduli)
}

/// A modulus in each lane, and R modulo each.
struct Ring {
    ifma: Ifma,
    moduli: Moduli,
    one: Zeroizing<Vec<Lanes>>,
    radix_squared: Zeroizing<Vec<Lanes>>,
}

impl Ring {
    /// Lanes without a modulus of their own take the first.
    fn new(ifma: Ifma, moduli: &[&Modulus], limbs: usize) -> Self {
        let lane = |lane: usize| moduli.get(lane).copied().unwrap_or(moduli[0]);
        let lanes: Vec<&Modulus> = (0..Eight::LANES).map(lane).collect();
        let inverse = |modulus: &&Modulus| negative_inverse(modulus.value());
        let power_of_two = |exponent: usize| {
            let power = Uint::one(1).shl_vartime(exponent);
            let residues: Vec<Uint> = lanes.iter().map(|modulus| modulus.reduce(&power)).collect();
            Eight::pack(&residues, limbs)
        };
        Self {
            ifma,
            moduli: Moduli {
                n: Eight::pack(lanes.iter().map(|modulus| modulus.value()), limbs),
                n0_inverse: Zeroizing::new(Eight::digits(lanes.iter().map(inverse))),
            },
            one: power_of_two(RADIX_BITS * limbs),
            radix_squared: power_of_two(2 * RADIX_BITS * limbs),
        }
    }

    fn room(&self) -> Zeroizing<Vec<Lanes>> {
        Zeroizing::new(vec![Lanes::default(); self.one.len()])
    }

    /// Into Montgomery's form.
    fn enter(&self, values: &[Uint]) -> Zeroizing<Vec<Lanes>> {
        let plain = Eight::pack(values, self.one.len());
        let (mut out, mut q) = (self.room(), self.room());
        self.ifma
            .product(&mut out, &mut q, &plain, &self.radix_squared, &self.moduli);
        out
    }

    /// 1, x, x², …, one block behind the other.
    fn powers(&self, x: &[Lanes]) -> Zeroizing<Vec<Lanes>> {
        let limbs = self.one.len();
        let mut table = Zeroizing::new(vec![Lanes::default(); limbs << WINDOW]);
        let mut q = self.room();
        table[..limbs].copy_from_slice(&self.one);
        for index in 1..1 << WINDOW {
            let (done, rest) = table.split_at_mut(index * limbs);
            let last = &done[(index - 1) * limbs..];
            self.ifma
                .product(&mut rest[..limbs], &mut q, last, x, &self.moduli);
        }
        table
    }

    /// Out of Montgomery's form, each less than its modulus.
    fn leave(&self, power: &[Lanes], moduli: &[&Modulus]) -> Vec<Uint> {
        let (mut out, mut q) = (self.room(), self.room());
        self.ifma.reduction(&mut out, &mut q, power, &self.moduli);
        let lanes = moduli.iter().enumerate();
        let reduced = lanes.map(|(lane, modulus)| modulus.reduce(&Eight::unpack(&out, lane)));
        reduced.collect()
    }
}

/// Bits of a window; its table has 2^5 entries.
const WINDOW: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lane_has_its_own_modulus_base_and_exponent() {
        let Some(ifma) = Ifma::detect() else { return };
        let number = |seed: u64, limbs: usize| {
            let word = |at: u64| {
                (seed + at)
                    .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                    .rotate_left(29)
            };
            Uint::from_limbs((0..limbs as u64).map(|at| word(at * 7 + 1)).collect())
        };
        for limbs in [1, 2, 8, 24] {
            for count in 1..=8 {
                let moduli: Vec<Modulus> = (0..count)
                    .map(|lane| {
                        let mut n = number(lane, limbs);
                        n.limbs_mut()[0] |= 1;
                        n.limbs_mut()[limbs - 1] |= 1 << 63;
                        Modulus::new(&n).unwrap()
                    })
                    .collect();
                let bases: Vec<Uint> = moduli
                    .iter()
                    .zip(100..)
                    .map(|(n, seed)| n.reduce(&number(seed, limbs)))
                    .collect();
                let exponents: Vec<Uint> =
                    (0..count).map(|lane| number(lane + 50, limbs)).collect();
                let powers = pow_side_by_side(
                    ifma,
                    &moduli.iter().collect::<Vec<_>>(),
                    &bases,
                    &exponents,
                    64 * limbs,
                );
                for (lane, power) in powers.iter().enumerate() {
                    assert_eq!(*power, moduli[lane].pow(&bases[lane], &exponents[lane]));
                }
            }
        }
    }
}
