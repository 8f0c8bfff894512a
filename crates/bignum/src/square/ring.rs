//! Pairs: residues modulo n² in base n, and their products, over one engine.

use zeroize::{DefaultIsZeroes, Zeroizing};

use super::engine::{Block, Engine};
use crate::Uint;

/// Z/n² over the engine `E`.
///
/// A block of residues is a pair of blocks `a` and `b`, one behind the other, that stands for x where
/// x·R ≡ a − b·n (mod n²): Montgomery's form, in base n. Both are less than 2·n, or a small multiple of it.
#[derive(Clone)]
pub(crate) struct Ring<E: Engine> {
    pub(crate) engine: E,
    pub(crate) modulus: E::Modulus,
    /// n, as wide as it needs to be.
    pub(crate) n: Uint,
    /// Limbs of `a`, and of `b`.
    pub(crate) limbs: usize,
    /// 1, as a pair.
    pub(crate) one: Block<E>,
    /// R, as a pair: x·R from x.
    radix: Block<E>,
    /// R², as a pair.
    radix_squared: Block<E>,
    /// R modulo n, for one half.
    pub(crate) radix_mod_n: Block<E>,
    /// R² modulo n, for one half.
    pub(crate) radix_squared_mod_n: Block<E>,
}

impl<E: Engine> Ring<E> {
    /// The ring modulo the square of the odd `n`, with room for a modulus of `bits` bits.
    pub(crate) fn new(engine: E, n: &Uint, bits: usize) -> Self {
        let limbs = E::limbs(bits);
        let modulus = engine.modulus(n, limbs);
        let (low, borrowed) = radix_modulo(n, limbs * E::RADIX_BITS);
        let radix_mod_n = E::splat(&low, limbs);
        let one = Self::join(&radix_mod_n, &E::splat(&borrowed, limbs));
        let mut ring = Self {
            engine,
            modulus,
            n: n.clone(),
            limbs,
            one,
            radix: Block::<E>::default(),
            radix_squared: Block::<E>::default(),
            radix_mod_n,
            radix_squared_mod_n: Block::<E>::default(),
        };
        let two = ring.double(&low, &borrowed);
        ring.radix = ring.pow_public(&two, limbs * E::RADIX_BITS);
        ring.radix_squared = Zeroizing::new(ring.mul(&ring.radix, &ring.radix));
        ring.radix_squared_mod_n = Zeroizing::new(ring.radix[..limbs].to_vec());
        ring
    }

    /// Limbs of a pair.
    pub(crate) fn stride(&self) -> usize {
        2 * self.limbs
    }

    /// Two halves, one behind the other.
    fn join(a: &[E::Limb], b: &[E::Limb]) -> Block<E> {
        Zeroizing::new([a, b].concat())
    }

    /// Zeros of one half, to be added.
    pub(crate) fn zero(&self) -> Vec<E::Limb> {
        vec![E::Limb::default(); self.limbs]
    }

    /// Fresh room for one half.
    pub(crate) fn half(&self) -> Block<E> {
        Zeroizing::new(vec![E::Limb::default(); self.limbs])
    }

    /// Fresh room for a quotient.
    pub(crate) fn quotient(&self) -> Block<E> {
        Zeroizing::new(vec![E::Limb::default(); E::quotient_limbs(self.limbs)])
    }

    /// The product of two pairs.
    pub(crate) fn mul(&self, x: &[E::Limb], y: &[E::Limb]) -> Vec<E::Limb> {
        let mut out = vec![E::Limb::default(); self.stride()];
        self.mul_into(&mut out, x, y, &mut Scratch::new(self));
        out
    }

    /// `out = x·y`: with a₁·a₂ = t·R − q·n, the product of a₁ − b₁·n and a₂ − b₂·n is
    /// t·R − (a₁·b₂ + a₂·b₁ + q)·n modulo n². Five of the products that a reduction or a multiplication
    /// of half length costs, where the whole length would take eight.
    pub(crate) fn mul_into(
        &self,
        out: &mut [E::Limb],
        x: &[E::Limb],
        y: &[E::Limb],
        scratch: &mut Scratch<E>,
    ) {
        let Scratch { q, waste } = scratch;
        let ((a1, b1), (a2, b2)) = (x.split_at(self.limbs), y.split_at(self.limbs));
        let (a, b) = out.split_at_mut(self.limbs);
        self.engine.product(a, q, a1, a2, &self.modulus);
        let factors = [a1, b2, a2, b1];
        self.engine
            .two_products_plus(b, waste, factors, q, &self.modulus);
    }

    /// `out = x²`, in three and a half such products where the whole length would take six.
    pub(crate) fn square_into(&self, out: &mut [E::Limb], x: &[E::Limb], scratch: &mut Scratch<E>) {
        let Scratch { q, waste } = scratch;
        let (a1, b1) = x.split_at(self.limbs);
        let (a, b) = out.split_at_mut(self.limbs);
        self.engine.square(a, q, a1, &self.modulus);
        self.engine
            .double_product_plus(b, waste, [a1, b1], q, &self.modulus);
    }

    /// A block of residues from integers less than n², at most as many as there are lanes.
    pub(crate) fn import<'a>(&self, values: impl IntoIterator<Item = &'a Uint>) -> Vec<E::Limb> {
        let wide = E::pack(values, 2 * self.limbs);
        self.import_wide(&wide)
    }

    /// A block of residues from double-length integers x₀ + x₁·R with x₁ < n: x₀·(R·R) + x₁·(R²·R).
    pub(crate) fn import_wide(&self, wide: &[E::Limb]) -> Vec<E::Limb> {
        let mut out = vec![E::Limb::default(); self.stride()];
        let (low, high) = wide.split_at(self.limbs);
        let (radix_a, radix_b) = self.radix.split_at(self.limbs);
        let (squared_a, squared_b) = self.radix_squared.split_at(self.limbs);
        let (a, b) = out.split_at_mut(self.limbs);
        let (mut q, mut waste) = (self.quotient(), self.quotient());
        let (engine, modulus) = (self.engine, &self.modulus);
        let zero = self.zero();
        engine.two_products_plus(a, &mut q, [low, radix_a, high, squared_a], &zero, modulus);
        engine.two_products_plus(b, &mut waste, [low, radix_b, high, squared_b], &q, modulus);
        out
    }

    /// Out of Montgomery's form: halves with x ≡ a − b·n (mod n²), both at most n + 2.
    pub(crate) fn leave(&self, x: &[E::Limb]) -> [Block<E>; 2] {
        let (a, b) = x.split_at(self.limbs);
        let (mut q, mut waste, zero) = (self.quotient(), self.quotient(), self.zero());
        let (mut low, mut high) = (self.half(), self.half());
        let (engine, modulus) = (self.engine, &self.modulus);
        engine.reduction_plus(&mut low, &mut q, a, &zero, modulus);
        engine.reduction_plus(&mut high, &mut waste, b, &q, modulus);
        [low, high]
    }

    /// The integers 0 ≤ x < n² of the first `count` lanes.
    pub(crate) fn export(&self, x: &[E::Limb], count: usize) -> Vec<Uint> {
        let [low, high] = self.leave(x);
        let double = self.n.add(&self.n);
        let square = self.n.square();
        let lanes = (0..count).map(|lane| {
            // a − b·n + 2·n², from 0 to 3·n².
            let up = double.wrapping_sub(&E::unpack(&high, lane));
            let up = up.resized(self.n.width() + 1);
            let mut value = up.mul(&self.n).add(&E::unpack(&low, lane));
            for _ in 0..3 {
                value = Uint::conditional_select(
                    &value.wrapping_sub(&square),
                    &value,
                    value.ct_lt(&square),
                );
            }
            value.resized(square.width())
        });
        lanes.collect()
    }

    /// `out = x·(1 + m·n)` for integers m < n in a half: only b changes, to b + a·(n − m).
    pub(crate) fn mul_one_plus_n_times(
        &self,
        out: &mut [E::Limb],
        x: &[E::Limb],
        minus_m: &[E::Limb],
        scratch: &mut Scratch<E>,
    ) {
        let Scratch { q, waste } = scratch;
        let product = &mut waste[..self.limbs];
        let (engine, modulus) = (self.engine, &self.modulus);
        let (a, b) = x.split_at(self.limbs);
        engine.product(product, q, a, minus_m, modulus);
        let factors = [&*product, &self.radix_squared_mod_n, b, &self.radix_mod_n];
        let (out_a, out_b) = out.split_at_mut(self.limbs);
        out_a.copy_from_slice(a);
        engine.two_products_plus(out_b, q, factors, &self.zero(), modulus);
    }

    /// x·R from x, as pairs.
    pub(crate) fn times_radix(&self, x: &[E::Limb]) -> Vec<E::Limb> {
        self.mul(x, &self.radix)
    }

    /// x^e for a small public e.
    fn pow_public(&self, x: &[E::Limb], exponent: usize) -> Block<E> {
        let mut power = Zeroizing::new(x.to_vec());
        for bit in (0..exponent.ilog2()).rev() {
            power = Zeroizing::new(self.mul(&power, &power));
            if exponent >> bit & 1 == 1 {
                power = Zeroizing::new(self.mul(&power, x));
            }
        }
        power
    }

    /// Twice the pair (a, b) in every lane.
    fn double(&self, a: &Uint, b: &Uint) -> Block<E> {
        let (a, b) = double(a, b, &self.n);
        Self::join(&E::splat(&a, self.limbs), &E::splat(&b, self.limbs))
    }
}

/// Blocks that were computed apart, one behind the other; the parts are wiped.
pub(crate) fn joined<L: Copy + DefaultIsZeroes>(parts: Vec<Vec<L>>) -> Vec<L> {
    let mut whole = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        whole.extend_from_slice(&Zeroizing::new(part));
    }
    whole
}

/// Room for quotients, wiped when dropped.
pub(crate) struct Scratch<E: Engine> {
    pub(crate) q: Block<E>,
    pub(crate) waste: Block<E>,
}

impl<E: Engine> Scratch<E> {
    pub(crate) fn new(ring: &Ring<E>) -> Self {
        Self {
            q: ring.quotient(),
            waste: ring.quotient(),
        }
    }
}

/// 2^`exponent` as a − b·n with a, b < n. The length of n is public.
fn radix_modulo(n: &Uint, exponent: usize) -> (Uint, Uint) {
    let bits = n.bits_vartime();
    let mut a = Uint::one(1).shl_vartime(bits - 1).resized(n.width());
    let mut b = Uint::zero(n.width());
    for _ in bits - 1..exponent {
        (a, b) = double(&a, &b, n);
    }
    (a, b)
}

/// 2·(a − b·n) modulo n² with halves less than n: what is taken from a is taken from b, too.
fn double(a: &Uint, b: &Uint, n: &Uint) -> (Uint, Uint) {
    let twice = a.add(a);
    let fits = twice.ct_lt(n);
    let a = Uint::conditional_select(&twice.wrapping_sub(n), &twice, fits);
    // 2·b − [a was reduced] + n, then into [0, n); it was at least n − 1.
    let reduced = Uint::conditional_select(&Uint::one(1), &Uint::zero(1), fits);
    let mut b = b.add(b).add(n).wrapping_sub(&reduced);
    for _ in 0..2 {
        let fits = b.ct_lt(n);
        b = Uint::conditional_select(&b.wrapping_sub(n), &b, fits);
    }
    (a.resized(n.width()), b.resized(n.width()))
}
