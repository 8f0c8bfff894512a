//! Making keys.

use bignum::{FactoredPrime, Modulus, Primes, Uint};
use rand_core::CryptoRng;

use super::private::{Factors, PrivateKey, Secrets};
use super::public::PublicKey;
use super::size::KeySize;
use super::variant::{PublicVariant, Variant};
use crate::error::{Error, KeyFault};

impl PrivateKey {
    /// Makes a key on all cores.
    ///
    /// Both primes are 3 modulo 4 and of half the length, n has exactly the length asked for, gcd(p − 1, q − 1) = 2 as
    /// Damgård, Jurik and Nielsen ask, and the factors of p − 1 and q − 1 are known, so that encryption with the
    /// private key can draw its randomness from generators whose order was verified.
    ///
    /// # Errors
    /// [`Error::NotAKey`] for a short subgroup that does not fit into primes of this size, or that is too short for a modulus
    /// of this size.
    pub fn generate(
        size: KeySize,
        variant: Variant,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        Self::generate_with(&Primes::new(), size, variant, rng)
    }

    /// Makes a key by a search of the caller's, which can have a number of threads and someone who hears of its
    /// progress.
    ///
    /// # Errors
    /// As [`generate`](Self::generate).
    pub fn generate_with(
        primes: &Primes,
        size: KeySize,
        variant: Variant,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, Error> {
        let half = size.bits() / 2;
        let sizes = size.sizes();
        variant.check_subgroup(size.bits(), sizes)?;
        let subgroup = match variant {
            Variant::ShortSubgroup { bits } => Some(usize::from(bits) / 2),
            _ => None,
        };
        let mut make = || primes.make_prime_with_subgroup(half, subgroup, rng);
        let p = make().map_err(|_| KeyFault::Subgroup)?;
        let q = loop {
            let q = make().map_err(|_| KeyFault::Subgroup)?;
            if fit(&p, &q) {
                break q;
            }
        };
        let n = p.prime().mul(q.prime());
        let public = match variant {
            Variant::Standard => PublicVariant::Standard,
            Variant::Djn => PublicVariant::Djn,
            Variant::ShortSubgroup { bits } => PublicVariant::ShortSubgroup {
                bits,
                h: make_subgroup_base(&p, &q, rng).ok_or(KeyFault::Subgroup)?,
            },
        };
        let known = match (p.subgroup(), q.subgroup()) {
            (Some(u), Some(v)) => Factors::Subgroup(u.clone(), v.clone()),
            _ => Factors::All(distinct_factors(&p), distinct_factors(&q)),
        };
        let secrets = Secrets {
            p: p.prime().clone(),
            q: q.prime().clone(),
            known,
        };
        let public = PublicKey::new(&n, public, sizes)?;
        Self::new(public, secrets)
    }
}

/// Whether p ≠ q and p − 1 and q − 1 have no factor in common but 2.
fn fit(p: &FactoredPrime, q: &FactoredPrime) -> bool {
    let of_q: Vec<Uint> = distinct_factors(q);
    let common = |factor: &Uint| of_q.contains(factor);
    p.prime() != q.prime() && distinct_factors(p).iter().filter(|f| common(f)).count() == 1
}

fn distinct_factors(prime: &FactoredPrime) -> Vec<Uint> {
    prime
        .factors()
        .into_iter()
        .map(|(factor, _)| factor)
        .collect()
}

/// h of order 2u modulo p and 2v modulo q with h^(uv) = −1, which is −y^(2β) of the paper for a random y.
fn make_subgroup_base(
    p: &FactoredPrime,
    q: &FactoredPrime,
    rng: &mut impl CryptoRng,
) -> Option<Uint> {
    let minus = |modulus: &Modulus, x: Uint| modulus.neg(&x);
    let a = minus(p.modulus(), p.make_subgroup_generator(rng)?);
    let b = minus(q.modulus(), q.make_subgroup_generator(rng)?);
    // b + q·((a − b)·q⁻¹ mod p)
    let modulus = p.modulus();
    let inverse = modulus.invert_prime(&modulus.reduce(q.prime()));
    let lift = modulus.mul(&modulus.sub(&a, &modulus.reduce(&b)), &inverse);
    Some(lift.mul(q.prime()).add(&b).trimmed_vartime())
}
