//! What is sealed when one record is shown to one person.
//!
//! A showing has a fresh key, sealed to the person alone together with the owner's profile. Under it each
//! version's own key is wrapped, never the batch's secret, from which the neighbours' keys would follow.

use wire::{
    SUITE, cbor_struct,
    codec::{self, Bytes},
    id::{Hash, PersonId, RecordId, VaultId},
    person::{Profile, SealingPublic},
    vault::{OwnerNote, RecordHeader, SHOWING_SEAL_LIMIT, ShowingContext},
};
use zeroize::Zeroizing;

use crate::{
    derive::derive,
    error::VaultError,
    hpke::{SealingKey, info, seal_to},
    identity::PROFILE_LIMIT,
    seal::{self, open_once, seal_once},
    secret::{Random, Secret},
};

cbor_struct! {
    /// What the seal holds.
    pub(crate) struct ShowingSecret {
        pub(crate) key: Secret,
        pub(crate) owner: Profile,
    }
}

cbor_struct! {
    /// AAD of one version's wrapped key.
    struct ShownContext {
        suite: u16,
        vault: VaultId,
        record: RecordId,
        version: u32,
        header: Hash,
        recipient: PersonId,
    }
}

fn shown_aad(vault: VaultId, header: &RecordHeader, recipient: PersonId) -> Vec<u8> {
    let context = ShownContext {
        suite: SUITE,
        vault,
        record: header.record,
        version: header.version,
        header: header.hash(),
        recipient,
    };
    info("shown-key", &context)
}

fn shown_key(showing: &Secret, aad: &[u8]) -> Secret {
    derive(&showing.0, "shown-key", aad)
}

/// Wraps one version's key under a showing's: one content for one key, as the header is in the context.
pub(crate) fn wrap_shown(
    key: &Secret,
    vault: VaultId,
    header: &RecordHeader,
    recipient: PersonId,
    showing: &Secret,
) -> [u8; 48] {
    let aad = shown_aad(vault, header, recipient);
    match seal_once(&shown_key(showing, &aad), &aad, &key.0).try_into() {
        Ok(wrapped) => wrapped,
        Err(_) => unreachable!("a wrapped key is 32 bytes and a tag"),
    }
}

/// Opens what [`wrap_shown`] wrapped.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub(crate) fn open_shown(
    wrapped: &[u8; 48],
    vault: VaultId,
    header: &RecordHeader,
    recipient: PersonId,
    showing: &Secret,
) -> Result<Secret, VaultError> {
    let aad = shown_aad(vault, header, recipient);
    let plain = Zeroizing::new(open_once(&shown_key(showing, &aad), &aad, wrapped)?);
    plain
        .as_slice()
        .try_into()
        .map(Secret::from_bytes)
        .map_err(|_| VaultError::DoesNotOpen)
}

/// Seals a showing's key and the owner's profile to the recipient's person key.
///
/// # Errors
/// When the public key is none.
pub(crate) fn seal_showing(
    secret: &ShowingSecret,
    public: &SealingPublic,
    context: &ShowingContext,
    rng: Random<'_>,
) -> Result<Bytes, VaultError> {
    let plain = Zeroizing::new(codec::to_bytes(secret));
    seal_to(public, &info("showing", context), &plain, rng).map(Bytes)
}

/// Opens what [`seal_showing`] sealed to us.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub(crate) fn open_showing(
    key: &SealingKey,
    sealed: &[u8],
    context: &ShowingContext,
) -> Result<ShowingSecret, VaultError> {
    let plain = key.open(&info("showing", context), sealed)?;
    codec::parse(&plain, SHOWING_SEAL_LIMIT).map_err(|_| VaultError::DoesNotOpen)
}

fn note_key(private: &Secret) -> Secret {
    derive(&private.0, "showing-note", &[])
}

/// Notes for the owner whom it was shown to, by name.
pub(crate) fn seal_shown_note(
    private: &Secret,
    private_epoch: u32,
    context: &ShowingContext,
    profile: &Profile,
    rng: Random<'_>,
) -> OwnerNote {
    let plain = Zeroizing::new(codec::to_bytes(profile));
    let aad = info("showing-note", context);
    OwnerNote {
        private_epoch,
        sealed: seal::seal(&note_key(private), &aad, &plain, rng).into(),
    }
}

/// Opens what [`seal_shown_note`] sealed.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub(crate) fn open_shown_note(
    private: &Secret,
    note: &OwnerNote,
    context: &ShowingContext,
) -> Result<Profile, VaultError> {
    let aad = info("showing-note", context);
    let plain = Zeroizing::new(seal::open(&note_key(private), &aad, &note.sealed)?);
    codec::parse(&plain, PROFILE_LIMIT).map_err(|_| VaultError::DoesNotOpen)
}
