//! Powers: in constant time by fixed windows, and for public exponents by sliding ones.

use zeroize::Zeroizing;

use super::Modulus;
use crate::uint::Uint;

impl Modulus {
    /// base^exponent mod n; 0⁰ is 1. The exponent's width is public, neither operand is.
    ///
    /// # Panics
    /// If the base is not below the modulus.
    #[must_use]
    pub fn pow(&self, base: &Uint, exponent: &Uint) -> Uint {
        self.pow_bounded(base, exponent, 64 * exponent.width())
    }

    /// As [`pow`](Self::pow), for an exponent that is publicly known to be below 2^`bits`, whatever its width.
    /// Higher bits are not looked at.
    ///
    /// Windows of five bits; every window reads the whole table of 32 powers.
    ///
    /// # Panics
    /// If the base is not below the modulus.
    #[must_use]
    pub fn pow_bounded(&self, base: &Uint, exponent: &Uint, bits: usize) -> Uint {
        let width = self.width();
        let mut scratch = self.scratch();
        let table = self.powers(&self.residue(base), 1 << WINDOW, &mut scratch);
        let mut power = self.inner.one.clone();
        let mut factor = Zeroizing::new(vec![0; width]);
        for window in (0..bits.div_ceil(WINDOW)).rev() {
            for _ in 0..WINDOW {
                self.mont_square(power.limbs_mut(), &mut scratch);
            }
            let digit = digit(exponent, window * WINDOW, bits);
            self.inner.backend.select(&mut factor, &table, digit);
            self.mont_mul(power.limbs_mut(), &factor, &mut scratch);
        }
        self.leave_montgomery(&mut power, &mut scratch);
        power
    }

    /// base^exponent mod n by sliding windows: the time shows the exponent, but not the base.
    ///
    /// # Panics
    /// If the base is not below the modulus.
    #[must_use]
    pub fn pow_vartime(&self, base: &Uint, exponent: &Uint) -> Uint {
        let bits = exponent.bits_vartime();
        let window = match bits {
            0..=8 => 1,
            9..=32 => 2,
            33..=96 => 3,
            97..=256 => 4,
            257..=768 => 5,
            _ => 6,
        };
        let mut scratch = self.scratch();
        let base = self.residue(base);
        let table = self.odd_powers(&base, 1 << (window - 1), &mut scratch);
        let bit = |index: usize| exponent.limbs()[index / 64] >> (index % 64) & 1;
        let mut power = self.inner.one.clone();
        let mut rest = bits;
        while rest > 0 {
            if bit(rest - 1) == 0 {
                self.mont_square(power.limbs_mut(), &mut scratch);
                rest -= 1;
                continue;
            }
            let mut low = rest.saturating_sub(window);
            while bit(low) == 0 {
                low += 1;
            }
            let digit = (low..rest).rev().fold(0, |digit, index| {
                self.mont_square(power.limbs_mut(), &mut scratch);
                digit << 1 | usize::from(bit(index) == 1)
            });
            let factor = &table[digit / 2 * self.width()..][..self.width()];
            self.mont_mul(power.limbs_mut(), factor, &mut scratch);
            rest = low;
        }
        self.leave_montgomery(&mut power, &mut scratch);
        power
    }

    /// base⁰, base¹, … in Montgomery form, one after the other.
    fn powers(&self, base: &Uint, count: usize, scratch: &mut [u64]) -> Zeroizing<Vec<u64>> {
        let width = self.width();
        let mut table = Zeroizing::new(vec![0; count * width]);
        table[..width].copy_from_slice(self.inner.one.limbs());
        table[width..2 * width].copy_from_slice(base.limbs());
        self.mont_mul(&mut table[width..2 * width], self.inner.r2.limbs(), scratch);
        for k in 2..count {
            let (known, next) = table.split_at_mut(k * width);
            let next = &mut next[..width];
            if k % 2 == 0 {
                next.copy_from_slice(&known[k / 2 * width..][..width]);
                self.mont_square(next, scratch);
            } else {
                next.copy_from_slice(&known[(k - 1) * width..]);
                self.mont_mul(next, &known[width..2 * width], scratch);
            }
        }
        table
    }

    /// base¹, base³, base⁵, … in Montgomery form, one after the other.
    fn odd_powers(&self, base: &Uint, count: usize, scratch: &mut [u64]) -> Zeroizing<Vec<u64>> {
        let width = self.width();
        let mut table = Zeroizing::new(vec![0; count * width]);
        table[..width].copy_from_slice(base.limbs());
        self.mont_mul(&mut table[..width], self.inner.r2.limbs(), scratch);
        let mut square = Zeroizing::new(table[..width].to_vec());
        self.mont_square(&mut square, scratch);
        for k in 1..count {
            let (known, next) = table.split_at_mut(k * width);
            next[..width].copy_from_slice(&known[(k - 1) * width..]);
            self.mont_mul(&mut next[..width], &square, scratch);
        }
        table
    }

    /// x·R mod n becomes x.
    fn leave_montgomery(&self, x: &mut Uint, scratch: &mut [u64]) {
        let width = self.width();
        scratch[..width].copy_from_slice(x.limbs());
        scratch[width..].fill(0);
        self.inner.redc_into(x.limbs_mut(), scratch);
    }
}

/// The window of bits from `start`, without those from `end` on.
fn digit(exponent: &Uint, start: usize, end: usize) -> u64 {
    (start..end.min(start + WINDOW))
        .rev()
        .fold(0, |digit, index| {
            digit << 1 | u64::from(exponent.bit(index).unwrap_u8())
        })
}

/// Bits of a window: the best at 1,000 to 3,500 bits of exponent, and still good up to 6,144.
const WINDOW: usize = 5;
