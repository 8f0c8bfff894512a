//! Fetching what a sync will ask for, while the session does something else. What comes is verified by the
//! sync and not here: a scout carries, and believes nothing.

use futures_util::{StreamExt, stream};
use vault::{VaultError, attachment::chunk_list};
use wire::{
    api::{Invitations, LogPage, VaultItem, Vaults, path},
    id::{Hash, RecordId, VaultId},
    vault::chunk_hash,
};

use crate::{
    error::ClientError, session::Session, state::InvitationState, storage::Storage, sync::log_path,
    transport::Transport, write::chunk_name,
};

/// How many logs are fetched side by side.
const SIDE_BY_SIDE: usize = 6;

/// Fetches the chunks that are not on this device yet. Each is held against its name.
///
/// # Errors
/// As the server or the network has it.
pub async fn fetch_chunks(
    transport: &Transport,
    storage: &impl Storage,
    vault: VaultId,
    chunks: &[Hash],
    progress: impl Fn(u64, u64),
) -> Result<(), ClientError> {
    let base = path::CHUNKS.replace("{vault}", &vault.to_string());
    for (done, hash) in (1..).zip(chunks) {
        let name = chunk_name(hash);
        if storage.read(&name).await?.is_none() {
            let chunk = transport.get_bytes(&format!("{base}/{hash}")).await?;
            if chunk_hash(&chunk) != *hash {
                return Err(ClientError::Altered {
                    what: "a document",
                    why: VaultError::DoesNotOpen,
                });
            }
            storage.write(&name, &chunk).await?;
        }
        progress(done, chunks.len() as u64);
    }
    Ok(())
}

/// What a sync will ask for.
pub struct Scout {
    transport: Transport,
    known: Vec<(VaultId, u64)>,
    ended: Vec<(VaultId, u64)>,
    invitations: bool,
}

impl<S: Storage> Session<S> {
    /// The chunks of an attached file, or of all files of a vault.
    ///
    /// # Errors
    /// When the vault or the file is unknown.
    pub fn chunks_of(
        &self,
        vault: VaultId,
        file: Option<&RecordId>,
    ) -> Result<Vec<Hash>, ClientError> {
        let found = self.found(vault)?;
        let wanted = found
            .iter()
            .filter(|(record, _)| file.is_none_or(|file| file == *record));
        let mut chunks = Vec::new();
        for newest in wanted.filter_map(|(_, versions)| versions.last()) {
            if let Some(content) = newest.version.attachment() {
                chunks.extend(chunk_list(content, self.body_of(vault, *newest)?)?);
            }
        }
        if file.is_some() && chunks.is_empty() {
            return Err(ClientError::NotFound("this record has no file".to_owned()));
        }
        Ok(chunks)
    }

    /// What fetches ahead for the next [`Session::take_news`].
    pub fn scout(&self) -> Scout {
        let lines = |view: &crate::session::View| view.ledger.lines().len() as u64;
        Scout {
            transport: self.transport.clone(),
            known: self
                .views
                .iter()
                .map(|(vault, view)| (*vault, lines(view)))
                .collect(),
            ended: self.state.ended.iter().map(|e| (e.vault, e.seq)).collect(),
            invitations: self
                .state
                .invitations
                .iter()
                .any(|own| own.state == InvitationState::Open),
        }
    }
}

impl Scout {
    /// Fetches what is new: everything, or of these vaults alone. `progress` is told how many entries have
    /// come, and of how many.
    ///
    /// # Errors
    /// As the server or the network has it.
    pub async fn fetch(
        self,
        only: Option<&[VaultId]>,
        progress: impl Fn(u64, u64),
    ) -> Result<(), ClientError> {
        self.transport.forget_ahead();
        let vaults: Vaults = self.transport.fetch_ahead(path::VAULTS).await?;
        if self.invitations {
            let _: Invitations = self.transport.fetch_ahead(path::INVITATIONS).await?;
        }
        let ended = |item: &VaultItem| {
            let seq = self.ended.iter().find(|(vault, _)| *vault == item.vault);
            seq.is_some_and(|(_, seq)| item.seq <= *seq)
        };
        let wanted: Vec<(VaultId, u64)> = vaults
            .items
            .iter()
            .filter(|item| only.is_none_or(|only| only.contains(&item.vault)) && !ended(item))
            .map(|item| {
                let known = self.known.iter().find(|(vault, _)| *vault == item.vault);
                (item.vault, known.map_or(0, |(_, next)| *next))
            })
            .collect();
        let (scout, progress) = (&self, &progress);
        let mut fetched = stream::iter(wanted)
            .map(|(vault, next)| scout.fetch_log(vault, next, progress))
            .buffer_unordered(SIDE_BY_SIDE);
        while let Some(result) = fetched.next().await {
            match result {
                Ok(()) => {}
                Err(error) if error.is_passing() => return Err(error),
                // The sync will meet it too, and say of which vault it is.
                Err(_) => {}
            }
        }
        Ok(())
    }

    async fn fetch_log(
        &self,
        vault: VaultId,
        mut next: u64,
        progress: &impl Fn(u64, u64),
    ) -> Result<(), ClientError> {
        loop {
            let path = log_path(vault, next.saturating_sub(1));
            let page: LogPage = self.transport.fetch_ahead(&path).await?;
            let count = page.items.len() as u64;
            let overlap = u64::from(next > 0);
            if count <= overlap {
                return Ok(());
            }
            next += count - overlap;
            progress(next, page.last.saturating_add(1));
            if next > page.last {
                return Ok(());
            }
        }
    }
}
