//! As the person concerned: what somebody showed one of his vault, record by record, apart from any list.

use std::collections::HashMap;

use vault::{VaultError, attachment::chunk_list, shelf::Shelf};
use wire::{
    api::{ShownItem, ShownPage, ShownVault, ShownVaults, path},
    cbor_struct,
    codec::Bytes,
    id::{Hash, VaultId},
    log::CLOCK_SKEW,
    person::Role,
    sign::Signed,
    vault::{LogEntry, RecordHeader, ShowingAct, VersionRef},
};

use crate::{
    error::ClientError,
    session::{Session, fitting},
    storage::Storage,
    sync::SyncReport,
    write::chunk_name,
};

const SHOWN: &str = "shown-";

cbor_struct! {
    /// A shelf as it is kept: what was served, to be verified again.
    #[derive(Debug, Clone)]
    struct KeptShelf {
        genesis: Signed<LogEntry>,
        items: Vec<ShownItem>,
    }
}

/// What was shown of one vault, on this device.
#[derive(Debug, Clone)]
pub struct ShelfView {
    /// The verified acts, and the keys.
    pub shelf: Shelf,
    /// The ciphertexts, by version.
    pub(crate) bodies: HashMap<VersionRef, Bytes>,
    kept: KeptShelf,
}

fn piece(vault: VaultId) -> String {
    format!("{SHOWN}{vault}")
}

fn altered(why: VaultError) -> ClientError {
    ClientError::Altered {
        what: "what was shown to you",
        why,
    }
}

impl<S: Storage> Session<S> {
    /// The vaults of which something was shown to this person and not taken back.
    pub fn shelves(&self) -> impl Iterator<Item = (VaultId, &ShelfView)> {
        let filled = |(_, view): &(&VaultId, &ShelfView)| !view.shelf.versions().is_empty();
        let shelves = self.shelves.iter().filter(filled);
        shelves.map(|(vault, view)| (*vault, view))
    }

    /// What was shown of one vault, if anything stands.
    pub fn shelf(&self, vault: VaultId) -> Option<&ShelfView> {
        let view = self.shelves.get(&vault)?;
        (!view.shelf.versions().is_empty()).then_some(view)
    }

    /// Reads and verifies what is kept here; what is damaged is put aside and fetched again.
    pub(crate) async fn load_shelves(&mut self) -> Result<(), ClientError> {
        for name in self.storage.names(SHOWN).await? {
            match self.load_shelf(&name).await {
                Err(error @ (ClientError::Storage(_) | ClientError::Locked)) => return Err(error),
                Err(_) => self.set_aside(&name).await?,
                Ok(()) => {}
            }
        }
        Ok(())
    }

    async fn load_shelf(&mut self, name: &str) -> Result<(), ClientError> {
        let vault = name.strip_prefix(SHOWN).and_then(|id| id.parse().ok());
        let vault: VaultId = vault.ok_or(ClientError::Damaged("a sealed file"))?;
        let kept: Option<KeptShelf> = self.cache.read(&self.storage, name).await?;
        let Some(kept) = kept else {
            return Ok(());
        };
        let mut view = self.empty_shelf(vault, kept.genesis)?;
        for item in kept.items {
            self.put_on_shelf(&mut view, item)?;
        }
        self.shelves.insert(vault, view);
        Ok(())
    }

    fn empty_shelf(
        &self,
        vault: VaultId,
        genesis: Signed<LogEntry>,
    ) -> Result<ShelfView, ClientError> {
        let shelf = Shelf::open(self.identity.person, vault, &genesis, &self.people);
        Ok(ShelfView {
            shelf: shelf.map_err(altered)?,
            bodies: HashMap::new(),
            kept: KeptShelf {
                genesis,
                items: Vec::new(),
            },
        })
    }

    /// Verifies the next act, its bodies included. What it takes back goes, copies and all.
    fn put_on_shelf(&self, view: &mut ShelfView, item: ShownItem) -> Result<(), ClientError> {
        let content = item.content.iter();
        let headers: Vec<&RecordHeader> = content
            .flat_map(|content| &content.disclosures)
            .flat_map(|disclosure| disclosure.headers.iter().map(|shown| &shown.header))
            .collect();
        let bodies = fitting(&headers, &item.bodies)?;
        let mut shelf = view.shelf.clone();
        shelf
            .take(&self.identity, &item, &self.people)
            .map_err(altered)?;
        view.shelf = shelf;
        view.bodies.extend(bodies);
        if let ShowingAct::TakeBack(back) = &item.terms.act
            && let Ok(at) = usize::try_from(back.number)
            && let Some(taken) = view.kept.items.get_mut(at)
        {
            taken.content = None;
            taken.sources.clear();
            taken.bodies.clear();
        }
        let shelf = &view.shelf;
        view.bodies.retain(|at, _| shelf.version(*at).is_ok());
        view.kept.items.push(item);
        Ok(())
    }

    /// Fetches and verifies what was shown, or taken back, since: everywhere, or of these vaults alone.
    pub(crate) async fn sync_shelves(
        &mut self,
        only: Option<&[VaultId]>,
        report: &mut SyncReport,
    ) -> Result<(), ClientError> {
        if self.identity.role != Role::Doctor {
            return Ok(());
        }
        let listed: ShownVaults = self.transport.get(path::SHOWN).await?;
        let wanted = |vault: &VaultId| only.is_none_or(|only| only.contains(vault));
        let gone: Vec<ShownVault> = self
            .shelves
            .iter()
            .filter(|(vault, _)| !listed.items.iter().any(|item| item.vault == **vault))
            .map(|(vault, view)| ShownVault {
                vault: *vault,
                owner: view.shelf.owner(),
                acts: 0,
            })
            .collect();
        for item in listed.items.iter().chain(&gone) {
            if !wanted(&item.vault) {
                continue;
            }
            let Err(error) = Box::pin(self.sync_shelf(item, report)).await else {
                continue;
            };
            if error.is_passing() {
                return Err(error);
            }
            if error.is_cheating() {
                report.cheated.push(item.vault);
            }
            if matches!(error, ClientError::RolledBack { .. }) {
                report.rolled_back.push(item.vault);
            }
            let name = self.vault_name(item.vault);
            report.troubles.push(format!("{name}: {error}"));
        }
        Ok(())
    }

    async fn sync_shelf(
        &mut self,
        listed: &ShownVault,
        report: &mut SyncReport,
    ) -> Result<(), ClientError> {
        let vault = listed.vault;
        let known = self.shelves.get(&vault).map_or(0, |view| view.shelf.acts());
        if listed.acts < known {
            return Err(ClientError::RolledBack {
                vault,
                served: listed.acts.into(),
                known: known.into(),
            });
        }
        if listed.acts > known {
            self.fetch_shelf(vault).await?;
            let now = self.shelves.get(&vault).map_or(0, |view| view.shelf.acts());
            report.entries += u64::from(now.saturating_sub(known));
        }
        if !self.views.contains_key(&vault) {
            self.send_receipts(vault).await?;
        }
        Ok(())
    }

    async fn fetch_shelf(&mut self, vault: VaultId) -> Result<(), ClientError> {
        let mut next = self.shelves.get(&vault).cloned();
        loop {
            let acts = next.as_ref().map_or(0, |view| view.shelf.acts());
            let page: ShownPage = self.transport.get(&shown_path(vault, acts)).await?;
            let owner = page.genesis.peek()?;
            self.ensure_person(owner.author, owner.author_seq).await?;
            let mut view = match next.take() {
                Some(view) => view,
                None => self.empty_shelf(vault, page.genesis.clone())?,
            };
            let empty = page.items.is_empty();
            for item in page.items {
                self.check_served(vault, &item).await?;
                self.put_on_shelf(&mut view, item)?;
            }
            let done = view.shelf.acts() >= page.total;
            next = Some(view);
            if done || empty {
                break;
            }
        }
        let Some(view) = next else {
            return Ok(());
        };
        if let Some(entry) = view.shelf.withheld() {
            return Err(VaultError::Withheld(entry).into());
        }
        self.keep_shelf(vault, view).await
    }

    /// Fetches the chains an act needs, and holds its entry against the log where that is open to us.
    async fn check_served(&mut self, vault: VaultId, item: &ShownItem) -> Result<(), ClientError> {
        let entry = item.entry.peek()?;
        if entry.time > self.now().saturating_add(CLOCK_SKEW) {
            return Err(ClientError::NotPossible(
                "what was shown is dated in the future: set the clock of this device right, then sync again"
                    .to_owned(),
            ));
        }
        for signed in std::iter::once(&item.entry).chain(&item.sources) {
            let claimed = signed.peek()?;
            self.ensure_person(claimed.author, claimed.author_seq)
                .await?;
            let line = usize::try_from(claimed.seq).ok();
            let lines = self.views.get(&vault).map(|view| view.ledger.lines());
            let line = line.zip(lines).and_then(|(at, lines)| lines.get(at));
            if line.is_some_and(|line| line.hash != signed.hash()) {
                return Err(ClientError::Forked {
                    vault,
                    seq: claimed.seq,
                });
            }
        }
        Ok(())
    }

    /// Keeps a shelf. Files of what was taken back leave the device.
    async fn keep_shelf(&mut self, vault: VaultId, view: ShelfView) -> Result<(), ClientError> {
        self.cache
            .write(&self.storage, &mut self.env, &piece(vault), &view.kept)
            .await?;
        let before = match self.shelves.insert(vault, view) {
            Some(before) => before.chunks()?,
            None => Vec::new(),
        };
        let still = match self.shelf(vault) {
            Some(view) => view.chunks()?,
            None => Vec::new(),
        };
        let by_list = match self.views.contains_key(&vault) {
            true => self.chunks_of(vault, None)?,
            false => Vec::new(),
        };
        for chunk in before {
            if !still.contains(&chunk) && !by_list.contains(&chunk) {
                self.storage.remove(&chunk_name(&chunk)).await?;
            }
        }
        Ok(())
    }
}

impl ShelfView {
    /// The chunks of all files on it.
    fn chunks(&self) -> Result<Vec<Hash>, VaultError> {
        let mut chunks = Vec::new();
        for on in self.shelf.versions() {
            if let (Some(content), Some(body)) =
                (on.version.attachment(), self.bodies.get(&on.version.at()))
            {
                chunks.extend(chunk_list(content, body)?);
            }
        }
        Ok(chunks)
    }
}

fn shown_path(vault: VaultId, from: u32) -> String {
    let path = path::SHOWN_IN.replace("{vault}", &vault.to_string());
    format!("{path}?from={from}")
}
