//! The test of Miller and Rabin (Rabin, Probabilistic Algorithm for Testing Primality, 1980; FIPS 186-5, B.3.1).

use rand_core::CryptoRng;
use subtle::{Choice, ConstantTimeEq};

use super::WORST_CASE;
use crate::kernel::Backend;
use crate::modulus::Modulus;
use crate::uint::Uint;

/// Whether each candidate, all of one length, passes a round to its own random base. One candidate may stand there
/// several times.
///
/// Everything that tests a number goes through here, and [`lanes`] says how many at once are best.
pub(super) fn pass_a_round(
    candidates: &[&Modulus],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Vec<bool> {
    let test = |candidate: &&Modulus| {
        let base = make_base(candidate, rng);
        passes_base(candidate, &base)
    };
    candidates.iter().map(test).collect()
}

/// How many candidates [`pass_a_round`] takes at little more than the cost of one.
pub(super) fn lanes(backend: Backend) -> usize {
    match backend {
        Backend::Portable | Backend::Adx | Backend::Ifma => 1,
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

/// Uniform in \[2, n − 2\].
fn make_base(n: &Modulus, rng: &mut (impl CryptoRng + ?Sized)) -> Uint {
    let three = Uint::from_u64(3);
    let count = n.value().wrapping_sub(&three);
    let base = Uint::random_below(&count, rng).add(&Uint::from_u64(2));
    base.resized(n.width())
}

/// Whether n is a strong probable prime to the base: base^d = 1 or base^(2^i·d) = −1 for an i < a, with n − 1 = 2^a·d.
///
/// The time shows a, and nothing else of a number that passes.
fn passes_base(n: &Modulus, base: &Uint) -> bool {
    let one = Uint::one(n.width());
    let last = n.value().wrapping_sub(&one);
    let twos = trailing_zeros(&last);
    let odd = last.shr_vartime(twos);
    let mut power = n.pow_bounded(base, &odd, n.value().bits_vartime() - twos);
    let mut passes: Choice = power.ct_eq(&one) | power.ct_eq(&last);
    for _ in 1..twos {
        power = n.square(&power);
        passes |= power.ct_eq(&last);
    }
    passes.into()
}

/// How often 2 divides a number that is not zero; shows that number.
fn trailing_zeros(x: &Uint) -> usize {
    (0..).take_while(|bit| !bool::from(x.bit(*bit))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_strong(n: u64, base: u64) -> bool {
        passes_base(
            &Modulus::new(&Uint::from_u64(n)).unwrap(),
            &Uint::from_u64(base),
        )
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
