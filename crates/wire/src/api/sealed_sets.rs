//! Sealed sets: an owner's encrypted samples, which the server computes with and cannot read.

use crate::{
    cbor_struct,
    codec::Bytes,
    id::{Hash, SetId},
};

/// The most bytes of one sealed block.
pub const BLOCK_LIMIT: usize = 1 << 20;
/// The most bytes of a set's sealed index.
pub const INDEX_LIMIT: usize = 4 << 20;
/// The most blocks of a set: some 67,000 samples of thirty measurements.
pub const MAX_BLOCKS: u32 = 512;
/// The most bytes of a question.
pub const QUESTION_LIMIT: usize = 1 << 20;

cbor_struct! {
    /// What the samples of a set look like from outside.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct SetShape {
        /// Measurements of a sample.
        pub features: u16,
        /// Bits of a scaled measurement.
        pub bits: u8,
    }
}

cbor_struct! {
    /// A new set, without blocks as yet.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct NewSet {
        /// Its name, drawn by the owner.
        pub id: SetId,
        /// The number of the owner's person key that its secrets come from.
        pub owner_key: u32,
        /// Of its samples.
        pub shape: SetShape,
        /// Which place holds what, sealed by the owner.
        pub index: Bytes,
    }
}

cbor_struct! {
    /// A set, from outside.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SetItem {
        /// Its name.
        pub id: SetId,
        /// As in [`NewSet`].
        pub owner_key: u32,
        /// Of its samples.
        pub shape: SetShape,
        /// Counts from one, one up at each change of index or blocks.
        pub version: u64,
        /// How many blocks.
        pub blocks: u32,
        /// Bytes of blocks and index.
        pub bytes: u64,
    }
}

cbor_struct! {
    /// The caller's sets, in the order they were made.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Sets {
        /// At most 1,000.
        pub items: Vec<SetItem>,
    }
}

cbor_struct! {
    /// A block, by name.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BlockItem {
        /// Its number: an answer has the blocks in this order.
        pub number: u32,
        /// SHA-256 of it, domain `sealed-block`.
        pub hash: Hash,
    }
}

cbor_struct! {
    /// A set with its index.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SetState {
        /// From outside.
        pub item: SetItem,
        /// As the owner sealed it.
        pub index: Bytes,
        /// In ascending order.
        pub blocks: Vec<BlockItem>,
    }
}

cbor_struct! {
    /// A block put whole in the place of what stood there.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BlockPut {
        /// Its number, below [`MAX_BLOCKS`].
        pub number: u32,
        /// As `knn` sealed it.
        pub block: Bytes,
    }
}

cbor_struct! {
    /// A change of a set, as compare-and-swap: all of it or nothing, and index and blocks together, so that
    /// neither can ever be read against another state of the other.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SetChange {
        /// One more than the version that was read.
        pub version: u64,
        /// The new index.
        pub index: Bytes,
        /// Blocks that are new or replaced, in ascending order.
        pub puts: Vec<BlockPut>,
        /// Blocks that go, in ascending order.
        pub drops: Vec<u32>,
    }
}

cbor_struct! {
    /// A question to a set.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SetQuestion {
        /// The version that the asker has the index of; another is a conflict.
        pub version: u64,
        /// As `knn` sealed it.
        pub question: Bytes,
    }
}
