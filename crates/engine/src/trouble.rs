//! What went wrong, in the few kinds that screens have words for.

use bridge::{Cause, Trouble};
use client::{
    ClientError, VaultError,
    error::{InquiryEnd, InvitationOver},
};
use record::RecordError;
use wire::api::problem;

/// What the client could not do, as the screens know it.
pub(crate) fn trouble(error: ClientError) -> Trouble {
    Trouble::new(cause(&error), error.to_string())
}

pub(crate) fn cause(error: &ClientError) -> Cause {
    match error {
        ClientError::NoAccount | ClientError::OtherRole(_) => Cause::NoAccount,
        ClientError::AccountExists(_) => Cause::AccountExists,
        ClientError::SignedOut => Cause::SignedOut,
        ClientError::WrongPassword => Cause::WrongPassphrase,
        ClientError::PasskeyRefused => Cause::PasskeyRefused,
        ClientError::OtherKit | ClientError::UnknownKit => Cause::OtherKit,
        ClientError::ForeignInvitation { .. } => Cause::ForeignInvitation,
        ClientError::Invitation(InvitationOver::Expired) => Cause::InvitationExpired,
        ClientError::Invitation(InvitationOver::Answered) => Cause::InvitationUsed,
        ClientError::Invitation(_) => Cause::InvitationOver,
        ClientError::Inquiry(InquiryEnd::Away) => Cause::ProviderAway,
        ClientError::Inquiry(InquiryEnd::TooOften { .. }) => Cause::AskedEnough,
        ClientError::Inquiry(InquiryEnd::Busy) => Cause::Busy,
        ClientError::Inquiry(_) => Cause::BrokenOff,
        ClientError::AccessEnded { .. } => Cause::AccessEnded,
        ClientError::MayNotAdd(_) => Cause::MayNotAdd,
        ClientError::Network(_) => Cause::Offline,
        ClientError::Refused {
            status, problem, ..
        } => refused(*status, problem),
        ClientError::Garbage(_) => Cause::Garbage,
        ClientError::RolledBack { .. } => Cause::RolledBack,
        ClientError::Forked { .. } | ClientError::Altered { .. } => Cause::Altered,
        ClientError::Vault(error) => of_vault(error),
        ClientError::Record(error) => of_record(error),
        ClientError::NotFound(_) | ClientError::Ambiguous(_) => Cause::NotFound,
        ClientError::Storage(_) | ClientError::StorageFull(_) => Cause::StorageFull,
        ClientError::Damaged(_) => Cause::Damaged,
        ClientError::Busy => Cause::Busy,
        ClientError::Locked => Cause::Elsewhere,
        _ => Cause::Other,
    }
}

fn refused(status: u16, kind: &str) -> Cause {
    match kind {
        problem::SESSION => Cause::SignedOut,
        problem::LOGIN => Cause::WrongPassphrase,
        problem::NOT_FOUND => Cause::NotFound,
        problem::FORBIDDEN => Cause::AccessEnded,
        problem::CONFLICT => Cause::Conflict,
        problem::EXPIRED => Cause::InvitationExpired,
        problem::USED => Cause::InvitationUsed,
        problem::TOO_LARGE => Cause::FileTooLarge,
        problem::RATE | problem::STORAGE | problem::INTERNAL => Cause::Busy,
        _ if status == 429 || status >= 500 => Cause::Busy,
        // An answer that is no problem of ours comes from something else than our server.
        "" => Cause::Garbage,
        _ => Cause::Other,
    }
}

fn of_vault(error: &VaultError) -> Cause {
    match error {
        VaultError::ShortPassphrase => Cause::WeakPassphrase,
        VaultError::BrokenLink => Cause::BadLink,
        VaultError::InvitationExpired => Cause::InvitationExpired,
        VaultError::OnTheList => Cause::Conflict,
        VaultError::Kit(_) => Cause::WrongWords,
        VaultError::NoKey | VaultError::Unknown(_) => Cause::NotFound,
        VaultError::TooLarge { .. } => Cause::FileTooLarge,
        VaultError::NotPossible(_) => Cause::Other,
        _ => Cause::Altered,
    }
}

fn of_record(error: &RecordError) -> Cause {
    match error {
        RecordError::OutOfRange { .. } => Cause::OutOfRange,
        RecordError::Entry { .. } => Cause::BadEntry,
        RecordError::NotFhir { .. } => Cause::FileType,
        RecordError::TooLarge { .. } => Cause::FileTooLarge,
        _ => Cause::FileDamaged,
    }
}

/// What is wrong with something that a person entered.
pub(crate) fn entered(error: RecordError) -> Trouble {
    let cause = match &error {
        RecordError::OutOfRange { .. } => Cause::OutOfRange,
        // These say a range, or what must be below what.
        RecordError::Entry { allowed, .. }
            if allowed.starts_with("from ") || allowed.starts_with("below ") =>
        {
            Cause::OutOfRange
        }
        _ => Cause::BadEntry,
    };
    Trouble::new(cause, error.to_string())
}

/// What is not there.
pub(crate) fn not_found(what: &str) -> Trouble {
    Trouble::new(Cause::NotFound, format!("there is no such {what} here"))
}
