//! The log's entries, and the parts beside them.

use crate::{
    cbor_choice, cbor_enum, cbor_struct,
    codec::{self, CodecError, SortedSet},
    hash::{hash, merkle_root},
    id::{DeviceId, Hash, PersonId, VaultId},
    sign::Object,
    vault::{
        Audience, Epoch, EpochRef, GenesisPart, GrantPart, KeepPart, RecordHeader, RecordsPart,
        RotatePart, Rotation, ShowingPart, WrapsPart, records_hash, wraps_hash,
    },
};

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
        /// Shows a record to one person, or takes it back.
        7 => Showing(ShowingPart),
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
            Self::Showing(_) => EntryKind::Showing,
        }
    }

    /// The epochs it opens.
    pub fn epochs(&self) -> impl Iterator<Item = &Epoch> {
        let (several, one, rotations): (&[Epoch], _, &[Rotation]) = match self {
            Self::Genesis(part) => (&part.epochs, None, &[]),
            Self::Grant(part) => (&[], part.opened.as_ref(), &[]),
            Self::Rotate(part) => (&[], None, &part.rotations),
            _ => (&[], None, &[]),
        };
        let rotated = rotations.iter().map(|rotation| &rotation.epoch);
        several.iter().chain(one).chain(rotated)
    }

    /// The hash that the entry signs. Records hang on a Merkle tree, so that one of them can be shown
    /// later without the others; a showing on its terms, which name what is shown.
    pub fn hash(&self) -> Hash {
        match self {
            Self::Records(part) => {
                let leaves: Vec<Hash> = part.records.iter().map(RecordHeader::hash).collect();
                let count = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
                records_hash(count, merkle_root(&leaves), wraps_hash(&part.wraps))
            }
            Self::Showing(part) => part.terms.hash(),
            other => hash("part", &[&codec::to_bytes(other)]),
        }
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
        /// Shows a record to one person, or takes it back.
        Showing = 7,
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
