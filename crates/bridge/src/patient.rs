//! A doctor's patients, and those on their way to be.

use serde::{Deserialize, Serialize};

use crate::{Entry, Leave};

/// A patient whose records this doctor can open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// The vault: names the patient in requests.
    pub vault: String,
    /// The name.
    pub name: String,
    /// Date of birth as FHIR writes it, if the records say it.
    pub birth_date: Option<String>,
    /// `male`, `female`, `other` or `unknown`, if the records say it.
    pub gender: Option<String>,
    /// The ABHA number, if the records say it.
    pub abha: Option<String>,
    /// How many records came from others since this doctor last looked.
    pub fresh: u32,
    /// How many records wait here to be sent.
    pub waiting: u32,
    /// When the latest record came, in milliseconds since 1970.
    pub latest: u64,
    /// Whether this doctor may add records.
    pub may_add: bool,
    /// Whether what is written is shown to the list at once.
    pub broadcasts: bool,
    /// Whether what was shared before can be seen.
    pub history: bool,
    /// Until when the access stands, if it ends by itself.
    pub until: Option<u64>,
    /// Whether the patient has stopped sharing: what was had is readable, nothing new comes.
    pub stopped: bool,
    /// Whether this doctor is on no list: what there is was shown record by record.
    pub shown_alone: bool,
}

/// Access that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The vault.
    pub vault: String,
    /// The patient's name.
    pub name: String,
    /// How it ended.
    pub leave: Leave,
    /// When this device learnt of it.
    pub time: u64,
    /// Whether records this doctor wrote are kept here, as the law has it.
    pub kept: bool,
}

/// A doctor's own invitation to a first visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Which.
    pub id: String,
    /// The link, shown as a QR code: `https://…/invite#…`. `None` once it can no longer be used.
    pub link: Option<String>,
    /// Where it stands.
    pub state: InvitationState,
    /// The name the doctor typed, or the patient's own once answered.
    pub name: Option<String>,
    /// The short code that both see, once answered.
    pub code: Option<String>,
    /// Until when it is good.
    pub until: u64,
    /// Whether an intake form waits to be added once the patient accepts.
    pub intake: bool,
    /// The patient's vault, once accepted.
    pub vault: Option<String>,
}

/// Where an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvitationState {
    /// Nobody has opened it yet.
    Open,
    /// Answered: compare the codes; the patient decides.
    Answered,
    /// The patient has let the doctor in: the vault is among the patients.
    Accepted,
    /// Denied.
    Denied,
    /// Run out or withdrawn.
    Over,
    /// An answer came that is not in order: somebody interfered. Make a new one.
    Suspicious,
}

/// Something new for a doctor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// Of which patient.
    pub vault: String,
    /// The patient's name.
    pub patient: String,
    /// What.
    pub entry: Entry,
}
