//! A deterministic source of randomness: SHA-256 of a seed and a counter.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};

/// The same numbers for the same seed, on every machine.
pub(crate) struct Seeded {
    seed: u64,
    counter: u64,
}

/// The source with this seed.
pub(crate) fn seeded(seed: u64) -> Seeded {
    Seeded { seed, counter: 0 }
}

impl TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let next = self.try_next_u64()?;
        Ok(u32::try_from(next >> 32).unwrap())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.counter += 1;
        let input = [self.seed.to_be_bytes(), self.counter.to_be_bytes()].concat();
        let digest = Sha256::digest(input);
        Ok(u64::from_be_bytes(digest[..8].try_into().unwrap()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let next = self.try_next_u64()?.to_be_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Seeded {}
