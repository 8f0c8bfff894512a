//! What persons sign beside the log: heads they vouch for, and what they read.

use crate::{
    cbor_struct,
    codec::Bytes,
    id::{DeviceId, Hash, PersonId, VaultId},
    sign::Object,
};

cbor_struct! {
    /// A head that somebody vouches for, compared when people meet.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Checkpoint {
        /// [`crate::SUITE`].
        pub suite: u16,
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
