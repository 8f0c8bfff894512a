//! Taking records along: bundles, imported documents, what one wrote oneself.

use record::{Item, Resource, Shell, dictionary::FHIR_DICTIONARY};
use vault::ledger::Version;
use wire::{
    id::{RecordId, VaultId},
    vault::VersionRef,
};

use super::no_record;
use crate::{
    error::ClientError,
    session::Session,
    state::KeptOwn,
    storage::Storage,
    stored::{Content, unpack},
};

impl<S: Storage> Session<S> {
    /// Everything readable in one FHIR Bundle (a collection), attached files as Binary.
    ///
    /// # Errors
    /// When a record that should open does not: then nothing is exported.
    pub async fn export(&mut self, vault: VaultId) -> Result<Resource, ClientError> {
        let (records, bad) = self.records(vault).await?;
        if let Some((at, error)) = bad.into_iter().next() {
            return Err(ClientError::NotPossible(format!(
                "record {} does not open: {error}",
                at.record
            )));
        }
        let mut items: Vec<Item> = records
            .into_iter()
            .filter_map(|record| record.item)
            .collect();
        for file in attachments_of(&items) {
            // A document may name a file that never was in this vault, or one that is exported already.
            let here = self.newest(vault, file.record).ok();
            let there = items
                .iter()
                .any(|item| item.full_url.as_ref() == Some(&file.url));
            if there || here.is_none_or(|found| found.version.attachment().is_none()) {
                continue;
            }
            let bytes = self.attachment(vault, file.record).await?;
            items.push(file.to_item(&bytes)?);
        }
        Ok(record::export::collection(&items))
    }

    /// The documents that were imported as such: shell record, title.
    ///
    /// # Errors
    /// When the vault is unknown.
    pub fn documents(&self, vault: VaultId) -> Result<Vec<(RecordId, usize)>, ClientError> {
        let mut found = Vec::new();
        for record in self.found(vault)?.into_keys() {
            if let Ok((_, members)) = self.shell(vault, record) {
                found.push((record, members.len()));
            }
        }
        Ok(found)
    }

    fn shell(
        &self,
        vault: VaultId,
        record: RecordId,
    ) -> Result<(Shell, Vec<RecordId>), ClientError> {
        let found = self.newest(vault, record)?;
        let plain = self.open_found(vault, found)?;
        match unpack(&plain)? {
            Content::Shell(shell, members) => Ok((shell, members)),
            Content::Item(_) => Err(ClientError::NotFound(
                "this record is no imported document".to_owned(),
            )),
        }
    }

    /// An imported document, put together as it was.
    ///
    /// # Errors
    /// When the record is no document, or a part of it is not readable.
    pub async fn export_document(
        &mut self,
        vault: VaultId,
        shell: RecordId,
    ) -> Result<Vec<u8>, ClientError> {
        let (shell, members) = self.shell(vault, shell)?;
        let mut resources = Vec::with_capacity(members.len());
        for member in members {
            let view = self.record(vault, member, Some(1)).await?;
            resources.push(view.item.ok_or_else(|| no_record(&member))?.resource);
        }
        Ok(shell.restore(&resources)?)
    }

    /// Before a vault is closed here: keeps what one wrote oneself.
    pub(crate) async fn keep_own(&mut self, vault: VaultId) -> Result<(), ClientError> {
        let me = self.identity.person;
        let view = self.view(vault)?;
        let own: Vec<VersionRef> = view
            .ledger
            .records()
            .values()
            .flatten()
            .filter(|v| v.author == me)
            .map(Version::at)
            .collect();
        let mut plaintexts = Vec::new();
        for at in own {
            let Some(body) = view.bodies.get(&at) else {
                continue;
            };
            if let Ok(plain) = view
                .ledger
                .open_record(&self.identity, at, body, FHIR_DICTIONARY)
            {
                plaintexts.push(plain.to_vec().into());
            }
        }
        if plaintexts.is_empty() {
            return Ok(());
        }
        let name = format!("own-{vault}");
        self.cache
            .write(&self.storage, &mut self.env, &name, &KeptOwn { plaintexts })
            .await
    }

    /// What one wrote in a vault that is closed now.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] when there is nothing.
    pub async fn kept_own(&self, patient: &str) -> Result<Resource, ClientError> {
        let ended = self
            .ended()
            .iter()
            .find(|ended| crate::share::matches(patient, &ended.name, &ended.owner));
        let nothing = || {
            ClientError::NotFound(format!(
                "you wrote nothing for {patient:?} that is kept here"
            ))
        };
        let vault = ended.ok_or_else(nothing)?.vault;
        self.kept_own_in(vault).await?.ok_or_else(nothing)
    }

    /// What one wrote in this vault, which is closed now.
    ///
    /// # Errors
    /// When the storage fails, or it is damaged.
    pub async fn kept_own_in(&self, vault: VaultId) -> Result<Option<Resource>, ClientError> {
        let name = format!("own-{vault}");
        let Some(kept) = self.cache.read::<KeptOwn>(&self.storage, &name).await? else {
            return Ok(None);
        };
        let mut items = Vec::new();
        for plain in &kept.plaintexts {
            if let Content::Item(item) = unpack(plain)? {
                items.push(*item);
            }
        }
        Ok(Some(record::export::collection(&items)))
    }
}

/// A file that a DocumentReference refers to.
pub(super) struct FileOf {
    pub(super) record: RecordId,
    url: String,
    content_type: String,
}

pub(super) fn attachments_of(items: &[Item]) -> Vec<FileOf> {
    let documents = items
        .iter()
        .filter_map(|item| record::view::DocumentReference::of(&item.resource));
    documents
        .flat_map(|document| document.attachments)
        .filter_map(|attachment| {
            let id = attachment.sealed_id()?.to_owned();
            Some(FileOf {
                record: id.parse().ok()?,
                url: format!("{}{id}", record::view::ATTACHMENT_URN),
                content_type: attachment
                    .content_type
                    .unwrap_or_else(|| "application/octet-stream".to_owned()),
            })
        })
        .collect()
}

impl FileOf {
    fn to_item(&self, bytes: &[u8]) -> Result<Item, ClientError> {
        let binary = serde_json::json!({
            "resourceType": "Binary",
            "id": self.record.to_string(),
            "contentType": self.content_type,
            "data": data_encoding::BASE64.encode(bytes),
        });
        Ok(Item {
            resource: Resource::from_value(binary)?,
            full_url: Some(self.url.clone()),
            request: None,
            rest: serde_json::Map::new(),
        })
    }
}
