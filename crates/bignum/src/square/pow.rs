//! Powers with secret exponents: fixed windows, tables read whole.

use zeroize::{Zeroize, Zeroizing};

use super::engine::{Engine, bits_at};
use super::ring::{Ring, Scratch};
use crate::Uint;

/// Bits of a window; its table has 2^5 entries.
const WINDOW: usize = 5;

/// Exponents of one public length, one for each lane of each block.
pub(crate) enum Exponents<'a> {
    /// One for each residue, in order.
    Each(&'a [Uint]),
    /// The same for all.
    Shared(&'a Uint),
}

impl Exponents<'_> {
    /// The digits of `count` bits from bit `at` on, for the lanes of `block`.
    fn digits<E: Engine>(&self, block: usize, at: usize, count: usize) -> E::Limb {
        match self {
            Self::Shared(exponent) => {
                let digit = bits_at(exponent.limbs(), at, count);
                E::digits(std::iter::repeat_n(digit, E::LANES))
            }
            Self::Each(exponents) => {
                let lanes = exponents.iter().skip(block * E::LANES).take(E::LANES);
                E::digits(lanes.map(|exponent| bits_at(exponent.limbs(), at, count)))
            }
        }
    }
}

impl<E: Engine> Ring<E> {
    /// x^(2^`times`) for the residues of a block.
    pub(crate) fn square_times(&self, x: &[E::Limb], times: usize) -> Vec<E::Limb> {
        let mut scratch = Scratch::new(self);
        let mut power = x.to_vec();
        let mut next = Zeroizing::new(vec![E::Limb::default(); self.stride()]);
        for _ in 0..times {
            self.square_into(&mut next, &power, &mut scratch);
            power.copy_from_slice(&next);
        }
        power
    }

    /// x^e for the residues of the block with this number, where every exponent is less than 2^`bits`.
    ///
    /// Constant-time in the residues and the exponents; `bits` is public.
    pub(crate) fn pow(
        &self,
        x: &[E::Limb],
        exponents: &Exponents<'_>,
        block: usize,
        bits: usize,
    ) -> Vec<E::Limb> {
        let stride = self.stride();
        let window = window_for(bits);
        let mut scratch = Scratch::new(self);
        let table = self.powers(x, window, &mut scratch);
        let mut power = self.one.clone();
        let mut next = Zeroizing::new(vec![E::Limb::default(); stride]);
        let mut entry = Zeroizing::new(vec![E::Limb::default(); stride]);
        let windows = bits.div_ceil(window);
        for at in (0..windows).rev().map(|index| index * window) {
            let mut digit = exponents.digits::<E>(block, at, window);
            self.engine.select(&mut entry, &table, &digit);
            digit.zeroize();
            if at + window >= bits {
                power.copy_from_slice(&entry);
                continue;
            }
            for _ in 0..window {
                self.square_into(&mut next, &power, &mut scratch);
                std::mem::swap(&mut *power, &mut *next);
            }
            self.mul_into(&mut next, &power, &entry, &mut scratch);
            std::mem::swap(&mut *power, &mut *next);
        }
        power.to_vec()
    }

    /// 1, x, x², … for a window, one pair behind the other.
    fn powers(
        &self,
        x: &[E::Limb],
        window: usize,
        scratch: &mut Scratch<E>,
    ) -> Zeroizing<Vec<E::Limb>> {
        let stride = self.stride();
        let mut table = Zeroizing::new(vec![E::Limb::default(); stride << window]);
        table[..stride].copy_from_slice(&self.one);
        table[stride..2 * stride].copy_from_slice(x);
        for index in 2..1 << window {
            let (done, rest) = table.split_at_mut(index * stride);
            let out = &mut rest[..stride];
            let half = &done[index / 2 * stride..][..stride];
            if index % 2 == 0 {
                self.square_into(out, half, scratch);
            } else {
                self.mul_into(out, &done[(index - 1) * stride..], x, scratch);
            }
        }
        table
    }
}

/// Small exponents do not pay for a large table.
fn window_for(bits: usize) -> usize {
    match bits {
        0..=8 => 2,
        9..=48 => 3,
        49..=160 => 4,
        _ => WINDOW,
    }
}
