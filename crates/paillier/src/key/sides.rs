//! The secret key's two halves: what is done modulo p² and modulo q² apart.

use bignum::square::{FixedBase, Residues, SquareModulus};
use bignum::{Modulus, Uint};
use rand_core::CryptoRng;
use subtle::Choice;
use zeroize::Zeroizing;

use super::tables::Tables;
use crate::error::{CiphertextFault, KeyFault};

/// One prime of the modulus, with all that decryption and encryption modulo its square need.
pub(super) struct Side {
    pub(super) prime: Modulus,
    square: SquareModulus,
    /// What removes the randomness: p − 1, or 2u for a subgroup of order 2u.
    pub(super) exponent: Uint,
    /// The inverse of L(g^exponent mod p²), "hp" in section 7 of the paper.
    pub(super) h: Uint,
    randomness: Randomness,
}

/// How uniform n-th residues modulo p² are drawn.
enum Randomness {
    /// r^p for a uniform r: the only way where the factors of p − 1 are not known.
    Power,
    /// The powers of an element whose order was verified.
    Generator {
        base: Uint,
        order: Uint,
        tables: Tables,
    },
    /// The powers of h_s, whose order 2u was verified: ±(its square)^e.
    Subgroup {
        base: Uint,
        half_order: Uint,
        tables: Tables,
    },
}

/// What is known of p − 1.
pub(super) enum Known<'a> {
    Nothing,
    /// Its distinct prime factors.
    Factors(&'a [Uint]),
    /// The order u of a subgroup, and the public h, which must have the order 2u.
    Subgroup {
        order: &'a Uint,
        h: &'a Uint,
    },
}

impl Side {
    /// The side of p, whose `square` it is, in the modulus p·`q`.
    ///
    /// # Errors
    /// [`KeyFault`], when p is no prime or what is said to be known is not so.
    pub(super) fn new(
        square: &SquareModulus,
        q: &Uint,
        known: Known<'_>,
    ) -> Result<Self, KeyFault> {
        let p = square.n();
        let prime = Modulus::new(p).map_err(|_| KeyFault::Factors)?;
        let one = Uint::one(1);
        let less_one = prime.value().wrapping_sub(&one);
        let two = Uint::from_u64(2).resized(prime.width());
        // Fermat's test alone: it tells a damaged key from a key, and primes were proven when the key was made.
        if prime.pow(&two, &less_one) != one {
            return Err(KeyFault::Factors);
        }
        let (exponent, randomness) = match known {
            Known::Nothing => (less_one, Randomness::Power),
            Known::Factors(factors) => {
                let generator = derive_generator(&prime, factors).ok_or(KeyFault::Subgroup)?;
                let generator = Randomness::Generator {
                    base: lift(square, &generator, p),
                    order: less_one.clone(),
                    tables: Tables::default(),
                };
                (less_one, generator)
            }
            Known::Subgroup { order, h } => {
                check_subgroup(&prime, order, h)?;
                let n = p.mul(q);
                let subgroup = Randomness::Subgroup {
                    base: lift(square, &prime.reduce(h), &n),
                    half_order: order.trimmed_vartime(),
                    tables: Tables::default(),
                };
                (order.shl_vartime(1).trimmed_vartime(), subgroup)
            }
        };
        // g^e = (1 + n)^e ≡ 1 + e·n mod p², so L(g^e) = e·q mod p.
        let l = prime.mul(&prime.reduce(&exponent), &prime.reduce(q));
        Ok(Self {
            h: prime.invert_prime(&l),
            prime,
            square: square.clone(),
            exponent,
            randomness,
        })
    }

    /// What a quotient that does not exist says of a ciphertext.
    pub(super) fn fault(&self) -> CiphertextFault {
        match self.randomness {
            Randomness::Subgroup { .. } => CiphertextFault::Subgroup,
            _ => CiphertextFault::NotInvertible,
        }
    }

    /// Uniform n-th residues modulo p², one for each sign; the signs are those of both sides together.
    pub(super) fn make_blinding(&self, signs: &[Choice], rng: &mut dyn CryptoRng) -> Residues {
        let mut rng = rng;
        let ring = &self.square;
        let one = Uint::one(1);
        let draw = |below: &Uint, rng: &mut &mut dyn CryptoRng| Uint::random_below(below, rng);
        match &self.randomness {
            Randomness::Power => {
                // x ↦ x^q permutes the p-th powers modulo p², so r^p is as uniform as r^n.
                let below = self.prime.value().wrapping_sub(&one);
                let bases: Vec<_> = signs
                    .iter()
                    .map(|_| draw(&below, &mut rng).add(&one))
                    .collect();
                let bases = Zeroizing::new(ring.import(&bases));
                let p = self.prime.value();
                ring.pow_shared(&bases, p, p.bits_vartime())
            }
            Randomness::Generator {
                base,
                order,
                tables,
            } => {
                let exponents: Vec<_> = signs.iter().map(|_| draw(order, &mut rng)).collect();
                let bits = order.bits_vartime();
                tables
                    .table(signs.len(), |uses| self.table(base, bits, uses))
                    .pow(&exponents)
            }
            Randomness::Subgroup {
                base,
                half_order,
                tables,
            } => {
                let bits = half_order.bits_vartime() + 2;
                let width = bits.div_ceil(64);
                let zero = Uint::zero(half_order.width());
                let exponent = |&sign: &Choice| {
                    // Even for +1 and odd for −1 = h_s^u, and uniform modulo u.
                    let odd = Uint::conditional_select(&zero, half_order, sign);
                    let twice = draw(half_order, &mut rng).shl_vartime(1);
                    let sum = twice.add(&odd);
                    sum.low_bits(bits).resized(width)
                };
                let exponents: Vec<_> = signs.iter().map(exponent).collect();
                tables
                    .table(signs.len(), |uses| self.table(base, bits, uses))
                    .pow(&exponents)
            }
        }
    }

    fn table(&self, base: &Uint, bits: usize, uses: usize) -> FixedBase {
        let inverse = self.prime.invert_prime(&self.prime.reduce(base));
        FixedBase::new(&self.square, base, &inverse, bits, uses)
    }
}

/// x^e modulo the square of the side's prime.
fn lift(square: &SquareModulus, x: &Uint, e: &Uint) -> Uint {
    let lifted = square.import(std::slice::from_ref(x));
    let power = square.pow_shared(&lifted, e, e.bits_vartime());
    square.export(&power).pop().expect("one in, one out")
}

/// The least generator of (Z/p)*, verified: g^((p − 1)/f) ≠ 1 for every prime factor f. `None` if the factors are
/// not all those of p − 1, or one stands there twice.
fn derive_generator(prime: &Modulus, factors: &[Uint]) -> Option<Uint> {
    // The compact form counts them in a byte.
    if factors.len() > usize::from(u8::MAX) {
        return None;
    }
    let one = Uint::one(1);
    let less_one = prime.value().wrapping_sub(&one);
    let mut rest = less_one.trimmed_vartime();
    let mut cofactors = Vec::new();
    for factor in factors {
        if factor.bits_vartime() < 2 || !is_fermat_prime(factor) {
            return None;
        }
        let before = rest.clone();
        loop {
            let (quotient, left) = rest.div_rem_vartime(factor);
            if !bool::from(left.is_zero()) {
                break;
            }
            rest = quotient.trimmed_vartime();
        }
        if rest == before {
            return None;
        }
        cofactors.push(less_one.div_rem_vartime(factor).0);
    }
    if rest != one {
        return None;
    }
    let generates = |g: &Uint| cofactors.iter().all(|e| prime.pow(g, e) != one);
    (2..1000)
        .map(|g| Uint::from_u64(g).resized(prime.width()))
        .find(generates)
}

/// Whether 2^(f − 1) ≡ 1 mod f, or f = 2.
fn is_fermat_prime(f: &Uint) -> bool {
    let one = Uint::one(1);
    match Modulus::new(f) {
        Err(_) => *f == Uint::from_u64(2),
        Ok(modulus) => {
            let two = modulus.reduce(&Uint::from_u64(2));
            modulus.pow(&two, &modulus.value().wrapping_sub(&one)) == one
        }
    }
}

/// That h has the order 2u modulo p with h^u = −1, for an odd prime u.
fn check_subgroup(prime: &Modulus, order: &Uint, h: &Uint) -> Result<(), KeyFault> {
    let one = Uint::one(1);
    let minus_one = prime.value().wrapping_sub(&one);
    let h = prime.reduce(h);
    let good = bool::from(order.is_odd())
        && order.bits_vartime() > 64
        && is_fermat_prime(order)
        && prime.pow(&h, order) == minus_one
        && prime.square(&h) != one;
    match good {
        true => Ok(()),
        false => Err(KeyFault::Subgroup),
    }
}
