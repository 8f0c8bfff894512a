//! Who can encrypt: the public key, the private key, and a pool of what was prepared.

use std::sync::Mutex;

use bignum::square::{Residues, SquareModulus};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::key::{PrivateKey, PublicKey};
use crate::progress::{Progress, in_blocks};

/// What encrypts: a [`PublicKey`], a [`PrivateKey`] or a [`RandomnessPool`].
pub trait Encryptor: sealed::Blinding + Sync {
    /// The key that ciphertexts are made for.
    fn public_key(&self) -> &PublicKey;
}

pub(crate) mod sealed {
    use super::{CryptoRng, Error, Residues, Zeroizing};

    /// Draws n-th residues.
    pub trait Blinding {
        /// `count` of them.
        fn make_blinding(
            &self,
            count: usize,
            rng: &mut dyn CryptoRng,
        ) -> Result<Zeroizing<Residues>, Error>;
    }
}

impl Encryptor for PublicKey {
    fn public_key(&self) -> &PublicKey {
        self
    }
}

impl sealed::Blinding for PublicKey {
    fn make_blinding(
        &self,
        count: usize,
        rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<Residues>, Error> {
        Ok(Self::make_blinding(self, count, rng).into())
    }
}

impl Encryptor for PrivateKey {
    fn public_key(&self) -> &PublicKey {
        self.public()
    }
}

impl sealed::Blinding for PrivateKey {
    fn make_blinding(
        &self,
        count: usize,
        rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<Residues>, Error> {
        Ok(Self::make_blinding(self, count, rng).into())
    }
}

/// Randomness prepared ahead of time, so that encryption costs one product.
///
/// Each piece is used once. The pool is as secret as the plaintexts it will hide, lives in memory only, and is wiped
/// when dropped.
pub struct RandomnessPool {
    key: PublicKey,
    ready: Mutex<Ready>,
}

/// The pieces that are left. They lie in bundles as short as the kernels work on, because what is taken out of a bundle
/// costs a copy of the rest.
#[derive(Default)]
struct Ready {
    bundles: Vec<Zeroizing<Residues>>,
    left: usize,
}

impl RandomnessPool {
    /// Prepares `count` pieces with a public or a private key.
    ///
    /// # Errors
    /// Those of the encryptor; keys have none.
    pub fn make(
        encryptor: &impl Encryptor,
        count: usize,
        rng: &mut impl CryptoRng,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let pool = Self {
            key: encryptor.public_key().clone(),
            ready: Mutex::default(),
        };
        pool.refill(encryptor, count, rng, progress)?;
        Ok(pool)
    }

    /// Prepares `count` more.
    ///
    /// # Errors
    /// [`Error::WrongKey`] if the encryptor is of another key.
    pub fn refill(
        &self,
        encryptor: &impl Encryptor,
        count: usize,
        rng: &mut impl CryptoRng,
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        self.key.check(encryptor.public_key())?;
        in_blocks(count, progress, |range| {
            let made = encryptor.make_blinding(range.len(), rng)?;
            let bundles = (0..made.len()).step_by(BUNDLE).map(|start| {
                let end = made.len().min(start + BUNDLE);
                Zeroizing::new(self.key.ring().gather(&made, start..end))
            });
            let bundles: Vec<_> = bundles.collect();
            let mut ready = self.lock();
            ready.left += made.len();
            ready.bundles.extend(bundles);
            Ok(())
        })
    }

    /// How many pieces are left.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().left
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Ready> {
        // Whoever panicked had taken pieces out or had not put them in: those in the list are unused.
        self.ready
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Encryptor for RandomnessPool {
    fn public_key(&self) -> &PublicKey {
        &self.key
    }
}

impl sealed::Blinding for RandomnessPool {
    /// Takes `count` pieces out. The generator is not asked.
    fn make_blinding(
        &self,
        count: usize,
        _rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<Residues>, Error> {
        let ring = self.key.ring();
        let taken = self.lock().take(ring, count)?;
        let taken: Vec<&Residues> = taken.iter().map(|bundle| &**bundle).collect();
        Ok(Zeroizing::new(ring.concat(&taken)))
    }
}

impl Ready {
    fn take(
        &mut self,
        ring: &SquareModulus,
        count: usize,
    ) -> Result<Vec<Zeroizing<Residues>>, Error> {
        if self.left < count {
            return Err(Error::PoolEmpty {
                wanted: count,
                left: self.left,
            });
        }
        let mut taken = Vec::new();
        let mut missing = count;
        while missing > 0 {
            let Some(bundle) = self.bundles.pop() else {
                break;
            };
            let rest = bundle.len().saturating_sub(missing);
            missing -= bundle.len() - rest;
            if rest == 0 {
                taken.push(bundle);
                continue;
            }
            taken.push(Zeroizing::new(ring.gather(&bundle, rest..bundle.len())));
            self.bundles
                .push(Zeroizing::new(ring.gather(&bundle, 0..rest)));
        }
        self.left -= count;
        Ok(taken)
    }
}

impl std::fmt::Debug for RandomnessPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RandomnessPool({} of {})", self.len(), self.key.id())
    }
}

/// As many as stand side by side in the widest kernel.
const BUNDLE: usize = 8;

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use chacha20::rand_core::SeedableRng;

    use super::*;
    use crate::key::{KeySize, Variant};
    use crate::progress::no_progress;

    #[test]
    fn a_piece_is_taken_without_a_copy_of_the_whole_pool_and_never_twice() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let size = KeySize::dangerous_small(512).unwrap();
        let key = PrivateKey::generate(size, Variant::Djn, &mut rng).unwrap();
        let pool = RandomnessPool::make(&key, 45, &mut rng, &no_progress).unwrap();
        let mut seen = Vec::new();
        for (count, left) in [(1, 44), (3, 41), (0, 41), (20, 21), (1, 20), (20, 0)] {
            let longest = pool.lock().bundles.iter().map(|bundle| bundle.len()).max();
            assert!(longest <= Some(BUNDLE));
            let taken = sealed::Blinding::make_blinding(&pool, count, &mut rng).unwrap();
            assert_eq!((taken.len(), pool.len()), (count, left));
            seen.extend(key.public().ring().export(&taken));
        }
        assert!(pool.is_empty());
        for (place, piece) in seen.iter().enumerate() {
            assert!(!seen[..place].contains(piece));
        }
    }
}
