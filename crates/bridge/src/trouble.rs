//! What went wrong, so that a screen can say it in the person's language and offer the way on.

use serde::{Deserialize, Serialize};

/// Something that did not work. Nothing was lost by it, or [`Cause`] says what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{detail}")]
pub struct Trouble {
    /// What kind: the screens have words for each.
    pub cause: Cause,
    /// In plain English, by who noticed it: shown small, for whoever is asked for help.
    pub detail: String,
    /// When it will be over, in milliseconds since 1970, if that is known.
    pub until: Option<u64>,
}

/// Kinds of trouble, each with its own way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cause {
    /// The passphrase (or the account secret) is wrong: type it again.
    WrongPassphrase,
    /// The words of the kit are not right: compare them with the paper.
    WrongWords,
    /// The words belong to another person's kit.
    OtherKit,
    /// The passphrase is too short to guard anything.
    WeakPassphrase,
    /// The passkey does not open this device any more: use the passphrase.
    PasskeyRefused,
    /// No account is here: sign up or come back.
    NoAccount,
    /// Somebody has an account here already.
    AccountExists,
    /// The app is locked: unlock.
    Locked,
    /// The server wants a new sign-in: type the passphrase.
    SignedOut,
    /// The server cannot be reached. What was written is kept and sent later.
    Offline,
    /// Too many requests, or the server is busy: again in a moment.
    Busy,
    /// The server answers garbage: again later; tell the clinic.
    Garbage,
    /// The server shows something older than what was seen here.
    RolledBack,
    /// The server cheats, or was altered: nothing of it was taken up.
    Altered,
    /// The link is not a whole invitation.
    BadLink,
    /// The invitation is of another server.
    ForeignInvitation,
    /// The invitation has run out.
    InvitationExpired,
    /// The invitation was used already; if it was not you, tell the doctor.
    InvitationUsed,
    /// The invitation was withdrawn or denied.
    InvitationOver,
    /// Access has ended.
    AccessEnded,
    /// One may look but not add here.
    MayNotAdd,
    /// A value that cannot be; the detail names the allowed range.
    OutOfRange,
    /// Something needed is missing or malformed in what was entered.
    BadEntry,
    /// The file is larger than 25 MB.
    FileTooLarge,
    /// The file is of a type that cannot be taken.
    FileType,
    /// The file is damaged, or no FHIR.
    FileDamaged,
    /// The device has no space left, or refuses to store.
    StorageFull,
    /// What is stored on this device is damaged.
    Damaged,
    /// Who answers for a classifier is not connected: again later.
    ProviderAway,
    /// A classifier was asked as often as its provider allows; `until` says for how long.
    AskedEnough,
    /// The provider of a classifier broke off, or did not keep to the protocol: nothing came out; ask again.
    BrokenOff,
    /// There is no such thing here (any more).
    NotFound,
    /// Somebody else was faster; look again.
    Conflict,
    /// The record is one that this person sees already.
    SeenAlready,
    /// Another tab has taken over.
    Elsewhere,
    /// Anything else.
    Other,
}

impl Trouble {
    /// A trouble in words.
    pub fn new(cause: Cause, detail: impl Into<String>) -> Self {
        Self {
            cause,
            detail: detail.into(),
            until: None,
        }
    }

    /// The same, known to be over at a time.
    #[must_use]
    pub fn until(self, until: Option<u64>) -> Self {
        Self { until, ..self }
    }
}
