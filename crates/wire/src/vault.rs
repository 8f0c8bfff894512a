//! What a vault's log is made of: entries, epochs, grants, records, wraps.
//!
//! An entry is signed and holds the hashes of its parts; the parts travel beside it and are served to
//! those they are for. See `docs/protocol.md` for every field.

use crate::{
    cbor_choice, cbor_enum, cbor_struct,
    codec::{self, Bytes, CodecError, SortedSet},
    hash::{hash, merkle_climb, merkle_root},
    id::{DeviceId, Hash, PersonId, RecordId, VaultId},
    person::SealingPublic,
    sign::{Object, Signed},
};

cbor_enum! {
    /// A part of a vault with keys of its own.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Compartment {
        /// The owner alone.
        Private = 1,
        /// The broadcast list.
        Shared = 2,
        /// Those whom the owner names for it.
        Sensitive = 3,
        /// Reserved for break-glass.
        Emergency = 4,
    }
}

cbor_enum! {
    /// What a grant allows.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Mode {
        /// To read.
        Read = 0,
        /// To read and to add.
        Write = 1,
    }
}

cbor_enum! {
    /// How long a grant is meant to stand.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Purpose {
        /// Until taken back.
        Standing = 0,
        /// For this visit; ends some hours later.
        Visit = 1,
    }
}

cbor_enum! {
    /// How access was taken back.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Leave {
        /// No longer broadcast to; what was had stays readable.
        Stopped = 0,
        /// Removed: the server stops serving, the app drops the keys.
        Removed = 1,
        /// The grant ran out.
        Expired = 2,
    }
}

cbor_enum! {
    /// Why an epoch was opened.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Reason {
        /// The vault was made.
        Genesis = 0,
        /// Somebody joins who shall not read what came before.
        FromNowOn = 1,
        /// Somebody leaves.
        Leave = 2,
        /// The owner came back with the kit: whatever the lost device knew is closed.
        Recovery = 3,
    }
}

cbor_struct! {
    /// Keys that lead to the following epoch, for those who stay.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct NextBoxes {
        /// The next seed under a key from this one.
        pub seed: [u8; 48],
        /// The next history key under one from this one.
        pub hist: [u8; 48],
    }
}

cbor_struct! {
    /// A private epoch's secrets for the owner.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OwnerSeal {
        /// Number of the person key sealed to.
        pub person_key: u32,
        /// `seed ‖ hist` to the person key.
        pub person: Bytes,
        /// `seed ‖ hist` to the recovery key.
        pub recovery: Bytes,
    }
}

cbor_struct! {
    /// Another compartment's secrets for the owner.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OwnerBox {
        /// The private epoch whose seed opens it.
        pub private_epoch: u32,
        /// `seed ‖ hist` under a key from that seed.
        pub sealed: [u8; 80],
    }
}

cbor_choice! {
    /// How the owner gets at an epoch.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum OwnerAccess {
        /// For `private`.
        0 => Sealed(OwnerSeal),
        /// For the others.
        1 => Boxed(OwnerBox),
    }
}

cbor_struct! {
    /// A compartment's keys for a while.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Epoch {
        /// Whose keys.
        pub compartment: Compartment,
        /// Counts from zero.
        pub number: u32,
        /// Commitment to the seed.
        pub commit_seed: Hash,
        /// Commitment to the history key.
        pub commit_hist: Hash,
        /// Derived from the seed: what those wrap to who cannot read.
        pub public: SealingPublic,
        /// The epoch before: `seed ‖ hist` under a key from this one's history key.
        pub previous: Option<[u8; 80]>,
        /// From the epoch before to this one; absent when somebody leaves.
        pub next: Option<NextBoxes>,
        /// How the owner gets at it.
        pub owner: OwnerAccess,
        /// [`members_hash`] of the list.
        pub members: Hash,
        /// Why it was opened.
        pub reason: Reason,
    }
}

/// Hash of a compartment's list: who, by which grant.
pub fn members_hash(members: &[(PersonId, Hash)]) -> Hash {
    let mut sorted: Vec<_> = members.to_vec();
    sorted.sort_unstable();
    let flat: Vec<u8> = sorted
        .iter()
        .flat_map(|(person, grant)| [person.0, grant.0].concat())
        .collect();
    hash("members", &[&flat])
}

cbor_struct! {
    /// A grant's terms: everything but the sealed key. The `info` of the seal.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct GrantTerms {
        /// [`crate::SUITE`].
        pub suite: u16,
        /// Which vault.
        pub vault: VaultId,
        /// Which compartment.
        pub compartment: Compartment,
        /// From which epoch on.
        pub epoch: u32,
        /// Who grants.
        pub issuer: PersonId,
        /// To whom.
        pub recipient: PersonId,
        /// Number of the recipient's person key sealed to.
        pub recipient_key: u32,
        /// What it allows.
        pub mode: Mode,
        /// Whether what was written before is readable.
        pub history: bool,
        /// Whether what the recipient writes is broadcast without waiting in the inbox.
        pub broadcasts: bool,
        /// Whether the recipient may share with a colleague.
        pub may_share: bool,
        /// Over how many colleagues.
        pub depth: u8,
        /// End, in milliseconds since 1970.
        pub not_after: Option<u64>,
        /// Standing or for a visit.
        pub purpose: Purpose,
        /// The grant this one hangs on.
        pub parent: Option<Hash>,
    }
}

cbor_struct! {
    /// A key given to a person, with what it is for.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Grant {
        /// What is allowed.
        pub terms: GrantTerms,
        /// The keys, to the recipient's person key.
        pub sealed: Bytes,
    }
}

impl Object for Grant {
    const DOMAIN: &'static str = "grant";
    const LIMIT: usize = 16 * 1024;
}

cbor_struct! {
    /// A sealed object's place: where its bytes are.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Inline {
        /// Hash of the ciphertext.
        pub hash: Hash,
        /// Its length, padding and tag included.
        pub length: u32,
    }
}

cbor_struct! {
    /// A ciphertext in chunks.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Chunked {
        /// Merkle root of the chunks' hashes.
        pub root: Hash,
        /// How many chunks.
        pub count: u32,
        /// Length of all chunks together.
        pub length: u64,
    }
}

cbor_choice! {
    /// Where a record's ciphertext is.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Content {
        /// Beside the entry.
        0 => Inline(Inline),
        /// In chunks of [`CHUNK`] bytes, uploaded before the entry.
        1 => Chunked(Chunked),
    }
}

/// Length of an attachment's sealed chunk, the last one excepted.
pub const CHUNK: usize = 1 << 20;

/// Hash that names a chunk.
pub fn chunk_hash(chunk: &[u8]) -> Hash {
    hash("chunk", &[chunk])
}

cbor_struct! {
    /// One version of a record. What kind of record it is, is inside the ciphertext.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecordHeader {
        /// Which record.
        pub record: RecordId,
        /// Counts from one.
        pub version: u32,
        /// Hash of the header of the version before.
        pub previous: Option<Hash>,
        /// Where the ciphertext is.
        pub content: Content,
        /// Commitment to the key: one key, whoever is shown it.
        pub commit: Hash,
    }
}

impl RecordHeader {
    /// The hash that names this version, and the leaf in its part's tree.
    pub fn hash(&self) -> Hash {
        hash("record-header", &[&codec::to_bytes(self)])
    }
}

cbor_struct! {
    /// A person as a wrap's target.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PersonTarget {
        /// Who.
        pub person: PersonId,
        /// Number of the person key sealed to.
        pub key: u32,
    }
}

cbor_struct! {
    /// An epoch as a wrap's target.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub struct EpochRef {
        /// Which compartment.
        pub compartment: Compartment,
        /// Which epoch of it.
        pub number: u32,
    }
}

cbor_choice! {
    /// Whom a key is wrapped to.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Target {
        /// Everybody who holds the epoch's seed.
        0 => Epoch(EpochRef),
        /// One person.
        1 => Person(PersonTarget),
    }
}

cbor_choice! {
    /// A wrapped key.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Wrapped {
        /// Under a key from the epoch's seed, by one who holds it.
        0 => Seed(Bytes),
        /// HPKE to the epoch's or the person's public key, by one who need not be able to read.
        1 => Sealed(Bytes),
    }
}

cbor_struct! {
    /// A batch's secret for one target: every key of the batch derives from it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BatchWrap {
        /// For whom.
        pub target: Target,
        /// The secret.
        pub wrapped: Wrapped,
    }
}

cbor_struct! {
    /// A batch of records by one author.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecordsPart {
        /// The versions.
        pub records: Vec<RecordHeader>,
        /// The batch's secret, to `private` first, then to the others who may read.
        pub wraps: Vec<BatchWrap>,
    }
}

cbor_struct! {
    /// A header shown to new readers, with the proof that its author signed it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DisclosedHeader {
        /// Leaf in the tree of the part it was written in.
        pub index: u32,
        /// The path to that part's root.
        pub path: Vec<Hash>,
        /// The header itself.
        pub header: RecordHeader,
        /// Its key under a key from the target epoch's seed, for this record and version alone.
        pub wrapped: [u8; 48],
    }
}

cbor_struct! {
    /// Headers of one earlier entry shown to new readers.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Disclosure {
        /// The entry they were written in.
        pub entry: u64,
        /// How many records that entry has.
        pub count: u32,
        /// Hash of that part's wraps.
        pub wraps: Hash,
        /// The headers.
        pub headers: Vec<DisclosedHeader>,
    }
}

cbor_struct! {
    /// The owner broadcasts what was private.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct WrapsPart {
        /// The epoch wrapped to.
        pub target: EpochRef,
        /// What is shown.
        pub disclosures: Vec<Disclosure>,
    }
}

cbor_struct! {
    /// Names one version.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct VersionRef {
        /// Which record.
        pub record: RecordId,
        /// Which version.
        pub version: u32,
    }
}

cbor_struct! {
    /// The owner's decision to keep what waited in the inbox.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KeepPart {
        /// What is kept private.
        pub kept: SortedSet<VersionRef>,
    }
}

cbor_struct! {
    /// Opens a vault.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct GenesisPart {
        /// Epoch 0 of `private`, `shared` and `sensitive`, in this order.
        pub epochs: Vec<Epoch>,
    }
}

cbor_struct! {
    /// A grant as it stands in the log.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct GrantPart {
        /// The epoch opened first, when the recipient shall not read what came before.
        pub opened: Option<Epoch>,
        /// The grant.
        pub grant: Signed<Grant>,
        /// The recipient's profile for the owner, under a key from `private`'s seed.
        pub note: OwnerNote,
    }
}

cbor_struct! {
    /// What the owner notes for himself.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OwnerNote {
        /// The private epoch whose seed opens it.
        pub private_epoch: u32,
        /// The note.
        pub sealed: Bytes,
    }
}

cbor_struct! {
    /// One who leaves.
    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Revoke {
        /// The grant that ends, with all that hangs on it.
        pub grant: Hash,
        /// How.
        pub leave: Leave,
    }
}

cbor_struct! {
    /// A new epoch's keys for one who stays.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Reseal {
        /// The grant that stands.
        pub grant: Hash,
        /// Number of the person key sealed to.
        pub key: u32,
        /// The keys.
        pub sealed: Bytes,
    }
}

cbor_struct! {
    /// A compartment's new epoch without those who leave.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Rotation {
        /// The new epoch; it has no next boxes.
        pub epoch: Epoch,
        /// One for each member who stays, in the order of their grants' hashes.
        pub reseals: Vec<Reseal>,
    }
}

cbor_struct! {
    /// Access is taken back, or every key renewed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RotatePart {
        /// Who leaves; none when only keys are renewed.
        pub revokes: SortedSet<Revoke>,
        /// The new epochs, by compartment.
        pub rotations: Vec<Rotation>,
    }
}

cbor_struct! {
    /// An author's new device says that the old ones are out.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AnchorPart {
        /// Head of the author's chain.
        pub head: Hash,
    }
}

cbor_choice! {
    /// What an entry carries.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[expect(clippy::large_enum_variant, reason = "one at a time, and short-lived")]
    pub enum Part {
        /// Opens the vault.
        0 => Genesis(GenesisPart),
        /// Lets somebody in.
        1 => Grant(GrantPart),
        /// Puts somebody out, or renews keys.
        2 => Rotate(RotatePart),
        /// Adds records.
        3 => Records(RecordsPart),
        /// Broadcasts records.
        4 => Wraps(WrapsPart),
        /// Keeps what waited.
        5 => Keep(KeepPart),
        /// Anchors an author's chain.
        6 => Anchor(AnchorPart),
    }
}

/// The most bytes a part may have.
pub const PART_LIMIT: usize = 8 << 20;

impl Part {
    /// Reads a part.
    ///
    /// # Errors
    /// When the bytes are not a part.
    pub fn parse(bytes: &[u8]) -> Result<Self, CodecError> {
        codec::parse(bytes, PART_LIMIT)
    }

    /// What kind of entry carries it.
    pub fn kind(&self) -> EntryKind {
        match self {
            Self::Genesis(_) => EntryKind::Genesis,
            Self::Grant(_) => EntryKind::Grant,
            Self::Rotate(_) => EntryKind::Rotate,
            Self::Records(_) => EntryKind::Records,
            Self::Wraps(_) => EntryKind::Wraps,
            Self::Keep(_) => EntryKind::Keep,
            Self::Anchor(_) => EntryKind::Anchor,
        }
    }

    /// The hash that the entry signs. Records hang on a Merkle tree, so that one of them can be shown
    /// later without the others.
    pub fn hash(&self) -> Hash {
        match self {
            Self::Records(part) => {
                let leaves: Vec<Hash> = part.records.iter().map(RecordHeader::hash).collect();
                let count = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
                records_hash(count, merkle_root(&leaves), wraps_hash(&part.wraps))
            }
            other => hash("part", &[&codec::to_bytes(other)]),
        }
    }
}

/// Hash of a batch's wraps.
pub fn wraps_hash(wraps: &[BatchWrap]) -> Hash {
    hash("batch-wraps", &[&codec::to_bytes(&wraps.to_vec())])
}

/// Hash of a records part, from its tree and its wraps.
pub fn records_hash(count: u32, root: Hash, wraps: Hash) -> Hash {
    hash("records-part", &[&count.to_be_bytes(), &root.0, &wraps.0])
}

impl Disclosure {
    /// The hash of the part that the disclosed headers were written in, or `None` when they do not lead
    /// to one and the same.
    pub fn part_hash(&self) -> Option<Hash> {
        let mut roots = self.headers.iter().map(|shown| {
            let (index, count) = (
                usize::try_from(shown.index).ok()?,
                usize::try_from(self.count).ok()?,
            );
            merkle_climb(shown.header.hash(), index, count, &shown.path)
        });
        let root = roots.next()??;
        roots
            .all(|other| other == Some(root))
            .then(|| records_hash(self.count, root, self.wraps))
    }
}

cbor_enum! {
    /// What an entry does, for everybody to see.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum EntryKind {
        /// Opens the vault.
        Genesis = 0,
        /// Lets somebody in.
        Grant = 1,
        /// Puts somebody out, or renews keys.
        Rotate = 2,
        /// Adds records.
        Records = 3,
        /// Broadcasts records.
        Wraps = 4,
        /// Keeps what waited.
        Keep = 5,
        /// Anchors an author's chain.
        Anchor = 6,
    }
}

cbor_enum! {
    /// To whom a part is served.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Audience {
        /// To everybody in the vault.
        Members = 0,
        /// To the owner (and to the entry's author).
        Private = 1,
        /// To the broadcast list.
        Shared = 2,
        /// To those named for `sensitive`.
        Sensitive = 3,
    }
}

impl Audience {
    /// The compartment whose members it is.
    pub fn compartment(self) -> Option<Compartment> {
        match self {
            Self::Members => None,
            Self::Private => Some(Compartment::Private),
            Self::Shared => Some(Compartment::Shared),
            Self::Sensitive => Some(Compartment::Sensitive),
        }
    }

    /// The audience of what is written for a compartment; `emergency` has none yet.
    pub fn of(compartment: Compartment) -> Option<Self> {
        match compartment {
            Compartment::Private => Some(Self::Private),
            Compartment::Shared => Some(Self::Shared),
            Compartment::Sensitive => Some(Self::Sensitive),
            Compartment::Emergency => None,
        }
    }
}

cbor_struct! {
    /// One entry of a vault's log.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LogEntry {
        /// [`crate::SUITE`].
        pub suite: u16,
        /// Which vault; absent in the first entry, whose hash it is.
        pub vault: Option<VaultId>,
        /// Position, from zero.
        pub seq: u64,
        /// Hash of the entry before.
        pub previous: Option<Hash>,
        /// Who writes.
        pub author: PersonId,
        /// With which device.
        pub device: DeviceId,
        /// Where the author's chain stood.
        pub author_seq: u64,
        /// When, in milliseconds since 1970.
        pub time: u64,
        /// What it does.
        pub kind: EntryKind,
        /// The epochs it relies on being current.
        pub epochs: SortedSet<EpochRef>,
        /// To whom its part is served.
        pub audience: Audience,
        /// [`Part::hash`].
        pub part: Hash,
    }
}

impl Object for LogEntry {
    const DOMAIN: &'static str = "log-entry";
    const LIMIT: usize = 2048;
}

cbor_struct! {
    /// A head that somebody vouches for, compared when people meet.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Checkpoint {
        /// Which vault.
        pub vault: VaultId,
        /// Position.
        pub seq: u64,
        /// Hash of the entry there.
        pub head: Hash,
        /// When, in milliseconds since 1970.
        pub time: u64,
        /// Who vouches.
        pub author: PersonId,
        /// With which device.
        pub device: DeviceId,
    }
}

impl Object for Checkpoint {
    const DOMAIN: &'static str = "checkpoint";
    const LIMIT: usize = 1024;
}

cbor_struct! {
    /// What a reader opened since the last sync.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ReadReceipts {
        /// [`crate::SUITE`].
        pub suite: u16,
        /// Whose records.
        pub vault: VaultId,
        /// Who read.
        pub reader: PersonId,
        /// With which device.
        pub device: DeviceId,
        /// Where the reader's own chain of receipts stands, from zero.
        pub seq: u64,
        /// Hash of the receipts before.
        pub previous: Option<Hash>,
        /// When they were sent, in milliseconds since 1970.
        pub time: u64,
        /// Merkle root over what was read.
        pub root: Hash,
        /// Number of the owner's person key sealed to.
        pub owner_key: u32,
        /// The list, to the owner's person key.
        pub sealed: Bytes,
    }
}

impl Object for ReadReceipts {
    const DOMAIN: &'static str = "read-receipts";
    const LIMIT: usize = 1 << 20;
}
