//! The ring with one big modulus, by multiplying large integers: what the transforms are held against.

use num_bigint::{BigInt, BigUint, Sign};

use super::values::Coefficients;
use super::{DEGREE, PRIMES};

/// q.
pub(super) fn modulus() -> BigInt {
    BigInt::from(PRIMES[0]) * PRIMES[1]
}

/// The number nearest to zero that is x modulo q.
pub(super) fn centred(x: &BigInt, q: &BigInt) -> BigInt {
    let x = ((x % q) + q) % q;
    if &x * 2_u32 > *q { x - q } else { x }
}

/// Coefficients modulo q, by the Chinese remainder theorem.
pub(super) fn lifted(from: &Coefficients) -> Vec<BigInt> {
    let [q0, q1] = PRIMES.map(BigInt::from);
    let inverse = q0.modpow(&(&q1 - 2_u32), &q1);
    let both = from.low.iter().zip(&from.high);
    both.map(|(&low, &high)| {
        let difference: BigInt = (BigInt::from(high) - low) % &q1;
        let k = ((difference + &q1) * &inverse) % &q1;
        BigInt::from(low) + k * &q0
    })
    .collect()
}

/// Coefficients nearest to zero.
pub(crate) fn centred_i128(from: &Coefficients) -> Vec<i128> {
    let q = modulus();
    let lifted = lifted(from);
    let small = lifted.iter().map(|x| i128::try_from(centred(x, &q)));
    small.map(|x| x.expect("q has 104 bits")).collect()
}

/// The product modulo X^N + 1 of polynomials with coefficients below 2¹²⁰ in magnitude: as integers, with X = 2²⁵⁶.
pub(super) fn product(a: &[BigInt], b: &[BigInt]) -> Vec<BigInt> {
    let at_power = |x: &[BigInt], sign: Sign| -> BigUint {
        let mut bytes = vec![0; DEGREE * WIDTH];
        for (slot, x) in bytes.chunks_exact_mut(WIDTH).zip(x) {
            if x.sign() == sign {
                let digits = x.magnitude().to_bytes_le();
                slot[..digits.len()].copy_from_slice(&digits);
            }
        }
        BigUint::from_bytes_le(&bytes)
    };
    let parts = |x: &[BigInt]| [Sign::Plus, Sign::Minus].map(|sign| at_power(x, sign));
    let ([a, minus_a], [b, minus_b]) = (parts(a), parts(b));
    let split = |x: BigUint| -> Vec<BigInt> {
        let mut bytes = x.to_bytes_le();
        bytes.resize(2 * DEGREE * WIDTH, 0);
        bytes
            .chunks_exact(WIDTH)
            .map(|slot| BigInt::from_bytes_le(Sign::Plus, slot))
            .collect()
    };
    let plus = split(&a * &b + &minus_a * &minus_b);
    let minus = split(&a * &minus_b + &minus_a * &b);
    let whole: Vec<BigInt> = plus.iter().zip(&minus).map(|(p, m)| p - m).collect();
    (0..DEGREE)
        .map(|i| &whole[i] - &whole[i + DEGREE])
        .collect()
}

/// A residue modulo q₀ or q′ as it should be after switching: congruent to c modulo t, and so near to c·modulus/q.
pub(super) fn is_switched(c: &BigInt, switched: u64, to: u64, bound: u128) -> bool {
    let q = modulus();
    let (t, to) = (BigInt::from(super::PLAINTEXT), BigInt::from(to));
    // The integer behind the residue is the one near c·modulus/q.
    let off = BigInt::from(switched) * &q - c * &to;
    let off = centred(&off, &(&q * &to));
    let integer = (&off + c * &to) / &q;
    let near = off.magnitude() <= &(q.magnitude() * bound);
    near && ((integer - c) % t) == BigInt::ZERO
}

const WIDTH: usize = 32;
