//! What can go wrong for a person using Sehat, and what to do about it.

use record::RecordError;
use vault::VaultError;
use wire::{
    codec::CodecError,
    id::VaultId,
    person::{ChainError, Role},
    vault::Leave,
};

/// Why something did not work. Every message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// Nobody has signed up here.
    #[error("nobody has signed up here yet: sign up, or recover an account with its kit")]
    NoAccount,
    /// Somebody has signed up here already.
    #[error("{0} has signed up here already: use another home for another person")]
    AccountExists(String),
    /// Signed out.
    #[error("you are signed out: sign in first")]
    SignedOut,
    /// Wrong password or account secret.
    #[error("the password or the account secret is wrong")]
    WrongPassword,
    /// The passkey does not open this device's lock.
    #[error("this passkey does not unlock this device: use the password")]
    PasskeyRefused,
    /// The words are right and belong to another kit.
    #[error("these are the words of another kit: compare the fingerprint printed on it")]
    OtherKit,
    /// The server knows nobody with this kit.
    #[error(
        "this server knows nobody with this kit: check that it is the server printed on the kit"
    )]
    UnknownKit,
    /// The account belongs to somebody of the other role.
    #[error("this is a {}'s account", role_name(*.0))]
    OtherRole(Role),
    /// The invitation is for another server.
    #[error("this invitation is for the server {invited}, but your account is at {own}")]
    ForeignInvitation {
        /// The invitation's server.
        invited: String,
        /// One's own.
        own: String,
    },
    /// The invitation can no longer be used.
    #[error(transparent)]
    Invitation(#[from] InvitationOver),
    /// A classifier does not answer.
    #[error(transparent)]
    Inquiry(#[from] InquiryEnd),
    /// Access was taken back, or has run out.
    #[error("{}", access_ended(.name, *.leave))]
    AccessEnded {
        /// The patient.
        name: String,
        /// How it ended.
        leave: Leave,
    },
    /// One may look and not add.
    #[error("{0} lets you see the records and not add to them: ask at the next visit")]
    MayNotAdd(String),
    /// The server cannot be reached. What was to be written is kept here.
    #[error("the server cannot be reached ({0}): check the network and try again; nothing is lost")]
    Network(String),
    /// The server said no.
    #[error("{detail}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// The problem's type, after `urn:sehat:problem:`.
        problem: String,
        /// In plain words, by the server.
        detail: String,
        /// In how many seconds it may work, if the server says.
        retry_after: Option<u64>,
    },
    /// The server answers something that is no answer.
    #[error("the server's answer makes no sense ({0}): check its address, or try again later")]
    Garbage(&'static str),
    /// The server shows less than it showed before.
    #[error(
        "the server shows an older state of vault {vault} (entry {served}, where entry {known} was seen): \
         it was restored from a backup, or it cheats. Nothing was changed here. The patient can put the \
         missing entries back with `sehat sync --restore`"
    )]
    RolledBack {
        /// Which vault.
        vault: VaultId,
        /// What it serves.
        served: u64,
        /// What we have seen.
        known: u64,
    },
    /// The server shows another history than before.
    #[error(
        "the server shows another history of vault {vault} than before, from entry {seq} on: do not use \
         this server; keep this device, it has the true one"
    )]
    Forked {
        /// Which vault.
        vault: VaultId,
        /// Where they part.
        seq: u64,
    },
    /// Something was altered.
    #[error("{what} was altered, or is not what it should be: {why}")]
    Altered {
        /// What.
        what: &'static str,
        /// Why it is refused.
        why: VaultError,
    },
    /// The vault protocol says no.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A record is not in order.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// There is no such person, record or invitation.
    #[error("{0}")]
    NotFound(String),
    /// Several fit.
    #[error("{0}")]
    Ambiguous(String),
    /// It cannot be done.
    #[error("{0}")]
    NotPossible(String),
    /// The device's storage fails.
    #[error(
        "this device cannot store: {0}. Free some space or check the folder's rights; nothing is lost"
    )]
    Storage(String),
    /// The device has no room left.
    #[error("this device has no space left ({0}): free some space; nothing is lost")]
    StorageFull(String),
    /// What is stored here was damaged.
    #[error("what is stored here is damaged ({0}): sign in again, or recover with the kit")]
    Damaged(&'static str),
    /// Somebody else keeps changing the vault.
    #[error("others are writing to this vault right now: try again in a moment")]
    Busy,
    /// Others work in this home.
    #[error("another command is at work in this home: wait until it has finished")]
    Locked,
}

/// Why an invitation can no longer be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationOver {
    /// Somebody has answered it.
    #[error(
        "this invitation was answered already. If it was not you, tell the doctor, and ask for a new one"
    )]
    Answered,
    /// It was denied.
    #[error("this invitation was denied: ask the doctor for a new one")]
    Denied,
    /// The doctor has taken it back.
    #[error("the doctor has withdrawn this invitation: ask for a new one")]
    Withdrawn,
    /// It has run out.
    #[error("the invitation has run out: ask the doctor for a new one")]
    Expired,
}

/// Why an inquiry ended before its answer. Nothing but the class is ever learnt from one, and nothing of the
/// measurements was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InquiryEnd {
    /// The provider is not there, or went away.
    #[error("the provider of this classifier is not connected, or went away: try again later")]
    Away,
    /// There is a newer card.
    #[error("the classifier has changed: look at it again, then ask again")]
    Changed,
    /// Nobody may ask that often.
    #[error("you have asked this classifier as often as is allowed: again in {seconds} s")]
    TooOften {
        /// When to try again.
        seconds: u32,
    },
    /// It took too long, was interrupted, or something did not open. Which of them is not told.
    #[error("the inquiry has ended without an answer, or what came was not in order: ask again")]
    Over,
    /// The server or the provider knows nothing of it, or of the classifier, any more.
    #[error(
        "this inquiry, or its classifier, is not there any more: look at the list, and ask again"
    )]
    Gone,
    /// Too many ask at once.
    #[error("too many are asking this classifier right now: try again in a moment")]
    Busy,
}

impl InquiryEnd {
    /// Whether a program may put the same question again by itself.
    ///
    /// # Security
    /// Only where others said that it ended. Whether what came *opened* can depend on the question, and a
    /// second try by itself would tell a malicious provider (`docs/knn.md`, section 8).
    pub fn may_be_repeated(self) -> bool {
        matches!(self, Self::Gone | Self::Changed)
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Patient => "patient",
        Role::Doctor => "doctor",
    }
}

fn access_ended(name: &str, leave: Leave) -> String {
    match leave {
        Leave::Expired => {
            format!("the access to {name} was for a visit and has ended: ask for a new one")
        }
        Leave::Stopped => format!("{name} no longer shares anything new with you"),
        Leave::Removed => {
            format!("{name} has taken back the access: the records are no longer on this device")
        }
    }
}

impl From<CodecError> for ClientError {
    fn from(_: CodecError) -> Self {
        Self::Garbage("malformed")
    }
}

impl From<ChainError> for ClientError {
    fn from(error: ChainError) -> Self {
        Self::Altered {
            what: "a person's keys",
            why: error.into(),
        }
    }
}

impl ClientError {
    /// Whether trying the same again later may work.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Network(_)
            | Self::Busy
            | Self::Storage(_)
            | Self::StorageFull(_)
            | Self::Locked => true,
            Self::Inquiry(end) => matches!(end, InquiryEnd::Away | InquiryEnd::Busy),
            Self::Refused { status, .. } => matches!(status, 429 | 500..),
            _ => false,
        }
    }

    /// Whether the server, or whoever wrote what it serves, cheats.
    pub fn is_cheating(&self) -> bool {
        match self {
            Self::RolledBack { .. } | Self::Forked { .. } | Self::Altered { .. } => true,
            Self::Vault(why) => matches!(
                why,
                VaultError::Withheld(_)
                    | VaultError::Log(_)
                    | VaultError::Chain(_)
                    | VaultError::DoesNotOpen
            ),
            _ => false,
        }
    }

    /// Whether somebody else was faster.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Refused { problem, .. } if problem == wire::api::problem::CONFLICT)
    }
}
