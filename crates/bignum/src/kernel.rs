//! The loops over limbs that all the rest stands on, and the one place that decides who runs them.
//!
//! Numbers are slices of 64-bit limbs, least significant first. Every function takes a time that depends on
//! the lengths of its slices alone.

use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) mod portable;
#[cfg(target_arch = "x86_64")]
pub(crate) mod x86_64;

#[cfg(target_arch = "x86_64")]
use x86_64::adx;

/// Which instructions the arithmetic uses.
///
/// All give the same results to the bit; [`Portable`](Self::Portable) is the reference.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[non_exhaustive]
pub enum Backend {
    /// Rust alone, on every target.
    Portable,
    /// x86-64 with `mulx`, `adcx` and `adox` (BMI2 and ADX: Intel since Broadwell, AMD since Zen).
    Adx,
    /// x86-64 with AVX-512 IFMA for batches; what comes alone is computed as by [`Adx`](Self::Adx).
    Ifma,
}

/// The place in [`Backend::ALL`] of the quickest that may be chosen.
static LIMIT: AtomicUsize = AtomicUsize::new(Backend::Ifma as usize);

impl Backend {
    /// Every backend there is, available here or not, slowest first.
    pub const ALL: [Self; 3] = [Self::Portable, Self::Adx, Self::Ifma];

    /// The quickest backend of this machine that [`limit`](Self::limit) allows. Cheap: the processor is asked once.
    #[must_use]
    pub fn detect() -> Self {
        let allowed = LIMIT.load(Ordering::Relaxed);
        Self::ALL[..=allowed]
            .iter()
            .rev()
            .copied()
            .find(|backend| backend.is_available())
            .unwrap_or(Self::Portable)
    }

    /// Lets [`detect`](Self::detect) choose nothing quicker from now on, in the whole process: for measurements, and for
    /// machines on which a backend is to be avoided.
    pub fn limit(most: Self) {
        LIMIT.store(most as usize, Ordering::Relaxed);
    }

    /// Whether this machine has the instructions.
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            Self::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Self::Adx => adx::is_available(),
            #[cfg(target_arch = "x86_64")]
            Self::Ifma => adx::is_available() && x86_64::ifma::Ifma::detect().is_some(),
            #[cfg(not(target_arch = "x86_64"))]
            Self::Adx | Self::Ifma => false,
        }
    }

    /// `out = a·b`.
    ///
    /// # Panics
    /// If `out` is not as long as `a` and `b` together.
    pub(crate) fn mul(self, out: &mut [u64], a: &[u64], b: &[u64]) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Adx | Self::Ifma => adx::mul(out, a, b),
            _ => portable::mul(out, a, b),
        }
    }

    /// `out = a²`.
    ///
    /// # Panics
    /// If `out` is not twice as long as `a`.
    pub(crate) fn square(self, out: &mut [u64], a: &[u64]) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Adx | Self::Ifma => adx::square(out, a),
            _ => portable::square(out, a),
        }
    }

    /// `acc += a·b`; returns the carry out of `acc`, 0 or 1.
    ///
    /// # Panics
    /// If `acc` is not as long as `a` and `b` together.
    pub(crate) fn mul_add(self, acc: &mut [u64], a: &[u64], b: &[u64]) -> u64 {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Adx | Self::Ifma => adx::mul_add(acc, a, b),
            _ => portable::mul_add(acc, a, b),
        }
    }

    /// Reads a table in constant time; see [`portable::select`].
    pub(crate) fn select(self, out: &mut [u64], table: &[u64], number: u64) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Adx | Self::Ifma => x86_64::select::select(out, table, number),
            _ => portable::select(out, table, number),
        }
    }

    /// Montgomery's reduction; see [`portable::redc`].
    ///
    /// # Panics
    /// If `t` is not twice as long as `n`.
    pub(crate) fn redc(self, t: &mut [u64], n: &[u64], n0inv: u64) -> u64 {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Adx | Self::Ifma => adx::redc(t, n, n0inv),
            _ => portable::redc(t, n, n0inv),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::portable::{self, derive_inverse};
    use super::*;

    /// All backends but the reference that this machine has.
    fn others() -> impl Iterator<Item = Backend> {
        let others = Backend::ALL.into_iter().skip(1);
        others.filter(|backend| backend.is_available())
    }

    fn limbs(count: usize) -> impl Strategy<Value = Vec<u64>> {
        let limb =
            prop_oneof![3 => any::<u64>(), 1 => Just(0), 1 => Just(u64::MAX), 1 => Just(1 << 63)];
        // Now and then, all ones: every carry there is.
        prop_oneof![5 => prop::collection::vec(limb, count), 1 => Just(vec![u64::MAX; count])]
    }

    /// Up to 6,144 bits, and more often a multiple of eight limbs than not.
    fn width() -> impl Strategy<Value = usize> {
        prop_oneof![3 => (1..13_usize).prop_map(|blocks| 8 * blocks), 1 => 1..40_usize]
    }

    /// Two factors, their sum with a product, and a modulus as long as the first.
    fn operands() -> impl Strategy<Value = [Vec<u64>; 4]> {
        (width(), width()).prop_flat_map(|(a, b)| {
            [
                limbs(a).boxed(),
                limbs(b).boxed(),
                limbs(a + b).boxed(),
                limbs(a).boxed(),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_backend_computes_what_the_reference_does([a, b, acc, mut n] in operands()) {
            n[0] |= 1;
            let n0inv = derive_inverse(n[0]).wrapping_neg();
            for backend in others() {
                let (mut expected, mut got) = (acc.clone(), acc.clone());
                portable::mul(&mut expected, &a, &b);
                backend.mul(&mut got, &a, &b);
                prop_assert_eq!(&got, &expected);

                let (mut expected, mut got) = (acc.clone(), acc.clone());
                let carry = portable::mul_add(&mut expected, &a, &b);
                prop_assert_eq!(backend.mul_add(&mut got, &a, &b), carry);
                prop_assert_eq!(&got, &expected);

                let (mut expected, mut got) = ([&a[..], &n].concat(), [&n[..], &a].concat());
                portable::square(&mut expected, &a);
                backend.square(&mut got, &a);
                prop_assert_eq!(&got, &expected);

                // Of a square, and of what is too great to be reduced but still has its definite result.
                for t in [expected, [&n[..], &a].concat()] {
                    let (mut expected, mut got) = (t.clone(), t);
                    let carry = portable::redc(&mut expected, &n, n0inv);
                    prop_assert_eq!(backend.redc(&mut got, &n, n0inv), carry);
                    prop_assert_eq!(&got, &expected);
                }
            }
        }
    }

    #[test]
    fn every_backend_reads_the_entry_that_was_asked_for() {
        let here = Backend::ALL
            .into_iter()
            .filter(|backend| backend.is_available());
        for (backend, width) in
            here.flat_map(|backend| [1, 16, 20, 48].map(|width| (backend, width)))
        {
            let table: Vec<u64> = (0..32 * width as u64).collect();
            for (number, entry) in (0..).zip(table.chunks_exact(width)) {
                let mut out = vec![7; width];
                backend.select(&mut out, &table, number);
                assert_eq!(out, entry, "{backend:?}, {width} limbs, {number}");
            }
            let mut out = vec![7; width];
            backend.select(&mut out, &table, 32);
            assert_eq!(out, vec![0; width], "{backend:?}");
        }
    }

    #[test]
    fn carries_cross_every_limb_boundary() {
        // (2^i − 1)·(2^w − 1) = 2^(i + w) − 2^w − 2^i + 1, at each multiple i of 64 below w.
        let here = Backend::ALL
            .into_iter()
            .filter(|backend| backend.is_available());
        for (backend, width) in
            here.flat_map(|backend| [5, 8, 24, 96].map(|width| (backend, width)))
        {
            let ones = vec![u64::MAX; width];
            for i in 1..width {
                let mut short = ones.clone();
                short[i..].fill(0);
                let mut expected = vec![0; 2 * width];
                expected[i + width] = 1;
                for place in [width, i] {
                    portable::sub(&mut expected[place..], &[1]);
                }
                expected[0] += 1;
                let mut product = vec![0; 2 * width];
                backend.mul(&mut product, &short, &ones);
                assert_eq!(product, expected, "{backend:?}, {width} limbs, {i}");
                backend.mul(&mut product, &ones, &short);
                assert_eq!(product, expected, "{backend:?}, {width} limbs, {i}");
                // What is added to all ones less itself gives all ones, and one more runs over.
                let mut rest = vec![u64::MAX; 2 * width];
                portable::sub(&mut rest, &expected);
                let mut sum = rest.clone();
                assert_eq!(backend.mul_add(&mut sum, &short, &ones), 0);
                assert!(sum.iter().all(|limb| *limb == u64::MAX), "{backend:?}");
                portable::add(&mut rest, &[1]);
                assert_eq!(backend.mul_add(&mut rest, &short, &ones), 1);
                assert!(rest.iter().all(|limb| *limb == 0), "{backend:?}");
            }
        }
    }

    /// Past what the test's output is caught by, so that it is seen without asking.
    #[test]
    fn what_is_not_tested_on_this_machine_is_named() {
        let missing = Backend::ALL
            .into_iter()
            .filter(|backend| !backend.is_available());
        for backend in missing {
            writeln!(
                std::io::stdout(),
                "\nSKIPPED: backend {backend:?} — this machine lacks its instructions — run the tests on one that has them"
            )
            .unwrap();
            let n = crate::Uint::from_u64(9);
            assert!(crate::Modulus::with_backend(&n, backend).is_err());
        }
    }

    #[test]
    fn the_quickest_backend_is_one_of_this_machine() {
        assert!(Backend::detect().is_available());
        assert!(Backend::Portable.is_available());
    }
}
