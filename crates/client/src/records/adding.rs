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
    vault::{Audience, Compartment, Content as WireContent},
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
}
