//! Grants, and how they end.

use crate::{
    cbor_enum, cbor_struct,
    codec::{Bytes, SortedSet},
    id::{Hash, PersonId, VaultId},
    sign::{Object, Signed},
    vault::{Compartment, Epoch},
};

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
