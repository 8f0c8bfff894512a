//! Making records: importing, adding, correcting, attaching.

use record::{Import, Resource, Shell, dictionary::FHIR_DICTIONARY};
use vault::{
    attachment::seal_attachment,
    batch::{Batch, Place},
    plaintext::Packer,
    secret::make_bytes,
};
use wire::{
    id::{RecordId, VaultId},
    vault::{Audience, Compartment, Content as WireContent, Leave, Mode},
};
use zeroize::Zeroizing;

use super::{BATCH_RECORDS, no_record};
use crate::{
    error::ClientError,
    session::Session,
    state::Outgoing,
    storage::Storage,
    stored::{pack_item, pack_resource, pack_shell},
    write::Sent,
};

/// About the most bytes of one entry.
const BATCH_BYTES: usize = 4 << 20;

/// Records yet to be sealed.
type Plaintexts = Vec<(RecordId, Zeroizing<Vec<u8>>)>;

/// A record yet to be made: under a name chosen before, so that whoever breaks off and begins again makes
/// it once.
pub struct New {
    /// Its name.
    pub record: RecordId,
    plaintext: Zeroizing<Vec<u8>>,
    file: Option<(RecordId, Vec<u8>)>,
}

impl New {
    /// A resource.
    pub fn resource(record: RecordId, resource: &Resource) -> Self {
        Self {
            record,
            plaintext: pack_resource(resource),
            file: None,
        }
    }

    /// A document, and the file that it refers to.
    pub fn document(
        record: RecordId,
        resource: &Resource,
        file: RecordId,
        content: Vec<u8>,
    ) -> Self {
        Self {
            file: Some((file, content)),
            ..Self::resource(record, resource)
        }
    }

    /// About how many bytes it has.
    pub fn size(&self) -> usize {
        self.plaintext.len()
    }
}

/// The bundle, if the file is a document that is to be put together again.
fn document(import: &Import) -> Option<&serde_json::Value> {
    match &import.shell {
        Shell::Bundle(bundle) if import.bundle_type() == Some("document") => Some(bundle),
        _ => None,
    }
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
    fn plaintexts_of(&mut self, import: &Import) -> (Vec<RecordId>, Plaintexts) {
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
        if let Some(bundle) = document(import) {
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
        let (place, audience) = self.next_version(vault, record)?;
        self.put(vault, place, resource, audience).await
    }

    /// As [`Session::correct`], kept in the outbox and not sent. Returns the outbox's piece.
    ///
    /// # Errors
    /// As [`Session::correct`].
    pub async fn keep_correction(
        &mut self,
        vault: VaultId,
        record: RecordId,
        resource: &Resource,
    ) -> Result<String, ClientError> {
        let (place, audience) = self.next_version(vault, record)?;
        let outgoing = self.outgoing(vault, place, resource, audience)?;
        self.keep_outgoing(&outgoing, &[]).await
    }

    fn next_version(
        &self,
        vault: VaultId,
        record: RecordId,
    ) -> Result<(Place, Audience), ClientError> {
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
        Ok((place, self.audience(vault, broadcast)?))
    }

    async fn put(
        &mut self,
        vault: VaultId,
        place: Place,
        resource: &Resource,
        audience: Audience,
    ) -> Result<Sent, ClientError> {
        let outgoing = self.outgoing(vault, place, resource, audience)?;
        self.send(outgoing, Vec::new()).await
    }

    fn outgoing(
        &mut self,
        vault: VaultId,
        place: Place,
        resource: &Resource,
        audience: Audience,
    ) -> Result<Outgoing, ClientError> {
        let mut batch = Batch::new(vault, self.identity.person, &mut *self.env.rng);
        batch.push(
            place,
            &pack_resource(resource),
            &mut Packer::new(FHIR_DICTIONARY),
        )?;
        Ok(Outgoing {
            batch,
            audience,
            chunks: Vec::new(),
            uploaded: true,
        })
    }

    /// A fresh name for a record.
    pub fn make_record_id(&mut self) -> RecordId {
        RecordId(make_bytes(&mut *self.env.rng))
    }

    /// Keeps new records in the outbox, in one entry, all or none. Returns the outbox's piece, to be sent by
    /// [`Session::sync`] or the [`outbox`](crate::outbox).
    ///
    /// # Errors
    /// When one of them cannot be sealed, one may not add here, or the device cannot store them.
    pub async fn keep(
        &mut self,
        vault: VaultId,
        new: &[New],
        broadcast: bool,
    ) -> Result<String, ClientError> {
        let audience = self.audience(vault, broadcast)?;
        self.must_write(vault)?;
        let mut batch = Batch::new(vault, self.identity.person, &mut *self.env.rng);
        let mut packer = Packer::new(FHIR_DICTIONARY);
        let (mut chunks, mut names) = (Vec::new(), Vec::new());
        for one in new {
            if let Some((file, content)) = &one.file {
                let place = Place::first(*file);
                let sealed = seal_attachment(&batch.key(&place), &batch.context(&place), content)?;
                names.extend(sealed.hashes());
                let body = sealed.body();
                batch.push_sealed(place, WireContent::Chunked(sealed.content), body)?;
                chunks.extend(sealed.chunks);
            }
            batch.push(Place::first(one.record), &one.plaintext, &mut packer)?;
        }
        let outgoing = Outgoing {
            batch,
            audience,
            uploaded: names.is_empty(),
            chunks: names,
        };
        self.keep_outgoing(&outgoing, &chunks).await
    }

    /// Whether one may add here, as far as this device knows.
    fn must_write(&self, vault: VaultId) -> Result<(), ClientError> {
        let view = self.view(vault)?;
        let (me, now) = (self.identity.person, self.now());
        if view.ledger.is_owner() {
            return Ok(());
        }
        let state = view.ledger.state();
        let members = state.members.iter().filter(|member| member.person == me);
        let mut standing = members.filter(|member| !member.expired(now)).peekable();
        if standing.peek().is_none() {
            return Err(ClientError::AccessEnded {
                name: self.vault_name(vault),
                leave: state
                    .last_gone(&me)
                    .map_or(Leave::Expired, |gone| gone.leave),
            });
        }
        if standing.any(|member| member.mode == Mode::Write) {
            Ok(())
        } else {
            Err(ClientError::MayNotAdd(self.vault_name(vault)))
        }
    }

    /// The records that an import of this file makes, in the file's order: always the same number, so that
    /// an import that broke off can be taken up with the same names.
    pub fn records_of(import: &Import, names: &[RecordId]) -> Vec<New> {
        let mut records: Vec<New> = names
            .iter()
            .zip(&import.items)
            .map(|(record, item)| New {
                record: *record,
                plaintext: pack_item(item),
                file: None,
            })
            .collect();
        if let (Some(bundle), Some(shell)) = (document(import), names.get(import.items.len())) {
            records.push(New {
                record: *shell,
                plaintext: pack_shell(bundle, names[..import.items.len()].to_vec()),
                file: None,
            });
        }
        records
    }

    /// How many records an import of this file makes.
    pub fn count_of(import: &Import) -> usize {
        import.items.len() + usize::from(document(import).is_some())
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
}
