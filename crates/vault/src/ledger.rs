//! A vault as one person knows it: the verified log, the keys it gave, the records it names.

mod absorb;
mod checkpoint;
mod read;
mod showing;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use wire::{
    id::{DeviceId, Hash, PersonId, RecordId, VaultId},
    log::{EntryFact, History, Judge, People, RecordFact, VaultState},
    person::Profile,
    sign::Signed,
    vault::{
        Audience, Compartment, EntryKind, EpochRef, GrantTerms, Leave, LogEntry, Part,
        RecordHeader, RecordsPart, VersionRef,
    },
};

use crate::{error::VaultError, identity::Identity, keychain::Keychain};

pub use read::Shown;
pub use showing::ShowingLine;
pub use write::{GrantRequest, Pen, Prepared, make_genesis};

/// An entry of the log, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Position.
    pub seq: u64,
    /// Its hash: the head after it.
    pub hash: Hash,
    /// Who wrote it.
    pub author: PersonId,
    /// With which device.
    pub device: DeviceId,
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// What it does.
    pub kind: EntryKind,
    /// To whom its part is served.
    pub audience: Audience,
    /// Its part's hash.
    pub part: Hash,
    /// Whether we have its part.
    pub seen: bool,
}

/// A version of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its signed header.
    pub header: RecordHeader,
    /// Who wrote it.
    pub author: PersonId,
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// The entry it was written in.
    pub entry: u64,
    /// Its place in that entry.
    pub index: u32,
    /// To whom it was written.
    pub audience: Audience,
    /// To whom it was shown later: the epoch, the entry, and the wrapped key.
    pub shown: Vec<Wrap>,
}

/// A version's key for an epoch it was broadcast to later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrap {
    /// The epoch.
    pub target: EpochRef,
    /// The entry that showed it.
    pub entry: u64,
    /// The wrapped key.
    pub wrapped: [u8; 48],
}

impl Version {
    /// Its name.
    pub fn at(&self) -> VersionRef {
        VersionRef {
            record: self.header.record,
            version: self.header.version,
        }
    }

    /// Whether a compartment's members can see it.
    pub fn is_in(&self, compartment: Compartment) -> bool {
        self.audience.compartment() == Some(compartment)
            || self
                .shown
                .iter()
                .any(|wrap| wrap.target.compartment == compartment)
    }
}

/// A grant of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantLine {
    /// The entry that gave it.
    pub entry: u64,
    /// When.
    pub time: u64,
    /// What it allows.
    pub terms: GrantTerms,
    /// Its name.
    pub hash: Hash,
    /// The recipient's profile: for the owner, and for the recipient himself.
    pub profile: Option<Profile>,
    /// The entry that ended it, when, and how.
    pub ended: Option<(u64, u64, Leave)>,
    /// The entry that stopped it first, where it was ended by a removal later.
    pub stopped: Option<u64>,
}

/// A batch of records as its entry has it.
#[derive(Debug, Clone)]
struct WrittenBatch {
    part: RecordsPart,
    /// Merkle root over the headers, which every wrap of the batch names: computed once, not for each record.
    root: Hash,
}

/// A vault as one person knows it.
#[derive(Debug, Clone)]
pub struct Ledger {
    me: PersonId,
    state: VaultState,
    keychain: Keychain,
    lines: Vec<Line>,
    records: BTreeMap<RecordId, Vec<Version>>,
    batches: BTreeMap<u64, WrittenBatch>,
    grants: Vec<GrantLine>,
    kept: BTreeSet<VersionRef>,
    showings: Vec<ShowingLine>,
    owner_profile: Option<Profile>,
}

impl Ledger {
    /// Opens a vault's log by its first entry. With `expect`, also that it is this vault.
    ///
    /// # Errors
    /// When the entry opens no vault, or another one.
    pub fn open(
        identity: &Identity,
        signed: &Signed<LogEntry>,
        part: &Part,
        people: &impl People,
        expect: Option<VaultId>,
    ) -> Result<Self, VaultError> {
        let state = VaultState::open(signed, part, people, Judge::Then)?;
        if expect.is_some_and(|vault| vault != state.vault) {
            return Err(VaultError::Unknown("vault"));
        }
        let entry = signed.peek()?;
        let mut ledger = Self {
            me: identity.person,
            keychain: Keychain::new(state.owner),
            owner_profile: (state.owner == identity.person).then(|| identity.profile.clone()),
            state,
            lines: Vec::new(),
            records: BTreeMap::new(),
            batches: BTreeMap::new(),
            grants: Vec::new(),
            kept: BTreeSet::new(),
            showings: Vec::new(),
        };
        ledger.absorb(identity, &entry, signed.hash(), Some(part), people)?;
        Ok(ledger)
    }

    /// Verifies and takes up the next entry. On error the head is where it was, and the entry that
    /// should stand there can still be taken up.
    ///
    /// # Errors
    /// When the entry is not in order, or a key in it that is for us does not open.
    pub fn apply(
        &mut self,
        identity: &Identity,
        signed: &Signed<LogEntry>,
        part: Option<&Part>,
        people: &impl People,
    ) -> Result<(), VaultError> {
        let mut next = self.state.clone();
        let entry = next.apply(signed, part, people, &*self, Judge::Then)?;
        let before = core::mem::replace(&mut self.state, next);
        if let Err(error) = self.absorb(identity, &entry, signed.hash(), part, people) {
            self.state = before;
            self.keychain
                .forget_epochs(part.into_iter().flat_map(Part::epochs));
            return Err(error);
        }
        Ok(())
    }

    /// Takes up a part that was withheld from us when its entry came and is now for us.
    ///
    /// # Errors
    /// When it is not that entry's part, or shows what its author never wrote.
    pub fn fill(&mut self, seq: u64, part: &Part) -> Result<(), VaultError> {
        let at = self.line_index(seq).ok_or(VaultError::Unknown("entry"))?;
        let line = self.lines[at].clone();
        let fact = self.entry(seq).ok_or(VaultError::Unknown("entry"))?;
        self.state.check_late(seq, &fact, part, self)?;
        if !line.seen {
            self.absorb_records(&line, part)?;
            self.lines[at].seen = true;
        }
        Ok(())
    }

    /// The first entry whose part we should have been served by `now`, and were not.
    pub fn withheld(&self, now: u64) -> Option<u64> {
        self.lines
            .iter()
            .filter(|line| !line.seen)
            .find(|line| {
                self.state
                    .sees(&self.me, &line.author, line.audience, line.seq, now)
            })
            .map(|line| line.seq)
    }

    /// Whose view this is.
    pub fn me(&self) -> PersonId {
        self.me
    }

    /// Whether the vault is one's own.
    pub fn is_owner(&self) -> bool {
        self.me == self.state.owner
    }

    /// What the log adds up to.
    pub fn state(&self) -> &VaultState {
        &self.state
    }

    /// The entries, in short.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The grants ever given.
    pub fn grants(&self) -> &[GrantLine] {
        &self.grants
    }

    /// The records, each with the versions known, oldest first.
    pub fn records(&self) -> &BTreeMap<RecordId, Vec<Version>> {
        &self.records
    }

    /// The owner's profile: one's own, or as sealed into the grant.
    pub fn owner_profile(&self) -> Option<&Profile> {
        self.owner_profile.as_ref()
    }

    /// The keys held.
    pub fn keychain(&self) -> &Keychain {
        &self.keychain
    }

    /// Drops every key: the grant is gone.
    pub fn forget(&mut self) {
        self.keychain.forget();
    }

    /// What others wrote and waits for the owner: seen by nobody else, and not decided.
    pub fn inbox(&self) -> Vec<&Version> {
        let mut waiting: Vec<&Version> = self
            .records
            .values()
            .flatten()
            .filter(|version| self.waits(version))
            .collect();
        waiting.sort_by_key(|version| (version.entry, version.index));
        waiting
    }

    /// Whether a version waits for the owner's decision.
    pub fn waits(&self, version: &Version) -> bool {
        version.author != self.state.owner
            && version.audience == Audience::Private
            && version.shown.is_empty()
            && !self.kept.contains(&version.at())
    }

    /// One version.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    pub fn version(&self, at: VersionRef) -> Result<&Version, VaultError> {
        self.records
            .get(&at.record)
            .and_then(|versions| {
                versions
                    .iter()
                    .find(|version| version.header.version == at.version)
            })
            .ok_or(VaultError::Unknown("record"))
    }

    fn current(&self, compartment: Compartment) -> Result<EpochRef, VaultError> {
        let epoch = self
            .state
            .epoch(compartment)
            .ok_or(VaultError::Unknown("compartment"))?;
        Ok(EpochRef {
            compartment,
            number: epoch.number,
        })
    }

    fn line_index(&self, seq: u64) -> Option<usize> {
        usize::try_from(seq)
            .ok()
            .filter(|at| *at < self.lines.len())
    }
}

impl History for Ledger {
    fn entry(&self, seq: u64) -> Option<EntryFact> {
        self.line_index(seq).map(|at| {
            let line = &self.lines[at];
            EntryFact {
                author: line.author,
                kind: line.kind,
                audience: line.audience,
                part: line.part,
            }
        })
    }

    fn latest(&self, record: &RecordId) -> Option<RecordFact> {
        let versions = self.records.get(record)?;
        let (first, last) = (versions.first()?, versions.last()?);
        if first.header.version != 1 {
            // Who began the record is not known here, so nothing can be said of who may correct it.
            return None;
        }
        Some(RecordFact {
            version: last.header.version,
            header: last.header.hash(),
            author: first.author,
        })
    }

    fn complete(&self) -> bool {
        self.is_owner()
    }
}
