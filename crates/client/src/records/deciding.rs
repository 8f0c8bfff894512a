//! The owner's decisions: the inbox, and what is broadcast.

use vault::ledger::Version;
use wire::{
    api::SHOWN_BYTES,
    id::{RecordId, VaultId},
    vault::{Compartment, VersionRef},
};

use super::{BATCH_RECORDS, RecordView, exporting::attachments_of, no_record};
use crate::{error::ClientError, session::Session, storage::Storage};

impl<S: Storage> Session<S> {
    /// As a patient: what waits for a decision.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a doctor.
    pub async fn inbox(&mut self) -> Result<Vec<RecordView>, ClientError> {
        let vault = self.own_vault()?;
        let waiting: Vec<VersionRef> = self
            .view(vault)?
            .ledger
            .inbox()
            .iter()
            .map(|v| v.at())
            .collect();
        let mut shown = Vec::with_capacity(waiting.len());
        for at in waiting {
            if let Some(view) = self.open_record(vault, at)? {
                shown.push(view);
            }
        }
        Ok(shown)
    }

    /// As a patient: decides on what waits. The files of documents go with them.
    ///
    /// # Errors
    /// When one of them does not wait.
    pub async fn admit(
        &mut self,
        records: &[RecordId],
        broadcast: bool,
    ) -> Result<(), ClientError> {
        let vault = self.own_vault()?;
        let waiting: Vec<VersionRef> = self
            .view(vault)?
            .ledger
            .inbox()
            .iter()
            .map(|v| v.at())
            .collect();
        if let Some(stranger) = records
            .iter()
            .find(|id| !waiting.iter().any(|at| at.record == **id))
        {
            return Err(ClientError::NotFound(format!(
                "record {stranger} does not wait in the inbox"
            )));
        }
        if broadcast {
            return self.broadcast(records).await.map(drop);
        }
        let with_files = self.with_files(vault, records);
        let kept: Vec<VersionRef> = waiting
            .into_iter()
            .filter(|at| with_files.contains(&at.record))
            .collect();
        self.append(vault, |ledger, pen, _, _| ledger.make_keep(pen, &kept))
            .await
            .map(drop)
    }

    /// As a patient: broadcasts records, all their versions, and the files that belong to them. Returns
    /// how many versions were shown that were not before.
    ///
    /// # Errors
    /// When a record is unknown.
    pub async fn broadcast(&mut self, records: &[RecordId]) -> Result<usize, ClientError> {
        let vault = self.own_vault()?;
        let records = self.with_files(vault, records);
        let ledger = &self.view(vault)?.ledger;
        let mut versions = Vec::new();
        for record in &records {
            let known = ledger
                .records()
                .get(record)
                .ok_or_else(|| no_record(record))?;
            versions.extend(
                known
                    .iter()
                    .filter(|v| !v.is_in(Compartment::Shared))
                    .map(Version::at),
            );
        }
        let total = versions.len();
        let bodies = &self.view(vault)?.bodies;
        let groups = groups_of(&versions, |at| bodies.get(at).map_or(0, |body| body.len()));
        for (done, group) in (1..).zip(&groups) {
            self.append(vault, |ledger, pen, _, _| {
                ledger.make_broadcast(pen, group, Compartment::Shared)
            })
            .await?;
            (self.progress)(
                "records",
                (done * BATCH_RECORDS).min(total) as u64,
                total as u64,
            );
        }
        Ok(total)
    }

    /// As a patient: broadcasts everything but what waits in the inbox or was kept private there.
    ///
    /// # Errors
    /// As [`Session::broadcast`].
    pub async fn broadcast_all(&mut self) -> Result<usize, ClientError> {
        let vault = self.own_vault()?;
        let ledger = &self.view(vault)?.ledger;
        let me = self.identity.person;
        let own: Vec<RecordId> = ledger
            .records()
            .iter()
            .filter(|(_, versions)| {
                versions
                    .iter()
                    .all(|version| version.author == me || version.is_in(Compartment::Shared))
            })
            .map(|(record, _)| *record)
            .collect();
        self.broadcast(&own).await
    }

    /// The records and the files that came with them.
    fn with_files(&self, vault: VaultId, records: &[RecordId]) -> Vec<RecordId> {
        let mut all = records.to_vec();
        if let Ok(view) = self.view(vault) {
            for record in records {
                let known = view.ledger.records().get(record);
                let versions = known.map_or(&[][..], Vec::as_slice);
                all.extend(self.files_with(vault, versions, versions));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The files that `naming`, some of a document's `versions`, name and that came with the document:
    /// written by its author, in the entry of one of its versions. A document may name any file; what it
    /// merely names does not go along, or an author could have the patient show what is kept private.
    pub(crate) fn files_with(
        &self,
        vault: VaultId,
        versions: &[Version],
        naming: &[Version],
    ) -> Vec<RecordId> {
        let Ok(view) = self.view(vault) else {
            return Vec::new();
        };
        let came_with = |file: &RecordId| {
            let known = view.ledger.records().get(file);
            let first = known.and_then(|known| known.first());
            first.is_some_and(|file| {
                let same = |v: &Version| v.entry == file.entry && v.author == file.author;
                file.attachment().is_some() && versions.iter().any(same)
            })
        };
        let mut files = self.files_named_by(vault, naming);
        files.retain(came_with);
        files.sort_unstable();
        files.dedup();
        files
    }

    fn files_named_by(&self, vault: VaultId, versions: &[Version]) -> Vec<RecordId> {
        let open = |version: &Version| self.open_record(vault, version.at()).ok()??.item;
        let items: Vec<_> = versions.iter().filter_map(open).collect();
        attachments_of(&items)
            .into_iter()
            .map(|file| file.record)
            .collect()
    }
}

/// As many at a time as one entry may show.
fn groups_of(versions: &[VersionRef], size: impl Fn(&VersionRef) -> usize) -> Vec<Vec<VersionRef>> {
    let mut groups: Vec<Vec<VersionRef>> = Vec::new();
    let mut bytes = usize::MAX;
    for at in versions {
        bytes = bytes.saturating_add(size(at));
        match groups.last_mut() {
            Some(group) if group.len() < BATCH_RECORDS && bytes <= SHOWN_BYTES => group.push(*at),
            _ => {
                groups.push(vec![*at]);
                bytes = size(at);
            }
        }
    }
    groups
}
