//! What a vault's log is made of: entries, epochs, grants, records, wraps.
//!
//! An entry is signed and holds the hashes of its parts; the parts travel beside it and are served to
//! those they are for. See `docs/protocol.md` for every field.

mod entry;
mod epoch;
mod grant;
mod head;
mod record;
mod showing;

use crate::cbor_enum;

pub use entry::*;
pub use epoch::*;
pub use grant::*;
pub use head::*;
pub use record::*;
pub use showing::*;

cbor_enum! {
    /// A part of a vault with keys of its own.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Compartment {
        /// The owner alone.
        Private = 1,
        /// The broadcast list.
        Shared = 2,
        /// Those whom the owner names for it.
        Sensitive = 3,
        /// Reserved for break-glass.
        Emergency = 4,
    }
}

cbor_enum! {
    /// To whom a part is served.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Audience {
        /// To everybody in the vault.
        Members = 0,
        /// To the owner (and to the entry's author).
        Private = 1,
        /// To the broadcast list.
        Shared = 2,
        /// To those named for `sensitive`.
        Sensitive = 3,
        /// To the owner, and outside the log to the one person it names.
        Person = 4,
    }
}

impl Audience {
    /// The compartment whose members it is.
    pub fn compartment(self) -> Option<Compartment> {
        match self {
            Self::Members | Self::Person => None,
            Self::Private => Some(Compartment::Private),
            Self::Shared => Some(Compartment::Shared),
            Self::Sensitive => Some(Compartment::Sensitive),
        }
    }

    /// The audience of what is written for a compartment; `emergency` has none yet.
    pub fn of(compartment: Compartment) -> Option<Self> {
        match compartment {
            Compartment::Private => Some(Self::Private),
            Compartment::Shared => Some(Self::Shared),
            Compartment::Sensitive => Some(Self::Sensitive),
            Compartment::Emergency => None,
        }
    }
}
