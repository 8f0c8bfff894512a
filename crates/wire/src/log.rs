//! A vault's log, verified: what may follow what, written by whom, and who may see it.
//!
//! [`VaultState`] is what a log adds up to. The server admits an entry by it and each client verifies
//! every entry by it again, with the same code, so that a server that admits what it should not is
//! found out. It knows public facts only.

mod admit;
mod see;

use crate::{
    cbor_struct,
    codec::CodecError,
    id::{Hash, PersonId, RecordId, VaultId},
    person::{PersonChain, SealingPublic},
    sign::{SignatureError, Signed},
    vault::{
        Audience, Compartment, Disclosure, EntryKind, Epoch, Leave, LogEntry, Mode, Part, Purpose,
        ShowingContent, ShowingTerms, members_hash,
    },
};

pub use see::Horizon;

/// How far clocks may differ, in milliseconds.
pub const CLOCK_SKEW: u64 = 10 * 60 * 1000;

/// The most records in one entry.
pub const MAX_RECORDS: usize = 4096;

/// The most members of one compartment.
pub const MAX_MEMBERS: usize = 4096;

/// Why an entry is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// It does not continue this log at this place.
    #[error("entry {found} does not follow entry {head} of this log")]
    Broken {
        /// Where the log stands.
        head: u64,
        /// What was given.
        found: u64,
    },
    /// An unknown suite: newer than this program, or a downgrade.
    #[error("unknown suite {0}")]
    Suite(u16),
    /// The author's chain was not given.
    #[error("the author {0} is not known")]
    UnknownAuthor(PersonId),
    /// The signature does not verify.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The encoding is wrong.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// The part beside the entry is not the one it signs.
    #[error("the part does not belong to the entry")]
    WrongPart,
    /// The part was not served though everybody in the vault should have it.
    #[error("the part is missing")]
    MissingPart,
    /// Written by a device that was not, or is no longer, the author's.
    #[error("the author's device is out")]
    Device,
    /// Relies on an epoch that is no longer current.
    #[error("relies on an epoch that is no longer current")]
    StaleEpoch,
    /// The author may not do this.
    #[error("not allowed: {0}")]
    NotAllowed(&'static str),
    /// The part contradicts itself or the log.
    #[error("inconsistent: {0}")]
    Inconsistent(&'static str),
    /// The clock of its author is off.
    #[error("its time is out of order")]
    Time,
}

/// Where persons' verified chains are found.
pub trait People {
    /// The chain of `person`, as far as known: never somebody else's.
    fn chain(&self, person: &PersonId) -> Option<&PersonChain>;
}

impl<S: std::hash::BuildHasher> People for std::collections::HashMap<PersonId, PersonChain, S> {
    fn chain(&self, person: &PersonId) -> Option<&PersonChain> {
        self.get(person).filter(|chain| chain.id() == *person)
    }
}

impl People for std::collections::BTreeMap<PersonId, PersonChain> {
    fn chain(&self, person: &PersonId) -> Option<&PersonChain> {
        self.get(person).filter(|chain| chain.id() == *person)
    }
}

/// What is known of an earlier entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFact {
    /// Who wrote it.
    pub author: PersonId,
    /// What it does.
    pub kind: EntryKind,
    /// To whom its part is served.
    pub audience: Audience,
    /// Its part's hash.
    pub part: Hash,
}

/// What is known of a record's newest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFact {
    /// Its number.
    pub version: u32,
    /// Its header's hash.
    pub header: Hash,
    /// Who wrote the first version.
    pub author: PersonId,
}

/// The log before the entry at hand.
pub trait History {
    /// The entry at `seq`.
    fn entry(&self, seq: u64) -> Option<EntryFact>;
    /// The newest version of `record`; `None` when its first version is not known.
    fn latest(&self, record: &RecordId) -> Option<RecordFact>;
    /// Whether every record is known: true for the server and the owner. Others cannot tell an unknown
    /// record from one that was never shown to them.
    fn complete(&self) -> bool;
}

/// How an entry is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// As news, at this time: the server's admission.
    Now(u64),
    /// As history: by the entry's own time.
    Then,
}

cbor_struct! {
    /// A compartment's current epoch.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct EpochState {
        /// Which compartment.
        pub compartment: Compartment,
        /// Number of the epoch.
        pub number: u32,
        /// Commitment to its seed.
        pub commit_seed: Hash,
        /// Commitment to its history key.
        pub commit_hist: Hash,
        /// What those wrap to who cannot read.
        pub public: SealingPublic,
    }
}

cbor_struct! {
    /// A member of a compartment.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Member {
        /// Which compartment.
        pub compartment: Compartment,
        /// Who.
        pub person: PersonId,
        /// By which grant.
        pub grant: Hash,
        /// Since which entry.
        pub since: u64,
        /// What is allowed.
        pub mode: Mode,
        /// Whether what came before is readable.
        pub history: bool,
        /// Whether writes are broadcast without waiting.
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
}

impl Member {
    /// Whether the grant has run out at `time`.
    pub fn expired(&self, time: u64) -> bool {
        self.not_after.is_some_and(|end| time > end)
    }
}

cbor_struct! {
    /// One who was a member.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Gone {
        /// The membership as it was.
        pub member: Member,
        /// The entry that ended it.
        pub until: u64,
        /// How.
        pub leave: Leave,
    }
}

cbor_struct! {
    /// Where an author's chain stood at the author's last entry.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AuthorSeq {
        /// Who.
        pub author: PersonId,
        /// The position.
        pub seq: u64,
    }
}

cbor_struct! {
    /// One act of showing, or taking back.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct ActFact {
        /// The entry it is in.
        pub entry: u64,
        /// Whether it shows something that was not taken back.
        pub standing: bool,
    }
}

cbor_struct! {
    /// What was shown to one person.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ShownTo {
        /// Who.
        pub person: PersonId,
        /// Name of the last act's terms.
        pub last: Hash,
        /// The acts, by their numbers.
        pub acts: Vec<ActFact>,
    }
}

cbor_struct! {
    /// What a log adds up to.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct VaultState {
        /// Which vault.
        pub vault: VaultId,
        /// Whose.
        pub owner: PersonId,
        /// Position of the last entry.
        pub seq: u64,
        /// Its hash.
        pub head: Hash,
        /// Its time.
        pub time: u64,
        /// The current epochs.
        pub epochs: Vec<EpochState>,
        /// Everybody on a list.
        pub members: Vec<Member>,
        /// Everybody who was on one.
        pub gone: Vec<Gone>,
        /// How far each author's chain had come.
        pub authors: Vec<AuthorSeq>,
        /// What was shown to single persons: known to the owner and the server, empty for the others.
        pub shown: Vec<ShownTo>,
    }
}

impl VaultState {
    /// Verifies the first entry of a log.
    ///
    /// # Errors
    /// When it opens no vault, or not properly.
    pub fn open(
        signed: &Signed<LogEntry>,
        part: &Part,
        people: &impl People,
        judge: Judge,
    ) -> Result<Self, LogError> {
        admit::open(signed, part, people, judge)
    }

    /// Verifies and takes up the next entry. On error the state is as it was.
    ///
    /// A part that is not for us is `None`; one that is for everybody must be there. That nothing else
    /// is held back that should be here, the caller checks by [`VaultState::sees`].
    ///
    /// # Errors
    /// When the entry does not follow, is not signed by who may write, or does what it may not.
    pub fn apply(
        &mut self,
        signed: &Signed<LogEntry>,
        part: Option<&Part>,
        people: &impl People,
        history: &impl History,
        judge: Judge,
    ) -> Result<LogEntry, LogError> {
        let mut next = self.clone();
        let entry = admit::apply(&mut next, signed, part, people, history, judge)?;
        *self = next;
        Ok(entry)
    }

    /// Verifies a part that was withheld when the entry at `seq` came, and is now served.
    ///
    /// # Errors
    /// When it is not that entry's part, or one that the entry may not have.
    pub fn check_late(
        &self,
        seq: u64,
        fact: &EntryFact,
        part: &Part,
        history: &impl History,
    ) -> Result<(), LogError> {
        admit::check_late(self, seq, fact, part, history)
    }

    /// The current epoch of a compartment.
    pub fn epoch(&self, compartment: Compartment) -> Option<&EpochState> {
        self.epochs
            .iter()
            .find(|epoch| epoch.compartment == compartment)
    }

    /// The membership of `person` in a compartment.
    pub fn member(&self, compartment: Compartment, person: &PersonId) -> Option<&Member> {
        self.members
            .iter()
            .find(|m| m.compartment == compartment && m.person == *person)
    }

    /// The membership that a revocation may end: one in force, or, to remove somebody after all who was
    /// only stopped, one that was.
    pub fn revocable(&self, grant: &Hash, leave: Leave) -> Option<&Member> {
        let stopped = |gone: &&Gone| {
            gone.member.grant == *grant && gone.leave == Leave::Stopped && leave == Leave::Removed
        };
        let gone = || self.gone.iter().find(stopped).map(|gone| &gone.member);
        let current = self.members.iter().find(|member| member.grant == *grant);
        current.or_else(gone)
    }

    /// What was shown to one person apart from any list.
    pub fn shown_to(&self, person: &PersonId) -> Option<&ShownTo> {
        self.shown.iter().find(|shown| shown.person == *person)
    }

    /// Everybody on a compartment's list.
    pub fn members_of(&self, compartment: Compartment) -> impl Iterator<Item = &Member> {
        self.members
            .iter()
            .filter(move |member| member.compartment == compartment)
    }

    /// Grants that have run out but still stand in the list: the owner's next rotation ends them.
    pub fn overdue(&self, now: u64) -> impl Iterator<Item = &Member> {
        self.members
            .iter()
            .filter(move |member| member.expired(now))
    }

    /// [`members_hash`] of a compartment's list.
    pub fn members_hash(&self, compartment: Compartment) -> Hash {
        let list: Vec<_> = self
            .members_of(compartment)
            .map(|m| (m.person, m.grant))
            .collect();
        members_hash(&list)
    }

    fn set_epoch(&mut self, epoch: &Epoch) {
        let state = EpochState {
            compartment: epoch.compartment,
            number: epoch.number,
            commit_seed: epoch.commit_seed,
            commit_hist: epoch.commit_hist,
            public: epoch.public,
        };
        match self
            .epochs
            .iter_mut()
            .find(|e| e.compartment == epoch.compartment)
        {
            Some(current) => *current = state,
            None => self.epochs.push(state),
        }
    }

    /// Where an author's chain stood when last seen here.
    pub fn author_seq(&self, author: &PersonId) -> Option<u64> {
        self.authors
            .iter()
            .find(|a| a.author == *author)
            .map(|a| a.seq)
    }
}

/// Verifies, as the person it was shown to, an act of showing without the log around it: its entry is the
/// owner's, of this vault, and signs these terms and this content. That it follows the act before, and is
/// for oneself, is left to the caller.
///
/// # Errors
/// When it is not so. Content may be absent where it was taken back since.
pub fn verify_showing(
    signed: &Signed<LogEntry>,
    terms: &ShowingTerms,
    content: Option<&ShowingContent>,
    vault: VaultId,
    owner: &PersonChain,
) -> Result<LogEntry, LogError> {
    admit::outside(signed, terms, content, vault, owner)
}

/// Verifies that the headers disclosed were signed by `author`, in the entry `source` of this vault.
///
/// # Errors
/// When they were not.
///
/// # Security
/// It does not say that the author had the right to write there: that the owner's showing says.
pub fn verify_source(
    source: &Signed<LogEntry>,
    disclosure: &Disclosure,
    vault: VaultId,
    author: &PersonChain,
) -> Result<LogEntry, LogError> {
    admit::outside_source(source, disclosure, vault, author)
}

/// Verifies whose vault it is by its first entry alone, without the part.
///
/// # Errors
/// When it is not the first entry of a vault of `owner`'s.
pub fn verify_owner(genesis: &Signed<LogEntry>, owner: &PersonChain) -> Result<VaultId, LogError> {
    admit::outside_genesis(genesis, owner)
}
