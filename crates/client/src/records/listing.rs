//! Listing without opening, for programs that keep what they have opened.

use record::{Item, dictionary::FHIR_DICTIONARY};
use vault::ledger::Version;
use wire::{
    id::{PersonId, RecordId, VaultId},
    vault::{Compartment, VersionRef},
};

use super::Visibility;
use crate::{
    error::ClientError,
    session::Session,
    storage::Storage,
    stored::{Content, unpack},
};

/// A version that can be opened here, as its header tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which record and version.
    pub at: VersionRef,
    /// How many versions are known.
    pub versions: u32,
    /// Who wrote it.
    pub author: PersonId,
    /// When it was written, in milliseconds since 1970.
    pub time: u64,
    /// Who can see it.
    pub visibility: Visibility,
    /// The entry that brought it to us: where it was written, or shown to us later.
    pub arrived: u64,
}

impl<S: Storage> Session<S> {
    /// The resources of a vault that can be opened here, each in its newest version, in the order of their
    /// entries. Attached files are left out.
    ///
    /// # Errors
    /// When the vault is unknown.
    pub fn listing(&self, vault: VaultId) -> Result<Vec<Listed>, ClientError> {
        let view = self.view(vault)?;
        let newest = view.ledger.records().values().filter_map(|versions| {
            let readable = |version: &&Version| view.ledger.readable(version.at()).is_some();
            versions.iter().rev().find(readable)
        });
        let mut newest: Vec<&Version> = newest.filter(|v| v.attachment().is_none()).collect();
        newest.sort_by_key(|version| (version.entry, version.index));
        newest
            .into_iter()
            .map(|version| self.listed(vault, version))
            .collect()
    }

    /// The versions of one record that can be opened here, oldest first.
    ///
    /// # Errors
    /// When the vault is unknown.
    pub fn versions_of(
        &self,
        vault: VaultId,
        record: RecordId,
    ) -> Result<Vec<Listed>, ClientError> {
        let view = self.view(vault)?;
        let versions = view.ledger.records().get(&record).into_iter().flatten();
        versions
            .filter(|v| v.attachment().is_none() && view.ledger.readable(v.at()).is_some())
            .map(|version| self.listed(vault, version))
            .collect()
    }

    fn listed(&self, vault: VaultId, version: &Version) -> Result<Listed, ClientError> {
        let view = self.view(vault)?;
        let known = view.ledger.records().get(&version.header.record);
        let written_to_us = view.ledger.is_owner()
            || version.author == self.identity.person
            || version.audience.compartment() == Some(Compartment::Shared);
        let shown = version.shown.iter().map(|wrap| wrap.entry).min();
        Ok(Listed {
            at: version.at(),
            versions: u32::try_from(known.map_or(1, Vec::len)).unwrap_or(u32::MAX),
            author: version.author,
            time: version.time,
            visibility: self.visibility(vault, version)?,
            arrived: shown.filter(|_| !written_to_us).unwrap_or(version.entry),
        })
    }

    /// Opens a version; `None` for what is no resource. Whoever shows it to somebody says so with
    /// [`Session::note_reading`].
    ///
    /// # Errors
    /// When it is not for us, or was altered.
    pub fn open_version(
        &self,
        vault: VaultId,
        at: VersionRef,
    ) -> Result<Option<Item>, ClientError> {
        let view = self.view(vault)?;
        if view.ledger.version(at)?.attachment().is_some() {
            return Ok(None);
        }
        let body = view
            .bodies
            .get(&at)
            .ok_or_else(|| super::no_record(&at.record))?;
        let plain = view
            .ledger
            .open_record(&self.identity, at, body, FHIR_DICTIONARY)?;
        match unpack(&plain)? {
            Content::Item(item) => Ok(Some(*item)),
            Content::Shell(..) => Ok(None),
        }
    }
}
