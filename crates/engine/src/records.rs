//! Reading: lists, versions, single resources, files, everything at once.

use bridge::{Answer, Cause, Event, Fact, Reply, Trouble, Work};
use client::{ClientError, scout::fetch_chunks};
use wire::{
    id::{Hash, RecordId, VaultId},
    vault::VersionRef,
};

use crate::{
    desk::mark_childhood,
    drafts::content_type,
    engine::{AtDesk, Engine},
    host::Host,
    trouble::{not_found, trouble},
};

impl<H: Host> Engine<H> {
    pub(crate) async fn records(&self, vault: Option<&str>) -> Reply {
        let mut desk = self.desk().await?;
        let vault = desk.vault(vault)?;
        let shown = desk.shown(vault).await.map_err(trouble)?;
        self.note(&mut desk, vault, &shown.read).await?;
        let profile = desk.profile(vault, &shown.entries);
        Ok(Answer::Records {
            entries: shown.entries,
            unreadable: shown.unreadable,
            profile,
        })
    }

    pub(crate) async fn resource(
        &self,
        vault: Option<&str>,
        record: &str,
        version: Option<u32>,
    ) -> Reply {
        let mut desk = self.desk().await?;
        let vault = desk.vault(vault)?;
        let record = record_id(record)?;
        let parcels = desk.parcels().await.map_err(trouble)?;
        let waiting = parcels.iter().flat_map(|parcel| &parcel.waiting);
        let here = waiting
            .filter(|one| one.at.record == record)
            .filter(|one| version.is_none_or(|version| one.at.version == version))
            .max_by_key(|one| one.at.version);
        if let Some(here) = here {
            return Ok(Answer::Text(here.item.resource.as_value().to_string()));
        }
        let shown = desk.session.record(vault, record, version).await;
        let item = shown.map_err(trouble)?.item;
        let item = item.ok_or_else(|| not_found("record"))?;
        Ok(Answer::Text(item.resource.as_value().to_string()))
    }

    pub(crate) async fn versions(&self, vault: Option<&str>, record: &str) -> Reply {
        let mut desk = self.desk().await?;
        let vault = desk.vault(vault)?;
        let record = record_id(record)?;
        let known = desk.session.versions_of(vault, record).map_err(trouble)?;
        let parcels = desk.parcels().await.map_err(trouble)?;
        let waits = parcels
            .iter()
            .flat_map(|parcel| &parcel.waiting)
            .any(|one| one.at.record == record);
        // The newest is in the list already, unless a newer one waits to be sent.
        let earlier = known.len().saturating_sub(usize::from(!waits));
        let mut entries = Vec::with_capacity(earlier);
        let mut read: Vec<VersionRef> = Vec::with_capacity(earlier);
        for listed in &known[..earlier] {
            if let Some(page) = desk.page(vault, listed).map_err(trouble)? {
                read.push(listed.at);
                let mut entry = desk.entry(vault, listed, &page);
                entry.fresh = false;
                entries.push(entry);
            }
        }
        let profile = desk.list_profile(vault).map_err(trouble)?;
        mark_childhood(&mut entries, &profile);
        self.note(&mut desk, vault, &read).await?;
        Ok(Answer::Entries(entries))
    }

    /// Notes what was shown, for the patient to know: it goes with the next news, which are not far.
    pub(crate) async fn note(
        &self,
        desk: &mut AtDesk<'_, H::Storage>,
        vault: VaultId,
        read: &[VersionRef],
    ) -> Result<(), Trouble> {
        let noted = desk.session.note_reading(vault, read).await;
        if noted.map_err(trouble)? {
            self.inner.news.of(Some(vault));
        }
        Ok(())
    }

    pub(crate) async fn file(&self, vault: Option<&str>, file: &str) -> Reply {
        let record = record_id(file)?;
        let mut desk = self.desk().await?;
        let vault = desk.vault(vault)?;
        let title = self.title_of(&mut desk, vault, file).await?;
        for name in desk.session.outbox().await.map_err(trouble)? {
            let Ok(Some(parcel)) = desk.session.parcel(&name).await else {
                continue;
            };
            let storage = self.storage()?;
            if let Some(content) = parcel.file(&storage, record).await.map_err(trouble)? {
                return Ok(file_answer(&title, content.to_vec()));
            }
        }
        let chunks = desk.session.chunks_of(vault, Some(&record));
        let chunks = chunks.map_err(trouble)?;
        drop(desk);
        self.fetch(vault, &chunks).await?;
        let mut desk = self.desk().await?;
        let content = desk.session.attachment(vault, record).await;
        Ok(file_answer(&title, content.map_err(trouble)?.to_vec()))
    }

    /// Brings chunks to this device, beside the desk.
    async fn fetch(&self, vault: VaultId, chunks: &[Hash]) -> Result<(), Trouble> {
        let transport = self.desk().await?.session.transport();
        let storage = self.storage()?;
        let progress = |done, total| {
            self.tell(Event::Progress {
                work: Work::File,
                done,
                total,
            });
        };
        fetch_chunks(&transport, &storage, vault, chunks, progress)
            .await
            .map_err(trouble)
    }

    /// The title of the document that refers to a file.
    async fn title_of(
        &self,
        desk: &mut AtDesk<'_, H::Storage>,
        vault: VaultId,
        file: &str,
    ) -> Result<String, Trouble> {
        let shown = desk.shown(vault).await.map_err(trouble)?;
        let title = shown
            .entries
            .into_iter()
            .find_map(|entry| match entry.fact {
                Fact::Document {
                    title,
                    file: Some(own),
                    ..
                } if own == file => Some(title),
                _ => None,
            });
        Ok(title.unwrap_or_default())
    }

    pub(crate) async fn export(&self, vault: Option<&str>) -> Reply {
        let desk = self.desk().await?;
        let vault = desk.vault(vault)?;
        let chunks = desk.session.chunks_of(vault, None).map_err(trouble)?;
        drop(desk);
        self.fetch(vault, &chunks).await?;
        let mut desk = self.desk().await?;
        let bundle = match desk.session.export(vault).await {
            Ok(bundle) => bundle,
            Err(ClientError::NotPossible(why)) => return Err(Trouble::new(Cause::Altered, why)),
            Err(error) => return Err(trouble(error)),
        };
        let name = desk.session.vault_name(vault);
        Ok(bundle_answer(&name, &bundle))
    }
}

/// A bundle as a file.
pub(crate) fn bundle_answer(name: &str, bundle: &record::Resource) -> Answer {
    Answer::File {
        name: format!("{}.fhir.json", file_name(name)),
        content_type: "application/fhir+json".to_owned(),
        content: bundle.to_json_bytes(),
    }
}

/// What it is, is told from the bytes alone: whoever wrote the record may have said anything.
fn file_answer(title: &str, content: Vec<u8>) -> Answer {
    let found = content_type(&content);
    let end = match found {
        Some("application/pdf") => ".pdf",
        Some("image/jpeg") => ".jpg",
        Some("image/png") => ".png",
        Some("image/webp") => ".webp",
        _ => "",
    };
    Answer::File {
        name: format!("{}{end}", file_name(title)),
        content_type: found.unwrap_or("application/octet-stream").to_owned(),
        content,
    }
}

/// A name that every file system takes.
fn file_name(title: &str) -> String {
    let fit = |c: char| !c.is_control() && !r#"/\:*?"<>|"#.contains(c);
    let name: String = title.chars().filter(|c| fit(*c)).take(80).collect();
    let name = name.trim().trim_start_matches('.').to_owned();
    if name.is_empty() {
        "sehat".to_owned()
    } else {
        name
    }
}

/// A record that a request names.
pub(crate) fn record_id(text: &str) -> Result<RecordId, Trouble> {
    text.parse().map_err(|_| not_found("record"))
}

/// Records that a request names.
pub(crate) fn record_ids(texts: &[String]) -> Result<Vec<RecordId>, Trouble> {
    texts.iter().map(|text| record_id(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_that_every_file_system_takes() {
        for (title, name) in [
            ("Ward 3: X-ray/lung", "Ward 3 X-raylung"),
            ("../../etc/passwd", "etcpasswd"),
            ("", "sehat"),
            ("रक्त जाँच", "रक्त जाँच"),
        ] {
            assert_eq!(file_name(title), name);
        }
    }
}
