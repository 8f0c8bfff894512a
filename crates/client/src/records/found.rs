//! Where a version that can be opened here comes from: the vault's log, or what was shown one by one.

use std::collections::BTreeMap;

use record::dictionary::FHIR_DICTIONARY;
use vault::{VaultError, ledger::Version};
use wire::{
    codec::Bytes,
    id::{PersonId, RecordId, VaultId},
    vault::VersionRef,
};
use zeroize::Zeroizing;

use super::no_record;
use crate::{error::ClientError, session::Session, shelves::ShelfView, storage::Storage};

/// A version, and how it is opened.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    /// The version.
    pub(crate) version: &'a Version,
    /// The shelf it stands on, and the entry that showed it; otherwise it opens through the log.
    pub(crate) shelf: Option<(&'a ShelfView, u64)>,
}

impl<S: Storage> Session<S> {
    /// The versions of a vault that can be opened here, by record, oldest first. What opens through the
    /// log is opened through it.
    ///
    /// # Errors
    /// When nothing of the vault is on this device.
    pub(crate) fn found(
        &self,
        vault: VaultId,
    ) -> Result<BTreeMap<RecordId, Vec<Found<'_>>>, ClientError> {
        let mut found: BTreeMap<RecordId, Vec<Found<'_>>> = BTreeMap::new();
        if self.shelf(vault).is_none() {
            self.view(vault)?;
        }
        if let Some(view) = self.views.get(&vault) {
            for (record, versions) in view.ledger.records() {
                let readable = |v: &&Version| view.ledger.readable(v.at()).is_some();
                let versions: Vec<_> = versions
                    .iter()
                    .filter(readable)
                    .map(Found::in_log)
                    .collect();
                if !versions.is_empty() {
                    found.insert(*record, versions);
                }
            }
        }
        if let Some(view) = self.shelf(vault) {
            for on in view.shelf.versions() {
                let number = on.version.header.version;
                let versions = found.entry(on.version.header.record).or_default();
                let at = versions.partition_point(|f| f.version.header.version < number);
                let there = versions.get(at).map(|f| f.version.header.version);
                if there != Some(number) {
                    versions.insert(
                        at,
                        Found {
                            version: &on.version,
                            shelf: Some((view, on.shown)),
                        },
                    );
                }
            }
        }
        Ok(found)
    }

    /// One version.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] when it cannot be opened here; when it is unknown.
    pub(crate) fn find(&self, vault: VaultId, at: VersionRef) -> Result<Found<'_>, ClientError> {
        if let Some(view) = self.views.get(&vault)
            && view.ledger.readable(at).is_some()
        {
            return Ok(Found::in_log(view.ledger.version(at)?));
        }
        if let Some(view) = self.shelf(vault)
            && let Ok(on) = view.shelf.version(at)
        {
            return Ok(Found {
                version: &on.version,
                shelf: Some((view, on.shown)),
            });
        }
        self.view(vault)?.ledger.version(at)?;
        Err(VaultError::NoKey.into())
    }

    /// The newest version of a record that can be opened here.
    ///
    /// # Errors
    /// As [`Session::find`].
    pub(crate) fn newest(
        &self,
        vault: VaultId,
        record: RecordId,
    ) -> Result<Found<'_>, ClientError> {
        let found = self.found(vault)?;
        if let Some(newest) = found.get(&record).and_then(|versions| versions.last()) {
            return Ok(*newest);
        }
        if self.knows(vault, &record) {
            return Err(VaultError::NoKey.into());
        }
        Err(no_record(&record))
    }

    /// The sealed content of a version, or its list of chunks.
    pub(crate) fn body_of(&self, vault: VaultId, found: Found<'_>) -> Result<&Bytes, ClientError> {
        let at = found.version.at();
        let body = match found.shelf {
            Some(_) => self.shelf(vault).and_then(|view| view.bodies.get(&at)),
            None => self.view(vault)?.bodies.get(&at),
        };
        body.ok_or_else(|| no_record(&at.record))
    }

    /// Opens a version's plaintext.
    pub(crate) fn open_found(
        &self,
        vault: VaultId,
        found: Found<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        let at = found.version.at();
        let body = self.body_of(vault, found)?;
        Ok(match found.shelf {
            Some((view, _)) => view.shelf.open_record(at, body, FHIR_DICTIONARY)?,
            None => {
                let ledger = &self.view(vault)?.ledger;
                ledger.open_record(&self.identity, at, body, FHIR_DICTIONARY)?
            }
        })
    }

    /// Whose vault it is, as far as anything of it is on this device.
    pub fn owner_of(&self, vault: VaultId) -> Option<PersonId> {
        let by_log = self.views.get(&vault).map(|v| v.ledger.state().owner);
        by_log.or_else(|| self.shelves.get(&vault).map(|v| v.shelf.owner()))
    }

    /// Whether it is one's own.
    pub fn owns(&self, vault: VaultId) -> bool {
        let view = self.views.get(&vault);
        view.is_some_and(|view| view.ledger.is_owner())
    }
}

impl<'a> Found<'a> {
    fn in_log(version: &'a Version) -> Self {
        Self {
            version,
            shelf: None,
        }
    }
}
