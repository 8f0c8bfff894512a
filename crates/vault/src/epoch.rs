//! Epochs: fresh secrets, committed to, with boxes that lead back and, when nobody leaves, forward.

use wire::{
    SUITE, cbor_struct,
    codec::Bytes,
    hash::hash,
    id::{Hash, PersonId},
    person::{PersonChain, SealingPublic},
    vault::{Compartment, Epoch, NextBoxes, OwnerAccess, OwnerBox, OwnerSeal, Reason},
};
use zeroize::Zeroizing;

use crate::{
    derive::derive,
    error::VaultError,
    hpke::{SealingKey, info, seal_to},
    seal::{open_once, seal_once},
    secret::{Random, Secret},
};

/// An epoch's two secrets.
#[derive(Clone, Debug)]
pub struct EpochSecret {
    /// Opens what is written in the epoch.
    pub seed: Secret,
    /// Leads to the epochs before.
    pub hist: Secret,
}

impl EpochSecret {
    fn make(rng: Random<'_>) -> Self {
        Self {
            seed: Secret::make(rng),
            hist: Secret::make(rng),
        }
    }

    fn joined(&self) -> Zeroizing<[u8; 64]> {
        let mut both = Zeroizing::new([0; 64]);
        both[..32].copy_from_slice(&self.seed.0);
        both[32..].copy_from_slice(&self.hist.0);
        both
    }

    fn split(bytes: &[u8]) -> Result<Self, VaultError> {
        let both: &[u8; 64] = bytes.try_into().map_err(|_| VaultError::DoesNotOpen)?;
        let mut secret = Self {
            seed: Secret([0; 32]),
            hist: Secret([0; 32]),
        };
        secret.seed.0.copy_from_slice(&both[..32]);
        secret.hist.0.copy_from_slice(&both[32..]);
        Ok(secret)
    }
}

/// Commitment to an epoch's seed.
pub fn commit_seed(compartment: Compartment, number: u32, seed: &Secret) -> Hash {
    hash(
        "commit-seed",
        &[&[compartment.code()], &number.to_be_bytes(), &seed.0],
    )
}

/// Commitment to an epoch's history key.
pub fn commit_hist(compartment: Compartment, number: u32, hist: &Secret) -> Hash {
    hash(
        "commit-hist",
        &[&[compartment.code()], &number.to_be_bytes(), &hist.0],
    )
}

/// The key pair that those wrap to who cannot read.
pub fn derive_key(seed: &Secret) -> SealingKey {
    SealingKey::derive(seed, "epoch-key")
}

cbor_struct! {
    /// `info` and AAD of an epoch's boxes: the epoch they lead to.
    struct EpochContext {
        suite: u16,
        owner: PersonId,
        compartment: Compartment,
        number: u32,
        commit_seed: Hash,
        commit_hist: Hash,
    }
}

impl EpochContext {
    fn of(epoch: &Epoch, owner: PersonId) -> Self {
        Self {
            suite: SUITE,
            owner,
            compartment: epoch.compartment,
            number: epoch.number,
            commit_seed: epoch.commit_seed,
            commit_hist: epoch.commit_hist,
        }
    }

    fn info(&self, label: &str) -> Vec<u8> {
        info(label, self)
    }
}

/// How the owner is to get at a new epoch.
pub enum OwnerKey<'a> {
    /// `private`: sealed to the person key and the recovery key of this chain.
    Chain(&'a PersonChain),
    /// The others: boxed under this private epoch's seed.
    Private(u32, &'a Secret),
}

/// What comes before a new epoch.
pub struct Before<'a> {
    /// The epoch.
    pub epoch: &'a Epoch,
    /// Its secrets.
    pub secret: &'a EpochSecret,
    /// Whether those in it walk on by themselves.
    pub leads_on: bool,
}

/// Opens a new epoch.
///
/// # Errors
/// When the owner's public keys are none.
pub fn make_epoch(
    compartment: Compartment,
    owner: PersonId,
    key: &OwnerKey<'_>,
    before: Option<&Before<'_>>,
    members: Hash,
    reason: Reason,
    rng: Random<'_>,
) -> Result<(Epoch, EpochSecret), VaultError> {
    let secret = EpochSecret::make(rng);
    let number = before.map_or(0, |b| b.epoch.number + 1);
    let commit_seed = commit_seed(compartment, number, &secret.seed);
    let commit_hist = commit_hist(compartment, number, &secret.hist);
    let context = EpochContext {
        suite: SUITE,
        owner,
        compartment,
        number,
        commit_seed,
        commit_hist,
    };
    let previous = before.map(|b| {
        let inner = EpochContext::of(b.epoch, owner).info("previous-box");
        boxed(
            &derive(&secret.hist.0, "previous-box", &inner),
            &inner,
            &b.secret.joined()[..],
        )
    });
    let next = before.filter(|b| b.leads_on).map(|b| {
        let aad = context.info("next-box");
        NextBoxes {
            seed: boxed(
                &derive(&b.secret.seed.0, "next-seed", &aad),
                &aad,
                &secret.seed.0,
            ),
            hist: boxed(
                &derive(&b.secret.hist.0, "next-hist", &aad),
                &aad,
                &secret.hist.0,
            ),
        }
    });
    let epoch = Epoch {
        compartment,
        number,
        commit_seed,
        commit_hist,
        public: derive_key(&secret.seed).public(),
        previous,
        next,
        owner: seal_to_owner(key, &context, &secret, rng)?,
        members,
        reason,
    };
    Ok((epoch, secret))
}

fn boxed<const N: usize>(key: &Secret, aad: &[u8], plaintext: &[u8]) -> [u8; N] {
    match seal_once(key, aad, plaintext).try_into() {
        Ok(sealed) => sealed,
        Err(_) => unreachable!("a box is its content and a tag"),
    }
}

fn seal_to_owner(
    key: &OwnerKey<'_>,
    context: &EpochContext,
    secret: &EpochSecret,
    rng: Random<'_>,
) -> Result<OwnerAccess, VaultError> {
    let joined = secret.joined();
    Ok(match key {
        OwnerKey::Chain(chain) => {
            let to = |public: &SealingPublic, label, rng: Random<'_>| {
                seal_to(public, &context.info(label), &joined[..], rng).map(Bytes)
            };
            OwnerAccess::Sealed(OwnerSeal {
                person_key: chain.person_key().number,
                person: to(&chain.person_key().public, "owner-person", rng)?,
                recovery: to(&chain.recovery().sealing, "owner-recovery", rng)?,
            })
        }
        OwnerKey::Private(number, seed) => {
            let aad = context.info("owner-box");
            let sealed = boxed(&derive(&seed.0, "owner-box", &aad), &aad, &joined[..]);
            OwnerAccess::Boxed(OwnerBox {
                private_epoch: *number,
                sealed,
            })
        }
    })
}

/// Opens a private epoch with the owner's person key.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open_owner_seal(
    epoch: &Epoch,
    sealed: &OwnerSeal,
    owner: PersonId,
    key: &SealingKey,
) -> Result<EpochSecret, VaultError> {
    let info = EpochContext::of(epoch, owner).info("owner-person");
    EpochSecret::split(&key.open(&info, &sealed.person)?)
}

/// Opens a private epoch with the recovery key, for an owner whose person keys are all lost.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open_recovery_seal(
    epoch: &Epoch,
    sealed: &OwnerSeal,
    owner: PersonId,
    key: &SealingKey,
) -> Result<EpochSecret, VaultError> {
    let info = EpochContext::of(epoch, owner).info("owner-recovery");
    EpochSecret::split(&key.open(&info, &sealed.recovery)?)
}

/// Opens another compartment's epoch with a private epoch's seed.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open_owner_box(
    epoch: &Epoch,
    sealed: &OwnerBox,
    owner: PersonId,
    private_seed: &Secret,
) -> Result<EpochSecret, VaultError> {
    let aad = EpochContext::of(epoch, owner).info("owner-box");
    let key = derive(&private_seed.0, "owner-box", &aad);
    EpochSecret::split(&Zeroizing::new(open_once(&key, &aad, &sealed.sealed)?))
}

/// From an epoch's history key to the epoch before.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open_previous(
    epoch: &Epoch,
    before: &Epoch,
    owner: PersonId,
    hist: &Secret,
) -> Result<EpochSecret, VaultError> {
    let sealed = epoch.previous.as_ref().ok_or(VaultError::NoKey)?;
    let aad = EpochContext::of(before, owner).info("previous-box");
    let key = derive(&hist.0, "previous-box", &aad);
    EpochSecret::split(&Zeroizing::new(open_once(&key, &aad, sealed)?))
}

/// From the seed of the epoch before to this one's seed.
///
/// # Errors
/// [`VaultError::NoKey`] when nothing leads on, [`VaultError::DoesNotOpen`].
pub fn open_next_seed(
    epoch: &Epoch,
    owner: PersonId,
    seed_before: &Secret,
) -> Result<Secret, VaultError> {
    let next = epoch.next.as_ref().ok_or(VaultError::NoKey)?;
    open_next(epoch, owner, "next-seed", seed_before, &next.seed)
}

/// From the history key of the epoch before to this one's history key.
///
/// # Errors
/// [`VaultError::NoKey`] when nothing leads on, [`VaultError::DoesNotOpen`].
pub fn open_next_hist(
    epoch: &Epoch,
    owner: PersonId,
    hist_before: &Secret,
) -> Result<Secret, VaultError> {
    let next = epoch.next.as_ref().ok_or(VaultError::NoKey)?;
    open_next(epoch, owner, "next-hist", hist_before, &next.hist)
}

fn open_next(
    epoch: &Epoch,
    owner: PersonId,
    label: &str,
    before: &Secret,
    sealed: &[u8; 48],
) -> Result<Secret, VaultError> {
    let aad = EpochContext::of(epoch, owner).info("next-box");
    let plain = Zeroizing::new(open_once(&derive(&before.0, label, &aad), &aad, sealed)?);
    plain
        .as_slice()
        .try_into()
        .map(Secret::from_bytes)
        .map_err(|_| VaultError::DoesNotOpen)
}
