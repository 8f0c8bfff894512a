//! Arithmetic modulo one prime below 2⁶⁰, without branches on the numbers.

use subtle::{Choice, ConditionallySelectable};

/// An odd prime below 2⁶⁰ and what Montgomery's reduction needs, R = 2⁶⁴.
#[derive(Clone, Copy)]
pub(super) struct Prime {
    q: u64,
    /// −q⁻¹ mod R.
    negated_inverse: u64,
    /// R² mod q.
    square: u64,
}

impl Prime {
    pub(super) const fn new(q: u64) -> Self {
        assert!(q % 2 == 1 && q < 1 << 60);
        // Newton's iteration: each step doubles the bits that are right, beginning with three.
        let mut inverse = q;
        let mut step = 0;
        while step < 5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(q.wrapping_mul(inverse)));
            step += 1;
        }
        let r = (1_u128 << 64) % q as u128;
        #[expect(clippy::cast_possible_truncation, reason = "reduced modulo q")]
        let square = (r * r % q as u128) as u64;
        Self {
            q,
            negated_inverse: inverse.wrapping_neg(),
            square,
        }
    }

    pub(super) const fn q(self) -> u64 {
        self.q
    }

    /// x·R⁻¹ mod q, below q, for x < 2⁶³·q.
    ///
    /// The quotient m makes x + m·q divisible by R, and (x + m·q)/R < 2q for x < q·R.
    #[inline(always)]
    pub(super) const fn reduce(self, x: u128) -> u64 {
        #[expect(clippy::cast_possible_truncation, reason = "the low half is meant")]
        let m = (x as u64).wrapping_mul(self.negated_inverse);
        let sum = ((x + m as u128 * self.q as u128) >> 64) as u64;
        subtract_once(sum, self.q)
    }

    /// a·b·R⁻¹ mod q, for a < 2⁶³ and b < q.
    #[inline(always)]
    pub(super) const fn multiply_reduced(self, a: u64, b: u64) -> u64 {
        self.reduce(a as u128 * b as u128)
    }

    /// a·b mod q, for a < 2⁶³ and b < q.
    pub(super) const fn multiply(self, a: u64, b: u64) -> u64 {
        self.multiply_reduced(self.multiply_reduced(a, b), self.square)
    }

    /// a·R mod q, for a < 2⁶³.
    #[inline(always)]
    pub(super) const fn to_montgomery(self, a: u64) -> u64 {
        self.multiply_reduced(a, self.square)
    }

    /// x mod q, for x < 2⁶³·q.
    pub(super) const fn residue(self, x: u128) -> u64 {
        self.multiply_reduced(self.reduce(x), self.square)
    }

    /// (a + b) mod q of two residues.
    #[inline(always)]
    pub(super) const fn add(self, a: u64, b: u64) -> u64 {
        subtract_once(a + b, self.q)
    }

    /// (a − b) mod q of two residues.
    #[inline(always)]
    pub(super) const fn subtract(self, a: u64, b: u64) -> u64 {
        subtract_once(a + self.q - b, self.q)
    }

    /// A number between −q and q as a residue.
    #[inline(always)]
    pub(super) const fn residue_of_signed(self, x: i64) -> u64 {
        let x = x.cast_unsigned();
        x.wrapping_add(self.q & (x >> 63).wrapping_neg())
    }

    /// A residue as the number nearest to zero.
    #[inline(always)]
    pub(super) fn centred(self, x: u64) -> i64 {
        centred(x, self.q)
    }

    /// a^exponent mod q, for a < q; the exponent is public.
    pub(super) const fn power_vartime(self, a: u64, mut exponent: u64) -> u64 {
        let (mut result, mut square) = (1, a);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = self.multiply(result, square);
            }
            square = self.multiply(square, square);
            exponent >>= 1;
        }
        result
    }

    /// a⁻¹ mod q.
    pub(super) const fn invert_vartime(self, a: u64) -> u64 {
        self.power_vartime(a, self.q - 2)
    }
}

/// The number nearest to zero that is x modulo an odd q, for x < q < 2⁶³.
///
/// What was opened comes by here, and compilers like to make a branch of the plain arithmetic: hence the barrier.
#[inline(always)]
pub(super) fn centred(x: u64, q: u64) -> i64 {
    let above = (q / 2).wrapping_sub(x) >> 63;
    let above = Choice::from(u8::from(above == 1));
    u64::conditional_select(&x, &x.wrapping_sub(q), above).cast_signed()
}

/// x or x − q, whichever is in 0 … q − 1, for x < 2q < 2⁶³.
#[inline(always)]
pub(super) const fn subtract_once(x: u64, q: u64) -> u64 {
    let less = x.wrapping_sub(q);
    less.wrapping_add(q & (less >> 63).wrapping_neg())
}
