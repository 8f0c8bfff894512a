//! Arithmetic modulo n², in base n, over whole arrays.
//!
//! A residue modulo n² is kept as a pair (a, b) of numbers of n's length that stands for x where
//! x·R ≡ a − b·n: Montgomery's form (Math. Comp. 44, 1985), in Takagi's n-adic expansion (CRYPTO '97). The
//! digits by which Montgomery's reduction of a₁·a₂ multiplies n are just the carry into the second half, so
//! a product costs five multiplications or reductions of n's length where the plain one takes eight, a
//! square three and a half instead of six, and a step of a table exponentiation four
//! (`square/fixed_base.rs`). Lowering the count is what makes Paillier quick here; the rest is the kernels.
//!
//! All operations but those in `_vartime` are constant-time in the values of residues, messages and exponents, and
//! take long arrays: they run on all cores, and in eight lanes where the processor has AVX-512 IFMA.

use std::sync::Arc;

use rayon::prelude::*;
use zeroize::Zeroizing;

pub use self::bare::BareKernel;
#[cfg(target_arch = "x86_64")]
use self::eight::Eight;
use self::engine::{Engine, fits};
use self::factored::Factored;
use self::fixed_base::Table;
use self::invert::invert_vartime;
use self::pow::Exponents;
use self::residues::Kept;
pub use self::residues::Residues;
use self::ring::{Ring, Scratch, joined};
use self::scalar::Scalar;
#[cfg(target_arch = "x86_64")]
use crate::kernel::x86_64::ifma::Ifma;
use crate::{Backend, Modulus, ModulusError, Uint};

mod bare;
#[cfg(target_arch = "x86_64")]
pub(crate) mod eight;
pub(crate) mod engine;
mod factored;
mod fixed_base;
mod invert;
mod pow;
mod powers_product;
mod residues;
mod ring;
mod scalar;

/// Z/n² for an odd n. Cheap to clone.
#[derive(Clone)]
pub struct SquareModulus {
    ring: Arc<AnyRing>,
    backend: Backend,
}

enum AnyRing {
    Scalar(Ring<Scalar>),
    #[cfg(target_arch = "x86_64")]
    Eight(Ring<Eight>),
}

/// Runs `$body` with the ring of the engine that is in use.
macro_rules! with_ring {
    ($modulus:expr, $ring:ident => $body:expr) => {
        match &*$modulus.ring {
            AnyRing::Scalar($ring) => $body,
            #[cfg(target_arch = "x86_64")]
            AnyRing::Eight($ring) => $body,
        }
    };
}

impl SquareModulus {
    /// The ring modulo n², on the quickest backend of this machine.
    ///
    /// # Errors
    /// n is even or below 3.
    ///
    /// # Panics
    /// As [`with_backend`](Self::with_backend).
    pub fn new(n: &Uint) -> Result<Self, ModulusError> {
        Self::with_backend(n, Backend::detect())
    }

    /// The ring modulo n² on a certain backend.
    ///
    /// # Errors
    /// n is even or below 3, or this machine lacks the backend.
    ///
    /// # Panics
    /// If n has more than 31,184 bits, with [`Backend::Ifma`].
    pub fn with_backend(n: &Uint, backend: Backend) -> Result<Self, ModulusError> {
        let n = Modulus::with_backend(n, backend)?.value().clone();
        Self::with_bits(&n, n.bits_vartime(), backend)
    }

    /// With room for a modulus of `bits` bits, so that two of different lengths have blocks of one length.
    fn with_bits(n: &Uint, bits: usize, backend: Backend) -> Result<Self, ModulusError> {
        let ring = match backend {
            #[cfg(target_arch = "x86_64")]
            Backend::Ifma => {
                let ifma = Ifma::detect().ok_or(ModulusError::Unavailable(backend))?;
                AnyRing::Eight(Ring::new(Eight(ifma), n, bits))
            }
            _ => AnyRing::Scalar(Ring::new(Scalar(backend), n, bits)),
        };
        Ok(Self {
            ring: Arc::new(ring),
            backend,
        })
    }

    /// The modulus n, whose square is meant.
    #[must_use]
    pub fn n(&self) -> &Uint {
        with_ring!(self, ring => &ring.n)
    }

    /// Which kernels work here.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Residues from integers.
    ///
    /// # Panics
    /// If one is not less than n².
    #[must_use]
    pub fn import(&self, values: &[Uint]) -> Residues {
        let square = self.n().square();
        let below = values.iter().all(|value| bool::from(value.ct_lt(&square)));
        assert!(below, "a residue is less than its modulus");
        with_ring!(self, ring => import(ring, values))
    }

    /// The integers, each from 0 to n² − 1 and as wide as n².
    #[must_use]
    pub fn export(&self, residues: &Residues) -> Vec<Uint> {
        with_ring!(self, ring => export(ring, residues))
    }

    /// As many ones.
    #[must_use]
    pub fn ones(&self, len: usize) -> Residues {
        with_ring!(self, ring => ones(ring, len))
    }

    /// The products, element by element.
    ///
    /// # Panics
    /// If the arrays differ in length.
    #[must_use]
    pub fn mul(&self, x: &Residues, y: &Residues) -> Residues {
        assert_eq!(x.len(), y.len(), "arrays of one length are multiplied");
        with_ring!(self, ring => mul(ring, x, y))
    }

    /// x^(2^`times`) for each residue; `times` is public.
    #[must_use]
    pub fn square_times(&self, x: &Residues, times: usize) -> Residues {
        with_ring!(self, ring => square_times(ring, x, times))
    }

    /// The product of all, an array of one; 1 of none.
    #[must_use]
    pub fn product(&self, x: &Residues) -> Residues {
        with_ring!(self, ring => product(self, ring, x))
    }

    /// x^e for each residue and the exponent that belongs to it, all less than 2^`bits`; `bits` is public.
    ///
    /// # Panics
    /// If there are not as many exponents as residues, or one is longer.
    #[must_use]
    pub fn pow(&self, x: &Residues, exponents: &[Uint], bits: usize) -> Residues {
        assert_eq!(x.len(), exponents.len(), "every residue has its exponent");
        let fit = exponents.iter().all(|exponent| fits(exponent, bits));
        assert!(fit, "an exponent is longer than its bound");
        with_ring!(self, ring => pow(ring, x, &Exponents::Each(exponents), bits))
    }

    /// x^e for each residue, with one exponent less than 2^`bits`; `bits` is public.
    ///
    /// # Panics
    /// If the exponent is longer.
    #[must_use]
    pub fn pow_shared(&self, x: &Residues, exponent: &Uint, bits: usize) -> Residues {
        assert!(fits(exponent, bits), "an exponent is longer than its bound");
        with_ring!(self, ring => pow(ring, x, &Exponents::Shared(exponent), bits))
    }

    /// The product of x^e over all residues and the exponents that belong to them, each less than 2^`bits`, as an array of
    /// one. Not constant-time in the exponents: much quicker than [`pow`](Self::pow) and [`product`](Self::product) where
    /// there are many.
    ///
    /// # Panics
    /// If there are not as many exponents as residues, or one is longer.
    #[must_use]
    pub fn product_of_powers_vartime(
        &self,
        x: &Residues,
        exponents: &[Uint],
        bits: usize,
    ) -> Residues {
        assert_eq!(x.len(), exponents.len(), "every residue has its exponent");
        let within = exponents.iter().all(|e| e.bits_vartime() <= bits);
        assert!(within, "an exponent is longer than was said");
        with_ring!(self, ring => product_of_powers_vartime(ring, x, exponents, bits))
    }

    /// x·(1 + m·n) for each residue and the message m < n that belongs to it.
    ///
    /// # Panics
    /// If there are not as many messages as residues, or one is not less than n.
    #[must_use]
    pub fn mul_one_plus_n_times(&self, x: &Residues, messages: &[Uint]) -> Residues {
        assert_eq!(x.len(), messages.len(), "every residue has its message");
        let below = messages.iter().all(|m| bool::from(m.ct_lt(self.n())));
        assert!(below, "a message is less than n");
        with_ring!(self, ring => mul_one_plus_n_times(ring, x, messages))
    }

    /// The inverses, or nothing if one of the residues has none. Not constant-time: for what is public.
    #[must_use]
    pub fn invert_vartime(&self, x: &Residues) -> Option<Residues> {
        with_ring!(self, ring => invert_vartime(self, ring, x))
    }

    /// The residues at `indices`, in that order.
    ///
    /// # Panics
    /// If there is no such residue.
    #[must_use]
    pub fn gather(&self, x: &Residues, indices: impl ExactSizeIterator<Item = usize>) -> Residues {
        with_ring!(self, ring => gather(ring, x, indices))
    }

    /// All arrays one behind the other.
    #[must_use]
    pub fn concat(&self, arrays: &[&Residues]) -> Residues {
        with_ring!(self, ring => concat(ring, arrays))
    }
}

/// The powers of one base modulo n², by a table.
///
/// Building it costs about as much as some hundred powers without it, and it takes some megabytes:
/// [`size_in_memory`](Self::size_in_memory) tells.
pub struct FixedBase {
    modulus: SquareModulus,
    table: AnyTable,
}

enum AnyTable {
    Scalar(Table<Scalar>),
    #[cfg(target_arch = "x86_64")]
    Eight(Table<Eight>),
}

impl FixedBase {
    /// The table for exponents less than 2^`exponent_bits` of a base whose inverse modulo n is `inverse_mod_n`.
    ///
    /// `expected` says how many powers will be asked for: a table for few is smaller and sooner made. Reading
    /// single entries by index was tried and gains nothing worth its leak: a table that is read whole is
    /// scanned once for many powers, and one that is not has to be fetched from far away.
    ///
    /// # Panics
    /// If the base is not less than n², the inverse too long for a residue modulo n, or the table to be of more than
    /// 2,048 windows: exponents of 8,192 bits are always possible.
    #[must_use]
    pub fn new(
        modulus: &SquareModulus,
        base: &Uint,
        inverse_mod_n: &Uint,
        exponent_bits: usize,
        expected: usize,
    ) -> Self {
        let bases = Zeroizing::new(modulus.import(&vec![base.clone(); LANES_AT_MOST]));
        let table = match &*modulus.ring {
            AnyRing::Scalar(ring) => {
                let window = window::<Scalar>(expected);
                let base = &bases.blocks::<Scalar>()[..ring.stride()];
                AnyTable::Scalar(Table::new(ring, base, inverse_mod_n, exponent_bits, window))
            }
            #[cfg(target_arch = "x86_64")]
            AnyRing::Eight(ring) => {
                let window = window::<Eight>(expected);
                let base = bases.blocks::<Eight>();
                AnyTable::Eight(Table::new(ring, base, inverse_mod_n, exponent_bits, window))
            }
        };
        Self {
            modulus: modulus.clone(),
            table,
        }
    }

    /// base^e for each exponent, constant-time in the exponents.
    ///
    /// # Panics
    /// If one is longer than the table.
    #[must_use]
    pub fn pow(&self, exponents: &[Uint]) -> Residues {
        match (&self.table, &*self.modulus.ring) {
            (AnyTable::Scalar(table), AnyRing::Scalar(ring)) => {
                Residues::from_blocks::<Scalar>(exponents.len(), table.pow(ring, exponents))
            }
            #[cfg(target_arch = "x86_64")]
            (AnyTable::Eight(table), AnyRing::Eight(ring)) => {
                Residues::from_blocks::<Eight>(exponents.len(), table.pow(ring, exponents))
            }
            #[cfg(target_arch = "x86_64")]
            _ => unreachable!("the table was made by this modulus"),
        }
    }

    /// Bits of the longest exponent.
    #[must_use]
    pub fn exponent_bits(&self) -> usize {
        match &self.table {
            AnyTable::Scalar(table) => table.exponent_bits(),
            #[cfg(target_arch = "x86_64")]
            AnyTable::Eight(table) => table.exponent_bits(),
        }
    }

    /// Bytes in memory.
    #[must_use]
    pub fn size_in_memory(&self) -> usize {
        match &self.table {
            AnyTable::Scalar(table) => table.size_in_memory(),
            #[cfg(target_arch = "x86_64")]
            AnyTable::Eight(table) => table.size_in_memory(),
        }
    }
}

/// Z/n² with Z/p² and Z/q² below it, for who knows n = p·q. Cheap to clone; wiped when the last copy goes.
#[derive(Clone)]
pub struct FactoredSquare {
    any: Arc<AnyFactored>,
    n: SquareModulus,
    sides: [SquareModulus; 2],
}

enum AnyFactored {
    Scalar(Box<Factored<Scalar>>),
    #[cfg(target_arch = "x86_64")]
    Eight(Box<Factored<Eight>>),
}

impl FactoredSquare {
    /// The three rings for two different odd primes of about the same length, on the quickest backend.
    ///
    /// # Errors
    /// p or q is even or below 3.
    pub fn new(p: &Uint, q: &Uint) -> Result<Self, ModulusError> {
        Self::with_backend(p, q, Backend::detect())
    }

    /// The three rings on a certain backend.
    ///
    /// # Errors
    /// p or q is even or below 3, or this machine lacks the backend.
    pub fn with_backend(p: &Uint, q: &Uint, backend: Backend) -> Result<Self, ModulusError> {
        let n = SquareModulus::with_backend(&p.mul(q).trimmed_vartime(), backend)?;
        let bits = p.bits_vartime().max(q.bits_vartime());
        let side = |prime: &Uint| {
            let prime = Modulus::with_backend(prime, backend)?.value().clone();
            SquareModulus::with_bits(&prime, bits, backend)
        };
        let sides = [side(p)?, side(q)?];
        let any = match (&*n.ring, &*sides[0].ring, &*sides[1].ring) {
            (AnyRing::Scalar(n), AnyRing::Scalar(p), AnyRing::Scalar(q)) => {
                AnyFactored::Scalar(Box::new(Factored::new(n.clone(), [p, q])?))
            }
            #[cfg(target_arch = "x86_64")]
            (AnyRing::Eight(n), AnyRing::Eight(p), AnyRing::Eight(q)) => {
                AnyFactored::Eight(Box::new(Factored::new(n.clone(), [p, q])?))
            }
            #[cfg(target_arch = "x86_64")]
            _ => unreachable!("one backend has one engine"),
        };
        Ok(Self {
            any: Arc::new(any),
            n,
            sides,
        })
    }

    /// The ring modulo n².
    #[must_use]
    pub fn n(&self) -> &SquareModulus {
        &self.n
    }

    /// The rings modulo p² and q².
    #[must_use]
    pub fn sides(&self) -> &[SquareModulus; 2] {
        &self.sides
    }

    /// For each residue x modulo n²: (x^e − 1)/p modulo p for the first exponent, and the same by the second
    /// for q; nothing if some power is not 1 modulo its prime.
    ///
    /// With e = p − 1 and q − 1 these are Fermat's quotients. `bits` bounds the exponents, and is public.
    ///
    /// # Panics
    /// If an exponent is not less than 2^`bits`.
    #[must_use]
    pub fn quotients(
        &self,
        residues: &Residues,
        exponents: [&Uint; 2],
        bits: usize,
    ) -> Option<[Vec<Uint>; 2]> {
        let fit = exponents.iter().all(|exponent| fits(exponent, bits));
        assert!(fit, "an exponent is longer than its bound");
        match &*self.any {
            AnyFactored::Scalar(factored) => {
                factored.quotients(residues.blocks::<Scalar>(), residues.len(), exponents, bits)
            }
            #[cfg(target_arch = "x86_64")]
            AnyFactored::Eight(factored) => {
                factored.quotients(residues.blocks::<Eight>(), residues.len(), exponents, bits)
            }
        }
    }

    /// The residues modulo n² that are `x` modulo p² and `y` modulo q² (Chinese remainders).
    ///
    /// # Panics
    /// If the arrays differ in length.
    #[must_use]
    pub fn combine(&self, x: &Residues, y: &Residues) -> Residues {
        assert_eq!(x.len(), y.len(), "arrays of one length are combined");
        match &*self.any {
            AnyFactored::Scalar(factored) => {
                let blocks = factored.combine([x, y].map(Residues::blocks::<Scalar>));
                Residues::from_blocks::<Scalar>(x.len(), blocks)
            }
            #[cfg(target_arch = "x86_64")]
            AnyFactored::Eight(factored) => {
                let blocks = factored.combine([x, y].map(Residues::blocks::<Eight>));
                Residues::from_blocks::<Eight>(x.len(), blocks)
            }
        }
    }
}

/// The widest block there is.
const LANES_AT_MOST: usize = 8;

/// The window of a table for as many powers.
fn window<E: Engine>(expected: usize) -> usize {
    match expected {
        0..=64 => 4,
        65..=1024 => E::SHARED_WINDOW.min(6),
        _ => E::SHARED_WINDOW,
    }
}

fn import<E: Kept>(ring: &Ring<E>, values: &[Uint]) -> Residues {
    let blocks = values.par_chunks(E::LANES).map(|lanes| ring.import(lanes));
    let blocks: Vec<Vec<E::Limb>> = blocks.collect();
    Residues::from_blocks::<E>(values.len(), joined(blocks))
}

fn export<E: Kept>(ring: &Ring<E>, residues: &Residues) -> Vec<Uint> {
    let blocks = residues.blocks::<E>().par_chunks(ring.stride()).enumerate();
    let integers = blocks.flat_map_iter(|(index, block)| {
        ring.export(block, E::LANES.min(residues.len() - index * E::LANES))
    });
    integers.collect()
}

fn ones<E: Kept>(ring: &Ring<E>, len: usize) -> Residues {
    Residues::from_blocks::<E>(len, ring.one.repeat(len.div_ceil(E::LANES)))
}

fn mul<E: Kept>(ring: &Ring<E>, x: &Residues, y: &Residues) -> Residues {
    let stride = ring.stride();
    let (from_x, from_y) = (x.blocks::<E>(), y.blocks::<E>());
    let mut out = vec![E::Limb::default(); from_x.len()];
    out.par_chunks_mut(stride)
        .zip(from_x.par_chunks(stride).zip(from_y.par_chunks(stride)))
        .for_each_init(
            || Scratch::new(ring),
            |scratch, (out, (x, y))| ring.mul_into(out, x, y, scratch),
        );
    Residues::from_blocks::<E>(x.len(), out)
}

fn square_times<E: Kept>(ring: &Ring<E>, x: &Residues, times: usize) -> Residues {
    let blocks = x.blocks::<E>().par_chunks(ring.stride());
    let powers = blocks.map(|block| ring.square_times(block, times));
    Residues::from_blocks::<E>(x.len(), joined(powers.collect()))
}

fn pow<E: Kept>(ring: &Ring<E>, x: &Residues, exponents: &Exponents<'_>, bits: usize) -> Residues {
    let blocks = x.blocks::<E>().par_chunks(ring.stride()).enumerate();
    let powers: Vec<Vec<E::Limb>> = blocks
        .map(|(index, block)| ring.pow(block, exponents, index, bits))
        .collect();
    Residues::from_blocks::<E>(x.len(), joined(powers))
}

fn product_of_powers_vartime<E: Kept>(
    ring: &Ring<E>,
    x: &Residues,
    exponents: &[Uint],
    bits: usize,
) -> Residues {
    let product = ring.product_of_powers_vartime(x.blocks::<E>(), exponents, bits);
    Residues::from_blocks::<E>(1, product)
}

fn mul_one_plus_n_times<E: Kept>(ring: &Ring<E>, x: &Residues, messages: &[Uint]) -> Residues {
    let stride = ring.stride();
    let from = x.blocks::<E>();
    let mut out = vec![E::Limb::default(); from.len()];
    out.par_chunks_mut(stride)
        .zip(from.par_chunks(stride).zip(messages.par_chunks(E::LANES)))
        .for_each_init(
            || Scratch::new(ring),
            |scratch, (out, (x, messages))| {
                let minus: Vec<Uint> = messages.iter().map(|m| ring.n.wrapping_sub(m)).collect();
                let minus = E::pack(&minus, ring.limbs);
                ring.mul_one_plus_n_times(out, x, &minus, scratch);
            },
        );
    Residues::from_blocks::<E>(x.len(), out)
}

fn gather<E: Kept>(
    ring: &Ring<E>,
    x: &Residues,
    indices: impl ExactSizeIterator<Item = usize>,
) -> Residues {
    x.gather::<E>(ring.stride(), indices)
}

fn concat<E: Kept>(ring: &Ring<E>, arrays: &[&Residues]) -> Residues {
    let stride = ring.stride();
    let len = arrays.iter().map(|array| array.len()).sum();
    let mut words: Vec<E::Limb> = Vec::with_capacity(usize::div_ceil(len, E::LANES) * stride);
    let mut filled = 0;
    for array in arrays {
        let blocks = array.blocks::<E>();
        if filled % E::LANES == 0 {
            words.extend_from_slice(blocks);
        } else {
            words.resize(
                (filled + array.len()).div_ceil(E::LANES) * stride,
                E::Limb::default(),
            );
            for at in 0..array.len() {
                let from = &blocks[at / E::LANES * stride..][..stride];
                let to = &mut words[(filled + at) / E::LANES * stride..][..stride];
                for index in 0..stride {
                    let word = E::word(from, index, at % E::LANES);
                    E::set_word(to, index, (filled + at) % E::LANES, word);
                }
            }
        }
        filled += array.len();
    }
    Residues::from_blocks::<E>(len, words)
}

/// Block by block into one block, and then its lanes by halves.
fn product<E: Kept>(modulus: &SquareModulus, ring: &Ring<E>, x: &Residues) -> Residues {
    let stride = ring.stride();
    let whole = x.len() / E::LANES;
    let one = || (ring.one.to_vec(), ring.one.to_vec(), Scratch::new(ring));
    let folded = x.blocks::<E>()[..whole * stride]
        .par_chunks(stride)
        .fold(one, |(product, mut next, mut scratch), block| {
            ring.mul_into(&mut next, &product, block, &mut scratch);
            (next, product, scratch)
        })
        .map(|(product, _, _)| product)
        .reduce(|| ring.one.to_vec(), |x, y| ring.mul(&x, &y));
    let rest = gather(ring, x, whole * E::LANES..x.len());
    let mut left = concat(
        ring,
        &[&Residues::from_blocks::<E>(E::LANES, folded), &rest],
    );
    while left.len() > 1 {
        let half = left.len() / 2;
        let odd = gather(ring, &left, 2 * half..left.len());
        let halves = modulus.mul(
            &gather(ring, &left, 0..half),
            &gather(ring, &left, half..2 * half),
        );
        left = concat(ring, &[&halves, &odd]);
    }
    left
}
