//! Who can see what, and what happened.

use serde::{Deserialize, Serialize};

/// Somebody who is or was on the broadcast list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharer {
    /// The fingerprint, whole: names them in requests.
    pub person: String,
    /// The name.
    pub name: String,
    /// The registration number.
    pub registration: Option<String>,
    /// Whether they may add records.
    pub may_add: bool,
    /// Whether they see what was shared before they came.
    pub history: bool,
    /// Whether what they add is shown to the list without waiting for the patient.
    pub broadcasts: bool,
    /// Whether it is for one visit only.
    pub visit: bool,
    /// Since when, in milliseconds since 1970.
    pub since: u64,
    /// Until when, if it ends by itself.
    pub until: Option<u64>,
    /// When and how it ended, if it did.
    pub ended: Option<(u64, Leave)>,
}

/// Somebody to whom a record can be shown by itself: met by an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquaintance {
    /// The fingerprint, whole: names them in requests.
    pub person: String,
    /// The name.
    pub name: String,
    /// The registration number.
    pub registration: Option<String>,
    /// Whether on the list now.
    pub on_list: bool,
}

/// A record that was shown to one person, by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Showing {
    /// To whom: the whole fingerprint.
    pub person: String,
    /// By name.
    pub name: String,
    /// Which record.
    pub record: String,
    /// Which version of it.
    pub version: u32,
    /// Names it, with the person, when it is taken back.
    pub number: u32,
    /// Since when, in milliseconds since 1970.
    pub since: u64,
    /// When it was taken back, if it was.
    pub taken_back: Option<u64>,
}

/// How somebody left the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Leave {
    /// Sees nothing new; what was had stays readable.
    Stopped,
    /// The server serves no more, and their app drops its keys.
    Removed,
    /// The visit was over.
    Expired,
}

/// An invitation that the patient looks at: verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The doctor.
    pub doctor: String,
    /// The registration number.
    pub registration: Option<String>,
    /// The fingerprint as people compare it.
    pub fingerprint: String,
    /// Whether this doctor is on the list already.
    pub known: bool,
    /// Whether to add records is asked for.
    pub may_add: bool,
    /// Whether what was shared before is asked for.
    pub history: bool,
    /// For one visit only: for how many hours.
    pub visit_hours: Option<u16>,
    /// Until when the invitation is good.
    pub until: u64,
    /// The short code, if it was answered from here already and waits for the yes or no.
    pub code: Option<String>,
}

/// What the patient gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// May add records.
    pub may_add: bool,
    /// Sees what was shared before.
    pub history: bool,
    /// For one visit only: for how many hours. `None` stands until taken back.
    pub visit_hours: Option<u16>,
    /// What they add is shown to the list without waiting.
    pub broadcasts: bool,
}

/// One line of "who saw what, who did what".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// Who.
    pub who: String,
    /// Whether it was oneself.
    pub by_me: bool,
    /// What.
    pub what: Happened,
}

/// What happened in a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happened {
    /// The vault was opened.
    Opened,
    /// Somebody was let in.
    LetIn {
        /// Who.
        name: String,
        /// With what was shared before.
        history: bool,
        /// For a visit only.
        visit: bool,
    },
    /// Somebody left the list.
    Left {
        /// Who.
        name: String,
        /// How.
        leave: Leave,
    },
    /// Every key was renewed.
    Renewed,
    /// Records were added; unknown how many if they are not for us.
    Added {
        /// How many.
        count: Option<u64>,
        /// Whether the list saw them at once.
        broadcast: bool,
    },
    /// Records were shown to the list.
    Broadcast {
        /// How many.
        count: Option<u64>,
    },
    /// A record was shown to one person, by itself.
    ShownTo {
        /// To whom.
        name: String,
        /// Which, to be named by the screen.
        record: String,
    },
    /// A record that was shown to one person was taken back.
    TakenBack {
        /// From whom.
        name: String,
        /// Which.
        record: String,
    },
    /// One of these two; which, to whom and what is between the patient and that person.
    ShownToSomebody,
    /// What waited was kept private.
    Kept,
    /// A new device took over.
    NewDevice,
    /// Records were read: the ids of those still known, to be named by the screen.
    Read {
        /// How many.
        count: u64,
        /// Which.
        records: Vec<String>,
    },
}
