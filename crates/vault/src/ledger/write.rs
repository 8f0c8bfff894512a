//! Writing the next entry.

mod access;
mod records;
mod showing;

use wire::{
    SUITE,
    api::Append,
    codec::{self, Bytes, SortedSet},
    person::PersonChain,
    sign::Signed,
    vault::{
        AnchorPart, Audience, Compartment, EpochRef, GenesisPart, KeepPart, LogEntry, Part, Reason,
        VersionRef, members_hash,
    },
};

use super::Ledger;
use crate::{
    epoch::{OwnerKey, make_epoch},
    error::VaultError,
    identity::Identity,
    secret::Random,
};

pub use access::GrantRequest;

/// Who writes, and when.
pub struct Pen<'a> {
    /// The author's secrets.
    pub identity: &'a Identity,
    /// The author's verified chain, up to date.
    pub chain: &'a PersonChain,
    /// Now, in milliseconds since 1970.
    pub time: u64,
}

/// An entry that is ready to be appended.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The signed entry.
    pub entry: Signed<LogEntry>,
    /// Its part.
    pub part: Part,
    /// The bodies of its records.
    pub bodies: Vec<Bytes>,
}

impl Prepared {
    /// As it is sent.
    pub fn to_append(&self) -> Append {
        Append {
            entry: self.entry.clone(),
            part: Bytes(codec::to_bytes(&self.part)),
            bodies: self.bodies.clone(),
        }
    }
}

struct Draft {
    audience: Audience,
    epochs: Vec<EpochRef>,
    part: Part,
    bodies: Vec<Bytes>,
}

impl Draft {
    fn sign(self, pen: &Pen<'_>, place: Option<(&Ledger, u64)>) -> Prepared {
        let entry = pen.identity.sign(&LogEntry {
            suite: SUITE,
            vault: place.map(|(ledger, _)| ledger.state.vault),
            seq: place.map_or(0, |(_, seq)| seq),
            previous: place.map(|(ledger, _)| ledger.state.head),
            author: pen.identity.person,
            device: pen.identity.device.id(),
            author_seq: pen.chain.head().0,
            time: pen.time,
            kind: self.part.kind(),
            epochs: SortedSet::new(self.epochs),
            audience: self.audience,
            part: self.part.hash(),
        });
        Prepared {
            entry,
            part: self.part,
            bodies: self.bodies,
        }
    }
}

/// The first entry of a new vault.
///
/// # Errors
/// When the owner's public keys are none.
pub fn make_genesis(pen: &Pen<'_>, rng: Random<'_>) -> Result<Prepared, VaultError> {
    let owner = pen.identity.person;
    let nobody = members_hash(&[]);
    let reason = Reason::Genesis;
    let chain = OwnerKey::Chain(pen.chain);
    let (private, secret) = make_epoch(
        Compartment::Private,
        owner,
        &chain,
        None,
        nobody,
        reason,
        rng,
    )?;
    let boxed = OwnerKey::Private(0, &secret.seed);
    let (shared, _) = make_epoch(
        Compartment::Shared,
        owner,
        &boxed,
        None,
        nobody,
        reason,
        rng,
    )?;
    let (sensitive, _) = make_epoch(
        Compartment::Sensitive,
        owner,
        &boxed,
        None,
        nobody,
        reason,
        rng,
    )?;
    let draft = Draft {
        audience: Audience::Members,
        epochs: Vec::new(),
        part: Part::Genesis(GenesisPart {
            epochs: vec![private, shared, sensitive],
        }),
        bodies: Vec::new(),
    };
    Ok(draft.sign(pen, None))
}

impl Ledger {
    fn sign(&self, pen: &Pen<'_>, draft: Draft) -> Prepared {
        draft.sign(pen, Some((self, self.state.seq + 1)))
    }

    fn owner_only(&self) -> Result<(), VaultError> {
        if self.is_owner() {
            Ok(())
        } else {
            Err(VaultError::NotPossible("only the patient decides who sees"))
        }
    }
    /// Keeps what waited in the inbox.
    ///
    /// # Errors
    /// When we are not the owner, or a version is unknown.
    pub fn make_keep(
        &self,
        pen: &Pen<'_>,
        versions: &[VersionRef],
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        versions
            .iter()
            .try_for_each(|at| self.version(*at).map(drop))?;
        let draft = Draft {
            audience: Audience::Private,
            epochs: Vec::new(),
            part: Part::Keep(KeepPart {
                kept: SortedSet::new(versions.to_vec()),
            }),
            bodies: Vec::new(),
        };
        Ok(self.sign(pen, draft))
    }

    /// Anchors the author's chain: from here on nothing counts that an older device signs.
    pub fn make_anchor(&self, pen: &Pen<'_>) -> Prepared {
        let draft = Draft {
            audience: Audience::Members,
            epochs: Vec::new(),
            part: Part::Anchor(AnchorPart {
                head: pen.chain.head().1,
            }),
            bodies: Vec::new(),
        };
        self.sign(pen, draft)
    }
}
