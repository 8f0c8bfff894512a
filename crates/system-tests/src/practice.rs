//! A practice at work: a doctor and a patient who have met, and what they write.

use record::{Resource, build, codes::DocumentType};
use wire::{
    id::{RecordId, VaultId},
    vault::EntryKind,
};

use crate::clinic::{Clinic, Person, ask, visit};

/// Dr Rao and Asha after their first visit, in a clinic whose server lies when told to.
pub struct Practice {
    /// The clinic.
    pub clinic: Clinic,
    /// The doctor, with full history.
    pub rao: Person,
    /// The patient.
    pub asha: Person,
    /// Her vault.
    pub vault: VaultId,
}

impl Practice {
    /// Opens one.
    pub async fn open() -> Self {
        let clinic = Clinic::open_lying().await;
        let mut rao = clinic.doctor("Dr Rao").await;
        let mut asha = clinic.patient("Asha").await;
        let vault = visit(&mut rao, &mut asha, ask(true)).await.unwrap();
        Self {
            clinic,
            rao,
            asha,
            vault,
        }
    }

    /// The doctor's token.
    pub fn token_of_rao(&self) -> String {
        token_of(&self.clinic, "Dr Rao")
    }

    /// The patient's token.
    pub fn token_of_asha(&self) -> String {
        token_of(&self.clinic, "Asha")
    }

    /// Closes the doctor's client and opens it again.
    pub async fn reopen_rao(mut self) -> Self {
        self.rao = self.clinic.reopen(self.rao, "Dr Rao").await;
        self
    }

    /// Closes the patient's client and opens it again.
    pub async fn reopen_asha(mut self) -> Self {
        self.asha = self.clinic.reopen(self.asha, "Asha").await;
        self
    }
}

/// The token of who is signed in under `name`, from the device's own file.
pub fn token_of(clinic: &Clinic, name: &str) -> String {
    // [suite, token, …]: the token is the first string of 32 bytes.
    let file = std::fs::read(clinic.home(name).join("unlocked")).unwrap();
    let at = file.windows(2).position(|two| two == [0x58, 32]).unwrap() + 2;
    data_encoding::HEXLOWER.encode(&file[at..at + 32])
}

/// A prescription.
pub fn prescription(id: &str, drug: &str) -> Resource {
    let context = build::Context {
        id,
        patient: "Patient/1",
        date: "2026-01-05T10:15:00+05:30",
        author: Some("Practitioner/1"),
    };
    let order = build::Prescription {
        drug,
        coding: None,
        dose: None,
        frequency: None,
        duration: None,
        as_needed: false,
        note: None,
    };
    build::medication_request(&context, &order).unwrap()
}

/// A document that names a file.
pub fn document(id: &str, file: &str) -> Resource {
    let context = build::Context {
        id,
        patient: "Patient/1",
        date: "2026-01-05T10:15:00+05:30",
        author: Some("Practitioner/1"),
    };
    let document = build::Document {
        title: "X-ray",
        kind: DocumentType::HealthDocument,
        content_type: "application/pdf",
        size: 4,
        attachment_id: file,
    };
    build::document_reference(&context, &document).unwrap()
}

/// Writes a prescription; by the patient it is broadcast, by a doctor it goes to the inbox.
pub async fn prescribe(author: &mut Person, vault: VaultId, drug: &str) -> RecordId {
    let broadcast = author.view(vault).unwrap().ledger.is_owner();
    let (record, sent) = author
        .add(vault, &prescription("rx", drug), broadcast)
        .await
        .unwrap();
    assert_eq!(sent, client::write::Sent::Now);
    record
}

/// How many records somebody can read; all that should open do.
pub async fn readable(person: &mut Person, vault: VaultId) -> usize {
    let (records, bad) = person.records(vault).await.unwrap();
    assert!(bad.is_empty(), "{bad:?}");
    records.len()
}

/// Syncs; there is nothing to complain of.
pub async fn sync(person: &mut Person) {
    let report = person.sync().await.unwrap();
    assert_eq!(report.troubles, Vec::<String>::new());
}

/// Syncs; there is something to complain of, and this is it.
pub async fn troubled_sync(person: &mut Person) -> String {
    match person.sync().await {
        Ok(report) => {
            assert!(!report.troubles.is_empty(), "the lie was believed");
            report.troubles.join("; ")
        }
        Err(error) => error.to_string(),
    }
}

/// The log as somebody has it: each entry's hash.
pub fn heads(person: &Person, vault: VaultId) -> Vec<wire::id::Hash> {
    let lines = person.view(vault).unwrap().ledger.lines();
    lines.iter().map(|line| line.hash).collect()
}

/// How many entries of a kind somebody has.
pub fn entries_of(person: &Person, vault: VaultId, kind: EntryKind) -> usize {
    let lines = person.view(vault).unwrap().ledger.lines();
    lines.iter().filter(|line| line.kind == kind).count()
}
