//! What was stored, told after it was.

use wire::id::{InvitationId, PersonId, VaultId};

/// Something that happened, told after it is safe on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A log grew.
    Vault {
        /// Which vault's.
        vault: VaultId,
        /// Position of the new entry.
        seq: u64,
    },
    /// An invitation was answered, denied or withdrawn.
    Invitation {
        /// Which.
        invitation: InvitationId,
        /// Whose.
        doctor: PersonId,
    },
    /// A reader sent receipts.
    Receipts {
        /// For which vault.
        vault: VaultId,
        /// How many there are now.
        total: u64,
    },
    /// Sessions ended.
    SignedOut {
        /// Whose.
        person: PersonId,
        /// The hash of the one session's token, or `None` when it was all of them.
        session: Option<[u8; 32]>,
    },
}
