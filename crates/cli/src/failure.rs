//! What can go wrong, with its exit code, in plain words or as JSON.

use std::{ffi::OsString, io::Write, path::Path, process::ExitCode};

use client::{ClientError, VaultError, error::InquiryEnd};
use record::RecordError;
use sealed::SealedError;
use serde_json::{Value, json};

/// How a command ends that does not succeed. The numbers are the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nobody reads the output any more: no fault.
    ClosedPipe = 0,
    /// Anything else.
    Other = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// Nobody has signed up here, or is signed in.
    NotSignedIn = 3,
    /// The password, the account secret, the kit's words or a key are wrong.
    WrongSecret = 4,
    /// There is no such thing, or several fit.
    NotFound = 5,
    /// It may not or cannot be done.
    Refused = 6,
    /// The server cannot be reached right now; trying again helps.
    Network = 7,
    /// A file that was given is not in order.
    BadFile = 8,
    /// This device cannot store, or what it stored is damaged.
    Storage = 9,
    /// The server shows what cannot be true.
    Cheating = 10,
    /// Ctrl-C.
    Interrupted = 130,
}

/// The exit codes, for the help.
pub(crate) const EXIT_CODES: &str = "Exit codes:
  0  done
  1  something else went wrong
  2  the command line makes no sense
  3  nobody has signed up here, or is signed in
  4  wrong password, account secret, kit or key
  5  not found, or several fit
  6  refused: the server or the rules say no
  7  the server cannot be reached now: trying again helps
  8  a file that was given is not in order
  9  this device cannot store, or another command is at work
 10  the server shows what cannot be true: do not trust it
130  interrupted";

/// Why a command did not do what it should.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    /// Which sort, and so which exit code.
    pub kind: Kind,
    /// A stable short name, for programs.
    pub code: &'static str,
    /// What happened.
    pub message: String,
    /// What to do, where the message does not say it.
    pub advice: Option<String>,
}

impl Failure {
    /// A failure of a sort.
    pub(crate) fn new(kind: Kind, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            code,
            message: message.into(),
            advice: None,
        }
    }

    /// What fits nowhere else.
    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self::new(Kind::Other, "other", message)
    }

    /// The command line makes no sense.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, "usage", message)
    }

    /// It is not done.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused, "refused", message)
    }

    /// A file that was given is not in order.
    pub(crate) fn file(message: impl Into<String>) -> Self {
        Self::new(Kind::BadFile, "bad_file", message)
    }

    /// Ctrl-C.
    pub(crate) fn interrupted() -> Self {
        Self::new(Kind::Interrupted, "interrupted", "interrupted")
    }

    /// With the file that it is about.
    pub(crate) fn about(mut self, path: &Path) -> Self {
        self.message = format!("{}: {}", path.display(), self.message);
        self
    }

    /// With what to do.
    pub(crate) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// As JSON.
    pub(crate) fn to_json(&self) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(advice) = &self.advice {
            error["advice"] = advice.as_str().into();
        }
        json!({ "error": error })
    }

    /// Says it on the error stream and gives the exit code.
    pub(crate) fn report(&self, as_json: bool) -> ExitCode {
        let text = match (self.kind, as_json) {
            (Kind::ClosedPipe, _) => return ExitCode::SUCCESS,
            (Kind::Interrupted, false) => return self.exit_code(),
            (_, true) => self.to_json().to_string(),
            (_, false) => match &self.advice {
                Some(advice) => format!("sehat: {}\n{advice}", self.message),
                None => format!("sehat: {}", self.message),
            },
        };
        // If even the error stream is closed there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "{text}");
        self.exit_code()
    }

    fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.kind as u8)
    }
}

/// Says what is wrong with a command line, or prints the help that was asked for.
pub(crate) fn report_usage(error: &clap::Error, args: &[OsString]) -> ExitCode {
    if error.use_stderr() && args.iter().any(|arg| arg == "--json") {
        let text = error.render().to_string();
        let text = text.trim_start_matches("error: ").trim_end();
        return Failure::usage(text).report(true);
    }
    let _ = error.print();
    ExitCode::from(if error.use_stderr() {
        Kind::Usage as u8
    } else {
        0
    })
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let (kind, code) = classify(&error);
        Self::new(kind, code, error.to_string())
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        ClientError::from(error).into()
    }
}

impl From<paillier::Error> for Failure {
    fn from(error: paillier::Error) -> Self {
        use paillier::Error;
        let (kind, code) = match &error {
            Error::NotAKey(_) => (Kind::BadFile, "not_a_key"),
            Error::WrongKey { .. } => (Kind::WrongSecret, "wrong_key"),
            Error::BadCiphertext(_) => (Kind::BadFile, "bad_ciphertext"),
            Error::OutOfRange | Error::NotFinite => (Kind::BadFile, "out_of_range"),
            Error::Overflow => (Kind::BadFile, "overflow"),
            Error::PlaintextSpaceExhausted { .. } | Error::ExponentTooLarge => {
                (Kind::Refused, "too_large")
            }
            // Rows count from one here, as in every other message.
            Error::AtRow { row, source } => {
                let mut cause = Self::from((**source).clone());
                cause.message = format!("row {}: {}", row + 1, cause.message);
                return cause;
            }
            _ => (Kind::BadFile, "bad_file"),
        };
        Self::new(kind, code, error.to_string())
    }
}

impl From<SealedError> for Failure {
    fn from(error: SealedError) -> Self {
        let (kind, code) = match &error {
            SealedError::WrongKey { .. } => (Kind::WrongSecret, "wrong_key"),
            SealedError::Locked { .. } => (Kind::WrongSecret, "wrong_secret"),
            SealedError::WrongSecret => (Kind::WrongSecret, "wrong_secret"),
            SealedError::Changed => (Kind::BadFile, "changed"),
            SealedError::Field { .. } => (Kind::BadFile, "out_of_range"),
            SealedError::Cell { .. } => (Kind::BadFile, "bad_ciphertext"),
            SealedError::Twice | SealedError::Nothing => (Kind::Refused, "refused"),
            SealedError::Paillier(error) => return error.clone().into(),
            _ => (Kind::BadFile, "bad_file"),
        };
        Self::new(kind, code, error.to_string())
    }
}

impl From<knn::Error> for Failure {
    fn from(error: knn::Error) -> Self {
        use knn::Error;
        let (kind, code) = match &error {
            Error::Rule(_) => (Kind::Usage, "usage"),
            Error::Format(_) => (Kind::BadFile, "not_a_classifier"),
            Error::TooFew { .. } | Error::Used | Error::Refused => (Kind::Refused, "refused"),
            Error::WrongSet => (Kind::WrongSecret, "wrong_key"),
            Error::NotFinite { .. } | Error::OutOfRange { .. } => (Kind::BadFile, "out_of_range"),
            _ => (Kind::BadFile, "bad_file"),
        };
        Self::new(kind, code, error.to_string())
    }
}

fn classify(error: &ClientError) -> (Kind, &'static str) {
    match error {
        ClientError::NoAccount => (Kind::NotSignedIn, "no_account"),
        ClientError::SignedOut => (Kind::NotSignedIn, "signed_out"),
        ClientError::AccountExists(_) => (Kind::Refused, "account_exists"),
        ClientError::WrongPassword => (Kind::WrongSecret, "wrong_password"),
        ClientError::Vault(VaultError::Kit(_)) | ClientError::OtherKit => {
            (Kind::WrongSecret, "wrong_kit")
        }
        ClientError::UnknownKit
        | ClientError::NotFound(_)
        | ClientError::Vault(VaultError::Unknown(_)) => (Kind::NotFound, "not_found"),
        ClientError::Ambiguous(_) => (Kind::NotFound, "ambiguous"),
        ClientError::Refused { status, .. } => match status {
            404 => (Kind::NotFound, "not_found"),
            429 | 500.. => (Kind::Network, "server_busy"),
            _ => (Kind::Refused, "refused"),
        },
        ClientError::NotPossible(_)
        | ClientError::ForeignInvitation { .. }
        | ClientError::Invitation(_)
        | ClientError::AccessEnded { .. }
        | ClientError::MayNotAdd(_) => (Kind::Refused, "not_possible"),
        ClientError::Inquiry(end) => match end {
            InquiryEnd::Away => (Kind::Network, "provider_away"),
            InquiryEnd::Busy => (Kind::Network, "provider_busy"),
            InquiryEnd::TooOften { .. } => (Kind::Refused, "too_often"),
            InquiryEnd::Changed => (Kind::Refused, "classifier_changed"),
            InquiryEnd::Gone => (Kind::NotFound, "inquiry_gone"),
            _ => (Kind::Network, "inquiry_over"),
        },
        ClientError::Network(_) => (Kind::Network, "network"),
        ClientError::Garbage(_) => (Kind::Network, "no_sense"),
        ClientError::Busy => (Kind::Network, "busy"),
        ClientError::Record(_) => (Kind::BadFile, "bad_record"),
        ClientError::Storage(_) | ClientError::StorageFull(_) => (Kind::Storage, "storage"),
        ClientError::Damaged(_) => (Kind::Storage, "damaged"),
        ClientError::Locked => (Kind::Storage, "locked"),
        ClientError::RolledBack { .. } => (Kind::Cheating, "rolled_back"),
        ClientError::Forked { .. } => (Kind::Cheating, "forked"),
        ClientError::Altered { .. } => (Kind::Cheating, "altered"),
        ClientError::Vault(VaultError::Withheld(_)) => (Kind::Cheating, "withheld"),
        error if error.is_cheating() => (Kind::Cheating, "altered"),
        ClientError::Vault(_) => (Kind::Refused, "not_possible"),
        _ => (Kind::Other, "other"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_has_its_exit_code() {
        let refused = |status| ClientError::Refused {
            status,
            problem: String::new(),
            detail: "no".to_owned(),
            retry_after: None,
        };
        for (error, exit) in [
            (ClientError::NoAccount, 3),
            (ClientError::SignedOut, 3),
            (ClientError::WrongPassword, 4),
            (ClientError::Vault(VaultError::Kit("words")), 4),
            (ClientError::NotFound("x".to_owned()), 5),
            (ClientError::Ambiguous("x".to_owned()), 5),
            (refused(404), 5),
            (refused(403), 6),
            (refused(429), 7),
            (refused(503), 7),
            (ClientError::NotPossible("x".to_owned()), 6),
            (ClientError::Network("x".to_owned()), 7),
            (ClientError::Busy, 7),
            (
                ClientError::Record(record::Resource::parse(b"x").unwrap_err()),
                8,
            ),
            (ClientError::Storage("x".to_owned()), 9),
            (ClientError::Locked, 9),
            (ClientError::Vault(VaultError::Withheld(3)), 10),
            (ClientError::Vault(VaultError::NoKey), 6),
            (ClientError::Vault(VaultError::DoesNotOpen), 10),
        ] {
            assert_eq!(Failure::from(error).kind as u8, exit);
        }
    }

    #[test]
    fn what_is_wrong_with_sealed_numbers_has_its_exit_code() {
        use paillier::{CiphertextFault, Error, KeyFault};
        let key = SealedError::WrongKey {
            expected: "a".to_owned(),
            found: "b".to_owned(),
        };
        let not_invertible = || Error::BadCiphertext(CiphertextFault::NotInvertible);
        for (error, exit) in [
            (key, 4),
            (SealedError::WrongSecret, 4),
            (SealedError::Changed, 8),
            (SealedError::Twice, 6),
            (Error::NotAKey(KeyFault::Even).into(), 8),
            (not_invertible().into(), 8),
            (Error::OutOfRange.into(), 8),
            (Error::ExponentTooLarge.into(), 6),
        ] {
            assert_eq!(Failure::from(error.clone()).kind as u8, exit, "{error}");
        }
        let at_row = Error::AtRow {
            row: 6,
            source: Box::new(not_invertible()),
        };
        let failure = Failure::from(at_row);
        assert_eq!(failure.message, "row 7: not a ciphertext: not invertible");
        assert_eq!(failure.code, "bad_ciphertext");
    }

    #[test]
    fn the_help_lists_every_exit_code() {
        for code in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130] {
            let lists = |line: &str| line.trim_start().starts_with(&format!("{code}  "));
            assert!(EXIT_CODES.lines().any(lists), "{code}");
        }
    }

    #[test]
    fn errors_as_json_have_code_message_and_perhaps_advice() {
        let plain = Failure::usage("what?");
        assert_eq!(
            plain.to_json().to_string(),
            r#"{"error":{"code":"usage","message":"what?"}}"#
        );
        let advised = plain.advise("say it again").to_json();
        assert_eq!(advised["error"]["advice"], "say it again");
    }
}
