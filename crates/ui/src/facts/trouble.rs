//! What went wrong, in words: what happened, and what to do.

use bridge::Cause;

use crate::{i18n::Key, key};

macro_rules! words {
    ($($cause:ident: $what:literal, $way:literal;)*) => {
        /// What happened, and what to do about it, in the person's language.
        pub fn trouble_words(cause: Cause) -> (String, String) {
            let (what, way): (Key, Key) = match cause {
                $(Cause::$cause => (key!($what), key!($way)),)*
            };
            (what.say(), way.say())
        }

        #[cfg(test)]
        const ALL: &[Cause] = &[$(Cause::$cause),*];
    };
}

words! {
    WrongPassphrase: "errors-wrong-passphrase", "errors-wrong-passphrase-way";
    WrongWords: "errors-wrong-words", "errors-wrong-words-way";
    OtherKit: "errors-other-kit", "errors-other-kit-way";
    WeakPassphrase: "errors-weak-passphrase", "errors-weak-passphrase-way";
    PasskeyRefused: "errors-passkey-refused", "errors-passkey-refused-way";
    NoAccount: "errors-no-account", "errors-no-account-way";
    AccountExists: "errors-account-exists", "errors-account-exists-way";
    Locked: "errors-locked", "errors-locked-way";
    SignedOut: "errors-signed-out", "errors-signed-out-way";
    Offline: "errors-offline", "errors-offline-way";
    Busy: "errors-busy", "errors-busy-way";
    Garbage: "errors-garbage", "errors-garbage-way";
    RolledBack: "errors-rolled-back", "errors-rolled-back-way";
    Altered: "errors-altered", "errors-altered-way";
    BadLink: "errors-bad-link", "errors-bad-link-way";
    ForeignInvitation: "errors-foreign-invitation", "errors-foreign-invitation-way";
    InvitationExpired: "errors-invitation-expired", "errors-invitation-expired-way";
    InvitationUsed: "errors-invitation-used", "errors-invitation-used-way";
    InvitationOver: "errors-invitation-over", "errors-invitation-over-way";
    AccessEnded: "errors-access-ended", "errors-access-ended-way";
    MayNotAdd: "errors-may-not-add", "errors-may-not-add-way";
    OutOfRange: "errors-out-of-range", "errors-out-of-range-way";
    BadEntry: "errors-bad-entry", "errors-bad-entry-way";
    FileTooLarge: "errors-file-too-large", "errors-file-too-large-way";
    FileType: "errors-file-type", "errors-file-type-way";
    FileDamaged: "errors-file-damaged", "errors-file-damaged-way";
    StorageFull: "errors-storage-full", "errors-storage-full-way";
    Damaged: "errors-damaged", "errors-damaged-way";
    ProviderAway: "errors-provider-away", "errors-provider-away-way";
    AskedEnough: "errors-asked-enough", "errors-asked-enough-way";
    BrokenOff: "errors-broken-off", "errors-broken-off-way";
    NotFound: "errors-not-found", "errors-not-found-way";
    Conflict: "errors-conflict", "errors-conflict-way";
    SeenAlready: "errors-seen-already", "errors-seen-already-way";
    Elsewhere: "errors-elsewhere", "errors-elsewhere-way";
    Other: "errors-other", "errors-other-way";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, speak};

    #[test]
    fn every_trouble_has_its_words_in_every_language() {
        for language in Language::ALL {
            speak(language);
            for cause in ALL {
                let (what, way) = trouble_words(*cause);
                assert!(!what.starts_with("errors-"), "{cause:?} in {language:?}");
                assert!(!way.starts_with("errors-"), "{cause:?} in {language:?}");
            }
        }
    }
}
