//! What a device keeps for who forgets its passphrase: the key of its cache, sealed to the kit, so that what
//! waits to be sent outlives the keyring.

use vault::{
    identity::{Identity, open_cache_key},
    kit::Words,
};
use wire::id::PersonId;

use super::Home;
use crate::{
    cache::Cache,
    error::ClientError,
    session::{OWN, Session},
    storage::Storage,
    write::{CHUNK, OUTBOX},
};

/// What the names of these pieces start with; the device's name follows.
const RESCUE: &str = "rescue-";

impl<S: Storage> Session<S> {
    /// Stores the cache's key sealed to the kit, if it is not there. Called before something is kept that
    /// is only here.
    pub(crate) async fn keep_rescue(&mut self) -> Result<(), ClientError> {
        let name = rescue_of(&self.identity);
        if self.storage.read(&name).await?.is_some() {
            return Ok(());
        }
        let Some(chain) = self.people.get(&self.identity.person) else {
            return Ok(());
        };
        let sealed = self
            .identity
            .seal_cache_key(chain.recovery(), &mut *self.env.rng)?;
        self.storage.write(&name, &sealed).await
    }

    /// Removes the keys of caches that are no more.
    pub(super) async fn drop_rescues(&self) -> Result<(), ClientError> {
        let own = rescue_of(&self.identity);
        for name in self.storage.names(RESCUE).await? {
            if name != own {
                self.storage.remove(&name).await?;
            }
        }
        Ok(())
    }
}

impl<S: Storage> Home<S> {
    /// Takes what is only here over into the cache of who came back, and removes the rest: the server has it.
    ///
    /// Broken off at any point it can be done again with the same words: each piece is sealed under a key that
    /// one of the rescues gives.
    pub(super) async fn carry_over(
        &mut self,
        words: &Words,
        identity: &Identity,
        recovery: &wire::person::RecoveryKeys,
    ) -> Result<(), ClientError> {
        let old = self.rescued(identity.person, words).await?;
        let own = rescue_of(identity);
        let sealed = identity.seal_cache_key(recovery, &mut *self.env.rng)?;
        self.storage.write(&own, &sealed).await?;
        let cache = Cache::new(identity.cache_key());
        for name in self.storage.names("").await? {
            let is_only_here = name.starts_with(OUTBOX) || name.starts_with(OWN);
            if is_only_here && self.take_over(&cache, &name, &old).await? {
                continue;
            }
            // What waits and does not open is told as damaged by the next sync, and not removed.
            let stays = [OUTBOX, CHUNK, RESCUE];
            let stays = stays.iter().any(|kind| name.starts_with(kind));
            if !stays && !OF_DOOR.contains(&name.as_str()) {
                self.storage.remove(&name).await?;
            }
        }
        Ok(())
    }

    async fn take_over(
        &mut self,
        cache: &Cache,
        name: &str,
        old: &[Cache],
    ) -> Result<bool, ClientError> {
        for old in old {
            let (storage, env) = (&self.storage, &mut self.env);
            if cache.take_over(storage, env, name, old).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn rescued(&self, person: PersonId, words: &Words) -> Result<Vec<Cache>, ClientError> {
        let mut caches = Vec::new();
        for name in self.storage.names(RESCUE).await? {
            let sealed = self.storage.read(&name).await?.unwrap_or_default();
            // Of somebody else, or damaged: it opens nothing of ours.
            caches.extend(open_cache_key(person, words, &sealed).map(Cache::new));
        }
        Ok(caches)
    }
}

fn rescue_of(identity: &Identity) -> String {
    format!("{RESCUE}{}", identity.device.id())
}

/// What says who is here and opens it: replaced last, each as a whole.
const OF_DOOR: [&str; 4] = [super::ACCOUNT, super::KEYRING, super::LOCK, super::UNLOCKED];
