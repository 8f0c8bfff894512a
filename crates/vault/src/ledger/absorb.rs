//! What an admitted entry adds to one's view.

use wire::{
    SUITE, cbor_struct, codec,
    hash::merkle_root,
    id::{Hash, PersonId, VaultId},
    log::People,
    person::Profile,
    vault::{
        Disclosure, Epoch, EpochRef, Grant, GrantPart, GrantTerms, LogEntry, OwnerNote, Part,
        RecordHeader, RecordsPart, RotatePart, Rotation, VersionRef, WrapsPart,
    },
};
use zeroize::Zeroizing;

use super::{GrantLine, Ledger, Line, Version, Wrap, WrittenBatch};
use crate::{
    derive::derive,
    error::VaultError,
    hpke::info,
    identity::{Identity, PROFILE_LIMIT},
    keychain::epoch_ref,
    seal,
    secret::{Random, Secret},
};

cbor_struct! {
    /// What a grant's seal holds.
    pub(super) struct GrantSecret {
        pub(super) seed: Secret,
        pub(super) hist: Option<Secret>,
        pub(super) owner: Profile,
    }
}

cbor_struct! {
    /// What the seal of a rotation's new key holds.
    pub(super) struct ResealSecret {
        pub(super) seed: Secret,
        pub(super) hist: Option<Secret>,
    }
}

cbor_struct! {
    /// `info` of a rotation's new key.
    pub(super) struct ResealContext {
        suite: u16,
        vault: VaultId,
        epoch: EpochRef,
        commit_seed: Hash,
        grant: Hash,
        recipient: PersonId,
        key: u32,
    }
}

impl ResealContext {
    pub(super) fn new(
        vault: VaultId,
        epoch: &Epoch,
        grant: Hash,
        recipient: PersonId,
        key: u32,
    ) -> Self {
        let commit_seed = epoch.commit_seed;
        Self {
            suite: SUITE,
            vault,
            epoch: epoch_ref(epoch),
            commit_seed,
            grant,
            recipient,
            key,
        }
    }
}

fn note_key(seed: &Secret) -> Secret {
    derive(&seed.0, "owner-note", &[])
}

pub(super) fn seal_note(
    seed: &Secret,
    private_epoch: u32,
    terms: &GrantTerms,
    profile: &Profile,
    rng: Random<'_>,
) -> OwnerNote {
    let plain = Zeroizing::new(codec::to_bytes(profile));
    let sealed = seal::seal(&note_key(seed), &info("owner-note", terms), &plain, rng);
    OwnerNote {
        private_epoch,
        sealed: sealed.into(),
    }
}

impl Ledger {
    pub(super) fn absorb(
        &mut self,
        identity: &Identity,
        entry: &LogEntry,
        hash: Hash,
        part: Option<&Part>,
        people: &impl People,
    ) -> Result<(), VaultError> {
        let line = Line {
            seq: entry.seq,
            hash,
            author: entry.author,
            device: entry.device,
            time: entry.time,
            kind: entry.kind,
            audience: entry.audience,
            part: entry.part,
            seen: part.is_some(),
        };
        match part {
            Some(Part::Genesis(genesis)) => {
                genesis
                    .epochs
                    .iter()
                    .try_for_each(|epoch| self.take_epoch(identity, epoch))?;
            }
            Some(Part::Grant(part)) => self.absorb_grant(identity, &line, part, people)?,
            Some(Part::Rotate(part)) => self.absorb_rotation(identity, &line, part)?,
            Some(Part::Showing(part)) => self.absorb_showing(&line, part),
            Some(part) => self.absorb_records(&line, part)?,
            None => {}
        }
        self.lines.push(line);
        Ok(())
    }

    fn take_epoch(&mut self, identity: &Identity, epoch: &Epoch) -> Result<(), VaultError> {
        self.keychain.add_epoch(epoch)?;
        if self.is_owner() {
            self.keychain.learn_as_owner(epoch, identity)
        } else {
            Ok(())
        }
    }

    fn absorb_grant(
        &mut self,
        identity: &Identity,
        line: &Line,
        part: &GrantPart,
        people: &impl People,
    ) -> Result<(), VaultError> {
        if let Some(epoch) = &part.opened {
            self.take_epoch(identity, epoch)?;
        }
        let grant: Grant = part.grant.peek()?;
        let terms = grant.terms;
        let at = EpochRef {
            compartment: terms.compartment,
            number: terms.epoch,
        };
        let mut profile = None;
        if terms.recipient == self.me {
            let key = identity.person_key(terms.recipient_key)?;
            let plain = key.open(&info("grant", &terms), &grant.sealed)?;
            let secret: GrantSecret =
                codec::parse(&plain, 8192).map_err(|_| VaultError::DoesNotOpen)?;
            if secret.hist.is_some() != terms.history {
                return Err(VaultError::DoesNotOpen);
            }
            let owner = people
                .chain(&self.state.owner)
                .ok_or(VaultError::Unknown("owner"))?;
            if secret.owner.hash() != owner.profile() {
                return Err(VaultError::DoesNotOpen);
            }
            self.keychain
                .learn(at, Some(secret.seed.clone()), secret.hist.clone())?;
            self.owner_profile = Some(secret.owner);
            profile = Some(identity.profile.clone());
        } else if self.is_owner() {
            // A convenience: that it does not open must not close the log.
            profile = self.open_note(&part.note, &terms).ok();
        }
        self.grants.push(GrantLine {
            entry: line.seq,
            time: line.time,
            terms,
            hash: part.grant.hash(),
            profile,
            ended: None,
            stopped: None,
        });
        Ok(())
    }

    fn open_note(&self, note: &OwnerNote, terms: &GrantTerms) -> Result<Profile, VaultError> {
        let private = EpochRef {
            compartment: wire::vault::Compartment::Private,
            number: note.private_epoch,
        };
        let key = note_key(self.keychain.seed(private)?);
        let plain = Zeroizing::new(seal::open(&key, &info("owner-note", terms), &note.sealed)?);
        codec::parse(&plain, PROFILE_LIMIT).map_err(|_| VaultError::DoesNotOpen)
    }

    fn absorb_rotation(
        &mut self,
        identity: &Identity,
        line: &Line,
        part: &RotatePart,
    ) -> Result<(), VaultError> {
        for rotation in &part.rotations {
            self.take_epoch(identity, &rotation.epoch)?;
            if !self.is_owner() {
                self.open_reseal(identity, rotation)?;
            }
        }
        for revoke in part.revokes.as_slice() {
            let grant = self
                .grants
                .iter_mut()
                .find(|grant| grant.hash == revoke.grant);
            if let Some(grant) = grant {
                grant.stopped = grant.ended.map(|(seq, _, _)| seq);
                grant.ended = Some((line.seq, line.time, revoke.leave));
            }
        }
        Ok(())
    }

    fn open_reseal(&mut self, identity: &Identity, rotation: &Rotation) -> Result<(), VaultError> {
        let epoch = &rotation.epoch;
        let Some(member) = self.state.member(epoch.compartment, &self.me) else {
            return Ok(());
        };
        let reseal = rotation
            .reseals
            .iter()
            .find(|reseal| reseal.grant == member.grant);
        let reseal = reseal.ok_or(VaultError::DoesNotOpen)?;
        let context =
            ResealContext::new(self.state.vault, epoch, member.grant, self.me, reseal.key);
        let plain = identity
            .person_key(reseal.key)?
            .open(&info("reseal", &context), &reseal.sealed)?;
        let secret: ResealSecret =
            codec::parse(&plain, 256).map_err(|_| VaultError::DoesNotOpen)?;
        if secret.hist.is_some() != member.history {
            return Err(VaultError::DoesNotOpen);
        }
        self.keychain.learn(
            epoch_ref(epoch),
            Some(secret.seed.clone()),
            secret.hist.clone(),
        )
    }

    pub(super) fn absorb_records(&mut self, line: &Line, part: &Part) -> Result<(), VaultError> {
        match part {
            Part::Records(part) => self.absorb_batch(line, part),
            Part::Wraps(part) => self.absorb_broadcast(line, part)?,
            Part::Keep(part) => self.kept.extend(part.kept.as_slice()),
            _ => {}
        }
        Ok(())
    }

    fn absorb_batch(&mut self, line: &Line, part: &RecordsPart) {
        for (index, header) in (0_u32..).zip(&part.records) {
            self.put_version(Version {
                header: header.clone(),
                author: line.author,
                time: line.time,
                entry: line.seq,
                index,
                audience: line.audience,
                shown: Vec::new(),
            });
        }
        let leaves: Vec<Hash> = part.records.iter().map(RecordHeader::hash).collect();
        let root = merkle_root(&leaves);
        let part = part.clone();
        self.batches.insert(line.seq, WrittenBatch { part, root });
    }

    fn absorb_broadcast(&mut self, line: &Line, part: &WrapsPart) -> Result<(), VaultError> {
        for disclosure in &part.disclosures {
            let source = self.source(disclosure)?;
            for shown in &disclosure.headers {
                let at = VersionRef {
                    record: shown.header.record,
                    version: shown.header.version,
                };
                if self.version(at).is_err() {
                    self.put_version(Version {
                        header: shown.header.clone(),
                        author: source.author,
                        time: source.time,
                        entry: source.seq,
                        index: shown.index,
                        audience: source.audience,
                        shown: Vec::new(),
                    });
                }
                let wrap = Wrap {
                    target: part.target,
                    entry: line.seq,
                    wrapped: shown.wrapped,
                };
                if let Some(version) = self.version_mut(at) {
                    version.shown.push(wrap);
                }
            }
        }
        Ok(())
    }

    /// The entry in which the disclosed headers were written; the log's rules have proved that they were.
    fn source(&self, disclosure: &Disclosure) -> Result<Line, VaultError> {
        let at = self
            .line_index(disclosure.entry)
            .ok_or(VaultError::Unknown("entry"))?;
        Ok(self.lines[at].clone())
    }

    fn put_version(&mut self, version: Version) {
        let versions = self.records.entry(version.header.record).or_default();
        let at = versions.partition_point(|v| v.header.version < version.header.version);
        if versions
            .get(at)
            .is_none_or(|v| v.header.version != version.header.version)
        {
            versions.insert(at, version);
        }
    }

    fn version_mut(&mut self, at: VersionRef) -> Option<&mut Version> {
        self.records
            .get_mut(&at.record)?
            .iter_mut()
            .find(|version| version.header.version == at.version)
    }
}
