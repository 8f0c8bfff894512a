//! Requests and their answers.

use serde::{Deserialize, Serialize};

use crate::{
    Acquaintance, Classifier, Consent, Draft, Ended, Entry, Happening, Hidden, Invitation, Kit,
    News, Patient, Profile, Role, Sharer, Showing, Standing, Trouble, Verdict, Visit,
};

/// What comes back.
pub type Reply = Result<Answer, Trouble>;

/// What a screen asks. In brackets what answers it; where nothing is said, [`Answer::Done`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    // Open and closed
    /// The first request of all (Standing). The role is the app's.
    Start {
        /// The server's address: where the app came from.
        server: String,
        /// Which app.
        role: Role,
    },
    /// Brings the session from another tab to this one (Standing).
    TakeOver,
    /// Signs up (Kit).
    SignUp {
        /// The name.
        name: String,
        /// A doctor's registration number.
        registration: Option<String>,
        /// The passphrase.
        passphrase: Hidden,
    },
    /// Signs in: on this device again, or with the account secret on a new one (Standing).
    SignIn {
        /// The account secret, on a new device.
        account_secret: Option<Hidden>,
        /// The passphrase.
        passphrase: Hidden,
    },
    /// Comes back with the kit: a new device, a new passphrase, every key renewed (Kit).
    Recover {
        /// The 24 words.
        words: Hidden,
        /// The new passphrase.
        passphrase: Hidden,
    },
    /// Unlocks what was locked, also without a network (Standing).
    Unlock {
        /// The passphrase.
        passphrase: Hidden,
    },
    /// Unlocks with what a passkey gave (Standing).
    UnlockWithPasskey {
        /// The PRF's output.
        prf: HiddenBytes,
    },
    /// Sets up a passkey for this device (Standing).
    AddPasskey {
        /// The credential's id.
        credential: Vec<u8>,
        /// The PRF's input.
        salt: [u8; 32],
        /// The PRF's output.
        prf: HiddenBytes,
    },
    /// Takes the passkey away again (Standing).
    RemovePasskey,
    /// After how many minutes the app locks itself, 1 to 240 (Standing).
    LockAfter(u16),
    /// Locks now.
    Lock,
    /// Somebody is there: the clock of the lock starts again. Sent at most every few seconds.
    Awake,
    /// Signs out and removes everything from this device. Fails while records wait, unless `anyway`.
    SignOut {
        /// Also if records that wait to be sent are lost.
        anyway: bool,
    },
    /// The recovery kit (Kit).
    Kit,
    /// Shows that the words are on paper; then they leave the device (Standing).
    CheckKit {
        /// The 24 words.
        words: Hidden,
    },
    /// Syncs now; troubles come as events.
    Sync,

    // Records
    /// The records of a vault; `None` is one's own (Records). Reading is noted for the patient.
    Records {
        /// Which vault.
        vault: Option<String>,
    },
    /// One resource as FHIR JSON (Text).
    Resource {
        /// Which vault.
        vault: Option<String>,
        /// Which record.
        record: String,
        /// Which version; the newest if none is named.
        version: Option<u32>,
    },
    /// The earlier versions of a record, oldest first (Entries).
    Versions {
        /// Which vault.
        vault: Option<String>,
        /// Which record.
        record: String,
    },
    /// A document's file (File). Kept on the device afterwards.
    File {
        /// Which vault.
        vault: Option<String>,
        /// The file's record, from [`crate::Fact::Document`].
        file: String,
    },
    /// Adds records, all or none (Added). They are kept at once, whatever the network does.
    Add {
        /// Which vault.
        vault: Option<String>,
        /// What.
        drafts: Vec<Draft>,
        /// As a patient: show them to the list at once.
        broadcast: bool,
    },
    /// Corrects a record: a new version (Added).
    Correct {
        /// Which vault.
        vault: Option<String>,
        /// Which record.
        record: String,
        /// What it is to say.
        draft: Draft,
    },
    /// Marks a record as entered in error: a new version (Added).
    Mistaken {
        /// Which vault.
        vault: Option<String>,
        /// Which record.
        record: String,
    },
    /// Takes back what was just added (TakenBack). What was not on its way yet disappears; what was is marked as entered
    /// in error.
    Undo {
        /// Which vault.
        vault: Option<String>,
        /// The records, as they were added together.
        records: Vec<String>,
    },
    /// Imports a FHIR file into one's own vault (Imported). Survives a closed tab: see `Interrupted`.
    Import {
        /// The file's name, shown if the import is interrupted.
        name: String,
        /// The file.
        content: Vec<u8>,
        /// Show all of it to the list.
        broadcast: bool,
    },
    /// An import that was interrupted (Interrupted).
    Interrupted,
    /// Goes on with it (Imported), or drops the rest of it (Imported, with what had been added).
    Resume {
        /// Go on; otherwise drop.
        go_on: bool,
    },
    /// Decides on records in the inbox.
    Decide {
        /// Which.
        records: Vec<String>,
        /// Show them to the list; otherwise keep them private.
        broadcast: bool,
    },
    /// Shows own records to the list.
    Broadcast {
        /// Which.
        records: Vec<String>,
    },
    /// Everything as one FHIR bundle (File).
    Export {
        /// Which vault.
        vault: Option<String>,
    },

    // Sharing, as a patient
    /// Who is and was on the list (Sharers).
    Sharers,
    /// Takes somebody off the list.
    TakeOff {
        /// Who: the whole fingerprint.
        person: String,
        /// Remove; otherwise stop.
        remove: bool,
    },
    /// Lets somebody in again, or changes what somebody on the list may do.
    ShareAgain {
        /// Who: the whole fingerprint.
        person: String,
        /// What is given.
        consent: Consent,
    },
    /// To whom a record can be shown by itself (Acquaintances).
    Acquaintances,
    /// What was shown to single persons, newest first (Showings).
    Showings,
    /// Shows one record to one person, with the files that came with it, and nothing else.
    ShowTo {
        /// Who: the whole fingerprint; if none, the doctor of the invitation answered last.
        person: Option<String>,
        /// Which record.
        record: String,
        /// Which version; the newest if none is named.
        version: Option<u32>,
    },
    /// Takes back what was shown to one person. What was opened may have been copied.
    TakeBack {
        /// From whom: the whole fingerprint.
        person: String,
        /// Which, from [`crate::Showing::number`].
        number: u32,
    },
    /// Looks at an invitation: verified against its link (Visit). The engine remembers it.
    Look {
        /// The link.
        link: Hidden,
    },
    /// Answers the invitation looked at last (Text: the short code).
    AnswerVisit,
    /// Lets the doctor in, after the codes were compared.
    Accept(Consent),
    /// Says no.
    Deny,
    /// What happened in a vault, newest first (Happenings).
    History {
        /// Which vault.
        vault: Option<String>,
    },
    /// Verifies the whole log again from this device's copy (Count: its entries).
    VerifyLog {
        /// Which vault.
        vault: Option<String>,
    },

    // Patients, as a doctor
    /// The patients, those with something new first, then by name (Patients).
    Patients,
    /// Own invitations, newest first (Invitations).
    Invitations,
    /// Invites to a first visit (Invitations, the new one first).
    Invite {
        /// To add as well as to read.
        may_add: bool,
        /// To see what was shared before.
        history: bool,
        /// For one visit only: for how many hours.
        visit_hours: Option<u16>,
        /// The intake form, added once the patient accepts; the first names the patient.
        intake: Vec<Draft>,
    },
    /// Forgets an invitation that is over or not wanted any more.
    ForgetInvitation {
        /// Which.
        id: String,
    },
    /// What is new over all patients, newest first, at most 50 (News).
    News,
    /// One has looked at a vault: nothing in it is fresh any more.
    Seen {
        /// Which vault; all of them if none.
        vault: Option<String>,
    },
    /// Access that is over (EndedAccess).
    EndedAccess,
    /// What this doctor wrote in a vault that is closed now, as a FHIR bundle (File).
    KeptOwn {
        /// The vault.
        vault: String,
    },

    // Classifiers of others
    /// The classifiers that are published, by title (Classifiers).
    Classifiers,
    /// Makes a question ready ahead, while the person types: opens an inquiry and fetches all that does not depend on the
    /// values, with `Progress` of [`crate::Work::Question`]. An inquiry counts against the card's limit once, however often
    /// this is asked before the question.
    PrepareQuestion {
        /// Which classifier.
        classifier: String,
    },
    /// Asks a classifier (Verdict). Nobody but this engine sees the values; the answer is seen by nobody else either.
    AskClassifier {
        /// Which classifier.
        classifier: String,
        /// The values in the order of its features: finite numbers.
        values: Vec<f64>,
    },

    // Kept on this device, sealed
    /// Keeps bytes under a name: favourites, a half-written note. Empty removes.
    Keep {
        /// `a-z 0-9 -`, up to 60.
        name: String,
        /// What.
        bytes: Vec<u8>,
    },
    /// What is kept under a name (Bytes, empty if nothing is).
    Kept {
        /// The name.
        name: String,
    },
}

/// 32 bytes that nobody is to see: wiped when dropped, and never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenBytes(pub [u8; 32]);

impl std::fmt::Debug for HiddenBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HiddenBytes(…)")
    }
}

impl Drop for HiddenBytes {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

/// What answers a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// It is done.
    Done,
    /// Where the app stands.
    Standing(Standing),
    /// The kit.
    Kit(Kit),
    /// A vault's records, newest first, and how many did not open.
    Records {
        /// The records.
        entries: Vec<Entry>,
        /// How many should open and do not.
        unreadable: u32,
        /// Who the patient is, as far as the records say.
        profile: Profile,
    },
    /// Some records.
    Entries(Vec<Entry>),
    /// A text.
    Text(String),
    /// A count.
    Count(u64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A file.
    File {
        /// Its name.
        name: String,
        /// Its media type.
        content_type: String,
        /// Its bytes.
        content: Vec<u8>,
    },
    /// What was added was taken back.
    TakenBack {
        /// It had not been sent, and is gone; otherwise it is marked as entered in error.
        gone: bool,
    },
    /// What was added.
    Added {
        /// The records' ids.
        records: Vec<String>,
        /// Whether they are sent.
        sent: Sent,
    },
    /// What an import did.
    Imported(Import),
    /// An import that was interrupted, if any.
    Interrupted(Option<Interrupted>),
    /// Who is on the list.
    Sharers(Vec<Sharer>),
    /// To whom a record can be shown by itself.
    Acquaintances(Vec<Acquaintance>),
    /// What was shown to single persons.
    Showings(Vec<Showing>),
    /// An invitation looked at.
    Visit(Visit),
    /// What happened.
    Happenings(Vec<Happening>),
    /// Patients.
    Patients(Vec<Patient>),
    /// Invitations.
    Invitations(Vec<Invitation>),
    /// News.
    News(Vec<News>),
    /// Access that is over.
    EndedAccess(Vec<Ended>),
    /// Classifiers.
    Classifiers(Vec<Classifier>),
    /// What a classifier answered.
    Verdict(Verdict),
}

/// Whether records are in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sent {
    /// They are.
    Now,
    /// They wait on this device, and go when the server can be reached.
    Later,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// How many records were added.
    pub count: u64,
    /// What its owner may want to know, in plain English, by the file's reader.
    pub warnings: Vec<String>,
    /// Whether they are sent.
    pub sent: Sent,
}

/// An import that was interrupted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interrupted {
    /// The file's name.
    pub name: String,
    /// How many records were added.
    pub done: u64,
    /// Of how many.
    pub total: u64,
}
