//! The test of Miller and Rabin (Rabin, Probabilistic Algorithm for Testing Primality, 1980; FIPS 186-5, B.3.1).

use rand_core::CryptoRng;
use subtle::{Choice, ConstantTimeEq};

use super::WORST_CASE;
use crate::kernel::Backend;
use crate::modulus::Modulus;
use crate::uint::Uint;
#[cfg(target_arch = "x86_64")]
use crate::{
    kernel::x86_64::ifma::Ifma,
    modulus::eight::pow_side_by_side,
    square::{eight::Eight, engine::Engine},
};

/// Whether each candidate, all of one length, passes a round to its own random base. One candidate may stand there
/// several times.
///
/// Everything that tests a number goes through here, and [`lanes`] says how many at once are best.
pub(super) fn pass_a_round(
    candidates: &[&Modulus],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Vec<bool> {
    let mut tests: Vec<Test> = candidates.iter().map(|n| Test::make(n, rng)).collect();
    #[cfg(target_arch = "x86_64")]
    if candidates.len() > 1
        && candidates[0].backend() == Backend::Ifma
        && let Some(ifma) = Ifma::detect()
    {
        for tests in tests.chunks_mut(Eight::LANES) {
            raise_side_by_side(ifma, tests);
        }
    }
    tests.iter_mut().map(Test::passes).collect()
}

/// How many candidates [`pass_a_round`] takes at little more than the cost of one.
pub(super) fn lanes(backend: Backend) -> usize {
    match backend {
        Backend::Portable | Backend::Adx => 1,
        Backend::Ifma => 8,
    }
}

/// Whether the number passes that many rounds.
pub(super) fn passes(n: &Modulus, rounds: usize, rng: &mut (impl CryptoRng + ?Sized)) -> bool {
    let lanes = lanes(n.backend()).min(rounds);
    (0..rounds.div_ceil(lanes.max(1))).all(|_| {
        pass_a_round(&vec![n; lanes], rng)
            .iter()
            .all(|passes| *passes)
    })
}

/// How many rounds leave a composite among random odd numbers of that many bits a probability below 2^-128
/// (Damgård, Landrock and Pomerance, Average Case Error Estimates for the Strong Probable Prime Test, 1993:
/// k^(3/2)·2^t·t^(−1/2)·4^(2 − √(tk)) for t rounds on k bits).
///
/// FIPS 186-5, table B.1 asks for no more. That the second highest and the second lowest bit may be fixed multiplies the
/// probability by at most 4, for which there is room.
pub(super) fn rounds_for_random(bits: usize) -> usize {
    match bits {
        2048.. => 4,
        1536.. => 5,
        1024.. => 7,
        512.. => 13,
        _ => WORST_CASE,
    }
}

/// One number and one base: is base^d = 1 or base^(2^i·d) = −1 for an i < a, where n − 1 = 2^a·d?
struct Test<'a> {
    n: &'a Modulus,
    base: Uint,
    /// d.
    odd: Uint,
    /// a.
    twos: usize,
    /// base^d, where it is known already.
    power: Option<Uint>,
}

impl<'a> Test<'a> {
    /// With a base that is uniform in \[2, n − 2\].
    fn make(n: &'a Modulus, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let count = n.value().wrapping_sub(&Uint::from_u64(3));
        let base = Uint::random_below(&count, rng).add(&Uint::from_u64(2));
        Self::new(n, &base)
    }

    fn new(n: &'a Modulus, base: &Uint) -> Self {
        let last = n.value().wrapping_sub(&Uint::one(n.width()));
        let twos = trailing_zeros(&last);
        Self {
            n,
            base: base.resized(n.width()),
            odd: last.shr_vartime(twos),
            twos,
            power: None,
        }
    }

    /// The time shows a, and nothing else of a number that passes.
    fn passes(&mut self) -> bool {
        let (n, one) = (self.n, Uint::one(self.n.width()));
        let last = n.value().wrapping_sub(&one);
        let bits = n.value().bits_vartime() - self.twos;
        let mut power =
            (self.power.take()).unwrap_or_else(|| n.pow_bounded(&self.base, &self.odd, bits));
        let mut passes: Choice = power.ct_eq(&one) | power.ct_eq(&last);
        for _ in 1..self.twos {
            power = n.square(&power);
            passes |= power.ct_eq(&last);
        }
        passes.into()
    }
}

/// Finds base^d for up to eight tests at once.
#[cfg(target_arch = "x86_64")]
fn raise_side_by_side(ifma: Ifma, tests: &mut [Test<'_>]) {
    let moduli: Vec<&Modulus> = tests.iter().map(|test| test.n).collect();
    let bases: Vec<Uint> = tests.iter().map(|test| test.base.clone()).collect();
    let exponents: Vec<Uint> = tests.iter().map(|test| test.odd.clone()).collect();
    let bits = moduli.iter().map(|n| n.value().bits_vartime()).max();
    let powers = pow_side_by_side(ifma, &moduli, &bases, &exponents, bits.unwrap_or(0));
    for (test, power) in tests.iter_mut().zip(powers) {
        test.power = Some(power);
    }
}

/// How often 2 divides a number that is not zero; shows that number.
fn trailing_zeros(x: &Uint) -> usize {
    (0..).take_while(|bit| !bool::from(x.bit(*bit))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_strong(n: u64, base: u64) -> bool {
        let n = Modulus::new(&Uint::from_u64(n)).unwrap();
        Test::new(&n, &Uint::from_u64(base)).passes()
    }

    #[test]
    fn the_known_strong_pseudoprimes_pass_their_base_and_no_other() {
        // OEIS A001262 and A020229: the least to base 2 and to base 3.
        for n in [2047, 3277, 4033, 4681, 8321] {
            assert!(is_strong(n, 2), "{n}");
            assert!(!is_strong(n, 3), "{n}");
        }
        for n in [121, 703, 1891, 3281, 8401, 8911] {
            assert!(is_strong(n, 3), "{n}");
            assert!(!is_strong(n, 2), "{n}");
        }
    }

    #[test]
    fn a_prime_passes_to_every_base() {
        // 257 and 97 have many twos below them.
        for prime in [7, 97, 101, 257, 641, 65537] {
            for base in 2..prime.min(300) - 1 {
                assert!(is_strong(prime, base), "{prime} to {base}");
            }
        }
    }

    #[test]
    fn at_most_a_quarter_of_the_bases_are_deceived() {
        // A Carmichael number, and the product of p and 2p − 1, which reach the quarter or come near it.
        for n in [561, 1105, 91, 703, 8911] {
            let deceived = (2..n - 1).filter(|base| is_strong(n, *base)).count();
            assert!(4 * deceived as u64 <= n, "{deceived} of {n}");
        }
    }
}
