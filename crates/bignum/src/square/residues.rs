//! Arrays of residues modulo n².

use zeroize::Zeroize;

use super::engine::Engine;
use super::scalar::Scalar;
#[cfg(target_arch = "x86_64")]
use crate::{kernel::x86_64::ifma::Lanes, square::eight::Eight};

/// An array of residues modulo the square of one modulus, as its [`SquareModulus`](super::SquareModulus) keeps them.
///
/// In Montgomery's form and in base n, eight by eight where the processor computes eight by eight; only the
/// modulus that made it can read it. Not wiped by itself: [`Zeroize`] is there for arrays that are secret.
#[derive(Clone, Default)]
pub struct Residues {
    len: usize,
    words: Words,
}

#[derive(Clone)]
pub(crate) enum Words {
    Scalar(Vec<u64>),
    #[cfg(target_arch = "x86_64")]
    Eight(Vec<Lanes>),
}

impl Default for Words {
    fn default() -> Self {
        Self::Scalar(Vec::new())
    }
}

/// An engine knows its own blocks.
pub(crate) trait Kept: Engine {
    fn wrap(words: Vec<Self::Limb>) -> Words;
    fn words(words: &Words) -> Option<&[Self::Limb]>;
}

impl Kept for Scalar {
    fn wrap(words: Vec<u64>) -> Words {
        Words::Scalar(words)
    }

    fn words(words: &Words) -> Option<&[u64]> {
        match words {
            Words::Scalar(words) => Some(words),
            #[cfg(target_arch = "x86_64")]
            Words::Eight(_) => None,
        }
    }
}

#[cfg(target_arch = "x86_64")]
impl Kept for Eight {
    fn wrap(words: Vec<Lanes>) -> Words {
        Words::Eight(words)
    }

    fn words(words: &Words) -> Option<&[Lanes]> {
        match words {
            Words::Eight(words) => Some(words),
            // The empty array belongs to every engine.
            Words::Scalar(words) => words.is_empty().then_some(&[]),
        }
    }
}

impl Residues {
    /// How many residues there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes in memory.
    #[must_use]
    pub fn size_in_memory(&self) -> usize {
        match &self.words {
            Words::Scalar(words) => size_of_val(&words[..]),
            #[cfg(target_arch = "x86_64")]
            Words::Eight(words) => size_of_val(&words[..]),
        }
    }

    pub(crate) fn from_blocks<E: Kept>(len: usize, words: Vec<E::Limb>) -> Self {
        Self {
            len,
            words: E::wrap(words),
        }
    }

    /// The blocks, of an array that this engine made.
    ///
    /// # Panics
    /// If another engine did: residues of one modulus were handed to another.
    pub(crate) fn blocks<E: Kept>(&self) -> &[E::Limb] {
        E::words(&self.words).expect("residues stay with the modulus that made them")
    }

    /// The residues at `indices`, in that order.
    pub(crate) fn gather<E: Kept>(
        &self,
        limbs: usize,
        indices: impl ExactSizeIterator<Item = usize>,
    ) -> Self {
        let from = self.blocks::<E>();
        let len = indices.len();
        let mut words = vec![E::Limb::default(); len.div_ceil(E::LANES) * limbs];
        for (to, at) in indices.enumerate() {
            assert!(at < self.len, "an array has no such residue");
            let block = &from[at / E::LANES * limbs..][..limbs];
            let out = &mut words[to / E::LANES * limbs..][..limbs];
            for index in 0..limbs {
                E::set_word(
                    out,
                    index,
                    to % E::LANES,
                    E::word(block, index, at % E::LANES),
                );
            }
        }
        Self::from_blocks::<E>(len, words)
    }
}

impl Zeroize for Residues {
    fn zeroize(&mut self) {
        match &mut self.words {
            Words::Scalar(words) => words.zeroize(),
            #[cfg(target_arch = "x86_64")]
            Words::Eight(words) => words.zeroize(),
        }
        self.len = 0;
    }
}
