//! Arithmetic modulo an odd number.

use std::fmt;
use std::sync::Arc;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::kernel::portable::derive_inverse;
use crate::kernel::{Backend, portable};
use crate::uint::Uint;

#[cfg(target_arch = "x86_64")]
pub(crate) mod eight;
mod pow;

/// An odd modulus n ≥ 3 with what Montgomery's reduction needs (P. L. Montgomery, Modular Multiplication Without
/// Trial Division, 1985). A clone shares all of it.
///
/// With s limbs in n and R = 2^(64s), a residue x is represented by x·R mod n, in which a product costs one
/// multiplication and one reduction: REDC(t) = t·R⁻¹ mod n. The methods here take and give plain residues.
///
/// # Security
/// The modulus may be a secret, a prime factor for instance: its number of bits is public, its value is not.
/// Operands are secret, but for methods in `_vartime`. Wiped when the last clone is dropped.
#[derive(Clone)]
pub struct Modulus {
    inner: Arc<Inner>,
}

#[derive(Zeroize, ZeroizeOnDrop)]
struct Inner {
    n: Uint,
    /// −n⁻¹ mod 2^64.
    n0inv: u64,
    /// R mod n.
    one: Uint,
    /// R² mod n.
    r2: Uint,
    #[zeroize(skip)]
    backend: Backend,
}

/// A number that is no modulus here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModulusError {
    /// Montgomery's reduction needs an odd modulus.
    #[error("the modulus is even")]
    Even,
    /// The modulus is below 3.
    #[error("the modulus is below 3")]
    TooSmall,
    /// This machine lacks the instructions of the backend.
    #[error("this machine lacks the instructions of the backend {0:?}")]
    Unavailable(Backend),
}

impl Modulus {
    /// Prepares a modulus for the quickest backend of this machine. Its width becomes the least that holds it.
    ///
    /// # Errors
    /// The number is even or below 3.
    pub fn new(n: &Uint) -> Result<Self, ModulusError> {
        Self::with_backend(n, Backend::detect())
    }

    /// As [`new`](Self::new), for a certain backend.
    ///
    /// # Errors
    /// The number is even or below 3, or this machine lacks the backend.
    pub fn with_backend(n: &Uint, backend: Backend) -> Result<Self, ModulusError> {
        if !bool::from(n.is_odd()) {
            return Err(ModulusError::Even);
        }
        if n.bits_vartime() < 2 {
            return Err(ModulusError::TooSmall);
        }
        if !backend.is_available() {
            return Err(ModulusError::Unavailable(backend));
        }
        let n = n.trimmed_vartime();
        let mut inner = Inner {
            n0inv: derive_inverse(n.limbs()[0]).wrapping_neg(),
            one: Uint::default(),
            r2: Uint::default(),
            n,
            backend,
        };
        inner.prepare();
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// The modulus itself.
    #[must_use]
    pub fn value(&self) -> &Uint {
        &self.inner.n
    }

    /// The width of residues in limbs.
    #[must_use]
    pub fn width(&self) -> usize {
        self.inner.n.width()
    }

    /// Which kernels work here.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.inner.backend
    }

    /// The residue of a number of any width.
    #[must_use]
    pub fn reduce(&self, x: &Uint) -> Uint {
        let width = self.width();
        let mut chunks = x.limbs().chunks(width).rev();
        let mut scratch = self.scratch();
        let mut part = Zeroizing::new(vec![0; width]);
        let mut residue = Uint::zero(width);
        // Horner's rule in R: a product with R mod n reduces a chunk, one with R² moves up by a chunk.
        if let Some(chunk) = chunks.next() {
            residue.limbs_mut()[..chunk.len()].copy_from_slice(chunk);
            self.mont_mul(residue.limbs_mut(), self.inner.one.limbs(), &mut scratch);
        }
        for chunk in chunks {
            self.mont_mul(residue.limbs_mut(), self.inner.r2.limbs(), &mut scratch);
            part.copy_from_slice(chunk);
            self.mont_mul(&mut part, self.inner.one.limbs(), &mut scratch);
            self.add_assign(residue.limbs_mut(), &part);
        }
        residue
    }

    /// a·b mod n.
    ///
    /// # Panics
    /// If an operand is not below the modulus.
    #[must_use]
    pub fn mul(&self, a: &Uint, b: &Uint) -> Uint {
        let (mut a, b) = (self.residue(a), self.residue(b));
        let mut scratch = self.scratch();
        self.mont_mul(a.limbs_mut(), b.limbs(), &mut scratch);
        self.mont_mul(a.limbs_mut(), self.inner.r2.limbs(), &mut scratch);
        a
    }

    /// a² mod n.
    ///
    /// # Panics
    /// If the operand is not below the modulus.
    #[must_use]
    pub fn square(&self, a: &Uint) -> Uint {
        let mut a = self.residue(a);
        let mut scratch = self.scratch();
        self.mont_square(a.limbs_mut(), &mut scratch);
        self.mont_mul(a.limbs_mut(), self.inner.r2.limbs(), &mut scratch);
        a
    }

    /// a + b mod n.
    ///
    /// # Panics
    /// If an operand is not below the modulus.
    #[must_use]
    pub fn add(&self, a: &Uint, b: &Uint) -> Uint {
        let (mut a, b) = (self.residue(a), self.residue(b));
        self.add_assign(a.limbs_mut(), b.limbs());
        a
    }

    /// a − b mod n.
    ///
    /// # Panics
    /// If an operand is not below the modulus.
    #[must_use]
    pub fn sub(&self, a: &Uint, b: &Uint) -> Uint {
        let (mut a, b) = (self.residue(a), self.residue(b));
        let borrow = portable::sub(a.limbs_mut(), b.limbs());
        portable::add_masked(a.limbs_mut(), self.inner.n.limbs(), portable::mask(borrow));
        a
    }

    /// −a mod n.
    ///
    /// # Panics
    /// If the operand is not below the modulus.
    #[must_use]
    pub fn neg(&self, a: &Uint) -> Uint {
        self.sub(&Uint::zero(1), a)
    }

    /// a⁻¹ mod n for a prime n, by Fermat's theorem a^(n − 2); 0 for 0.
    ///
    /// # Panics
    /// If the operand is not below the modulus.
    #[must_use]
    pub fn invert_prime(&self, a: &Uint) -> Uint {
        let exponent = self.inner.n.wrapping_sub(&Uint::from_u64(2));
        self.pow_bounded(a, &exponent, self.inner.n.bits_vartime())
    }

    /// A residue as wide as the modulus.
    fn residue(&self, a: &Uint) -> Uint {
        assert!(
            bool::from(a.ct_lt(&self.inner.n)),
            "an operand is not below the modulus"
        );
        a.resized(self.width())
    }

    /// Room for one product, wiped when dropped.
    fn scratch(&self) -> Zeroizing<Vec<u64>> {
        Zeroizing::new(vec![0; 2 * self.width()])
    }

    /// a = a·b·R⁻¹ mod n, for a·b < n·R.
    fn mont_mul(&self, a: &mut [u64], b: &[u64], scratch: &mut [u64]) {
        self.inner.mont_mul(a, b, scratch);
    }

    /// a = a²·R⁻¹ mod n.
    fn mont_square(&self, a: &mut [u64], scratch: &mut [u64]) {
        self.inner.mont_square(a, scratch);
    }

    /// a = a + b mod n.
    fn add_assign(&self, a: &mut [u64], b: &[u64]) {
        let carry = portable::add(a, b);
        portable::sub_if_ge(a, carry, self.inner.n.limbs());
    }
}

impl Inner {
    /// Computes R and R² modulo n.
    ///
    /// From 2^(bits − 1) < n by doubling to R, and on to R·2^s; then six squarings in Montgomery form make R·2^(64s)
    /// of it.
    fn prepare(&mut self) {
        let width = self.n.width();
        let bits = self.n.bits_vartime();
        let mut value = Uint::zero(width);
        value.limbs_mut()[(bits - 1) / 64] = 1 << ((bits - 1) % 64);
        for _ in bits - 1..64 * width {
            self.double(value.limbs_mut());
        }
        self.one = value.clone();
        for _ in 0..width {
            self.double(value.limbs_mut());
        }
        let mut scratch = Zeroizing::new(vec![0; 2 * width]);
        for _ in 0..6 {
            self.mont_square(value.limbs_mut(), &mut scratch);
        }
        self.r2 = value;
    }

    fn double(&self, a: &mut [u64]) {
        let mut carry = 0;
        for limb in a.iter_mut() {
            (*limb, carry) = (*limb << 1 | carry, *limb >> 63);
        }
        portable::sub_if_ge(a, carry, self.n.limbs());
    }

    fn mont_mul(&self, a: &mut [u64], b: &[u64], scratch: &mut [u64]) {
        self.backend.mul(scratch, a, b);
        self.redc_into(a, scratch);
    }

    fn mont_square(&self, a: &mut [u64], scratch: &mut [u64]) {
        self.backend.square(scratch, a);
        self.redc_into(a, scratch);
    }

    /// out = t·R⁻¹ mod n.
    fn redc_into(&self, out: &mut [u64], t: &mut [u64]) {
        let carry = self.backend.redc(t, self.n.limbs(), self.n0inv);
        portable::reduce_once(out, &t[out.len()..], carry, self.n.limbs());
    }
}

impl PartialEq for Modulus {
    fn eq(&self, other: &Self) -> bool {
        self.inner.n == other.inner.n
    }
}

impl Eq for Modulus {}

impl fmt::Debug for Modulus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Modulus({} bits)", self.inner.n.bits_vartime())
    }
}
