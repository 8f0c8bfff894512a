//! An owner's keys for a sealed set: samples that a server computes with and cannot read.
//!
//! They come from a person key, by its number. A person who comes back with the kit gets every person key
//! back, the old ones with the new one; so what was sealed before stays readable, and what is sealed from
//! then on comes from a key that a lost device does not have.

use wire::{
    SUITE, cbor_struct, codec,
    id::{PersonId, SetId},
};
use zeroize::Zeroizing;

use crate::{
    derive::derive,
    error::VaultError,
    hpke::info,
    identity::Identity,
    seal,
    secret::{Random, Secret},
};

cbor_struct! {
    struct SetContext {
        suite: u16,
        owner: PersonId,
        set: SetId,
        owner_key: u32,
    }
}

cbor_struct! {
    struct IndexContext {
        suite: u16,
        owner: PersonId,
        set: SetId,
        owner_key: u32,
        version: u64,
    }
}

/// The keys of one sealed set.
#[derive(Debug)]
pub struct SetKeys {
    owner: PersonId,
    set: SetId,
    owner_key: u32,
    samples: Secret,
    index: Secret,
}

impl Identity {
    /// The number of the current person key: the one a new set takes its keys from.
    pub fn current_key(&self) -> u32 {
        u32::try_from(self.person_keys.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The keys of a set, from the person key of that number.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] when there is no person key of that number.
    pub fn set_keys(&self, set: SetId, owner_key: u32) -> Result<SetKeys, VaultError> {
        let root = self.person_key(owner_key)?.secret();
        let context = codec::to_bytes(&SetContext {
            suite: SUITE,
            owner: self.person,
            set,
            owner_key,
        });
        Ok(SetKeys {
            owner: self.person,
            set,
            owner_key,
            samples: derive(&root.0, "sealed-set-samples", &context),
            index: derive(&root.0, "sealed-set-index", &context),
        })
    }
}

impl SetKeys {
    /// What the samples' own keys are derived from; for `knn` alone.
    pub fn samples(&self) -> &Secret {
        &self.samples
    }

    /// Seals the set's index as of a version.
    pub fn seal_index(&self, version: u64, index: &[u8], rng: Random<'_>) -> Vec<u8> {
        seal::seal(&self.index, &self.aad(version), index, rng)
    }

    /// Opens the index of that version.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] when it is not the owner's, of this set, of this version.
    pub fn open_index(
        &self,
        version: u64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        seal::open(&self.index, &self.aad(version), sealed).map(Zeroizing::new)
    }

    fn aad(&self, version: u64) -> Vec<u8> {
        let context = IndexContext {
            suite: SUITE,
            owner: self.owner,
            set: self.set,
            owner_key: self.owner_key,
            version,
        };
        info("sealed-set-index", &context)
    }
}
