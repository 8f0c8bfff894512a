//! Listing without opening, for programs that keep what they have opened.

use record::Item;
use wire::{
    id::{PersonId, RecordId, VaultId},
    vault::{Compartment, VersionRef},
};

use super::{Found, Visibility};
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
        let found = self.found(vault)?;
        let newest = found.values().filter_map(|versions| versions.last());
        let mut newest: Vec<&Found<'_>> = newest
            .filter(|found| found.version.attachment().is_none())
            .collect();
        newest.sort_by_key(|found| (found.version.entry, found.version.index));
        newest
            .into_iter()
            .map(|found| self.listed(vault, *found))
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
        let found = self.found(vault)?;
        let versions = found.get(&record).into_iter().flatten();
        versions
            .filter(|found| found.version.attachment().is_none())
            .map(|found| self.listed(vault, *found))
            .collect()
    }

    fn listed(&self, vault: VaultId, found: Found<'_>) -> Result<Listed, ClientError> {
        let version = found.version;
        let written_to_us = self.owns(vault)
            || version.author == self.identity.person
            || version.audience.compartment() == Some(Compartment::Shared);
        let shown = version.shown.iter().map(|wrap| wrap.entry).min();
        let shown = found.shelf.map(|(_, entry)| entry).or(shown);
        Ok(Listed {
            at: version.at(),
            versions: self.known_versions(vault, &version.header.record),
            author: version.author,
            time: version.time,
            visibility: self.visibility(vault, found)?,
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
        let found = self.find(vault, at)?;
        if found.version.attachment().is_some() {
            return Ok(None);
        }
        let plain = self.open_found(vault, found)?;
        match unpack(&plain)? {
            Content::Item(item) => Ok(Some(*item)),
            Content::Shell(..) => Ok(None),
        }
    }
}
