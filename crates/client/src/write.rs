//! Writing: entries appended by compare-and-swap, records by way of an outbox that survives everything.

use std::{collections::HashMap, time::Duration};

use vault::{
    VaultError,
    ledger::{Ledger, Pen, Prepared},
    secret::{Random, make_bytes},
};
use wire::{
    api::{Appended, ChunkList, path},
    codec::Bytes,
    id::{Hash, PersonId, VaultId},
    person::PersonChain,
    vault::{Audience, Leave, VersionRef},
};

use crate::{
    cache::{EntryFrame, Frame},
    env::sleep,
    error::ClientError,
    session::Session,
    state::Outgoing,
    storage::Storage,
    sync::{SyncReport, log_path},
};

/// How often a lost race is run again.
const RACES: u32 = 20;
pub(crate) const OUTBOX: &str = "out-";
pub(crate) const CHUNK: &str = "chunk-";

/// What became of records that were to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// They are in the log.
    Now,
    /// They wait on this device for the next sync; why.
    Later(String),
}

/// The known persons.
pub type People = HashMap<PersonId, PersonChain>;

impl<S: Storage> Session<S> {
    /// Appends an entry. If somebody else was faster, syncs, verifies, makes the entry anew on the new
    /// head, and tries again.
    pub(crate) async fn append(
        &mut self,
        vault: VaultId,
        mut make: impl FnMut(&Ledger, &Pen<'_>, &People, Random<'_>) -> Result<Prepared, VaultError>,
    ) -> Result<u64, ClientError> {
        for race in 0..RACES {
            let prepared = self.prepare(vault, &mut make)?;
            let path = path::LOG.replace("{vault}", &vault.to_string());
            match self
                .transport
                .post::<Appended>(&path, &prepared.to_append())
                .await
            {
                Ok(appended) => return self.take_own(vault, prepared, &appended).await,
                Err(error) if error.is_conflict() => {}
                Err(error) => return Err(error),
            }
            self.sync_vault(vault).await?;
            // Those who lose a race wait a little, each of different length.
            let [jitter] = make_bytes::<1>(&mut *self.env.rng);
            sleep(Duration::from_millis(u64::from(jitter % 8) << race.min(5))).await;
        }
        Err(ClientError::Busy)
    }

    pub(crate) fn prepare(
        &mut self,
        vault: VaultId,
        make: &mut impl FnMut(&Ledger, &Pen<'_>, &People, Random<'_>) -> Result<Prepared, VaultError>,
    ) -> Result<Prepared, ClientError> {
        let time = (self.env.now)();
        let view = self.views.get(&vault);
        let view = view.ok_or_else(|| {
            ClientError::NotFound("there is no such vault on this device".to_owned())
        })?;
        let chain = self
            .people
            .get(&self.identity.person)
            .ok_or(ClientError::Damaged("the person's keys"))?;
        // A clock that runs behind must not make entries older than those before them.
        let time = time.max(view.ledger.state().time);
        let pen = Pen {
            identity: &self.identity,
            chain,
            time,
        };
        Ok(make(&view.ledger, &pen, &self.people, &mut *self.env.rng)?)
    }

    pub(crate) async fn take_own(
        &mut self,
        vault: VaultId,
        prepared: Prepared,
        appended: &Appended,
    ) -> Result<u64, ClientError> {
        if appended.head != prepared.entry.hash() {
            return Err(ClientError::Garbage("another entry than the one sent"));
        }
        let append = prepared.to_append();
        let frame = EntryFrame {
            entry: append.entry,
            part: Some(append.part),
            bodies: append.bodies,
        };
        self.take_entry(vault, &frame)?;
        self.save_frames(vault, &[Frame::Entry(frame)]).await?;
        Ok(appended.seq)
    }

    /// As the owner: ends grants; each compartment left gets a new epoch without those who leave.
    pub(crate) async fn revoke(
        &mut self,
        vault: VaultId,
        leaving: &[(Hash, Leave)],
    ) -> Result<(), ClientError> {
        self.refresh_members(vault).await?;
        self.append(vault, |ledger, pen, people, rng| {
            let state = ledger.state();
            let still: Vec<(Hash, Leave)> = leaving
                .iter()
                .filter(|(grant, leave)| state.revocable(grant, *leave).is_some())
                .copied()
                .collect();
            if still.is_empty() {
                // Done before, with the answer lost: the sync in between has brought it back.
                return Err(VaultError::NotPossible(GONE));
            }
            ledger.make_revocation(pen, &still, people, rng)
        })
        .await
        .map(drop)
        .or_else(|error| match error {
            ClientError::Vault(VaultError::NotPossible(GONE)) => Ok(()),
            other => Err(other),
        })
    }

    /// Fetches what is new of everybody on a list, so that new keys are sealed to the newest ones.
    pub(crate) async fn refresh_members(&mut self, vault: VaultId) -> Result<(), ClientError> {
        let mut members: Vec<PersonId> = self
            .view(vault)?
            .ledger
            .state()
            .members
            .iter()
            .map(|member| member.person)
            .collect();
        members.sort_unstable();
        members.dedup();
        if members.is_empty() {
            Ok(())
        } else {
            self.refresh_people(&members).await
        }
    }

    /// Stores sealed records in the outbox, then sends them.
    pub(crate) async fn send(
        &mut self,
        outgoing: Outgoing,
        chunks: Vec<Vec<u8>>,
    ) -> Result<Sent, ClientError> {
        let name = self.keep_outgoing(&outgoing, &chunks).await?;
        match self.send_one(&name, outgoing).await {
            Ok(()) => Ok(Sent::Now),
            // The server will never take it: it goes back to who wrote it.
            Err(
                error @ (ClientError::Refused { .. }
                | ClientError::Vault(_)
                | ClientError::NotFound(_)),
            ) if !error.is_passing() => {
                self.storage.remove(&name).await?;
                Err(error)
            }
            // No network, signed out, a server that cheats: what was written is kept whatever it was.
            Err(error) => Ok(Sent::Later(error.to_string())),
        }
    }

    /// Stores sealed records in the outbox. Once this has stored them nothing is lost, whatever happens.
    pub(crate) async fn keep_outgoing(
        &mut self,
        outgoing: &Outgoing,
        chunks: &[Vec<u8>],
    ) -> Result<String, ClientError> {
        self.keep_rescue().await?;
        for (hash, chunk) in outgoing.chunks.iter().zip(chunks) {
            self.storage.write(&chunk_name(hash), chunk).await?;
        }
        let name = format!(
            "{OUTBOX}{:020}-{}",
            self.now(),
            data_encoding::HEXLOWER.encode(&make_bytes::<8>(&mut *self.env.rng))
        );
        self.cache
            .write(&self.storage, &mut self.env, &name, outgoing)
            .await?;
        Ok(name)
    }

    /// Sends what waits.
    pub(crate) async fn flush(&mut self, report: &mut SyncReport) -> Result<(), ClientError> {
        for name in self.storage.names(OUTBOX).await? {
            let outgoing = match self.cache.read::<Outgoing>(&self.storage, &name).await {
                Ok(Some(outgoing)) => outgoing,
                Ok(None) => continue,
                Err(ClientError::Damaged(_)) => {
                    report.troubles.push(format!(
                        "records that waited here to be sent are damaged ({name}): add them again"
                    ));
                    continue;
                }
                Err(error) => return Err(error),
            };
            let count = outgoing.batch.headers().len() as u64;
            match self.send_one(&name, outgoing).await {
                Ok(()) => report.sent += count,
                Err(error) if error.is_passing() => return Err(error),
                Err(error) => report.troubles.push(format!(
                    "{count} record(s) that wait here cannot be sent: {error}. They stay on this device"
                )),
            }
        }
        Ok(())
    }

    /// How many records wait on this device.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn waiting(&self) -> Result<u64, ClientError> {
        let mut count = 0;
        for name in self.storage.names(OUTBOX).await? {
            if let Some(outgoing) = self.cache.read::<Outgoing>(&self.storage, &name).await? {
                count += outgoing.batch.headers().len() as u64;
            }
        }
        Ok(count)
    }

    async fn send_one(&mut self, name: &str, mut outgoing: Outgoing) -> Result<(), ClientError> {
        let vault = outgoing.batch.vault();
        if !self.is_in_log(vault, &outgoing) {
            if !outgoing.uploaded {
                self.upload(vault, &outgoing.chunks).await?;
                outgoing.uploaded = true;
                self.cache
                    .write(&self.storage, &mut self.env, name, &outgoing)
                    .await?;
            }
            let result = self
                .append(vault, |ledger, pen, _, rng| {
                    make_records(ledger, pen, &outgoing, rng)
                })
                .await;
            match result {
                Err(ClientError::Vault(VaultError::NotPossible(ALREADY))) => {}
                other => drop(other?),
            }
        }
        self.storage.remove(name).await
    }

    pub(crate) fn is_in_log(&self, vault: VaultId, outgoing: &Outgoing) -> bool {
        let first = outgoing.batch.headers().first();
        first
            .zip(self.views.get(&vault))
            .is_some_and(|(header, view)| {
                let at = VersionRef {
                    record: header.record,
                    version: header.version,
                };
                view.ledger
                    .version(at)
                    .is_ok_and(|version| version.header == *header)
            })
    }

    /// Uploads the chunks that the server does not have: what was uploaded before a break is not sent again.
    async fn upload(&mut self, vault: VaultId, chunks: &[Hash]) -> Result<(), ClientError> {
        if chunks.is_empty() {
            return Ok(());
        }
        let base = path::CHUNKS.replace("{vault}", &vault.to_string());
        let missing: ChunkList = self
            .transport
            .post(
                &base,
                &ChunkList {
                    chunks: chunks.to_vec(),
                },
            )
            .await?;
        let total = missing.chunks.len() as u64;
        for (done, hash) in (1..).zip(&missing.chunks) {
            let chunk = self
                .storage
                .read(&chunk_name(hash))
                .await?
                .ok_or(ClientError::Damaged("the outbox"))?;
            self.transport
                .put(&format!("{base}/{hash}"), "application/octet-stream", chunk)
                .await?;
            (self.progress)("chunks", done, total);
        }
        Ok(())
    }

    /// A chunk: from this device, or else from the server, checked against its name.
    pub(crate) async fn chunk(
        &mut self,
        vault: VaultId,
        hash: &Hash,
    ) -> Result<Vec<u8>, ClientError> {
        let name = chunk_name(hash);
        if let Some(chunk) = self.storage.read(&name).await? {
            return Ok(chunk);
        }
        let base = path::CHUNKS.replace("{vault}", &vault.to_string());
        let chunk = self.transport.get_bytes(&format!("{base}/{hash}")).await?;
        if wire::vault::chunk_hash(&chunk) != *hash {
            return Err(ClientError::Altered {
                what: "a document",
                why: VaultError::DoesNotOpen,
            });
        }
        self.storage.write(&name, &chunk).await?;
        Ok(chunk)
    }

    /// Where what this person writes in `vault` goes when nothing is said: a doctor's to the patient's
    /// inbox, unless the grant says that it is broadcast.
    pub(crate) fn usual_audience(&self, vault: VaultId) -> Result<Audience, ClientError> {
        let view = self.view(vault)?;
        let me = self.identity.person;
        let broadcasts = |member: &&wire::log::Member| member.person == me && member.broadcasts;
        match view.ledger.state().members.iter().find(broadcasts) {
            Some(member) => Ok(Audience::of(member.compartment).unwrap_or(Audience::Private)),
            None => Ok(Audience::Private),
        }
    }

    /// As the owner: puts back what the server has lost, after it was restored from a backup. Each entry
    /// is as its author signed it. Returns how many went back.
    ///
    /// # Errors
    /// [`ClientError::Forked`] when the server has other entries than this device.
    pub async fn restore(&mut self, vault: VaultId) -> Result<u64, ClientError> {
        if !self.view(vault)?.ledger.is_owner() {
            return Err(ClientError::NotPossible(
                "only the patient can put entries back".to_owned(),
            ));
        }
        let frames = self.cache.frames(&self.storage, vault).await?;
        let entries: Vec<EntryFrame> = frames
            .into_iter()
            .filter_map(|frame| match frame {
                Frame::Entry(frame) => Some(frame),
                Frame::Fill(_) => None,
            })
            .collect();
        let page: wire::api::LogPage = self.transport.get(&log_path(vault, 0)).await?;
        let served = page.last;
        let from = usize::try_from(served).unwrap_or(usize::MAX);
        let tail: wire::api::LogPage = self.transport.get(&log_path(vault, served)).await?;
        let ours = entries.get(from).filter(|frame| {
            tail.items
                .first()
                .is_some_and(|item| item.entry == frame.entry)
        });
        if ours.is_none() {
            return Err(ClientError::Forked { vault, seq: served });
        }
        let missing = &entries[from + 1..];
        let path = path::LOG.replace("{vault}", &vault.to_string());
        for (done, frame) in (1..).zip(missing) {
            let part = frame.part.clone().unwrap_or_else(|| Bytes(Vec::new()));
            let bodies = match wire::vault::Part::parse(&part)? {
                wire::vault::Part::Records(records) => {
                    let files = attached(&records, &frame.bodies)?;
                    self.upload(vault, &files).await?;
                    frame.bodies.clone()
                }
                _ => Vec::new(),
            };
            let append = wire::api::Append {
                entry: frame.entry.clone(),
                part,
                bodies,
            };
            let _: Appended = self.transport.post(&path, &append).await?;
            (self.progress)("entries put back", done, missing.len() as u64);
        }
        // The readers put theirs back; what came of them is looked through again.
        self.state.receipts_fetched = 0;
        self.save_state().await?;
        Ok(missing.len() as u64)
    }
}

/// The entry that brings waiting records into the log.
pub(crate) fn make_records(
    ledger: &Ledger,
    pen: &Pen<'_>,
    outgoing: &Outgoing,
    rng: Random<'_>,
) -> Result<Prepared, VaultError> {
    // Sent before, with the answer lost: the sync in between has brought it back.
    let first = outgoing
        .batch
        .headers()
        .first()
        .ok_or(VaultError::Unknown("record"))?;
    let at = VersionRef {
        record: first.record,
        version: first.version,
    };
    if ledger
        .version(at)
        .is_ok_and(|version| version.header == *first)
    {
        return Err(VaultError::NotPossible(ALREADY));
    }
    ledger.make_records(pen, &outgoing.batch, outgoing.audience, rng)
}

/// The chunks of the files in an entry.
fn attached(part: &wire::vault::RecordsPart, bodies: &[Bytes]) -> Result<Vec<Hash>, VaultError> {
    let mut chunks = Vec::new();
    for (header, body) in part.records.iter().zip(bodies) {
        if let wire::vault::Content::Chunked(content) = &header.content {
            chunks.extend(vault::attachment::chunk_list(content, body)?);
        }
    }
    Ok(chunks)
}

const GONE: &str = "nobody of those is on the list any more";
pub(crate) const ALREADY: &str = "these records are in the log already";

pub(crate) fn chunk_name(hash: &Hash) -> String {
    format!("{CHUNK}{hash}")
}
