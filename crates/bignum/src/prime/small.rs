//! Trial division by the small primes, without dividing.
//!
//! The primes are multiplied together into limbs. One pass of exact division modulo such a product d (Jebelean, An
//! Algorithm for Exact Division, 1993; as in GMP's `modexact_1_odd`) leaves c with c ≡ −x·2^(−64s), so that a
//! prime p in d divides x if and only if it divides c; and that is whether c·p⁻¹ mod 2^64 is at most
//! ⌊(2^64 − 1)/p⌋. Both take constant time, which the processor's division need not.

use std::sync::LazyLock;

use crate::kernel::portable::derive_inverse;
use crate::uint::Uint;

/// Whether a number below 2^28 is prime, and nothing for a greater one.
pub(super) fn is_prime_vartime(n: &Uint) -> Option<bool> {
    if n.bits_vartime() > 2 * LIMIT_BITS {
        return None;
    }
    let n = n.limbs()[0];
    let divides = |p: u64| n.is_multiple_of(p);
    Some(n >= 2 && !(2..).take_while(|p| p * p <= n).any(divides))
}

/// Whether no odd prime below 2^14 divides the number, which is odd and at least 2^14.
///
/// Stops at the first limb of primes with one that does: the time shows that about a refused number, and nothing but the
/// width about any other.
pub(super) fn has_no_factor(x: &Uint) -> bool {
    bool::from(x.is_odd()) && GROUPS.iter().all(|group| group.has_no_factor_of(x))
}

/// Small odd primes with a product below 2^64.
struct Group {
    product: u64,
    /// The product's inverse modulo 2^64.
    inverse: u64,
    primes: Vec<SmallPrime>,
}

struct SmallPrime {
    /// Modulo 2^64.
    inverse: u64,
    /// The greatest quotient of a limb.
    most: u64,
}

impl Group {
    fn of(primes: &[u64]) -> Self {
        let product = primes.iter().product();
        Self {
            product,
            inverse: derive_inverse(product),
            primes: primes
                .iter()
                .map(|prime| SmallPrime {
                    inverse: derive_inverse(*prime),
                    most: u64::MAX / prime,
                })
                .collect(),
        }
    }

    fn has_no_factor_of(&self, x: &Uint) -> bool {
        let rest = x.limbs().iter().fold(0, |carry, limb| {
            let (low, borrow) = limb.overflowing_sub(carry);
            let quotient = low.wrapping_mul(self.inverse);
            let high = quotient.carrying_mul(self.product, 0).1;
            high + u64::from(borrow)
        });
        self.primes.iter().fold(true, |none, prime| {
            none & (rest.wrapping_mul(prime.inverse) > prime.most)
        })
    }
}

fn groups() -> Vec<Group> {
    let mut groups = Vec::new();
    let mut primes: Vec<u64> = Vec::new();
    let mut product = 1_u64;
    for prime in odd_primes() {
        if let Some(larger) = product.checked_mul(prime) {
            product = larger;
        } else {
            groups.push(Group::of(&primes));
            primes.clear();
            product = prime;
        }
        primes.push(prime);
    }
    groups.push(Group::of(&primes));
    groups
}

/// The odd primes below 2^14, by the sieve of Eratosthenes.
fn odd_primes() -> impl Iterator<Item = u64> {
    let mut composite = vec![false; 1 << LIMIT_BITS];
    for p in (3..1 << (LIMIT_BITS / 2)).step_by(2) {
        for multiple in (p * p..1 << LIMIT_BITS).step_by(2 * p) {
            composite[multiple] = true;
        }
    }
    (3..1_u64 << LIMIT_BITS)
        .zip(composite.into_iter().skip(3))
        .filter(|(n, composite)| n % 2 == 1 && !composite)
        .map(|(n, _)| n)
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(groups);

const LIMIT_BITS: usize = 14;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_primes_as_known() {
        assert_eq!(odd_primes().count(), 1900 - 1);
        assert_eq!(odd_primes().last(), Some(16381));
        let below_a_thousand = |n: &u64| is_prime_vartime(&Uint::from_u64(*n)) == Some(true);
        assert_eq!((0..1000).filter(below_a_thousand).count(), 168);
    }

    #[test]
    fn every_small_factor_is_found() {
        // 2^521 − 1 and 2^127 − 1 are prime.
        let prime = Uint::one(9).shl_vartime(521).sub(&Uint::one(1)).unwrap();
        assert!(has_no_factor(&prime));
        assert!(has_no_factor(&prime.square()));
        assert!(!has_no_factor(&prime.shl_vartime(1)));
        for small in odd_primes() {
            assert!(
                !has_no_factor(&prime.mul(&Uint::from_u64(small))),
                "{small}"
            );
        }
        assert!(has_no_factor(&prime.mul(&Uint::from_u64(16411))));
    }

    #[test]
    fn numbers_of_one_limb_agree_with_division() {
        for n in ((1 << 40) + 1..(1 << 40) + 4001).step_by(2) {
            let expected = odd_primes().all(|p| n % p != 0);
            assert_eq!(has_no_factor(&Uint::from_u64(n)), expected, "{n}");
        }
    }
}
