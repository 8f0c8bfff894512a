//! What can go wrong with a vault.

use wire::{codec::CodecError, log::LogError, person::ChainError};

/// Why something about a vault failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// It does not open: the wrong key, or altered. Which of them is not told.
    #[error("this does not open: it was altered, or it is not for you")]
    DoesNotOpen,
    /// We hold no key for it.
    #[error("you have no key for this")]
    NoKey,
    /// There is no such record, version or grant.
    #[error("there is no such {0}")]
    Unknown(&'static str),
    /// An entry of the log is refused.
    #[error("the log is not in order: {0}")]
    Log(#[from] LogError),
    /// A person's chain is refused.
    #[error("a person's keys are not in order: {0}")]
    Chain(#[from] ChainError),
    /// An object is malformed.
    #[error("malformed: {0}")]
    Codec(#[from] CodecError),
    /// The server holds something back that it should show.
    #[error("the server holds back entry {0}, which it should show")]
    Withheld(u64),
    /// What is asked cannot be done.
    #[error("{0}")]
    NotPossible(&'static str),
    /// A passphrase too short to guard anything.
    #[error("the password needs at least 8 characters")]
    ShortPassphrase,
    /// An invitation's link that is none, or was cut off.
    #[error(
        "this is not a whole invitation link: copy it again from the start up to its last character"
    )]
    BrokenLink,
    /// An invitation that has run out.
    #[error("the invitation has run out: ask the doctor for a new one")]
    InvitationExpired,
    /// Somebody who is to be let in is in.
    #[error("this person is on the list already")]
    OnTheList,
    /// The recovery kit was not typed as printed.
    #[error("{0}")]
    Kit(&'static str),
    /// Too large.
    #[error("too large: {size} bytes, where at most {limit} are possible")]
    TooLarge {
        /// The size found, in bytes.
        size: usize,
        /// The limit.
        limit: usize,
    },
}
