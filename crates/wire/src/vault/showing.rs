//! One record shown to one person, and taken back.
//!
//! Such entries are for the owner and that person alone. What is shown to a person is a chain of its own
//! within the log, numbered and linked, so that the person verifies it without the entries between.

use crate::{
    SUITE, cbor_choice, cbor_struct,
    codec::{self, Bytes},
    hash::hash,
    id::{Hash, PersonId, VaultId},
    vault::{Disclosure, OwnerNote},
};

/// The most versions one act shows: a document and the files that came with it.
pub const MAX_SHOWN: usize = 64;

/// The most acts of showing in one vault, ever. To take back is always possible.
pub const MAX_SHOWINGS: usize = 4096;

/// The most bytes that a showing's sealed key, or its note, may have.
pub const SHOWING_SEAL_LIMIT: usize = 8192;

cbor_struct! {
    /// Something is shown.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ShowAct {
        /// Number of the recipient's person key sealed to.
        pub key: u32,
        /// [`ShowingContent::hash`] of what travels beside these terms.
        pub content: Hash,
    }
}

cbor_struct! {
    /// Something shown is taken back.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct TakeBackAct {
        /// Number of the act that showed it.
        pub number: u32,
    }
}

cbor_choice! {
    /// What is done.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum ShowingAct {
        /// Shown.
        0 => Show(ShowAct),
        /// Taken back.
        1 => TakeBack(TakeBackAct),
    }
}

cbor_struct! {
    /// What the entry signs. Without its content it still continues the chain: so what was taken back is
    /// served as having been there, and no more.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ShowingTerms {
        /// [`SUITE`].
        pub suite: u16,
        /// Which vault.
        pub vault: VaultId,
        /// To whom.
        pub recipient: PersonId,
        /// Counts the acts that concern this recipient, from zero.
        pub number: u32,
        /// [`ShowingTerms::hash`] of the act before.
        pub previous: Option<Hash>,
        /// What is done.
        pub act: ShowingAct,
    }
}

cbor_struct! {
    /// What is shown.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ShowingContent {
        /// The headers with the proof of who wrote them, each with its key under one that is in `sealed`.
        pub disclosures: Vec<Disclosure>,
        /// A fresh key and the owner's profile, to the recipient's person key.
        pub sealed: Bytes,
        /// The recipient's profile for the owner, under a key from `private`'s seed.
        pub note: OwnerNote,
    }
}

cbor_struct! {
    /// One act as it stands in the log.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ShowingPart {
        /// What the entry signs.
        pub terms: ShowingTerms,
        /// What is shown, exactly if something is.
        pub content: Option<ShowingContent>,
    }
}

cbor_struct! {
    /// `info` of the seal, and AAD of the note: to whom, at which place in the chain, for which headers.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ShowingContext {
        /// [`SUITE`].
        pub suite: u16,
        /// Which vault.
        pub vault: VaultId,
        /// To whom.
        pub recipient: PersonId,
        /// Number of the recipient's person key.
        pub key: u32,
        /// The act's number.
        pub number: u32,
        /// The act before.
        pub previous: Option<Hash>,
        /// Hash of the disclosures.
        pub disclosed: Hash,
    }
}

impl ShowingTerms {
    /// Their name, and the hash that the entry signs.
    pub fn hash(&self) -> Hash {
        hash("showing", &[&codec::to_bytes(self)])
    }

    /// The context that the disclosures' key is sealed in; `None` for what takes back.
    pub fn context(&self, disclosures: &[Disclosure]) -> Option<ShowingContext> {
        let ShowingAct::Show(show) = &self.act else {
            return None;
        };
        Some(ShowingContext {
            suite: SUITE,
            vault: self.vault,
            recipient: self.recipient,
            key: show.key,
            number: self.number,
            previous: self.previous,
            disclosed: disclosed_hash(disclosures),
        })
    }
}

/// Hash of what a showing discloses.
pub fn disclosed_hash(disclosures: &[Disclosure]) -> Hash {
    hash("disclosed", &[&codec::to_bytes(&disclosures.to_vec())])
}

impl ShowingContent {
    /// The hash that the terms name.
    pub fn hash(&self) -> Hash {
        hash("showing-content", &[&codec::to_bytes(self)])
    }

    /// How many versions are shown.
    pub fn count(&self) -> usize {
        self.disclosures.iter().map(|d| d.headers.len()).sum()
    }
}
