//! What the apps' screens and their engine say to each other.
//!
//! The screens run in the page, the engine in a worker of the browser, with every key. A screen sends a
//! [`Request`] and gets one [`Reply`]; the engine tells on its own what changes ([`Event`]). What the
//! screens get is plain facts ([`Entry`], [`Fact`]) without a word of any language: the words are theirs.
//! No key ever crosses, but for what a person typed or a passkey gave, on its way to the engine.

mod access;
mod account;
mod classifier;
mod draft;
mod entry;
mod event;
mod frame;
mod patient;
mod request;
mod secret;
mod trouble;

pub use access::{Acquaintance, Consent, Happened, Happening, Leave, Sharer, Showing, Visit};
pub use account::{Kit, Me, Passkey, Role, Standing};
pub use classifier::{Classifier, Feature, Verdict};
pub use draft::{
    Dose, Draft, DraftAllergy, DraftAspirate, DraftCondition, DraftDocument, DraftImmunization,
    DraftLab, DraftNote, DraftPrescription, Every, For,
};
pub use entry::{
    Care, DocumentKind, Entry, Fact, Flag, Measurement, Prescription, Profile, Section, Visibility,
};
pub use event::{Event, Link, Work};
pub use frame::{BrokenFrame, from_bytes, to_bytes};
pub use patient::{Ended, Invitation, InvitationState, News, Patient};
pub use request::{Answer, HiddenBytes, Import, Interrupted, Reply, Request, Sent};
pub use secret::Hidden;
pub use trouble::{Cause, Trouble};
