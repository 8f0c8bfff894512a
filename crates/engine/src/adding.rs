//! Writing: new records, corrections, mistakes, and decisions on what others wrote.

use bridge::{Answer, Cause, Draft, Event, Reply, Trouble};
use client::{ClientError, records::New, storage::Storage};
use record::Resource;
use wire::id::{RecordId, VaultId};

use crate::{
    desk::Desk,
    drafts::{self, Author, Doctor},
    engine::Engine,
    host::Host,
    records::{record_id, record_ids},
    trouble::{entered, trouble},
};

impl<S: Storage> Desk<S> {
    /// Who writes what in a vault.
    pub(crate) fn author(&self, vault: VaultId) -> Result<Author, ClientError> {
        let identity = self.session.identity();
        let by_doctor = identity.role == wire::person::Role::Doctor;
        Ok(Author {
            patient: self.session.patient_reference(vault)?,
            doctor: by_doctor.then(|| Doctor {
                reference: format!("urn:sehat:person:{}", identity.person),
                name: identity.profile.name.clone(),
                registration: identity.profile.registration.clone(),
            }),
        })
    }

    /// Makes records of drafts, under these names. Where a Patient is among them and none in the vault, the
    /// others refer to it.
    pub(crate) fn build(
        &mut self,
        vault: VaultId,
        drafts: Vec<Draft>,
        records: &[RecordId],
    ) -> Result<Vec<New>, Trouble> {
        let mut author = self.author(vault).map_err(trouble)?;
        let new_patient = drafts
            .iter()
            .zip(records)
            .find(|(draft, _)| matches!(draft, Draft::Patient(_)));
        if let Some((_, record)) = new_patient
            && author.patient.starts_with("urn:sehat:person:")
        {
            author.patient = format!("Patient/{record}");
        }
        let mut new = Vec::with_capacity(drafts.len());
        for (draft, record) in drafts.into_iter().zip(records) {
            let file = self.session.make_record_id();
            let built = drafts::build(draft, &record.to_string(), file, &author)?;
            new.push(match built.file {
                Some((file, content)) => New::document(*record, &built.resource, file, content),
                None => New::resource(*record, &built.resource),
            });
        }
        Ok(new)
    }
}

impl<H: Host> Engine<H> {
    pub(crate) async fn add(
        &self,
        vault: Option<&str>,
        drafts: Vec<Draft>,
        broadcast: bool,
    ) -> Reply {
        if drafts.is_empty() {
            return Err(Trouble::new(Cause::BadEntry, "there is nothing to add"));
        }
        let (name, records, vault) = {
            let mut desk = self.desk().await?;
            let vault = desk.vault(vault)?;
            let broadcast = broadcast && desk.session.own_vault().ok() == Some(vault);
            let records: Vec<RecordId> = drafts
                .iter()
                .map(|_| desk.session.make_record_id())
                .collect();
            let new = desk.build(vault, drafts, &records)?;
            let kept = desk.session.keep(vault, &new, broadcast).await;
            let name = kept.map_err(trouble)?;
            desk.unsent.insert(name.clone());
            (name, records, vault)
        };
        let records = records.iter().map(ToString::to_string).collect();
        self.added(&name, records, vault.to_string()).await
    }

    pub(crate) async fn correct(&self, vault: Option<&str>, record: &str, draft: Draft) -> Reply {
        if matches!(draft, Draft::Document(_)) {
            return Err(Trouble::new(
                Cause::BadEntry,
                "a file is not corrected: add the right one, and mark this one as a mistake",
            ));
        }
        self.change(vault, record, |author, old| {
            let id = old.id().unwrap_or(record).to_owned();
            // The patient that it was about stays the same.
            let subject = ["subject", "patient"]
                .iter()
                .find_map(|name| old.as_value().get(name)?.get("reference")?.as_str());
            let author = Author {
                patient: subject.map_or(author.patient, str::to_owned),
                doctor: author.doctor,
            };
            let file = RecordId([0; 16]);
            drafts::build(draft, &id, file, &author).map(|built| built.resource)
        })
        .await
    }

    pub(crate) async fn mistaken(&self, vault: Option<&str>, record: &str) -> Reply {
        self.change(vault, record, |_, old| {
            record::build::mark_mistaken(old).map_err(entered)
        })
        .await
    }

    /// Takes back what was added together: out of the outbox while it has never left it, and otherwise by marking
    /// each record as entered in error.
    pub(crate) async fn undo(&self, vault: Option<&str>, records: &[String]) -> Reply {
        if self.take_out(&record_ids(records)?).await? {
            let vault = self.desk().await?.vault(vault)?;
            self.count_waiting().await?;
            self.tell(Event::Changed(Some(vault.to_string())));
            return Ok(Answer::TakenBack { gone: true });
        }
        for record in records {
            self.mistaken(vault, record).await?;
        }
        Ok(Answer::TakenBack { gone: false })
    }

    /// Whether these records, all that were kept together, could be taken out of the outbox unsent.
    async fn take_out(&self, records: &[RecordId]) -> Result<bool, Trouble> {
        // Nothing is on its way while this is held.
        let Some(_alone) = self.inner.sending.try_lock() else {
            return Ok(false);
        };
        let mut desk = self.desk().await?;
        let unsent: Vec<String> = desk.unsent.iter().cloned().collect();
        for name in unsent {
            let Some(parcel) = desk.session.parcel(&name).await.map_err(trouble)? else {
                continue;
            };
            let shown = parcel.open().map_err(trouble)?;
            let mut shown = shown.iter().map(|waiting| waiting.at.record);
            if shown.len() == records.len() && shown.all(|record| records.contains(&record)) {
                desk.session.discard(&name).await.map_err(trouble)?;
                desk.unsent.remove(&name);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Makes a new version of a record.
    async fn change(
        &self,
        vault: Option<&str>,
        record: &str,
        make: impl FnOnce(Author, &Resource) -> Result<Resource, Trouble>,
    ) -> Reply {
        let id = record_id(record)?;
        if self.still_waits(id).await? {
            // A version follows one that the log has: that one has to go first.
            self.flush(Some(crate::sending::PATIENCE)).await.ok();
            if self.still_waits(id).await? {
                return Err(Trouble::new(
                    Cause::Offline,
                    "this record waits to be sent: it can be changed once it is",
                ));
            }
        }
        let (name, vault) = {
            let mut desk = self.desk().await?;
            let vault = desk.vault(vault)?;
            self.must_be_changeable(&desk, vault, id)?;
            let versions = desk.session.versions_of(vault, id).map_err(trouble)?;
            let newest = versions.last().map(|listed| listed.at);
            let newest = newest.ok_or_else(|| crate::trouble::not_found("record"))?;
            let item = desk.session.open_version(vault, newest).map_err(trouble)?;
            let item = item.ok_or_else(|| crate::trouble::not_found("record"))?;
            let author = desk.author(vault).map_err(trouble)?;
            let resource = make(author, &item.resource)?;
            let kept = desk.session.keep_correction(vault, id, &resource).await;
            (kept.map_err(trouble)?, vault)
        };
        self.added(&name, vec![record.to_owned()], vault.to_string())
            .await
    }

    async fn still_waits(&self, record: RecordId) -> Result<bool, Trouble> {
        let parcels = self.desk().await?.parcels().await.map_err(trouble)?;
        Ok(parcels
            .iter()
            .any(|parcel| parcel.records.contains(&record)))
    }

    /// A record is changed by who wrote it, or by the patient.
    fn must_be_changeable(
        &self,
        desk: &Desk<H::Storage>,
        vault: VaultId,
        record: RecordId,
    ) -> Result<(), Trouble> {
        let view = desk.session.view(vault).map_err(trouble)?;
        let first = view.ledger.records().get(&record).and_then(|v| v.first());
        let mine = first.is_some_and(|v| v.author == desk.session.identity().person);
        if mine || first.is_none() || view.ledger.is_owner() {
            return Ok(());
        }
        Err(Trouble::new(
            Cause::MayNotAdd,
            "a record is changed by who wrote it or by the patient: add a new one instead",
        ))
    }

    pub(crate) async fn decide(&self, records: &[String], broadcast: bool) -> Reply {
        let records = record_ids(records)?;
        let mut desk = self.desk().await?;
        desk.session
            .admit(&records, broadcast)
            .await
            .map_err(trouble)?;
        self.own_vault_changed(&desk)
    }

    pub(crate) async fn broadcast(&self, records: &[String]) -> Reply {
        let records = record_ids(records)?;
        let mut desk = self.desk().await?;
        desk.session.broadcast(&records).await.map_err(trouble)?;
        self.own_vault_changed(&desk)
    }

    /// Tells that something changed in one's own vault.
    pub(crate) fn own_vault_changed(&self, desk: &Desk<H::Storage>) -> Reply {
        let vault = desk.session.own_vault().map_err(trouble)?;
        self.tell(Event::Changed(Some(vault.to_string())));
        Ok(Answer::Done)
    }
}
