//! The ring Z/n² as the rest of this crate sees it: lists of residues, fixed bases, the two prime squares.
//!
//! The plain way, on [`Modulus`]: each residue is a number below n².

use std::sync::Arc;

use bignum::{Modulus, Uint};
use rayon::prelude::*;

/// Z/n² for an odd n, which needs not be a product of two primes: decryption uses it with the primes themselves.
#[derive(Clone)]
pub(crate) struct SquareModulus {
    root: Arc<Modulus>,
    square: Arc<Modulus>,
}

/// Elements of the ring.
#[derive(Clone, Default)]
pub(crate) struct Residues(Vec<Uint>);

impl SquareModulus {
    /// The ring modulo the square of an odd `n` ≥ 3; `None` for another.
    pub(crate) fn new(n: &Uint) -> Option<Self> {
        Some(Self {
            root: Arc::new(Modulus::new(n).ok()?),
            square: Arc::new(Modulus::new(&n.square()).ok()?),
        })
    }

    pub(crate) fn root(&self) -> &Modulus {
        &self.root
    }

    /// From numbers below n².
    pub(crate) fn import(&self, values: &[Uint]) -> Residues {
        Residues(values.iter().map(|x| self.square.reduce(x)).collect())
    }

    pub(crate) fn export(&self, values: &Residues) -> Vec<Uint> {
        values.0.clone()
    }

    pub(crate) fn mul(&self, a: &Residues, b: &Residues) -> Residues {
        let pairs = a.0.par_iter().zip(&b.0);
        Residues(pairs.map(|(a, b)| self.square.mul(a, b)).collect())
    }

    /// The product of all, as a list of one.
    pub(crate) fn product(&self, values: &Residues) -> Residues {
        let one = || Uint::one(self.square.width());
        let product = values.0.par_iter().cloned();
        Residues(vec![product.reduce(one, |a, b| self.square.mul(&a, &b))])
    }

    /// Each to its own power; the width of the exponents is public.
    pub(crate) fn pow(&self, bases: &Residues, exponents: &[Uint]) -> Residues {
        let pairs = bases.0.par_iter().zip(exponents);
        Residues(pairs.map(|(x, e)| self.square.pow(x, e)).collect())
    }

    pub(crate) fn pow_shared(&self, bases: &Residues, exponent: &Uint) -> Residues {
        let bases = bases.0.par_iter();
        Residues(bases.map(|x| self.square.pow(x, exponent)).collect())
    }

    /// Each times (1 + n)^m = 1 + m·n, for messages below n.
    pub(crate) fn mul_one_plus_n_times(&self, values: &Residues, messages: &[Uint]) -> Residues {
        let times = |(x, m): (&Uint, &Uint)| {
            let factor = self.root.value().mul(m).add(&Uint::one(1));
            self.square.mul(x, &self.square.reduce(&factor))
        };
        Residues(values.0.par_iter().zip(messages).map(times).collect())
    }

    /// The inverses; `None` if one has none.
    pub(crate) fn invert_vartime(&self, values: &Residues) -> Option<Residues> {
        let inverses = values.0.par_iter();
        let inverses = inverses.map(|x| x.invert_mod_vartime(self.square.value()));
        Some(Residues(inverses.collect::<Option<_>>()?))
    }
}

impl Residues {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn concat(parts: &[Self]) -> Self {
        Self(parts.iter().flat_map(|part| part.0.clone()).collect())
    }

    pub(crate) fn slice(&self, range: std::ops::Range<usize>) -> Self {
        Self(self.0[range].to_vec())
    }

    pub(crate) fn select(&self, indices: &[usize]) -> Self {
        Self(indices.iter().map(|&i| self.0[i].clone()).collect())
    }
}

/// Powers of one base.
pub(crate) struct FixedBase {
    ring: SquareModulus,
    base: Uint,
}

impl FixedBase {
    pub(crate) fn new(ring: &SquareModulus, base: &Uint, _bits: usize, _uses: usize) -> Self {
        Self {
            ring: ring.clone(),
            base: base.clone(),
        }
    }

    pub(crate) fn pow(&self, exponents: &[Uint]) -> Residues {
        let exponents = exponents.par_iter();
        Residues(
            exponents
                .map(|e| self.ring.square.pow(&self.base, e))
                .collect(),
        )
    }

    pub(crate) fn pow_vartime(&self, exponents: &[Uint]) -> Residues {
        let exponents = exponents.par_iter();
        Residues(
            exponents
                .map(|e| self.ring.square.pow_vartime(&self.base, e))
                .collect(),
        )
    }
}

/// Z/p² for a prime p of the modulus.
pub(crate) struct PrimeSquare {
    ring: SquareModulus,
}

impl PrimeSquare {
    pub(crate) fn new(p: &Uint) -> Option<Self> {
        SquareModulus::new(p).map(|ring| Self { ring })
    }

    pub(crate) fn ring(&self) -> &SquareModulus {
        &self.ring
    }

    /// Residues modulo n², modulo p².
    pub(crate) fn reduce_from(&self, ring: &SquareModulus, values: &Residues) -> Residues {
        self.ring.import(&ring.export(values))
    }

    /// (x^e − 1)/p mod p for each x, and whether x^e ≡ 1 mod p, without which the quotient means nothing.
    pub(crate) fn quotients(&self, values: &Residues, exponent: &Uint) -> Vec<(Uint, bool)> {
        let quotient = |x: &Uint| {
            let power = self.ring.square.pow(x, exponent);
            // p is odd and x^e = 1 + p·L: L ≡ (x^e − 1)/p, found by an exact division.
            let (quotient, rest) = power.div_rem_vartime(self.ring.root.value());
            let one = rest == Uint::one(1);
            (quotient.resized(self.ring.root.width()), one)
        };
        values.0.par_iter().map(quotient).collect()
    }
}

/// The residues modulo (p·q)² that are `a` modulo p² and `b` modulo q²; `q_inverse` = q⁻² mod p².
pub(crate) fn combine(
    (p, a): (&PrimeSquare, &Residues),
    (q, b): (&PrimeSquare, &Residues),
    target: &SquareModulus,
) -> Residues {
    let (p2, q2) = (&p.ring.square, &q.ring.square);
    let q_inverse = q2
        .value()
        .invert_mod_vartime(p2.value())
        .expect("two different primes");
    let join = |(a, b): (&Uint, &Uint)| {
        let lift = p2.mul(&p2.sub(a, &p2.reduce(b)), &q_inverse);
        lift.mul(q2.value()).add(b)
    };
    let joined: Vec<_> = a.0.par_iter().zip(&b.0).map(join).collect();
    target.import(&joined)
}
