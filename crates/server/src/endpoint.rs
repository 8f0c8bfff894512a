//! The endpoints, one a file.

pub(crate) mod accounts;
pub(crate) mod answer;
pub(crate) mod apps;
pub(crate) mod chunk;
pub(crate) mod chunks;
pub(crate) mod denial;
pub(crate) mod events;
pub(crate) mod health;
pub(crate) mod invitation;
pub(crate) mod invitations;
pub(crate) mod keyring;
pub(crate) mod log_append;
pub(crate) mod log_read;
pub(crate) mod login;
pub(crate) mod person;
pub(crate) mod persons;
pub(crate) mod receipts;
pub(crate) mod recovery;
pub(crate) mod recovery_start;
pub(crate) mod registration;
pub(crate) mod sessions;
pub(crate) mod shown;
pub(crate) mod vaults;
