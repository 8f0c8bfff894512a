//! Records: listing, showing, finding. What makes, decides on and exports them is below.

mod adding;
mod deciding;
mod exporting;
mod found;
mod listing;

use std::collections::{BTreeSet, HashSet};

use record::{Item, Summary, summarise};
use vault::{attachment::chunk_list, ledger::Version, receipts::Reading};
use wire::{
    id::{RecordId, VaultId},
    vault::{Compartment, VersionRef},
};
use zeroize::Zeroizing;

use crate::{
    error::ClientError,
    session::Session,
    storage::Storage,
    stored::{Content, unpack},
};

pub(crate) use found::Found;

pub use adding::{Imported, New};
pub use listing::Listed;

/// The most records of one entry.
const BATCH_RECORDS: usize = 1000;
const DAY: u64 = 86_400_000;

/// Who can see a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// The patient alone (and who wrote it).
    Private,
    /// The patient, who has not decided yet.
    Inbox,
    /// The broadcast list.
    Broadcast,
    /// As a doctor: it was shown to oneself alone, apart from any list.
    ShownToMe,
}

/// A record as it is listed.
#[derive(Debug, Clone)]
pub struct RecordView {
    /// Which record and version.
    pub at: VersionRef,
    /// How many versions are known.
    pub versions: u32,
    /// Who wrote it.
    pub author: String,
    /// When it was written, in milliseconds since 1970.
    pub time: u64,
    /// Who can see it.
    pub visibility: Visibility,
    /// The resource and what stood around it; `None` for what is no resource.
    pub item: Option<Item>,
    /// In one line.
    pub summary: Summary,
}

/// A version that did not open, and why.
pub type Unreadable = (VersionRef, ClientError);

impl<S: Storage> Session<S> {
    /// The file of an attachment, fetched in chunks and verified.
    ///
    /// # Errors
    /// When it is not for us, or was altered.
    pub async fn attachment(
        &mut self,
        vault: VaultId,
        record: RecordId,
    ) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        let found = self.newest(vault, record)?;
        let content = found.version.attachment();
        let content =
            content.ok_or_else(|| ClientError::NotFound("this record has no file".to_owned()))?;
        let at = found.version.at();
        let hashes = chunk_list(content, self.body_of(vault, found)?)?;
        let mut chunks = Vec::with_capacity(hashes.len());
        for (done, hash) in (1..).zip(&hashes) {
            chunks.push(self.chunk(vault, hash).await?);
            (self.progress)("chunks", done, hashes.len() as u64);
        }
        let plain = match self.find(vault, at)?.shelf {
            Some((view, _)) => view.shelf.open_attachment(at, &chunks)?,
            None => {
                let ledger = &self.view(vault)?.ledger;
                ledger.open_attachment(&self.identity, at, &chunks)?
            }
        };
        self.note_reading(vault, &[at]).await?;
        Ok(plain)
    }

    /// The records of a vault that are readable here, each in its newest version, by their entries; and
    /// those that should be and are not.
    ///
    /// # Errors
    /// When the vault is unknown.
    pub async fn records(
        &mut self,
        vault: VaultId,
    ) -> Result<(Vec<RecordView>, Vec<Unreadable>), ClientError> {
        let found = self.found(vault)?;
        let mut newest: Vec<_> = found
            .values()
            .filter_map(|versions| versions.last())
            .collect();
        newest.sort_by_key(|found| (found.version.entry, found.version.index));
        let newest: Vec<VersionRef> = newest.iter().map(|found| found.version.at()).collect();
        let mut views = Vec::with_capacity(newest.len());
        let mut bad = Vec::new();
        let mut read = Vec::with_capacity(newest.len());
        for at in newest {
            match self.open_record(vault, at) {
                Ok(Some(record)) => {
                    read.push(at);
                    views.push(record);
                }
                Ok(None) => {}
                Err(error) => bad.push((at, error)),
            }
        }
        self.note_reading(vault, &read).await?;
        Ok((views, bad))
    }

    /// One version of a record, or with `None` the newest one readable.
    ///
    /// # Errors
    /// When it is not for us, or was altered.
    pub async fn record(
        &mut self,
        vault: VaultId,
        record: RecordId,
        version: Option<u32>,
    ) -> Result<RecordView, ClientError> {
        let at = match version {
            Some(version) => VersionRef { record, version },
            None => self.newest(vault, record)?.version.at(),
        };
        let shown = self
            .open_record(vault, at)?
            .ok_or_else(|| no_record(&record))?;
        self.note_reading(vault, &[at]).await?;
        Ok(shown)
    }

    /// Finds a record by the first characters of its id.
    ///
    /// # Errors
    /// When none or several fit.
    pub fn find_record(&self, vault: VaultId, prefix: &str) -> Result<RecordId, ClientError> {
        let prefix = prefix.trim().to_lowercase();
        let mut fits: Vec<RecordId> = self.found(vault)?.into_keys().collect();
        if let Some(view) = self.views.get(&vault) {
            fits.extend(view.ledger.records().keys());
        }
        fits.retain(|id| id.to_string().starts_with(&prefix));
        fits.sort_unstable();
        fits.dedup();
        match fits.as_slice() {
            [one] if prefix.len() >= 4 => Ok(*one),
            [] => Err(ClientError::NotFound(format!(
                "there is no record {prefix:?} here: `sehat record list` shows them"
            ))),
            _ => Err(ClientError::Ambiguous(format!(
                "several records start with {prefix:?}: give more of the id"
            ))),
        }
    }

    /// How new resources of a vault refer to its patient: to the first Patient that can be opened here,
    /// otherwise by fingerprint. This is no reading, and not noted as one.
    ///
    /// # Errors
    /// When the vault is unknown.
    pub fn patient_reference(&self, vault: VaultId) -> Result<String, ClientError> {
        let found = self.found(vault)?;
        let newest = found.values().filter_map(|versions| versions.last());
        let mut versions: Vec<&Version> = newest.map(|found| found.version).collect();
        versions.sort_by_key(|version| (version.entry, version.index));
        let known = versions.iter().find_map(|version| {
            let item = self.open_record(vault, version.at()).ok()??.item?;
            let id = item.resource.id().map(|id| format!("Patient/{id}"));
            let is_patient = item.resource.resource_type() == "Patient";
            is_patient.then(|| item.full_url.or(id)).flatten()
        });
        let owner = self.owner_of(vault).ok_or_else(no_vault)?;
        Ok(known.unwrap_or_else(|| format!("urn:sehat:person:{owner}")))
    }

    fn open_record(
        &self,
        vault: VaultId,
        at: VersionRef,
    ) -> Result<Option<RecordView>, ClientError> {
        let found = self.find(vault, at)?;
        let version = found.version;
        if version.attachment().is_some() {
            return Ok(None);
        }
        let plain = self.open_found(vault, found)?;
        let (item, summary) = match unpack(&plain)? {
            Content::Item(item) => {
                let summary = summarise(&item.resource);
                (Some(*item), summary)
            }
            Content::Shell(..) => return Ok(None),
        };
        Ok(Some(RecordView {
            at,
            versions: self.known_versions(vault, &at.record),
            author: self.name_in(vault, &version.author),
            time: version.time,
            visibility: self.visibility(vault, found)?,
            item,
            summary,
        }))
    }

    /// How many versions of a record are known, also such as are not open to us.
    fn known_versions(&self, vault: VaultId, record: &RecordId) -> u32 {
        let in_log = self.views.get(&vault);
        let in_log = in_log.and_then(|view| view.ledger.records().get(record));
        let shelf = self.shelf(vault).into_iter();
        let shown: BTreeSet<u32> = shelf
            .flat_map(|view| view.shelf.versions())
            .filter(|on| on.version.header.record == *record)
            .map(|on| on.version.header.version)
            .collect();
        let count = in_log.map_or(0, Vec::len).max(shown.len());
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn visibility(&self, vault: VaultId, found: Found<'_>) -> Result<Visibility, ClientError> {
        let version = found.version;
        if found.shelf.is_some() {
            return Ok(Visibility::ShownToMe);
        }
        if version.is_in(Compartment::Shared) {
            return Ok(Visibility::Broadcast);
        }
        let waits = self.view(vault)?.ledger.waits(version);
        Ok(if waits {
            Visibility::Inbox
        } else {
            Visibility::Private
        })
    }

    /// Remembers what was read in somebody else's vault, for the next receipts; each version once a day.
    /// Whether there was anything to remember.
    ///
    /// # Errors
    /// When the vault is unknown, or the storage fails.
    pub async fn note_reading(
        &mut self,
        vault: VaultId,
        read: &[VersionRef],
    ) -> Result<bool, ClientError> {
        if self.owner_of(vault).ok_or_else(no_vault)? == self.identity.person {
            return Ok(false);
        }
        let now = self.now();
        let me = self.identity.person;
        let foreign: Vec<VersionRef> = read
            .iter()
            .filter(|at| {
                let found = self.find(vault, **at);
                found.is_ok_and(|found| found.version.author != me)
            })
            .copied()
            .collect();
        let mine = self.state.receipts_in(vault);
        mine.reported
            .retain(|reading| now.saturating_sub(reading.time) < DAY);
        let known: HashSet<VersionRef> = mine
            .reported
            .iter()
            .map(|reading| VersionRef {
                record: reading.record,
                version: reading.version,
            })
            .collect();
        let fresh: Vec<Reading> = foreign
            .into_iter()
            .filter(|at| !known.contains(at))
            .map(|at| Reading {
                record: at.record,
                version: at.version,
                time: now,
            })
            .collect();
        if fresh.is_empty() {
            return Ok(false);
        }
        mine.pending.extend(fresh.iter().cloned());
        mine.reported.extend(fresh);
        self.save_state().await?;
        Ok(true)
    }
}

fn no_vault() -> ClientError {
    ClientError::NotFound("there is no such vault on this device".to_owned())
}

pub(crate) fn no_record(record: &RecordId) -> ClientError {
    ClientError::NotFound(format!("record {record} is not readable here"))
}
