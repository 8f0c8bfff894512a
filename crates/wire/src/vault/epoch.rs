//! Epochs: a compartment's keys for a while, as the log shows them.

use crate::{
    cbor_choice, cbor_enum, cbor_struct,
    codec::Bytes,
    hash::hash,
    id::{Hash, PersonId},
    person::SealingPublic,
    vault::Compartment,
};

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
    /// An epoch as a wrap's target.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub struct EpochRef {
        /// Which compartment.
        pub compartment: Compartment,
        /// Which epoch of it.
        pub number: u32,
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
