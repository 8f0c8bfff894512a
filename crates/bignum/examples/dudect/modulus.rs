//! The operations of [`Modulus`].

use bignum::{Backend, Modulus, Uint};
use chacha20::ChaCha20Rng;

use crate::welch::{Case, case};
use crate::{BITS, odd_of_full_length};

pub(crate) struct Numbers {
    n: Modulus,
    other: Uint,
}

impl Numbers {
    pub(crate) fn new(backend: Backend, n: &Uint, rng: &mut ChaCha20Rng) -> Self {
        Self {
            n: Modulus::with_backend(n, backend).unwrap(),
            other: Uint::random_below(n, rng),
        }
    }

    /// What must not tell its secret. Of the slow ones fewer samples are taken.
    pub(crate) fn cases(&self, samples: usize) -> Vec<Case<'_>> {
        let Self { n, other } = self;
        let width = n.width();
        let (zero, one) = (Uint::zero(width), Uint::one(width));
        let last = n.value().wrapping_sub(&one);
        let ones = Uint::from_limbs(vec![u64::MAX; 4]);
        let full = ones.clone();
        let residue = |rng: &mut ChaCha20Rng| Uint::random_below(n.value(), rng);
        let double = |rng: &mut ChaCha20Rng| Uint::random_bits(2 * BITS, rng);
        let few = samples / 10 + 10;
        vec![
            case("pow to 0", few, Uint::zero(4), exponent, |e| {
                n.pow(other, e)
            }),
            case("pow to all ones", few, ones, exponent, |e| n.pow(other, e)),
            case("pow of 1", few, one.clone(), residue, move |a| {
                n.pow(a, &full)
            }),
            case("invert_prime of 1", few / 4, one, residue, |a| {
                n.invert_prime(a)
            }),
            case("mul by 0", samples, zero.clone(), residue, |a| {
                n.mul(a, other)
            }),
            case("square of n − 1", samples, last.clone(), residue, |a| {
                n.square(a)
            }),
            case("add to n − 1", samples, last, residue, |a| {
                n.add(a, other)
            }),
            case("sub from 0", samples, zero.clone(), residue, |a| {
                n.sub(a, other)
            }),
            case("neg of 0", samples, zero, residue, |a| n.neg(a)),
            case("reduce of 0", samples, Uint::zero(2 * width), double, |x| {
                n.reduce(x)
            }),
            case("Modulus::new", few, n.value().clone(), modulus, |m| {
                Modulus::with_backend(m, n.backend())
            }),
        ]
    }

    /// What says by its name that it tells.
    pub(crate) fn controls(&self, samples: usize) -> Vec<Case<'_>> {
        let Self { n, other } = self;
        let few = samples / 10 + 10;
        let one = Uint::one(n.width());
        let residue = |rng: &mut ChaCha20Rng| Uint::random_below(n.value(), rng);
        let invert = |a: &Uint| a.invert_mod_vartime(n.value());
        vec![
            case("pow_vartime to 0", few, Uint::zero(4), exponent, |e| {
                n.pow_vartime(other, e)
            }),
            case("invert_mod_vartime of 1", few, one, residue, invert),
        ]
    }
}

fn exponent(rng: &mut ChaCha20Rng) -> Uint {
    Uint::random_bits(256, rng)
}

fn modulus(rng: &mut ChaCha20Rng) -> Uint {
    odd_of_full_length(Uint::random_bits(BITS, rng))
}
