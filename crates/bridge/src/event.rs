//! What the engine tells on its own.

use serde::{Deserialize, Serialize};

use crate::Trouble;

/// Something happened that a screen may want to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The connection changed.
    Link(Link),
    /// Records, access or invitations changed: ask again for what is shown. With the vault if it is one.
    Changed(Option<String>),
    /// How many records wait on this device to be sent.
    Waiting(u64),
    /// How far long work has got: `done` of `total`, in units of their own; equal when it is over.
    Progress {
        /// Which work.
        work: Work,
        /// How much is done.
        done: u64,
        /// Of how much.
        total: u64,
    },
    /// Something the person should know, not in answer to a request.
    Trouble(Trouble),
    /// Access that ended just now: the patient's name.
    AccessEnded(String),
    /// The app has locked itself.
    Locked,
    /// Another tab has taken over; this one holds no keys any more.
    Elsewhere,
}

/// The connection to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// Not tried yet, or being tried.
    Connecting,
    /// Connected: changes arrive at once.
    Online,
    /// Not reachable; what is written is kept.
    Offline,
}

/// Work that takes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Work {
    /// Keys are made out of a passphrase.
    Keys,
    /// Entries are fetched and verified.
    Sync,
    /// Records are sealed, or shown to the list.
    Records,
    /// A file goes up or comes down.
    File,
    /// A question to a classifier is made ready: what can be sent before it is asked.
    Question,
}
