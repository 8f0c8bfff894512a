//! The square of n = p·q by whoever knows p and q: down to p² and q², and up again.

use rayon::prelude::*;
use zeroize::{DefaultIsZeroes, Zeroizing};

use super::engine::{Block, Engine};
use super::pow::Exponents;
use super::ring::{Ring, joined};
use crate::{Modulus, ModulusError, Uint};

/// Z/p² and Z/q² below Z/n².
pub(crate) struct Factored<E: Engine> {
    pub(crate) n: Ring<E>,
    pub(crate) sides: [Side<E>; 2],
}

/// One of the two, with what leads down to it and up from it.
pub(crate) struct Side<E: Engine> {
    pub(crate) ring: Ring<E>,
    prime: Uint,
    /// cofactor·R² and cofactor·R³ modulo the prime, where n = prime·cofactor.
    down: [Block<E>; 2],
    /// e and −prime·e, each times R² as a pair modulo n², where e ≡ 1 modulo this square and 0 modulo the other.
    up: [Block<E>; 2],
}

impl<E: Engine> Factored<E> {
    /// The rings of n = p·q, p and q, where those of p and q have room for either.
    pub(crate) fn new(n: Ring<E>, [p, q]: [&Ring<E>; 2]) -> Result<Self, ModulusError> {
        let sides = [Side::new(&n, p, &q.n)?, Side::new(&n, q, &p.n)?];
        Ok(Self { n, sides })
    }

    /// For each residue x modulo n² (x^e − 1)/p mod p, and the same for q; nothing if some x^e is not 1 modulo
    /// its prime.
    ///
    /// For e = p − 1 this is Fermat's quotient. Constant-time in the residues, the exponents and the primes.
    pub(crate) fn quotients(
        &self,
        residues: &[E::Limb],
        count: usize,
        exponents: [&Uint; 2],
        bits: usize,
    ) -> Option<[Vec<Uint>; 2]> {
        let stride = self.n.stride();
        let blocks: Vec<(usize, &[E::Limb])> = residues.chunks(stride).enumerate().collect();
        let work: Vec<_> = blocks
            .iter()
            .flat_map(|block| [(block, 0), (block, 1)])
            .collect();
        let quotients: Option<Vec<Vec<Uint>>> = work
            .into_par_iter()
            .map(|(&(index, block), side)| {
                let lanes = E::LANES.min(count - index * E::LANES);
                self.sides[side].quotients(&self.n, block, lanes, exponents[side], bits)
            })
            .collect();
        let mut both = [Vec::with_capacity(count), Vec::with_capacity(count)];
        for (index, lanes) in quotients?.into_iter().enumerate() {
            both[index % 2].extend(lanes);
        }
        Some(both)
    }

    /// The residues modulo n² that are these modulo p² and q².
    pub(crate) fn combine(&self, residues: [&[E::Limb]; 2]) -> Vec<E::Limb> {
        let strides = [0, 1].map(|side: usize| self.sides[side].ring.stride());
        let blocks = residues[0]
            .par_chunks(strides[0])
            .zip(residues[1].par_chunks(strides[1]));
        let combined: Vec<Vec<E::Limb>> = blocks
            .map(|(p, q)| {
                let mut sum = self.sides[0].raise(&self.n, p);
                let other = Zeroizing::new(self.sides[1].raise(&self.n, q));
                self.n.engine.add_pair(&mut sum, &other, &self.n.modulus);
                sum
            })
            .collect();
        joined(combined)
    }
}

impl<E: Engine> Side<E> {
    fn new(n: &Ring<E>, ring: &Ring<E>, cofactor: &Uint) -> Result<Self, ModulusError> {
        let (engine, prime) = (n.engine, &ring.n);
        let (mut low, mut high, mut q) = (ring.half(), ring.half(), ring.quotient());
        let plain = E::splat(cofactor, ring.limbs);
        let squared = &ring.radix_squared_mod_n;
        engine.product(&mut high, &mut q, &plain, squared, &ring.modulus);
        engine.product(&mut low, &mut q, &high, squared, &ring.modulus);
        engine.product(&mut high, &mut q, &low, squared, &ring.modulus);

        // 1/cofactor modulo the prime, and by one step of Newton's modulo its square.
        let (square, other) = (prime.square(), cofactor.square());
        let (below, modulus) = (Modulus::new(prime)?, Modulus::new(&square)?);
        let first = below.invert_prime(&below.reduce(cofactor));
        let product = modulus.mul(&modulus.reduce(cofactor), &first);
        let inverse = modulus.mul(&first, &modulus.sub(&Uint::from_u64(2), &product));
        let inverse = modulus.square(&inverse);
        let unit = other.mul(&inverse);
        let n_squared = n.n.square();
        let minus = n_squared.wrapping_sub(&Modulus::new(&n_squared)?.mul(&unit, prime));
        let up = [&unit, &minus].map(|value| {
            let value = value.resized(n_squared.width());
            let pair = Zeroizing::new(n.import(std::iter::repeat_n(&value, E::LANES)));
            Zeroizing::new(n.times_radix(&pair))
        });
        Ok(Self {
            prime: prime.clone(),
            ring: ring.clone(),
            down: [low, high],
            up,
        })
    }

    fn quotients(
        &self,
        n: &Ring<E>,
        residues: &[E::Limb],
        lanes: usize,
        exponent: &Uint,
        bits: usize,
    ) -> Option<Vec<Uint>> {
        let below = Zeroizing::new(self.lower(n, residues));
        let power = Zeroizing::new(self.ring.pow(&below, &Exponents::Shared(exponent), 0, bits));
        let [a, b] = self.ring.leave(&power);
        let twice = self.prime.add(&self.prime);
        let one = Uint::one(1);
        let quotient = |lane| {
            // 1 + u·p = a − b·p with 0 ≤ a ≤ p.
            (E::unpack(&a, lane) == one).then(|| {
                let mut minus_b = twice.wrapping_sub(&E::unpack(&b, lane));
                for _ in 0..2 {
                    let fits = minus_b.ct_lt(&self.prime);
                    let less = minus_b.wrapping_sub(&self.prime);
                    minus_b = Uint::conditional_select(&less, &minus_b, fits);
                }
                minus_b.resized(self.prime.width())
            })
        };
        (0..lanes).map(quotient).collect()
    }

    /// A block modulo n² down to the square of this prime: with n = p·cofactor, a − b·n is
    /// a − (b·cofactor)·p.
    fn lower(&self, n: &Ring<E>, residues: &[E::Limb]) -> Vec<E::Limb> {
        let half = self.ring.limbs;
        let [a, b] = n.leave(residues).map(|whole| widened(&whole, 2 * half));
        let mut pair = self.ring.import_wide(&a);
        let (mut product, mut q) = (self.ring.half(), self.ring.quotient());
        let (low, high) = b.split_at(half);
        self.ring.engine.two_products_plus(
            &mut product,
            &mut q,
            [low, &self.down[0], high, &self.down[1]],
            &self.ring.zero(),
            &self.ring.modulus,
        );
        self.ring
            .engine
            .accumulate(&mut pair[half..], &product, &self.ring.modulus);
        self.ring.engine.carry(&mut pair[half..]);
        pair
    }

    /// A block modulo the square of this prime up to n²: (a − b·p)·e.
    fn raise(&self, n: &Ring<E>, residues: &[E::Limb]) -> Vec<E::Limb> {
        let [x, y] = self
            .ring
            .leave(residues)
            .map(|half| widened(&half, n.limbs));
        let [(x_a, x_b), (y_a, y_b)] = [0, 1].map(|part: usize| self.up[part].split_at(n.limbs));
        let mut out = vec![E::Limb::default(); n.stride()];
        let (a, b) = out.split_at_mut(n.limbs);
        let (mut q, mut waste, zero) = (n.quotient(), n.quotient(), n.zero());
        let (engine, modulus) = (n.engine, &n.modulus);
        engine.two_products_plus(a, &mut q, [&x, x_a, &y, y_a], &zero, modulus);
        engine.two_products_plus(b, &mut waste, [&x, x_b, &y, y_b], &q, modulus);
        out
    }
}

/// The block in more limbs. (To resize it could leave a copy behind that nobody wipes.)
fn widened<L: Copy + Default + DefaultIsZeroes>(block: &[L], limbs: usize) -> Zeroizing<Vec<L>> {
    let mut wide = Zeroizing::new(vec![L::default(); limbs]);
    wide[..block.len()].copy_from_slice(block);
    wide
}
