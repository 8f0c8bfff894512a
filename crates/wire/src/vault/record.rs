//! Records: their headers, their keys' wraps, and what is shown of them later.

use crate::{
    cbor_choice, cbor_struct,
    codec::{self, Bytes, SortedSet},
    hash::{hash, merkle_climb},
    id::{Hash, PersonId, RecordId},
    vault::EpochRef,
};

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
