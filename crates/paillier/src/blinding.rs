//! Who can encrypt: the public key, the private key, and a pool of what was prepared.

use std::sync::Mutex;

use bignum::square::Residues;
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
    ready: Mutex<Vec<Zeroizing<Residues>>>,
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
            ready: Mutex::new(Vec::new()),
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
            self.lock().push(made);
            Ok(())
        })
    }

    /// How many pieces are left.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().iter().map(|block| block.len()).sum()
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Zeroizing<Residues>>> {
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
        let mut ready = self.lock();
        let left = ready.iter().map(|block| block.len()).sum();
        if left < count {
            return Err(Error::PoolEmpty {
                wanted: count,
                left,
            });
        }
        let mut taken = Vec::new();
        let mut missing = count;
        while missing > 0 {
            let Some(block) = ready.pop() else { break };
            let rest = block.len().saturating_sub(missing);
            if rest > 0 {
                ready.push(Zeroizing::new(ring.gather(&block, 0..rest)));
            }
            missing -= block.len() - rest;
            taken.push(Zeroizing::new(ring.gather(&block, rest..block.len())));
        }
        let taken: Vec<&Residues> = taken.iter().map(|block| &**block).collect();
        Ok(Zeroizing::new(ring.concat(&taken)))
    }
}

impl std::fmt::Debug for RandomnessPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RandomnessPool({} of {})", self.len(), self.key.id())
    }
}
