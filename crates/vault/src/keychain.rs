//! The epoch keys a person holds in one vault, and those they lead to.

use std::collections::BTreeMap;

use subtle::ConstantTimeEq;
use wire::{
    id::PersonId,
    vault::{Compartment, Epoch, EpochRef, OwnerAccess},
};

use crate::{
    epoch::{
        EpochSecret, commit_hist, commit_seed, derive_key, open_next_hist, open_next_seed,
        open_owner_box, open_owner_seal, open_previous,
    },
    error::VaultError,
    identity::Identity,
    secret::Secret,
};

/// What is held of one epoch.
#[derive(Clone, Debug, Default)]
pub struct EpochKeys {
    /// Opens what is written in it.
    pub seed: Option<Secret>,
    /// Leads to the epochs before.
    pub hist: Option<Secret>,
}

/// The epochs of one vault, and the keys held of them.
#[derive(Clone, Debug)]
pub struct Keychain {
    owner: PersonId,
    epochs: BTreeMap<EpochRef, Epoch>,
    keys: BTreeMap<EpochRef, EpochKeys>,
}

/// The name of an epoch.
pub fn epoch_ref(epoch: &Epoch) -> EpochRef {
    EpochRef {
        compartment: epoch.compartment,
        number: epoch.number,
    }
}

impl Keychain {
    /// An empty keychain for a vault of `owner`.
    pub fn new(owner: PersonId) -> Self {
        Self {
            owner,
            epochs: BTreeMap::new(),
            keys: BTreeMap::new(),
        }
    }

    /// Takes up an epoch seen in the log, and the key to it if the one before leads on.
    ///
    /// # Errors
    /// When a box that we should be able to open does not hold what is committed to.
    pub fn add_epoch(&mut self, epoch: &Epoch) -> Result<(), VaultError> {
        let at = epoch_ref(epoch);
        self.epochs.insert(at, epoch.clone());
        if epoch.next.is_none() || epoch.number == 0 {
            return Ok(());
        }
        let before = EpochRef {
            number: epoch.number - 1,
            ..at
        };
        let held = self.keys.get(&before).cloned().unwrap_or_default();
        let seed = held
            .seed
            .map(|seed| open_next_seed(epoch, self.owner, &seed))
            .transpose()?;
        let hist = held
            .hist
            .map(|hist| open_next_hist(epoch, self.owner, &hist))
            .transpose()?;
        self.learn(at, seed, hist)
    }

    /// As the owner: gets at an epoch by its seal or its box.
    ///
    /// # Errors
    /// When it does not open, or holds other than is committed to.
    pub fn learn_as_owner(&mut self, epoch: &Epoch, identity: &Identity) -> Result<(), VaultError> {
        let at = epoch_ref(epoch);
        if self
            .keys
            .get(&at)
            .is_some_and(|held| held.seed.is_some() && held.hist.is_some())
        {
            return Ok(());
        }
        let EpochSecret { seed, hist } = match &epoch.owner {
            OwnerAccess::Sealed(sealed) => open_owner_seal(
                epoch,
                sealed,
                self.owner,
                identity.person_key(sealed.person_key)?,
            )?,
            OwnerAccess::Boxed(boxed) => {
                let private = EpochRef {
                    compartment: Compartment::Private,
                    number: boxed.private_epoch,
                };
                open_owner_box(epoch, boxed, self.owner, self.seed(private)?)?
            }
        };
        self.learn(at, Some(seed), Some(hist))
    }

    /// Takes up keys after comparing them with their commitments, and follows the boxes back.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] when they are not the ones committed to.
    pub fn learn(
        &mut self,
        at: EpochRef,
        seed: Option<Secret>,
        hist: Option<Secret>,
    ) -> Result<(), VaultError> {
        let mut next = Some((at, seed, hist));
        while let Some((at, seed, hist)) = next.take() {
            self.check(at, seed.as_ref(), hist.as_ref())?;
            let held = self.keys.entry(at).or_default();
            let new_hist = hist.is_some() && held.hist.is_none();
            held.seed = held.seed.take().or(seed);
            held.hist = held.hist.take().or(hist);
            if !new_hist || at.number == 0 {
                break;
            }
            let before = EpochRef {
                number: at.number - 1,
                ..at
            };
            if let (Some(epoch), Some(earlier), Some(hist)) = (
                self.epochs.get(&at),
                self.epochs.get(&before),
                held.hist.as_ref(),
            ) {
                let secret = open_previous(epoch, earlier, self.owner, hist)?;
                next = Some((before, Some(secret.seed), Some(secret.hist)));
            }
        }
        Ok(())
    }

    fn check(
        &self,
        at: EpochRef,
        seed: Option<&Secret>,
        hist: Option<&Secret>,
    ) -> Result<(), VaultError> {
        let epoch = self.epochs.get(&at).ok_or(VaultError::Unknown("epoch"))?;
        let known = self.keys.get(&at).and_then(|held| held.seed.as_ref());
        let right = match (seed, known) {
            (None, _) => true,
            (Some(seed), Some(known)) => bool::from(known.ct_eq(seed)),
            (Some(seed), None) => {
                commit_seed(at.compartment, at.number, seed) == epoch.commit_seed
                    && derive_key(seed).public() == epoch.public
            }
        };
        if !right {
            return Err(VaultError::DoesNotOpen);
        }
        if let Some(hist) = hist
            && commit_hist(at.compartment, at.number, hist) != epoch.commit_hist
        {
            return Err(VaultError::DoesNotOpen);
        }
        Ok(())
    }

    /// The seed of an epoch.
    ///
    /// # Errors
    /// [`VaultError::NoKey`].
    pub fn seed(&self, at: EpochRef) -> Result<&Secret, VaultError> {
        self.keys
            .get(&at)
            .and_then(|held| held.seed.as_ref())
            .ok_or(VaultError::NoKey)
    }

    /// Both secrets of an epoch, as the owner holds them.
    ///
    /// # Errors
    /// [`VaultError::NoKey`].
    pub fn secret(&self, at: EpochRef) -> Result<EpochSecret, VaultError> {
        let held = self.keys.get(&at).ok_or(VaultError::NoKey)?;
        match (&held.seed, &held.hist) {
            (Some(seed), Some(hist)) => Ok(EpochSecret {
                seed: seed.clone(),
                hist: hist.clone(),
            }),
            _ => Err(VaultError::NoKey),
        }
    }

    /// An epoch as it stands in the log.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    pub fn epoch(&self, at: EpochRef) -> Result<&Epoch, VaultError> {
        self.epochs.get(&at).ok_or(VaultError::Unknown("epoch"))
    }

    /// The epochs whose seed is held.
    pub fn held(&self) -> impl Iterator<Item = EpochRef> {
        self.keys
            .iter()
            .filter(|(_, keys)| keys.seed.is_some())
            .map(|(at, _)| *at)
    }

    /// Takes back epochs whose entry was refused after all.
    pub(crate) fn forget_epochs<'a>(&mut self, epochs: impl Iterator<Item = &'a Epoch>) {
        for at in epochs.map(epoch_ref) {
            self.epochs.remove(&at);
            self.keys.remove(&at);
        }
    }

    /// Drops every key: the grant is gone.
    pub fn forget(&mut self) {
        self.keys.clear();
    }
}
