//! Primes p of which all factors of p − 1 are known, so that the order of an element can be checked.

use std::fmt;

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::search::{Candidate, Stream};
use super::{Condition, PrimeError, Primes, is_probable_prime, least_bits};
use crate::modulus::Modulus;
use crate::uint::Uint;

/// A prime p = 2·u·v·k + 1 ≡ 3 modulo 4 with all primes that divide p − 1: u, the order of a short subgroup, which may
/// be missing, a v of more than half of p's bits, and those of the odd k < 2^40.
///
/// Wiped when dropped; `Debug` prints the length alone.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FactoredPrime {
    #[zeroize(skip)]
    modulus: Modulus,
    subgroup: Option<Uint>,
    large: Uint,
    /// The prime factors of k, ascending, with their multiplicities.
    small: Vec<(u64, u32)>,
}

impl FactoredPrime {
    /// Checks numbers that are said to be p, u and v.
    ///
    /// u and v are tested as by [`is_probable_prime`]; that p is prime then follows for certain (Pocklington 1914).
    ///
    /// # Security
    /// For numbers that fit, the time shows their lengths and something of k; see
    /// [`Primes::make_prime_with_subgroup`]. The divisions of what is to be k are in variable time.
    ///
    /// # Errors
    /// One of them is not prime, or they do not fit each other.
    pub fn parse(
        prime: &Uint,
        subgroup: Option<&Uint>,
        large: &Uint,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Self, PrimeError> {
        let product = twice_product(subgroup, large);
        if prime.bits_vartime() < LEAST_BITS || bool::from(product.is_zero()) {
            return Err(PrimeError::NotFactored);
        }
        let (cofactor, rest) = prime.wrapping_sub(&Uint::one(1)).div_rem_vartime(&product);
        let fits = rest == Uint::zero(1)
            && prime.low_bits(2) == Uint::from_u64(3)
            && bool::from(cofactor.is_odd())
            && cofactor.bits_vartime() <= MOST_COFACTOR_BITS
            && 2 * large.bits_vartime() > prime.bits_vartime();
        if !fits
            || !is_probable_prime(large, rng)
            || !subgroup.is_none_or(|subgroup| is_probable_prime(subgroup, rng))
        {
            return Err(PrimeError::NotFactored);
        }
        let modulus = Modulus::new(prime).map_err(|_| PrimeError::NotFactored)?;
        let factored = Self {
            modulus,
            subgroup: subgroup.cloned(),
            large: large.clone(),
            small: factor_vartime(cofactor.limbs()[0]),
        };
        if !factored.is_proven(rng) {
            return Err(PrimeError::NotFactored);
        }
        Ok(factored)
    }

    /// See [`Primes::make_prime_with_subgroup`].
    pub(super) fn make(
        primes: &Primes,
        bits: usize,
        subgroup_bits: Option<usize>,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Self, PrimeError> {
        least_bits(bits, LEAST_BITS)?;
        let most = (bits / 2).saturating_sub(COFACTOR_BITS + 2);
        if let Some(asked) = subgroup_bits
            && !(super::LEAST_BITS..=most).contains(&asked)
        {
            let least = super::LEAST_BITS;
            return Err(PrimeError::Subgroup {
                bits: asked,
                least,
                most,
            });
        }
        let large_bits = bits - 1 - COFACTOR_BITS - subgroup_bits.unwrap_or(0);
        loop {
            let subgroup = subgroup_bits
                .map(|bits| primes.make_prime(bits, Condition::Any, rng))
                .transpose()?;
            let large = primes.make_prime(large_bits, Condition::Any, rng)?;
            let product = twice_product(subgroup.as_ref(), &large);
            // The proof makes further rounds needless.
            let found = primes.search(1, rng, |stream| draw_multiple(&product, bits, stream));
            let factored = Self {
                modulus: Modulus::with_backend(&found.primes[0], primes.backend)
                    .expect("the prime is odd and the backend is available"),
                subgroup,
                large,
                small: factor_vartime(found.made_of),
            };
            if factored.is_proven(rng) {
                return Ok(factored);
            }
        }
    }

    /// p.
    #[must_use]
    pub fn prime(&self) -> &Uint {
        self.modulus.value()
    }

    /// p, prepared for arithmetic.
    #[must_use]
    pub fn modulus(&self) -> &Modulus {
        &self.modulus
    }

    /// u, if there is one.
    #[must_use]
    pub fn subgroup(&self) -> Option<&Uint> {
        self.subgroup.as_ref()
    }

    /// v.
    #[must_use]
    pub fn large(&self) -> &Uint {
        &self.large
    }

    /// The prime factors of p − 1 with their multiplicities, each prime once: 2, those of k ascending, u, v.
    #[must_use]
    pub fn factors(&self) -> Vec<(Uint, u32)> {
        let small = self
            .small
            .iter()
            .map(|(prime, times)| (Uint::from_u64(*prime), *times));
        let large = self
            .subgroup
            .iter()
            .chain([&self.large])
            .map(|prime| (prime.clone(), 1));
        std::iter::once((Uint::from_u64(2), 1))
            .chain(small)
            .chain(large)
            .collect()
    }

    /// Whether g generates all of (Z/p)*: no g^((p − 1)/f) is 1 for a prime f that divides p − 1.
    ///
    /// Constant-time but for the answer and the number of k's prime factors.
    #[must_use]
    pub fn is_generator(&self, g: &Uint) -> bool {
        let g = self.modulus.reduce(g);
        let one = Uint::one(1);
        let count = self.factors().len();
        !bool::from(g.is_zero())
            && (0..count).all(|index| self.modulus.pow(&g, &self.order_without(index)) != one)
    }

    /// A random generator of (Z/p)*, uniform among them. Takes a few tries.
    #[must_use]
    pub fn make_generator(&self, rng: &mut (impl CryptoRng + ?Sized)) -> Uint {
        loop {
            let g = Uint::random_below(self.prime(), rng);
            if self.is_generator(&g) {
                return g;
            }
        }
    }

    /// A random element of order u, uniform among them; nothing without u.
    #[must_use]
    pub fn make_subgroup_generator(&self, rng: &mut (impl CryptoRng + ?Sized)) -> Option<Uint> {
        self.subgroup.as_ref()?;
        // u is the last but one of the factors.
        let exponent = self.order_without(self.factors().len() - 2);
        loop {
            let x = Uint::random_below(self.prime(), rng);
            let h = self.modulus.pow(&x, &exponent);
            if !bool::from(h.is_zero() | h.ct_eq(&Uint::one(1))) {
                return Some(h);
            }
        }
    }

    /// (p − 1)/f for the prime f of that place in [`factors`](Self::factors), without a division.
    fn order_without(&self, index: usize) -> Uint {
        let mut order = Uint::one(1);
        for (place, (prime, times)) in self.factors().iter().enumerate() {
            for _ in usize::from(place == index)..*times as usize {
                order = order.mul(prime);
            }
        }
        // One limb for each factor was too many.
        order.resized(self.modulus.width())
    }

    /// Pocklington's proof, given that v is prime: a^(p − 1) = 1, and a^((p − 1)/v) − 1 is invertible.
    ///
    /// If p is prime it fails with a probability of 1/v.
    fn is_proven(&self, rng: &mut (impl CryptoRng + ?Sized)) -> bool {
        let (p, one) = (&self.modulus, Uint::one(1));
        let base = Uint::random_below(p.value(), rng);
        let power = p.pow(&base, &self.order_without(self.factors().len() - 1));
        let difference = p.sub(&power, &one);
        let inverse = p.invert_prime(&difference);
        p.pow(&power, &self.large) == one && p.mul(&difference, &inverse) == one
    }
}

impl fmt::Debug for FactoredPrime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FactoredPrime({} bits)", self.prime().bits_vartime())
    }
}

/// 2·u·v.
fn twice_product(subgroup: Option<&Uint>, large: &Uint) -> Uint {
    let product = subgroup.map_or_else(|| large.clone(), |subgroup| subgroup.mul(large));
    product.shl_vartime(1)
}

/// Draws an odd k until p = `product`·k + 1 has exactly `bits` bits, the two highest set.
fn draw_multiple(product: &Uint, bits: usize, stream: &mut Stream) -> Candidate<u64> {
    let width = bits.div_ceil(64);
    loop {
        // As 2·u·v has at least 9/16 of 2^(bits − 36), k is below 2^37.
        let mut k = Uint::random_bits(COFACTOR_BITS + 1, stream);
        k.limbs_mut()[0] |= 1;
        let p = product.mul(&k).add(&Uint::one(1));
        let highest = p.shr_vartime(bits - 2);
        if highest == Uint::from_u64(3) {
            return Candidate {
                primes: vec![p.resized(width)],
                made_of: k.limbs()[0],
            };
        }
    }
}

/// The prime factors of an odd number below 2^40, ascending, with their multiplicities, by trial division.
fn factor_vartime(mut k: u64) -> Vec<(u64, u32)> {
    let mut factors: Vec<(u64, u32)> = Vec::new();
    let mut divisor = 3;
    while divisor * divisor <= k {
        let mut times = 0;
        while k.is_multiple_of(divisor) {
            k /= divisor;
            times += 1;
        }
        if times > 0 {
            factors.push((divisor, times));
        }
        divisor += 2;
    }
    if k > 1 {
        factors.push((k, 1));
    }
    factors
}

/// About the bits of k.
const COFACTOR_BITS: usize = 36;

/// The most that a k of others may have.
const MOST_COFACTOR_BITS: usize = 40;

/// With fewer, v would not have more than half.
const LEAST_BITS: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_factored() {
        assert_eq!(factor_vartime(1), []);
        assert_eq!(
            factor_vartime(3 * 3 * 3 * 7 * 104_729),
            [(3, 3), (7, 1), (104_729, 1)]
        );
        assert_eq!(factor_vartime(1_048_573 * 1_048_573), [(1_048_573, 2)]);
        assert_eq!(factor_vartime((1 << 31) - 1), [((1 << 31) - 1, 1)]);
    }
}
