//! Requests and answers of the HTTP interface.
//!
//! Bodies are canonical CBOR (`application/cbor`), errors are problem details (RFC 9457). A session is a
//! bearer token. Paths are in [`path`].

pub mod classifiers;
pub mod sealed_sets;

use crate::{
    cbor_choice, cbor_enum, cbor_struct,
    codec::Bytes,
    id::{CredentialId, Hash, PersonId, VaultId},
    invite::{Answer, Denial, Invitation},
    person::PersonEntry,
    sign::{Object, Signed, SigningPublic},
    vault::{LogEntry, ReadReceipts},
};

/// The paths, in axum's notation.
pub mod path {
    /// GET: `200` while the server can serve.
    pub const HEALTH: &str = "/v1/health";
    /// POST [`super::RegistrationStart`], answers [`super::RegistrationStarted`]. No session.
    pub const REGISTRATION: &str = "/v1/accounts/start";
    /// POST [`super::RegistrationFinish`], answers [`super::SessionOpened`]. No session.
    pub const ACCOUNTS: &str = "/v1/accounts";
    /// POST [`super::LoginStart`], answers [`super::LoginStarted`]. No session.
    pub const LOGIN: &str = "/v1/sessions/start";
    /// POST [`super::LoginFinish`], answers [`super::SessionOpened`]; no session. DELETE ends the session.
    pub const SESSIONS: &str = "/v1/sessions";
    /// POST [`super::RecoveryStart`], answers [`super::RecoveryStarted`]. No session.
    pub const RECOVERY_START: &str = "/v1/recovery/start";
    /// POST [`super::RecoveryFinish`], answers [`super::SessionOpened`]. No session.
    pub const RECOVERY: &str = "/v1/recovery";
    /// GET [`super::Keyring`]; PUT [`super::Keyring`] with the next version.
    pub const KEYRING: &str = "/v1/keyring";
    /// GET `?from=N`: [`super::PersonEntries`], no session. POST [`super::PersonEntries`] by the person.
    pub const PERSON: &str = "/v1/persons/{person}";
    /// POST [`super::PersonsSince`], answers [`super::Persons`]. No session.
    pub const PERSONS: &str = "/v1/persons";
    /// POST a signed [`super::Invitation`]; GET: the caller's own, [`super::Invitations`].
    pub const INVITATIONS: &str = "/v1/invitations";
    /// GET [`super::InvitationItem`], no session; DELETE withdraws it.
    pub const INVITATION: &str = "/v1/invitations/{invitation}";
    /// POST [`super::Answer`] by the patient.
    pub const ANSWER: &str = "/v1/invitations/{invitation}/answer";
    /// POST [`super::Denial`]. No session.
    pub const DENIAL: &str = "/v1/invitations/{invitation}/denial";
    /// GET: the caller's, [`super::Vaults`]; POST [`super::Append`] of a genesis.
    pub const VAULTS: &str = "/v1/vaults";
    /// GET `?from=N`: [`super::LogPage`]; POST [`super::Append`], answers [`super::Appended`].
    pub const LOG: &str = "/v1/vaults/{vault}/log";
    /// POST [`super::ChunkList`]: which of these are not here, as [`super::ChunkList`].
    pub const CHUNKS: &str = "/v1/vaults/{vault}/chunks";
    /// PUT and GET one sealed chunk, as it is (`application/octet-stream`).
    pub const CHUNK: &str = "/v1/vaults/{vault}/chunks/{chunk}";
    /// GET `?from=N`: [`super::ReceiptPage`], all for the owner, his own for a reader; POST a signed [`super::ReadReceipts`].
    pub const RECEIPTS: &str = "/v1/vaults/{vault}/receipts";
    /// GET `?from=N`: [`super::classifiers::ClassifierPage`].
    pub const CLASSIFIERS: &str = "/v1/classifiers";
    /// GET the signed [`crate::classifier::Classifier`]; PUT its next version and DELETE it, by the provider.
    pub const CLASSIFIER: &str = "/v1/classifiers/{classifier}";
    /// POST a signed [`crate::classifier::Opening`], answers [`super::classifiers::Exchanged`].
    pub const INQUIRIES: &str = "/v1/classifiers/{classifier}/inquiries";
    /// POST [`super::classifiers::Frame`], answers [`super::classifiers::Exchanged`]; DELETE ends it.
    pub const INQUIRY: &str = "/v1/classifiers/{classifier}/inquiries/{inquiry}";
    /// POST [`super::classifiers::Poll`] by the provider, answers [`super::classifiers::Work`] after a while at most.
    pub const WORK: &str = "/v1/classifiers/{classifier}/work";
    /// POST [`super::classifiers::Done`] by the provider.
    pub const DONE: &str = "/v1/classifiers/{classifier}/work/{inquiry}";
    /// GET: the caller's, [`super::sealed_sets::Sets`]; POST [`super::sealed_sets::NewSet`].
    pub const SETS: &str = "/v1/sets";
    /// GET [`super::sealed_sets::SetState`]; PUT [`super::sealed_sets::SetChange`], answers
    /// [`super::sealed_sets::SetItem`]; DELETE it.
    pub const SET: &str = "/v1/sets/{set}";
    /// GET `?version=N`: one sealed block of that version of the set, as it is (`application/octet-stream`).
    pub const BLOCK: &str = "/v1/sets/{set}/blocks/{block}";
    /// POST [`super::sealed_sets::SetQuestion`], answers sealed distances (`application/octet-stream`).
    pub const SET_ANSWER: &str = "/v1/sets/{set}/answer";
    /// GET: what happens in the caller's vaults and invitations, as server-sent events.
    pub const EVENTS: &str = "/v1/events";
}

/// The most bytes a request may have.
pub const REQUEST_LIMIT: usize = 12 << 20;
/// The most bytes the sealed keyring may have.
pub const KEYRING_LIMIT: usize = 64 << 10;
/// What a log page aims at; it may be larger by its last entry.
pub const PAGE_BYTES: usize = 4 << 20;
/// The most bytes that the records shown by one wraps part may have together.
pub const SHOWN_BYTES: usize = 16 << 20;

cbor_struct! {
    /// OPAQUE registration, first message.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RegistrationStart {
        /// Under which name.
        pub credential: CredentialId,
        /// OPAQUE `RegistrationRequest`.
        pub request: Bytes,
    }
}

cbor_struct! {
    /// OPAQUE registration, second message.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RegistrationStarted {
        /// OPAQUE `RegistrationResponse`.
        pub response: Bytes,
    }
}

cbor_struct! {
    /// OPAQUE registration, third message, with the new person.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RegistrationFinish {
        /// Under which name.
        pub credential: CredentialId,
        /// OPAQUE `RegistrationUpload`.
        pub upload: Bytes,
        /// The person's first entry.
        pub entry: Signed<PersonEntry>,
        /// The keyring, sealed under OPAQUE's export key.
        pub keyring: Bytes,
    }
}

cbor_struct! {
    /// A session.
    #[derive(Clone, PartialEq, Eq)]
    pub struct SessionOpened {
        /// The bearer token.
        pub token: [u8; 32],
        /// Whose it is.
        pub person: PersonId,
        /// End, in milliseconds since 1970.
        pub expires: u64,
        /// The sealed keyring.
        pub keyring: Keyring,
    }
}

cbor_struct! {
    /// OPAQUE login, first message.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LoginStart {
        /// Which credential.
        pub credential: CredentialId,
        /// OPAQUE `CredentialRequest`.
        pub request: Bytes,
    }
}

cbor_struct! {
    /// OPAQUE login, second message. The same for a credential that does not exist.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LoginStarted {
        /// Names this attempt.
        pub login: [u8; 16],
        /// OPAQUE `CredentialResponse`.
        pub response: Bytes,
    }
}

cbor_struct! {
    /// OPAQUE login, third message.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LoginFinish {
        /// Which attempt.
        pub login: [u8; 16],
        /// OPAQUE `CredentialFinalization`.
        pub finalization: Bytes,
    }
}

cbor_struct! {
    /// Asks for a person by the kit's root key.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecoveryStart {
        /// The kit's verifying key.
        pub root: SigningPublic,
    }
}

cbor_struct! {
    /// What the kit's holder signs.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecoveryStarted {
        /// Fresh, used once.
        pub nonce: [u8; 32],
        /// The person's chain.
        pub entries: Vec<Signed<PersonEntry>>,
    }
}

cbor_struct! {
    /// The kit's holder takes the account over.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecoveryRequest {
        /// [`crate::SUITE`].
        pub suite: u16,
        /// Whose account.
        pub person: PersonId,
        /// The server's nonce.
        pub nonce: [u8; 32],
        /// The new credential's name.
        pub credential: CredentialId,
        /// SHA-256 of [`RecoveryFinish::upload`], domain `recovery-upload`.
        pub upload: Hash,
        /// SHA-256 of [`RecoveryFinish::keyring`], domain `recovery-keyring`.
        pub keyring: Hash,
        /// Hash of the last of [`RecoveryFinish::entries`].
        pub head: Hash,
    }
}

impl Object for RecoveryRequest {
    const DOMAIN: &'static str = "recovery-request";
    const LIMIT: usize = 1024;
}

cbor_struct! {
    /// Takes an account over: new entries of the chain, new password file, new keyring. Ends every
    /// session and the old credential.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecoveryFinish {
        /// Signed by the root key.
        pub request: Signed<RecoveryRequest>,
        /// OPAQUE `RegistrationUpload`, from a registration started just before.
        pub upload: Bytes,
        /// The chain's new entries, signed by the root key.
        pub entries: Vec<Signed<PersonEntry>>,
        /// The new keyring, sealed under the new export key.
        pub keyring: Bytes,
    }
}

cbor_struct! {
    /// The sealed keyring.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Keyring {
        /// Counts from one.
        pub version: u64,
        /// Sealed.
        pub sealed: Bytes,
    }
}

cbor_struct! {
    /// Entries of a person's chain.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PersonEntries {
        /// In order.
        pub entries: Vec<Signed<PersonEntry>>,
    }
}

cbor_struct! {
    /// Asks for what is new in a person's chain.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PersonSince {
        /// Whose chain.
        pub person: PersonId,
        /// The first entry wanted.
        pub from: u64,
    }
}

cbor_struct! {
    /// Asks for what is new in several chains.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PersonsSince {
        /// At most 1,024.
        pub persons: Vec<PersonSince>,
    }
}

cbor_struct! {
    /// What is new, in the order asked; nothing for a person unknown.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Persons {
        /// Entries of each chain.
        pub chains: Vec<PersonEntries>,
    }
}

cbor_enum! {
    /// Where an invitation stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum InvitationStatus {
        /// Waits for an answer.
        Open = 0,
        /// Answered.
        Answered = 1,
        /// Denied.
        Denied = 2,
        /// Withdrawn by the doctor.
        Withdrawn = 3,
        /// Run out.
        Expired = 4,
    }
}

cbor_choice! {
    /// What came back.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Reply {
        /// Accepted.
        0 => Answer(Answer),
        /// Denied.
        1 => Denial(Denial),
    }
}

cbor_struct! {
    /// An invitation and where it stands.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct InvitationItem {
        /// As the doctor signed it.
        pub invitation: Signed<Invitation>,
        /// Where it stands.
        pub status: InvitationStatus,
        /// What came back; for the doctor who invited alone.
        pub reply: Option<Reply>,
    }
}

cbor_struct! {
    /// A doctor's invitations, newest first.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Invitations {
        /// At most the last 1,000.
        pub items: Vec<InvitationItem>,
    }
}

cbor_struct! {
    /// A vault the caller has or had a part in.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct VaultItem {
        /// Which.
        pub vault: VaultId,
        /// Whose.
        pub owner: PersonId,
        /// The last entry the caller is served.
        pub seq: u64,
        /// Number of receipts; for the owner alone, otherwise zero.
        pub receipts: u64,
    }
}

cbor_struct! {
    /// The caller's vaults.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Vaults {
        /// His own first.
        pub items: Vec<VaultItem>,
    }
}

cbor_struct! {
    /// An entry to append, as compare-and-swap: its `previous` must be the head.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Append {
        /// The entry.
        pub entry: Signed<LogEntry>,
        /// Its part.
        pub part: Bytes,
        /// For each record of a records part, in order: the ciphertext, or the concatenated hashes of
        /// its chunks, which are uploaded before. Empty otherwise.
        pub bodies: Vec<Bytes>,
    }
}

cbor_struct! {
    /// The new head.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Appended {
        /// Position.
        pub seq: u64,
        /// Hash.
        pub head: Hash,
    }
}

cbor_struct! {
    /// An entry as the caller is served it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LogItem {
        /// The entry.
        pub entry: Signed<LogEntry>,
        /// Its part, if it is for the caller.
        pub part: Option<Bytes>,
        /// For each record of a part served: as in [`Append::bodies`]. For a wraps part the bodies of
        /// the records shown, in order, except to the owner, who has them.
        pub bodies: Vec<Bytes>,
    }
}

cbor_struct! {
    /// A stretch of the log.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LogPage {
        /// In order, from the one asked for.
        pub items: Vec<LogItem>,
        /// The last entry the caller is served; more to fetch if it is not in this page.
        pub last: u64,
    }
}

cbor_struct! {
    /// Names chunks.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ChunkList {
        /// Their hashes.
        pub chunks: Vec<Hash>,
    }
}

cbor_struct! {
    /// Receipts in the order they came.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ReceiptPage {
        /// From the one asked for.
        pub items: Vec<Signed<ReadReceipts>>,
        /// How many there are.
        pub total: u64,
    }
}

/// Problem types (RFC 9457), after `urn:sehat:problem:`.
pub mod problem {
    /// The request is malformed.
    pub const MALFORMED: &str = "malformed";
    /// No session, or it has ended.
    pub const SESSION: &str = "session";
    /// Credential or password are wrong.
    pub const LOGIN: &str = "login";
    /// There is no such thing, or it is not for the caller.
    pub const NOT_FOUND: &str = "not-found";
    /// The caller may not do this.
    pub const FORBIDDEN: &str = "forbidden";
    /// Somebody else appended first: sync and try again.
    pub const CONFLICT: &str = "conflict";
    /// The entry was refused; the detail says why.
    pub const REFUSED: &str = "refused";
    /// The invitation has run out.
    pub const EXPIRED: &str = "expired";
    /// The invitation has been answered, denied or withdrawn.
    pub const USED: &str = "used";
    /// Too large.
    pub const TOO_LARGE: &str = "too-large";
    /// The vault's quota is used up.
    pub const QUOTA: &str = "quota";
    /// The provider of a classifier is not connected, or went away in the middle.
    pub const AWAY: &str = "away";
    /// Too many requests: wait as `Retry-After` says.
    pub const RATE: &str = "rate";
    /// The server cannot store right now (disk full, or shutting down). Nothing was stored.
    pub const STORAGE: &str = "storage";
    /// A fault of the server's.
    pub const INTERNAL: &str = "internal";
}
