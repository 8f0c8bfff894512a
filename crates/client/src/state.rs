//! What a device remembers beside the vaults: persons, invitations, receipts, what is yet to be sent.

use std::collections::BTreeMap;

use vault::{batch::Batch, receipts::Reading, secret::Secret};
use wire::{
    cbor_enum, cbor_struct,
    codec::Bytes,
    id::{Hash, InvitationId, PersonId, RecordId, VaultId},
    invite::Invitation,
    person::{PersonEntry, Profile},
    sign::Signed,
    vault::{Audience, Leave, ReadReceipts},
};

cbor_struct! {
    /// A person's chain as far as seen: never taken back, only added to.
    #[derive(Debug, Clone)]
    pub struct KnownPerson {
        /// Who.
        pub person: PersonId,
        /// The entries.
        pub entries: Vec<Signed<PersonEntry>>,
    }
}

cbor_enum! {
    /// Where a doctor's invitation stands, as the doctor's own device knows.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum InvitationState {
        /// Waits.
        Open = 0,
        /// Answered; the answer is verified and pinned.
        Answered = 1,
        /// Denied.
        Denied = 2,
        /// Run out or withdrawn.
        Over = 3,
        /// An answer came that is not in order.
        Suspicious = 4,
    }
}

cbor_struct! {
    /// A doctor's own invitation.
    #[derive(Debug, Clone)]
    pub struct OwnInvitation {
        /// Which.
        pub id: InvitationId,
        /// The link's secret.
        pub secret: Secret,
        /// The server's address in the link.
        pub server: String,
        /// As signed.
        pub signed: Signed<Invitation>,
        /// End, in milliseconds since 1970.
        pub not_after: u64,
        /// Where it stands.
        pub state: InvitationState,
        /// Who answered.
        pub patient: Option<PersonId>,
        /// The vault in the answer.
        pub vault: Option<VaultId>,
        /// Where that vault's log stood for the patient.
        pub seq: u64,
        /// The entry there.
        pub head: Option<Hash>,
        /// The patient's name.
        pub profile: Option<Profile>,
        /// The short code.
        pub code: Option<String>,
    }
}

cbor_struct! {
    /// A reader's own chain of receipts in one vault, and what is not yet in it.
    #[derive(Debug, Clone)]
    pub struct OwnReceipts {
        /// Which vault.
        pub vault: VaultId,
        /// How many were sent.
        pub next: u64,
        /// Hash of the last.
        pub head: Option<Hash>,
        /// What was read since.
        pub pending: Vec<Reading>,
        /// What was noted within the last day, so that it is not noted again.
        pub reported: Vec<Reading>,
        /// Receipts made and not yet acknowledged: sent again as they are.
        pub unsent: Option<Signed<ReadReceipts>>,
        /// What those say, in case they must be made again.
        pub unsent_readings: Vec<Reading>,
    }
}

cbor_struct! {
    /// Somebody's reading, as the owner knows it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SeenReading {
        /// Who read.
        pub reader: PersonId,
        /// Which record.
        pub record: RecordId,
        /// Which version.
        pub version: u32,
        /// When, in milliseconds since 1970.
        pub time: u64,
    }
}

cbor_struct! {
    /// A reader's chain as the owner follows it.
    #[derive(Debug, Clone)]
    pub struct ReaderChain {
        /// Who.
        pub reader: PersonId,
        /// How many receipts came.
        pub next: u64,
        /// Hash of the last.
        pub head: Option<Hash>,
    }
}

cbor_struct! {
    /// Records that are sealed and not yet in the log.
    pub struct Outgoing {
        /// The batch: its ciphertext is made once, so that no key seals two contents.
        pub batch: Batch,
        /// To whom it goes.
        pub audience: Audience,
        /// Names of the stored chunks, uploaded before the entry.
        pub chunks: Vec<Hash>,
        /// Whether all chunks are at the server.
        pub uploaded: bool,
    }
}

cbor_struct! {
    /// Access that has ended: the keys are gone from this device.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Ended {
        /// Which vault.
        pub vault: VaultId,
        /// Whose.
        pub owner: PersonId,
        /// The owner's name.
        pub name: String,
        /// The last entry seen.
        pub seq: u64,
        /// How it ended.
        pub leave: Leave,
        /// When this device learnt of it.
        pub time: u64,
    }
}

cbor_struct! {
    /// What one wrote oneself in a vault that is closed now: the law has the author keep it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KeptOwn {
        /// The plaintexts.
        pub plaintexts: Vec<Bytes>,
    }
}

cbor_struct! {
    /// Everything a device remembers beside the vaults.
    #[derive(Default)]
    pub struct DeviceState {
        /// A doctor's own invitations.
        pub invitations: Vec<OwnInvitation>,
        /// As a reader.
        pub receipts: Vec<OwnReceipts>,
        /// As an owner: the readers' chains.
        pub readers: Vec<ReaderChain>,
        /// As an owner: how many receipts were fetched.
        pub receipts_fetched: u64,
        /// As an owner: who read what.
        pub readings: Vec<SeenReading>,
        /// Whether, after recovery, every key is still to be renewed.
        pub renew: bool,
        /// As a reader: vaults that are closed now.
        pub ended: Vec<Ended>,
        /// As a patient: one's own vault, before its first sync.
        pub own_vault: Option<VaultId>,
        /// The vault's genesis as sent, until the server has acknowledged it.
        pub genesis: Option<Bytes>,
    }
}

impl DeviceState {
    /// The own chain of receipts in `vault`.
    pub fn receipts_in(&mut self, vault: VaultId) -> &mut OwnReceipts {
        let at = self
            .receipts
            .iter()
            .position(|r| r.vault == vault)
            .unwrap_or_else(|| {
                self.receipts.push(OwnReceipts {
                    vault,
                    next: 0,
                    head: None,
                    pending: Vec::new(),
                    reported: Vec::new(),
                    unsent: None,
                    unsent_readings: Vec::new(),
                });
                self.receipts.len() - 1
            });
        &mut self.receipts[at]
    }

    /// The chain of a reader.
    pub fn reader(&mut self, reader: PersonId) -> &mut ReaderChain {
        let at = self
            .readers
            .iter()
            .position(|r| r.reader == reader)
            .unwrap_or_else(|| {
                self.readers.push(ReaderChain {
                    reader,
                    next: 0,
                    head: None,
                });
                self.readers.len() - 1
            });
        &mut self.readers[at]
    }

    /// The latest reading of each record by each reader.
    pub fn readings_of(&self, record: RecordId) -> BTreeMap<PersonId, u64> {
        let mut latest = BTreeMap::new();
        for reading in self
            .readings
            .iter()
            .filter(|reading| reading.record == record)
        {
            let time = latest.entry(reading.reader).or_insert(0);
            *time = reading.time.max(*time);
        }
        latest
    }
}
