//! The loops over limbs that all the rest stands on, and the one place that decides who runs them.
//!
//! Numbers are slices of 64-bit limbs, least significant first. Every function takes a time that depends on
//! the lengths of its slices alone.

pub(crate) mod portable;
#[cfg(target_arch = "x86_64")]
pub(crate) mod x86_64;

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

impl Backend {
    /// Every backend there is, available here or not, slowest first.
    pub const ALL: [Self; 3] = [Self::Portable, Self::Adx, Self::Ifma];

    /// The quickest backend of this machine. Cheap: the processor is asked once.
    #[must_use]
    pub fn detect() -> Self {
        Self::ALL
            .into_iter()
            .rev()
            .find(|backend| backend.is_available())
            .unwrap_or(Self::Portable)
    }

    /// Whether this machine has the instructions.
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            Self::Portable => true,
            Self::Adx => false,
            #[cfg(target_arch = "x86_64")]
            Self::Ifma => x86_64::ifma::Ifma::detect().is_some(),
            #[cfg(not(target_arch = "x86_64"))]
            Self::Ifma => false,
        }
    }

    /// `out = a·b`.
    ///
    /// # Panics
    /// If `out` is not as long as `a` and `b` together.
    pub(crate) fn mul(self, out: &mut [u64], a: &[u64], b: &[u64]) {
        portable::mul(out, a, b);
    }

    /// `out = a²`.
    ///
    /// # Panics
    /// If `out` is not twice as long as `a`.
    pub(crate) fn square(self, out: &mut [u64], a: &[u64]) {
        portable::square(out, a);
    }

    /// Montgomery's reduction; see [`portable::redc`].
    ///
    /// # Panics
    /// If `t` is not twice as long as `n`.
    pub(crate) fn redc(self, t: &mut [u64], n: &[u64], n0inv: u64) -> u64 {
        portable::redc(t, n, n0inv)
    }
}
