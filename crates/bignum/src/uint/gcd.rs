//! Greatest common divisors and inverses by Lehmer's method.
//!
//! Euclid's quotients follow from the leading bits of both numbers for as long as Collins' condition holds, so some
//! thirty bits are taken off by one pass over the limbs (Knuth, The Art of Computer Programming 2, 4.5.2,
//! algorithm L).

use std::cmp::Ordering;

use super::Uint;
use super::arithmetic::split;

impl Uint {
    /// The greatest common divisor, as wide as the wider operand; with zero it is the other number.
    #[must_use]
    pub fn gcd_vartime(&self, other: &Self) -> Self {
        let (a, b) = match self.cmp_vartime(other) {
            Ordering::Less => (other, self),
            _ => (self, other),
        };
        let mut euclid = Euclid::new(a, b);
        euclid.run();
        euclid.x.resized(self.width().max(other.width()))
    }

    /// The x in \[0, `modulus`) with self·x ≡ 1 modulo any modulus, odd or even, as wide as that; nothing if there
    /// is none. Modulo 1 it is 0.
    #[must_use]
    pub fn invert_mod_vartime(&self, modulus: &Self) -> Option<Self> {
        if modulus.is_zero().into() {
            return None;
        }
        let mut euclid = Euclid::new(modulus, &self.rem_vartime(modulus));
        euclid.run();
        if euclid.x != Self::one(1) {
            return None;
        }
        // The magnitude is below the modulus, and zero modulo 1 alone.
        let inverse = euclid.u0.resized(modulus.width());
        if euclid.odd || bool::from(inverse.is_zero()) {
            return Some(inverse);
        }
        modulus.sub(&inverse)
    }
}

/// Two neighbours of Euclid's sequence r₀ = a, r₁ = b, rᵢ₊₁ = rᵢ₋₁ mod rᵢ, with rᵢ ≡ (−1)ⁱ⁺¹·uᵢ·b modulo a.
struct Euclid {
    /// rᵢ, the greater one.
    x: Uint,
    /// rᵢ₊₁.
    y: Uint,
    /// uᵢ.
    u0: Uint,
    /// uᵢ₊₁.
    u1: Uint,
    /// Whether i is odd.
    odd: bool,
}

impl Euclid {
    /// Begins with a ≥ b.
    fn new(a: &Uint, b: &Uint) -> Self {
        let width = a.width().max(b.width());
        Self {
            x: a.resized(width),
            y: b.resized(width),
            // One limb more than the bound |u| ≤ a, for sums before they are known to fit.
            u0: Uint::zero(width + 1),
            u1: Uint::one(width + 1),
            odd: false,
        }
    }

    /// Goes on until y is zero and x is the greatest common divisor.
    fn run(&mut self) {
        while !bool::from(self.y.is_zero()) {
            let steps = Steps::of_leading_bits(&self.x, &self.y);
            if steps.count == 0 {
                self.divide();
            } else {
                self.take(&steps);
            }
        }
    }

    /// One step by a long division.
    fn divide(&mut self) {
        let (quotient, remainder) = self.x.div_rem_vartime(&self.y);
        self.x = std::mem::replace(&mut self.y, remainder);
        let product = quotient.trimmed_vartime().mul(&self.u1.trimmed_vartime());
        let next = product.add(&self.u0).resized(self.u1.width());
        self.u0 = std::mem::replace(&mut self.u1, next);
        self.odd = !self.odd;
    }

    /// Many steps at once.
    fn take(&mut self, steps: &Steps) {
        // In a row of the matrix one entry is ≤ 0, the other ≥ 0; which one depends on the number of steps.
        let [a, b, c, d] = steps.magnitudes;
        let odd = steps.count % 2 == 1;
        differences(&mut self.x.limbs, &mut self.y.limbs, [a, b, d, c], odd);
        sums(&mut self.u0.limbs, &mut self.u1.limbs, [a, b, c, d]);
        self.odd ^= odd;
    }
}

/// Steps of Euclid's algorithm as the matrix ((a, b), (c, d)): x' = a·x + b·y, y' = c·x + d·y.
struct Steps {
    /// |a|, |b|, |c|, |d|. After an even number of steps a, d ≥ 0 ≥ b, c; after an odd one the reverse.
    magnitudes: [u64; 4],
    count: usize,
}

impl Steps {
    /// As many as the leading 62 bits of x ≥ y decide beyond doubt.
    fn of_leading_bits(x: &Uint, y: &Uint) -> Self {
        let shift = x.bits_vartime().saturating_sub(62);
        let (mut x, mut y) = (leading(x, shift), leading(y, shift));
        let (mut a, mut b, mut c, mut d) = (1_i64, 0_i64, 0_i64, 1_i64);
        let mut count = 0;
        while y + c != 0 && y + d != 0 {
            let quotient = (x + a) / (y + c);
            if quotient != (x + b) / (y + d) {
                break;
            }
            (a, c) = (c, a - quotient * c);
            (b, d) = (d, b - quotient * d);
            (x, y) = (y, x - quotient * y);
            count += 1;
        }
        Self {
            magnitudes: [a, b, c, d].map(i64::unsigned_abs),
            count,
        }
    }
}

/// The value divided by 2^`shift`, which leaves at most 62 bits.
#[expect(clippy::cast_possible_wrap, reason = "62 bits")]
fn leading(value: &Uint, shift: usize) -> i64 {
    let limb = |k: usize| value.limbs.get(k).copied().unwrap_or(0);
    let wide = u128::from(limb(shift / 64 + 1)) << 64 | u128::from(limb(shift / 64));
    (split(wide >> (shift % 64)).0 & (u64::MAX >> 2)) as i64
}

/// x' = ±(a·x − b·y) and y' = ±(d·y − c·x), with the lower sign where `negative`; both are known to be in range.
fn differences(x: &mut [u64], y: &mut [u64], [a, b, d, c]: [u64; 4], negative: bool) {
    let mut first = Difference::default();
    let mut second = Difference::default();
    for (x, y) in x.iter_mut().zip(y) {
        let (ax, by) = (first.product(a, *x, 0), first.product(b, *y, 1));
        let (dy, cx) = (second.product(d, *y, 0), second.product(c, *x, 1));
        if negative {
            (*x, *y) = (first.sub(by, ax), second.sub(cx, dy));
        } else {
            (*x, *y) = (first.sub(ax, by), second.sub(dy, cx));
        }
    }
}

/// The carries of two products and the borrow of their difference.
#[derive(Default)]
struct Difference {
    carries: [u64; 2],
    borrow: bool,
}

impl Difference {
    fn product(&mut self, factor: u64, limb: u64, which: usize) -> u64 {
        let wide = u128::from(factor) * u128::from(limb) + u128::from(self.carries[which]);
        let low;
        (low, self.carries[which]) = split(wide);
        low
    }

    fn sub(&mut self, a: u64, b: u64) -> u64 {
        let difference;
        (difference, self.borrow) = a.borrowing_sub(b, self.borrow);
        difference
    }
}

/// u0' = a·u0 + b·u1 and u1' = c·u0 + d·u1.
fn sums(u0: &mut [u64], u1: &mut [u64], [a, b, c, d]: [u64; 4]) {
    // Entries are below 2^62, so two products and a carry fit 128 bits.
    let (mut first, mut second) = (0, 0);
    for (u0, u1) in u0.iter_mut().zip(u1) {
        let product = |p: u64, q: u64, carry: u64| {
            u128::from(p) * u128::from(*u0) + u128::from(q) * u128::from(*u1) + u128::from(carry)
        };
        let (low0, low1);
        let (wide0, wide1) = (product(a, b, first), product(c, d, second));
        (low0, first) = split(wide0);
        (low1, second) = split(wide1);
        (*u0, *u1) = (low0, low1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_divisor_is_found_and_zero_divides_nothing() {
        let gcd = |a: u64, b: u64| Uint::from_u64(a).gcd_vartime(&Uint::from_u64(b));
        assert_eq!(gcd(48, 36), Uint::from_u64(12));
        assert_eq!(gcd(36, 48), Uint::from_u64(12));
        assert_eq!(gcd(0, 9), Uint::from_u64(9));
        assert_eq!(gcd(0, 0), Uint::zero(1));
        assert_eq!(gcd(u64::MAX, u64::MAX - 1), Uint::one(1));
    }

    #[test]
    fn an_inverse_exists_where_nothing_is_shared() {
        for modulus in 1..60_u64 {
            for a in 0..60 {
                let inverse = Uint::from_u64(a).invert_mod_vartime(&Uint::from_u64(modulus));
                let expected = (0..modulus).find(|x| a * x % modulus == 1 % modulus);
                assert_eq!(inverse, expected.map(Uint::from_u64), "1/{a} mod {modulus}");
            }
        }
        assert_eq!(Uint::one(1).invert_mod_vartime(&Uint::zero(2)), None);
    }
}
