//! Whose app this is, and whether it is open.

use serde::{Deserialize, Serialize};

use crate::Hidden;

/// What somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Keeps records of their own.
    Patient,
    /// Sees and writes those of others.
    Doctor,
}

impl Role {
    /// What a browser calls the database in which the app keeps things, and the lock on it.
    pub fn place(self) -> &'static str {
        match self {
            Self::Patient => "sehat-patient",
            Self::Doctor => "sehat-doctor",
        }
    }
}

/// Where an app stands when it starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Nobody has an account on this device.
    Nobody,
    /// Somebody has, and the app is locked. With a passkey if one was set up.
    Locked(Option<Passkey>),
    /// Open.
    Open(Me),
    /// Another tab of this browser has it open; [`crate::Request::TakeOver`] brings it here.
    Elsewhere,
}

/// What a browser needs to ask for a passkey's secret (WebAuthn level 3, PRF extension).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// The credential's id.
    pub credential: Vec<u8>,
    /// The PRF's input.
    pub salt: [u8; 32],
}

/// Who has this app open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Patient or doctor.
    pub role: Role,
    /// The name.
    pub name: String,
    /// A doctor's registration number.
    pub registration: Option<String>,
    /// The fingerprint as people compare it.
    pub fingerprint: String,
    /// Whether the kit's words are still only on this device.
    pub kit_pending: bool,
    /// Whether a passkey unlocks this device.
    pub has_passkey: bool,
    /// After how many minutes without a touch the app locks itself.
    pub lock_after: u16,
    /// One's own vault, as a patient.
    pub vault: Option<String>,
}

/// The recovery kit, to be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kit {
    /// Whose.
    pub name: String,
    /// The fingerprint.
    pub fingerprint: String,
    /// The server.
    pub server: String,
    /// The account secret, needed to sign in on another device.
    pub account_secret: Hidden,
    /// The 24 words, until it was shown that they are on paper.
    pub words: Option<Hidden>,
}
