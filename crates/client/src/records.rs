//! Records: importing, adding, correcting, attaching, listing, exporting.

use std::collections::HashMap;

use record::{Import, Item, Resource, Shell, Summary, dictionary::FHIR_DICTIONARY, summarise};
use vault::{
    attachment::{chunk_list, seal_attachment},
    batch::{Batch, Place},
    ledger::Version,
    plaintext::Packer,
    receipts::Reading,
    secret::make_bytes,
};
use wire::{
    id::{RecordId, VaultId},
    vault::{Audience, Compartment, Content as WireContent, VersionRef},
};
use zeroize::Zeroizing;

use crate::{
    error::ClientError,
    session::Session,
    state::{KeptOwn, Outgoing},
    storage::Storage,
    stored::{Content, pack_item, pack_resource, pack_shell, unpack},
    write::Sent,
};

/// The most records, and about the most bytes, of one entry.
const BATCH_RECORDS: usize = 1000;
const BATCH_BYTES: usize = 4 << 20;
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

/// What an import did.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The records made, in the order of the file.
    pub records: Vec<RecordId>,
    /// What its owner may want to know.
    pub warnings: Vec<String>,
    /// Whether they are sent.
    pub sent: Sent,
}

/// A version that did not open, and why.
pub type Unreadable = (VersionRef, ClientError);

impl<S: Storage> Session<S> {
    /// Imports a file: every resource becomes a record of its own, losslessly.
    ///
    /// # Errors
    /// When the file is not FHIR; nothing of it is imported then.
    pub async fn import(
        &mut self,
        vault: VaultId,
        file: &[u8],
        broadcast: bool,
    ) -> Result<Imported, ClientError> {
        let import = record::import(file)?;
        let audience = self.audience(vault, broadcast)?;
        let warnings = import.warnings.iter().map(ToString::to_string).collect();
        let (records, plaintexts) = self.plaintexts_of(&import);
        let mut sent = Sent::Now;
        let total = plaintexts.len() as u64;
        let mut done = 0;
        let mut rest = plaintexts.into_iter().peekable();
        while rest.peek().is_some() {
            let mut batch = Batch::new(vault, self.identity.person, &mut *self.env.rng);
            let mut packer = Packer::new(FHIR_DICTIONARY);
            let mut bytes = 0;
            while let Some((record, plaintext)) =
                rest.next_if(|_| batch.headers().len() < BATCH_RECORDS && bytes < BATCH_BYTES)
            {
                batch.push(Place::first(record), &plaintext, &mut packer)?;
                bytes += batch.bodies().last().map_or(0, |body| body.len());
                done += 1;
            }
            let outgoing = Outgoing {
                batch,
                audience,
                chunks: Vec::new(),
                uploaded: true,
            };
            if let Sent::Later(why) = self.send(outgoing, Vec::new()).await? {
                sent = Sent::Later(why);
            }
            (self.progress)("records", done, total);
        }
        Ok(Imported {
            records,
            warnings,
            sent,
        })
    }

    /// The records of a file: its resources, and the shell that puts a document together again.
    fn plaintexts_of(
        &mut self,
        import: &Import,
    ) -> (Vec<RecordId>, Vec<(RecordId, Zeroizing<Vec<u8>>)>) {
        let records: Vec<RecordId> = import
            .items
            .iter()
            .map(|_| RecordId(make_bytes(&mut *self.env.rng)))
            .collect();
        let mut plaintexts: Vec<_> = records
            .iter()
            .copied()
            .zip(import.items.iter().map(pack_item))
            .collect();
        if let Shell::Bundle(bundle) = &import.shell
            && import.bundle_type() == Some("document")
        {
            let shell = RecordId(make_bytes(&mut *self.env.rng));
            plaintexts.push((shell, pack_shell(bundle, records.clone())));
        }
        (records, plaintexts)
    }

    fn audience(&self, vault: VaultId, broadcast: bool) -> Result<Audience, ClientError> {
        if self.view(vault)?.ledger.is_owner() {
            Ok(if broadcast {
                Audience::Shared
            } else {
                Audience::Private
            })
        } else if broadcast {
            Err(ClientError::NotPossible(
                "only the patient broadcasts; what you write goes to the patient first".to_owned(),
            ))
        } else {
            self.usual_audience(vault)
        }
    }

    /// Adds one resource.
    ///
    /// # Errors
    /// When it cannot be sealed, or the vault does not take it.
    pub async fn add(
        &mut self,
        vault: VaultId,
        resource: &Resource,
        broadcast: bool,
    ) -> Result<(RecordId, Sent), ClientError> {
        let record = RecordId(make_bytes(&mut *self.env.rng));
        let audience = self.audience(vault, broadcast)?;
        let sent = self
            .put(vault, Place::first(record), resource, audience)
            .await?;
        Ok((record, sent))
    }

    /// Corrects a record: a new version; the old one stays readable. It goes to whom the old one went.
    ///
    /// # Errors
    /// When the record is unknown, or was written by somebody else and is not one's own vault's.
    pub async fn correct(
        &mut self,
        vault: VaultId,
        record: RecordId,
        resource: &Resource,
    ) -> Result<Sent, ClientError> {
        let view = self.view(vault)?;
        let versions = view
            .ledger
            .records()
            .get(&record)
            .ok_or_else(|| no_record(&record))?;
        let (first, last) = match (versions.first(), versions.last()) {
            (Some(first), Some(last)) => (first, last),
            _ => return Err(no_record(&record)),
        };
        let owner = view.ledger.is_owner();
        if !owner && first.author != self.identity.person {
            return Err(ClientError::NotPossible(
                "a record is corrected by who wrote it or by the patient: add a new one instead"
                    .to_owned(),
            ));
        }
        let place = Place {
            record,
            version: last.header.version + 1,
            previous: Some(last.header.hash()),
        };
        let broadcast = owner && last.is_in(Compartment::Shared);
        let audience = self.audience(vault, broadcast)?;
        self.put(vault, place, resource, audience).await
    }

    async fn put(
        &mut self,
        vault: VaultId,
        place: Place,
        resource: &Resource,
        audience: Audience,
    ) -> Result<Sent, ClientError> {
        let mut batch = Batch::new(vault, self.identity.person, &mut *self.env.rng);
        batch.push(
            place,
            &pack_resource(resource),
            &mut Packer::new(FHIR_DICTIONARY),
        )?;
        self.send(
            Outgoing {
                batch,
                audience,
                chunks: Vec::new(),
                uploaded: true,
            },
            Vec::new(),
        )
        .await
    }

    /// Attaches a file: its chunks, and the DocumentReference that `describe` makes of its record's id.
    ///
    /// # Errors
    /// When the file is larger than 25 MB.
    pub async fn attach(
        &mut self,
        vault: VaultId,
        content: &[u8],
        broadcast: bool,
        describe: impl FnOnce(&str) -> Result<Resource, ClientError>,
    ) -> Result<(RecordId, Sent), ClientError> {
        let audience = self.audience(vault, broadcast)?;
        let (document, file) = (
            RecordId(make_bytes(&mut *self.env.rng)),
            RecordId(make_bytes(&mut *self.env.rng)),
        );
        let mut batch = Batch::new(vault, self.identity.person, &mut *self.env.rng);
        let place = Place::first(file);
        let sealed = seal_attachment(&batch.key(&place), &batch.context(&place), content)?;
        let (hashes, body) = (sealed.hashes(), sealed.body());
        batch.push_sealed(place, WireContent::Chunked(sealed.content), body)?;
        let resource = describe(&file.to_string())?;
        batch.push(
            Place::first(document),
            &pack_resource(&resource),
            &mut Packer::new(FHIR_DICTIONARY),
        )?;
        let outgoing = Outgoing {
            batch,
            audience,
            chunks: hashes,
            uploaded: false,
        };
        let sent = self.send(outgoing, sealed.chunks).await?;
        Ok((document, sent))
    }

    /// The file of an attachment, fetched in chunks and verified.
    ///
    /// # Errors
    /// When it is not for us, or was altered.
    pub async fn attachment(
        &mut self,
        vault: VaultId,
        record: RecordId,
    ) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        let view = self.view(vault)?;
        let version = view
            .ledger
            .records()
            .get(&record)
            .and_then(|v| v.last())
            .ok_or_else(|| no_record(&record))?;
        let (at, content) = (version.at(), version.attachment().cloned());
        let content =
            content.ok_or_else(|| ClientError::NotFound("this record has no file".to_owned()))?;
        let body = view.bodies.get(&at).ok_or_else(|| no_record(&record))?;
        let hashes = chunk_list(&content, body)?;
        let mut chunks = Vec::with_capacity(hashes.len());
        for (done, hash) in (1..).zip(&hashes) {
            chunks.push(self.chunk(vault, hash).await?);
            (self.progress)("chunks", done, hashes.len() as u64);
        }
        let plain = self
            .view(vault)?
            .ledger
            .open_attachment(&self.identity, at, &chunks)?;
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
        let view = self.view(vault)?;
        let mut newest: Vec<VersionRef> = view
            .ledger
            .records()
            .values()
            .filter_map(|versions| {
                versions
                    .iter()
                    .rev()
                    .map(Version::at)
                    .find(|at| view.ledger.readable(*at).is_some())
            })
            .collect();
        newest.sort_by_key(|at| {
            view.ledger
                .version(*at)
                .map(|v| (v.entry, v.index))
                .unwrap_or_default()
        });
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
        let view = self.view(vault)?;
        let versions = view
            .ledger
            .records()
            .get(&record)
            .ok_or_else(|| no_record(&record))?;
        let at = match version {
            Some(version) => VersionRef { record, version },
            None => versions
                .iter()
                .rev()
                .map(Version::at)
                .find(|at| view.ledger.readable(*at).is_some())
                .ok_or(vault::VaultError::NoKey)?,
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
        let known = self.view(vault)?.ledger.records();
        let fits: Vec<RecordId> = known
            .keys()
            .filter(|id| id.to_string().starts_with(&prefix))
            .copied()
            .collect();
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

    fn open_record(
        &self,
        vault: VaultId,
        at: VersionRef,
    ) -> Result<Option<RecordView>, ClientError> {
        let view = self.view(vault)?;
        let version = view.ledger.version(at)?;
        if version.attachment().is_some() {
            return Ok(None);
        }
        let body = view.bodies.get(&at).ok_or_else(|| no_record(&at.record))?;
        let plain = view
            .ledger
            .open_record(&self.identity, at, body, FHIR_DICTIONARY)?;
        let (item, summary) = match unpack(&plain)? {
            Content::Item(item) => {
                let summary = summarise(&item.resource);
                (Some(*item), summary)
            }
            Content::Shell(..) => return Ok(None),
        };
        let versions = view.ledger.records().get(&at.record).map_or(0, Vec::len);
        Ok(Some(RecordView {
            at,
            versions: u32::try_from(versions).unwrap_or(u32::MAX),
            author: self.name_in(vault, &version.author),
            time: version.time,
            visibility: self.visibility(vault, version)?,
            item,
            summary,
        }))
    }

    fn visibility(&self, vault: VaultId, version: &Version) -> Result<Visibility, ClientError> {
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
    async fn note_reading(
        &mut self,
        vault: VaultId,
        read: &[VersionRef],
    ) -> Result<(), ClientError> {
        if self.view(vault)?.ledger.is_owner() {
            return Ok(());
        }
        let now = self.now();
        let me = self.identity.person;
        let foreign: Vec<VersionRef> = read
            .iter()
            .filter(|at| {
                self.view(vault)
                    .and_then(|v| Ok(v.ledger.version(**at)?))
                    .is_ok_and(|v| v.author != me)
            })
            .copied()
            .collect();
        let mine = self.state.receipts_in(vault);
        mine.reported
            .retain(|reading| now.saturating_sub(reading.time) < DAY);
        let known: HashMap<VersionRef, ()> = mine
            .reported
            .iter()
            .map(|reading| {
                (
                    VersionRef {
                        record: reading.record,
                        version: reading.version,
                    },
                    (),
                )
            })
            .collect();
        let fresh: Vec<Reading> = foreign
            .into_iter()
            .filter(|at| !known.contains_key(at))
            .map(|at| Reading {
                record: at.record,
                version: at.version,
                time: now,
            })
            .collect();
        if fresh.is_empty() {
            return Ok(());
        }
        mine.pending.extend(fresh.iter().cloned());
        mine.reported.extend(fresh);
        self.save_state().await
    }

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
        let view = self.view(vault)?;
        let mut found = Vec::new();
        for record in view.ledger.records().keys() {
            if let Ok((_, members)) = self.shell(vault, *record) {
                found.push((*record, members.len()));
            }
        }
        Ok(found)
    }

    fn shell(
        &self,
        vault: VaultId,
        record: RecordId,
    ) -> Result<(Shell, Vec<RecordId>), ClientError> {
        let view = self.view(vault)?;
        let version = view
            .ledger
            .records()
            .get(&record)
            .and_then(|v| v.last())
            .ok_or_else(|| no_record(&record))?;
        let body = view
            .bodies
            .get(&version.at())
            .ok_or_else(|| no_record(&record))?;
        let plain = view
            .ledger
            .open_record(&self.identity, version.at(), body, FHIR_DICTIONARY)?;
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
        for (done, group) in (1..).zip(versions.chunks(BATCH_RECORDS)) {
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

    /// The records and the files that their documents refer to.
    fn with_files(&self, vault: VaultId, records: &[RecordId]) -> Vec<RecordId> {
        let mut all = records.to_vec();
        for record in records {
            let newest = self
                .view(vault)
                .ok()
                .and_then(|v| v.ledger.records().get(record)?.last().map(Version::at));
            let Some(Ok(Some(view))) = newest.map(|at| self.open_record(vault, at)) else {
                continue;
            };
            all.extend(
                view.item
                    .iter()
                    .flat_map(|item| attachments_of(std::slice::from_ref(item)))
                    .map(|file| file.record),
            );
        }
        all.sort_unstable();
        all.dedup();
        all
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
        let name = format!("own-{}", ended.ok_or_else(nothing)?.vault);
        let kept: KeptOwn = self
            .cache
            .read(&self.storage, &name)
            .await?
            .ok_or_else(nothing)?;
        let mut items = Vec::new();
        for plain in &kept.plaintexts {
            if let Content::Item(item) = unpack(plain)? {
                items.push(*item);
            }
        }
        Ok(record::export::collection(&items))
    }
}

/// A file that a DocumentReference refers to.
struct FileOf {
    record: RecordId,
    url: String,
    content_type: String,
}

fn attachments_of(items: &[Item]) -> Vec<FileOf> {
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

fn no_record(record: &RecordId) -> ClientError {
    ClientError::NotFound(format!("record {record} is not readable here"))
}
