//! Writing the next entry.

use std::collections::BTreeMap;

use wire::{
    SUITE,
    api::Append,
    codec::{self, Bytes, SortedSet},
    hash::merkle_paths,
    id::{Hash, PersonId},
    log::{Member, People},
    person::{PersonChain, Profile},
    sign::Signed,
    vault::{
        AnchorPart, Audience, BatchWrap, Checkpoint, Compartment, DisclosedHeader, Disclosure,
        EpochRef, GenesisPart, Grant, GrantPart, GrantTerms, KeepPart, Leave, LogEntry, Mode, Part,
        PersonTarget, Purpose, Reason, RecordHeader, RecordsPart, Reseal, Revoke, RotatePart,
        Rotation, Target, VersionRef, WrapsPart, members_hash, wraps_hash,
    },
};
use zeroize::Zeroizing;

use super::{
    Ledger,
    absorb::{GrantSecret, ResealContext, ResealSecret, seal_note},
};
use crate::{
    batch::{Batch, wrap_single},
    epoch::{Before, EpochSecret, OwnerKey, make_epoch},
    error::VaultError,
    hpke::{info, seal_to},
    identity::Identity,
    secret::Random,
};

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

/// What somebody is to be granted.
#[derive(Debug, Clone)]
pub struct GrantRequest {
    /// Which compartment.
    pub compartment: Compartment,
    /// To read or to write.
    pub mode: Mode,
    /// With or without what was written before.
    pub history: bool,
    /// Whether what is written is broadcast without waiting.
    pub broadcasts: bool,
    /// Whether a colleague may be let in.
    pub may_share: bool,
    /// Over how many.
    pub depth: u8,
    /// End, in milliseconds since 1970.
    pub not_after: Option<u64>,
    /// Standing or for a visit.
    pub purpose: Purpose,
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

    fn before(
        &self,
        at: EpochRef,
        secret: &EpochSecret,
    ) -> Result<(wire::vault::Epoch, EpochSecret), VaultError> {
        Ok((self.keychain.epoch(at)?.clone(), secret.clone()))
    }

    /// Lets somebody into a compartment: one key is sealed, whatever the number of members and records.
    ///
    /// # Errors
    /// When we are not the owner, or the recipient is on the list already.
    pub fn make_grant(
        &self,
        pen: &Pen<'_>,
        recipient: &PersonChain,
        profile: &Profile,
        request: &GrantRequest,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        let compartment = request.compartment;
        if compartment == Compartment::Private || recipient.id() == self.me {
            return Err(VaultError::NotPossible(
                "the private compartment is yours alone",
            ));
        }
        if self.state.member(compartment, &recipient.id()).is_some() {
            return Err(VaultError::NotPossible(
                "this person is on the list already",
            ));
        }
        let private = self.current(Compartment::Private)?;
        let private_seed = self.keychain.seed(private)?;
        let current = self.current(compartment)?;
        let (opened, number, secret) = if request.history {
            (None, current.number, self.keychain.secret(current)?)
        } else {
            let (epoch, secret) = self.before(current, &self.keychain.secret(current)?)?;
            let before = Before {
                epoch: &epoch,
                secret: &secret,
                leads_on: true,
            };
            let key = OwnerKey::Private(private.number, private_seed);
            let members = self.state.members_hash(compartment);
            let (epoch, secret) = make_epoch(
                compartment,
                self.me,
                &key,
                Some(&before),
                members,
                Reason::FromNowOn,
                rng,
            )?;
            let number = epoch.number;
            (Some(epoch), number, secret)
        };
        let terms = self.terms(request, number, recipient);
        let sealed = GrantSecret {
            seed: secret.seed.clone(),
            hist: request.history.then(|| secret.hist.clone()),
            owner: pen.identity.profile.clone(),
        };
        let plain = Zeroizing::new(codec::to_bytes(&sealed));
        let sealed = seal_to(
            &recipient.person_key().public,
            &info("grant", &terms),
            &plain,
            rng,
        )?;
        let note = seal_note(private_seed, private.number, &terms, profile, rng);
        let grant = pen.identity.sign(&Grant {
            terms,
            sealed: Bytes(sealed),
        });
        let draft = Draft {
            audience: Audience::Members,
            epochs: vec![private, current],
            part: Part::Grant(GrantPart {
                opened,
                grant,
                note,
            }),
            bodies: Vec::new(),
        };
        Ok(self.sign(pen, draft))
    }

    fn terms(&self, request: &GrantRequest, epoch: u32, recipient: &PersonChain) -> GrantTerms {
        GrantTerms {
            suite: SUITE,
            vault: self.state.vault,
            compartment: request.compartment,
            epoch,
            issuer: self.me,
            recipient: recipient.id(),
            recipient_key: recipient.person_key().number,
            mode: request.mode,
            history: request.history,
            broadcasts: request.broadcasts,
            may_share: request.may_share,
            depth: request.depth,
            not_after: request.not_after,
            purpose: request.purpose,
            parent: None,
        }
    }

    /// Takes access back: new epochs for the compartments that somebody leaves, one key sealed for each
    /// member who stays, nothing encrypted again.
    ///
    /// # Errors
    /// When we are not the owner, or a grant is not in force.
    pub fn make_revocation(
        &self,
        pen: &Pen<'_>,
        leaving: &[(Hash, Leave)],
        people: &impl People,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        let mut compartments = Vec::new();
        for (grant, _) in leaving {
            let member = self
                .state
                .members
                .iter()
                .find(|member| member.grant == *grant);
            compartments.push(
                member
                    .ok_or(VaultError::Unknown("grant in force"))?
                    .compartment,
            );
        }
        if compartments.is_empty() {
            return Err(VaultError::NotPossible("nobody leaves"));
        }
        self.make_rotation(pen, &compartments, leaving, Reason::Leave, people, rng)
    }

    /// Renews every epoch: after recovery, so that what the lost device knew is closed.
    ///
    /// # Errors
    /// When we are not the owner.
    pub fn make_renewal(
        &self,
        pen: &Pen<'_>,
        people: &impl People,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        let all: Vec<Compartment> = self
            .state
            .epochs
            .iter()
            .map(|epoch| epoch.compartment)
            .collect();
        self.make_rotation(pen, &all, &[], Reason::Recovery, people, rng)
    }

    fn make_rotation(
        &self,
        pen: &Pen<'_>,
        compartments: &[Compartment],
        leaving: &[(Hash, Leave)],
        reason: Reason,
        people: &impl People,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        let compartments = SortedSet::new(compartments.to_vec());
        let private = self.current(Compartment::Private)?;
        let mut private_key = (private.number, self.keychain.seed(private)?.clone());
        let mut epochs = vec![private];
        let mut rotations = Vec::new();
        for compartment in compartments.as_slice() {
            let current = self.current(*compartment)?;
            epochs.push(current);
            let staying: Vec<&Member> = self
                .state
                .members_of(*compartment)
                .filter(|member| !leaving.iter().any(|(grant, _)| *grant == member.grant))
                .collect();
            let list: Vec<(PersonId, Hash)> = staying.iter().map(|m| (m.person, m.grant)).collect();
            let (epoch, secret) = self.before(current, &self.keychain.secret(current)?)?;
            let before = Before {
                epoch: &epoch,
                secret: &secret,
                leads_on: false,
            };
            let key = match compartment {
                Compartment::Private => OwnerKey::Chain(pen.chain),
                _ => OwnerKey::Private(private_key.0, &private_key.1),
            };
            let (epoch, secret) = make_epoch(
                *compartment,
                self.me,
                &key,
                Some(&before),
                members_hash(&list),
                reason,
                rng,
            )?;
            let reseals = self.make_reseals(&epoch, &secret, staying, people, rng)?;
            if *compartment == Compartment::Private {
                private_key = (epoch.number, secret.seed.clone());
            }
            rotations.push(Rotation { epoch, reseals });
        }
        let revokes = leaving
            .iter()
            .map(|(grant, leave)| Revoke {
                grant: *grant,
                leave: *leave,
            })
            .collect();
        let draft = Draft {
            audience: Audience::Members,
            epochs,
            part: Part::Rotate(RotatePart {
                revokes: SortedSet::new(revokes),
                rotations,
            }),
            bodies: Vec::new(),
        };
        Ok(self.sign(pen, draft))
    }

    fn make_reseals(
        &self,
        epoch: &wire::vault::Epoch,
        secret: &EpochSecret,
        mut staying: Vec<&Member>,
        people: &impl People,
        rng: Random<'_>,
    ) -> Result<Vec<Reseal>, VaultError> {
        staying.sort_unstable_by_key(|member| member.grant);
        let mut reseals = Vec::with_capacity(staying.len());
        for member in staying {
            let chain = people
                .chain(&member.person)
                .ok_or(VaultError::Unknown("member's keys"))?;
            let key = chain.person_key();
            let context = ResealContext::new(
                self.state.vault,
                epoch,
                member.grant,
                member.person,
                key.number,
            );
            let sealed = ResealSecret {
                seed: secret.seed.clone(),
                hist: member.history.then(|| secret.hist.clone()),
            };
            let plain = Zeroizing::new(codec::to_bytes(&sealed));
            let sealed = Bytes(seal_to(
                &key.public,
                &info("reseal", &context),
                &plain,
                rng,
            )?);
            reseals.push(Reseal {
                grant: member.grant,
                key: key.number,
                sealed,
            });
        }
        Ok(reseals)
    }

    /// Adds a batch of records. After a lost race the same batch is wrapped and signed again.
    ///
    /// # Errors
    /// When the keys of an epoch are none.
    pub fn make_records(
        &self,
        pen: &Pen<'_>,
        batch: &Batch,
        audience: Audience,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        let mut targets = vec![self.current(Compartment::Private)?];
        if let Some(compartment) = audience
            .compartment()
            .filter(|c| *c != Compartment::Private)
        {
            targets.push(self.current(compartment)?);
        }
        let mut wraps = Vec::with_capacity(targets.len() + 1);
        for target in &targets {
            wraps.push(self.wrap_to_epoch(batch, *target, rng)?);
        }
        if !self.is_owner() {
            let key = pen.chain.person_key();
            let target = Target::Person(PersonTarget {
                person: self.me,
                key: key.number,
            });
            wraps.push(batch.wrap_to(target, &key.public, rng)?);
        }
        let draft = Draft {
            audience,
            epochs: targets,
            part: Part::Records(RecordsPart {
                records: batch.headers().to_vec(),
                wraps,
            }),
            bodies: batch.bodies().to_vec(),
        };
        Ok(self.sign(pen, draft))
    }

    fn wrap_to_epoch(
        &self,
        batch: &Batch,
        target: EpochRef,
        rng: Random<'_>,
    ) -> Result<BatchWrap, VaultError> {
        if let Ok(seed) = self.keychain.seed(target) {
            return Ok(batch.wrap_with_seed(target, seed, rng));
        }
        let epoch = self
            .state
            .epoch(target.compartment)
            .ok_or(VaultError::Unknown("compartment"))?;
        batch.wrap_to(Target::Epoch(target), &epoch.public, rng)
    }

    /// Broadcasts versions to a compartment: their headers with the proof of who wrote them, and their
    /// keys one by one.
    ///
    /// # Errors
    /// When we are not the owner, or a version is unknown.
    pub fn make_broadcast(
        &self,
        pen: &Pen<'_>,
        versions: &[VersionRef],
        compartment: Compartment,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        let audience = Audience::of(compartment).filter(|a| *a != Audience::Private);
        let audience = audience.ok_or(VaultError::NotPossible(
            "this compartment cannot be broadcast to",
        ))?;
        let target = self.current(compartment)?;
        let seed = self.keychain.seed(target)?;
        let mut by_entry: BTreeMap<u64, Vec<(u32, VersionRef)>> = BTreeMap::new();
        for at in versions {
            let version = self.version(*at)?;
            by_entry
                .entry(version.entry)
                .or_default()
                .push((version.index, *at));
        }
        let mut disclosures = Vec::with_capacity(by_entry.len());
        for (entry, mut wanted) in by_entry {
            wanted.sort_unstable_by_key(|(index, _)| *index);
            wanted.dedup();
            let part = self.parts.get(&entry).ok_or(VaultError::Unknown("entry"))?;
            let leaves: Vec<Hash> = part.records.iter().map(RecordHeader::hash).collect();
            let indices: Vec<usize> = wanted
                .iter()
                .filter_map(|(index, _)| usize::try_from(*index).ok())
                .collect();
            let (_, paths) = merkle_paths(&leaves, &indices);
            let mut headers = Vec::with_capacity(wanted.len());
            for ((index, at), path) in wanted.into_iter().zip(paths) {
                let header = self.version(at)?.header.clone();
                let key = self.record_key(pen.identity, at)?;
                let wrapped = wrap_single(&key, self.state.vault, &header, target, seed);
                headers.push(DisclosedHeader {
                    index,
                    path,
                    header,
                    wrapped,
                });
            }
            let count = u32::try_from(part.records.len()).unwrap_or(u32::MAX);
            disclosures.push(Disclosure {
                entry,
                count,
                wraps: wraps_hash(&part.wraps),
                headers,
            });
        }
        let draft = Draft {
            audience,
            epochs: vec![target],
            part: Part::Wraps(WrapsPart {
                target,
                disclosures,
            }),
            bodies: Vec::new(),
        };
        Ok(self.sign(pen, draft))
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

    /// Vouches for the head as it stands here.
    pub fn make_checkpoint(&self, pen: &Pen<'_>) -> Signed<Checkpoint> {
        pen.identity.sign(&Checkpoint {
            vault: self.state.vault,
            seq: self.state.seq,
            head: self.state.head,
            time: pen.time,
            author: pen.identity.person,
            device: pen.identity.device.id(),
        })
    }

    /// Compares somebody's checkpoint with this view of the log.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] when it is not signed by that person's device,
    /// [`VaultError::NotPossible`] when the two views differ: the server shows different logs.
    pub fn compare(
        &self,
        checkpoint: &Signed<Checkpoint>,
        author: &PersonChain,
    ) -> Result<u64, VaultError> {
        let claimed = checkpoint.peek()?;
        let device = author
            .device(&claimed.device)
            .ok_or(VaultError::DoesNotOpen)?;
        let checkpoint = checkpoint
            .verify(&device.keys.signing)
            .map_err(|_| VaultError::DoesNotOpen)?;
        if checkpoint.vault != self.state.vault || checkpoint.author != author.id() {
            return Err(VaultError::DoesNotOpen);
        }
        let line = self.line_index(checkpoint.seq).map(|at| &self.lines[at]);
        match line {
            None => Err(VaultError::NotPossible(
                "the other's log is longer: sync, then compare again",
            )),
            Some(line) if line.hash == checkpoint.head => Ok(checkpoint.seq),
            Some(_) => Err(VaultError::NotPossible(
                "the two logs differ: the server shows different histories to different people",
            )),
        }
    }
}
