//! The outbox, for programs that go on working while something is sent: what waits can be shown, and is sent
//! in steps of which those over the network do without the session.

use record::{Item, dictionary::FHIR_DICTIONARY};
use vault::{
    VaultError,
    attachment::{chunk_list, open_attachment},
    batch::place_of,
    ledger::Prepared,
};
use wire::{
    api::{Appended, ChunkList, path},
    id::{RecordId, VaultId},
    vault::{Content as WireContent, VersionRef},
};
use zeroize::Zeroizing;

use crate::{
    error::ClientError,
    session::Session,
    state::Outgoing,
    storage::Storage,
    stored::{Content, unpack},
    transport::Transport,
    write::{ALREADY, OUTBOX, chunk_name, make_records},
};

/// Records that wait to be sent.
pub struct Parcel {
    name: String,
    outgoing: Outgoing,
}

/// A record that waits to be sent, opened.
pub struct Waiting {
    /// Which record and version.
    pub at: VersionRef,
    /// When it was kept, in milliseconds since 1970.
    pub time: u64,
    /// The resource.
    pub item: Item,
}

/// An entry that is ready to be sent.
pub struct Letter(Prepared);

impl Parcel {
    /// Whose vault it is for.
    pub fn vault(&self) -> VaultId {
        self.outgoing.batch.vault()
    }

    /// What is in it, attached files included.
    pub fn records(&self) -> impl Iterator<Item = RecordId> {
        self.outgoing.batch.headers().iter().map(|h| h.record)
    }

    /// How many records there are, without attached files.
    pub fn count(&self) -> u64 {
        let headers = self.outgoing.batch.headers().iter();
        headers
            .filter(|h| matches!(h.content, WireContent::Inline(_)))
            .count() as u64
    }

    /// The resources in it.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn open(&self) -> Result<Vec<Waiting>, ClientError> {
        let time = self
            .name
            .strip_prefix(OUTBOX)
            .and_then(|rest| rest.split('-').next()?.parse().ok())
            .unwrap_or_default();
        let mut opened = Vec::new();
        for (index, header) in self.outgoing.batch.headers().iter().enumerate() {
            if !matches!(header.content, WireContent::Inline(_)) {
                continue;
            }
            let plain = self.outgoing.batch.open(index, FHIR_DICTIONARY)?;
            if let Content::Item(item) = unpack(&plain)? {
                opened.push(Waiting {
                    at: VersionRef {
                        record: header.record,
                        version: header.version,
                    },
                    time,
                    item: *item,
                });
            }
        }
        Ok(opened)
    }

    /// A file that waits in it, from its chunks on this device.
    ///
    /// # Errors
    /// When it is not there, or damaged.
    pub async fn file(
        &self,
        storage: &impl Storage,
        record: RecordId,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, ClientError> {
        let batch = &self.outgoing.batch;
        let found = batch.headers().iter().zip(batch.bodies());
        let Some((header, body)) = found.into_iter().find(|(h, _)| h.record == record) else {
            return Ok(None);
        };
        let WireContent::Chunked(content) = &header.content else {
            return Ok(None);
        };
        let mut chunks = Vec::new();
        for hash in chunk_list(content, body)? {
            let chunk = storage.read(&chunk_name(&hash)).await?;
            chunks.push(chunk.ok_or(ClientError::Damaged("the outbox"))?);
        }
        let place = place_of(header);
        let (key, context) = (batch.key(&place), batch.context(&place));
        Ok(Some(open_attachment(&key, &context, content, &chunks)?))
    }

    /// Uploads the chunks that the server does not have. Needs no session, and may be broken off.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn upload(
        &self,
        transport: &Transport,
        storage: &impl Storage,
        progress: impl Fn(u64, u64),
    ) -> Result<(), ClientError> {
        if self.outgoing.uploaded || self.outgoing.chunks.is_empty() {
            return Ok(());
        }
        let base = path::CHUNKS.replace("{vault}", &self.vault().to_string());
        let wanted = ChunkList {
            chunks: self.outgoing.chunks.clone(),
        };
        let missing: ChunkList = transport.post(&base, &wanted).await?;
        let total = missing.chunks.len() as u64;
        for (done, hash) in (1..).zip(&missing.chunks) {
            let chunk = storage.read(&chunk_name(hash)).await?;
            let chunk = chunk.ok_or(ClientError::Damaged("the outbox"))?;
            transport
                .put(&format!("{base}/{hash}"), "application/octet-stream", chunk)
                .await?;
            progress(done, total);
        }
        Ok(())
    }
}

impl Letter {
    /// Sends it. Needs no session, and may be broken off: what was taken all the same comes back with the
    /// next sync.
    ///
    /// # Errors
    /// As the server or the network has it; a conflict asks for a sync and a new letter.
    pub async fn post(
        &self,
        transport: &Transport,
        vault: VaultId,
    ) -> Result<Appended, ClientError> {
        let path = path::LOG.replace("{vault}", &vault.to_string());
        transport.post(&path, &self.0.to_append()).await
    }
}

impl<S: Storage> Session<S> {
    /// The connection, to be used while the session does something else.
    pub fn transport(&self) -> Transport {
        self.transport.clone()
    }

    /// The pieces of the outbox, oldest first.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn outbox(&self) -> Result<Vec<String>, ClientError> {
        self.storage.names(OUTBOX).await
    }

    /// What waits under this name, if it is not in the log already; then it is put away.
    ///
    /// # Errors
    /// When the storage fails, or it is damaged.
    pub async fn parcel(&mut self, name: &str) -> Result<Option<Parcel>, ClientError> {
        let Some(outgoing) = self.cache.read::<Outgoing>(&self.storage, name).await? else {
            return Ok(None);
        };
        if self.is_in_log(outgoing.batch.vault(), &outgoing) {
            self.discard(name).await?;
            return Ok(None);
        }
        Ok(Some(Parcel {
            name: name.to_owned(),
            outgoing,
        }))
    }

    /// The entry that brings it into the log as the log stands now; `None` when it is there.
    ///
    /// # Errors
    /// When the vault is not here any more, or does not take it.
    pub fn letter(&mut self, parcel: &Parcel) -> Result<Option<Letter>, ClientError> {
        let prepared = self.prepare(parcel.vault(), &mut |ledger, pen, _, rng| {
            make_records(ledger, pen, &parcel.outgoing, rng)
        });
        match prepared {
            Ok(prepared) => Ok(Some(Letter(prepared))),
            Err(ClientError::Vault(VaultError::NotPossible(ALREADY))) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Takes up what the server has taken, and puts the parcel away.
    ///
    /// # Errors
    /// When the server took something else; when the storage fails.
    pub async fn sent(
        &mut self,
        parcel: &Parcel,
        letter: Letter,
        appended: &Appended,
    ) -> Result<(), ClientError> {
        let vault = parcel.vault();
        // A sync in between may have brought it already.
        if !self.is_in_log(vault, &parcel.outgoing) {
            self.take_own(vault, letter.0, appended).await?;
        }
        self.discard(&parcel.name).await
    }

    /// Takes something out of the outbox that is in the log, or that nobody will ever take.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn discard(&mut self, name: &str) -> Result<(), ClientError> {
        self.storage.remove(name).await
    }
}
