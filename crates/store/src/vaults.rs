//! Vaults: what a log adds up to, kept in memory and beside the log, so that nothing is replayed.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use sqlx::SqliteConnection;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard, OwnedRwLockReadGuard, RwLock as Gate};
use wire::{
    codec::{self, Bytes, Cbor, Reader},
    id::{Hash, PersonId, VaultId},
    log::{AuthorSeq, VaultState},
    sign::Signed,
    vault::LogEntry,
};

use crate::{
    Content, Event, Store, StoreError,
    number::{fixed, from_db, to_db},
    writer::{Events, Write},
};

/// A vault that exists.
#[derive(Debug, Clone)]
pub struct Vault {
    pub(crate) cell: Arc<Cell>,
    pub(crate) store: Store,
}

/// The right to append to a vault: one holder at a time.
#[derive(Debug)]
pub struct Turn {
    pub(crate) vault: Vault,
    /// What the log adds up to; it stays so while this is held.
    pub state: Arc<VaultState>,
    pub(crate) guards: (OwnedMutexGuard<()>, OwnedRwLockReadGuard<()>),
}

/// A person's vault in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VaultRow {
    /// Which.
    pub vault: VaultId,
    /// How many receipts it has.
    pub receipts: u64,
}

/// How opening a vault went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Opened {
    /// It is there, or was the very same before.
    Done,
    /// The person has another one.
    Another,
}

impl Store {
    /// The vault of that name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vault(&self, id: &VaultId) -> Result<Option<Vault>, StoreError> {
        let cell = match self.inner.vaults.find(id) {
            Some(cell) => Some(cell),
            None => load(self, id)
                .await?
                .map(|cell| self.inner.vaults.keep(*id, cell)),
        };
        Ok(cell.map(|cell| Vault {
            cell,
            store: self.clone(),
        }))
    }

    /// Keeps a verified genesis. `state` is what it opens.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_vault(
        &self,
        state: &VaultState,
        entry: &Signed<LogEntry>,
        part: &Bytes,
    ) -> Result<Opened, StoreError> {
        let content = Content {
            part: part.clone(),
            bodies: Vec::new(),
        };
        self.submit(Open {
            state: state.clone(),
            entry: codec::to_bytes(entry),
            content: codec::to_bytes(&content),
        })
        .await
    }

    /// The vaults in which a person has or had a part, his own first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vaults_of(&self, person: &PersonId) -> Result<Vec<VaultRow>, StoreError> {
        let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(
            "SELECT vaults.vault, vaults.receipts FROM vault_people \
             JOIN vaults ON vaults.id = vault_people.vault \
             JOIN persons ON persons.id = vault_people.person \
             WHERE persons.person = $1 \
             ORDER BY CASE WHEN vaults.owner = persons.id THEN 0 ELSE 1 END, vaults.id",
        )
        .bind(&person.0[..])
        .fetch_all(self.readers())
        .await?;
        rows.into_iter()
            .map(|(vault, receipts)| {
                Ok(VaultRow {
                    vault: VaultId(fixed(&vault)?),
                    receipts: from_db(receipts)?,
                })
            })
            .collect()
    }
}

impl Vault {
    /// What the log adds up to now.
    pub fn state(&self) -> Arc<VaultState> {
        self.cell.state()
    }

    /// How many bytes are stored, or about to be.
    pub fn bytes(&self) -> u64 {
        self.cell.bytes.load(Ordering::Relaxed)
    }

    /// Waits for the right to append.
    pub async fn turn(&self) -> Turn {
        let turn = Arc::clone(&self.cell.turn).lock_owned().await;
        let uploads = Arc::clone(&self.cell.uploads).read_owned().await;
        Turn {
            state: self.cell.state(),
            vault: self.clone(),
            guards: (turn, uploads),
        }
    }
}

/// What memory holds of a vault.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) key: i64,
    turn: Arc<AsyncMutex<()>>,
    /// Shared by who stores or uses chunks, alone for who sweeps them.
    pub(crate) uploads: Arc<Gate<()>>,
    state: RwLock<Arc<VaultState>>,
    bytes: AtomicU64,
}

impl Cell {
    fn state(&self) -> Arc<VaultState> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn advance(&self, state: VaultState) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }

    /// Sets room aside below the quota, or `None` when there is none left.
    pub(crate) fn reserve(self: &Arc<Self>, bytes: u64, quota: u64) -> Option<Reserved> {
        self.bytes
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
                used.checked_add(bytes).filter(|sum| *sum <= quota)
            })
            .ok()
            .map(|_| Reserved {
                cell: Arc::clone(self),
                bytes,
            })
    }

    pub(crate) fn release(&self, bytes: u64) {
        self.bytes.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// Room set aside; given back when dropped, unless it was used.
#[derive(Debug)]
pub(crate) struct Reserved {
    cell: Arc<Cell>,
    pub(crate) bytes: u64,
}

impl Reserved {
    pub(crate) fn used(mut self) {
        self.bytes = 0;
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.cell.release(self.bytes);
    }
}

type Row = (i64, i64, Vec<u8>, i64, Vec<u8>, i64, Vec<u8>);

async fn load(store: &Store, id: &VaultId) -> Result<Option<Cell>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT vaults.id, vaults.seq, vaults.head, vaults.time, vaults.authors, vaults.bytes, \
         vault_states.state FROM vaults \
         JOIN vault_states ON vault_states.vault = vaults.id WHERE vaults.vault = $1",
    )
    .bind(&id.0[..])
    .fetch_optional(store.readers())
    .await?;
    let Some((key, seq, head, time, authors, bytes, state)) = row else {
        return Ok(None);
    };
    let mut state = VaultState::decode(&mut Reader::new(&state))?;
    state.seq = from_db(seq)?;
    state.head = Hash(fixed(&head)?);
    state.time = from_db(time)?;
    state.authors = Vec::<AuthorSeq>::decode(&mut Reader::new(&authors))?;
    Ok(Some(Cell {
        key,
        turn: Arc::default(),
        uploads: Arc::default(),
        state: RwLock::new(Arc::new(state)),
        bytes: AtomicU64::new(from_db(bytes)?),
    }))
}

struct Open {
    state: VaultState,
    entry: Vec<u8>,
    content: Vec<u8>,
}

impl Write for Open {
    type Output = Opened;

    async fn run(&self, db: &mut SqliteConnection) -> Result<Opened, StoreError> {
        let state = &self.state;
        let row: Option<(i64, i64)> = sqlx::query_as(
            "INSERT INTO vaults (vault, owner, seq, head, time, authors, bytes, receipts) \
             SELECT $1, id, 0, $2, $3, $4, $5, 0 FROM persons WHERE person = $6 \
             ON CONFLICT DO NOTHING RETURNING id, owner",
        )
        .bind(&state.vault.0[..])
        .bind(&state.head.0[..])
        .bind(to_db(state.time))
        .bind(codec::to_bytes(&state.authors))
        .bind(to_db((self.entry.len() + self.content.len()) as u64))
        .bind(&state.owner.0[..])
        .fetch_optional(&mut *db)
        .await?;
        let Some((key, owner)) = row else {
            let same: Option<(i64,)> = sqlx::query_as("SELECT id FROM vaults WHERE vault = $1")
                .bind(&state.vault.0[..])
                .fetch_optional(&mut *db)
                .await?;
            return Ok(same.map_or(Opened::Another, |_| Opened::Done));
        };
        sqlx::query("INSERT INTO vault_states (vault, state) VALUES ($1, $2)")
            .bind(key)
            .bind(codec::to_bytes(state))
            .execute(&mut *db)
            .await?;
        sqlx::query("INSERT INTO entries (vault, seq, entry, content) VALUES ($1, 0, $2, $3)")
            .bind(key)
            .bind(&self.entry[..])
            .bind(&self.content[..])
            .execute(&mut *db)
            .await?;
        sqlx::query("INSERT INTO vault_people (person, vault) VALUES ($1, $2)")
            .bind(owner)
            .bind(key)
            .execute(&mut *db)
            .await?;
        Ok(Opened::Done)
    }

    fn committed(self, output: &Opened, events: &Events) {
        if *output == Opened::Done {
            let _ = events.send(Event::Vault {
                vault: self.state.vault,
                seq: 0,
            });
        }
    }
}

/// Vaults kept in memory, bounded.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    cells: HashMap<VaultId, (Arc<Cell>, u64)>,
    clock: u64,
}

impl Cache {
    fn find(&self, id: &VaultId) -> Option<Arc<Cell>> {
        let known = &mut *crate::lock(&self.0);
        known.clock += 1;
        let (cell, used) = known.cells.get_mut(id)?;
        *used = known.clock;
        Some(Arc::clone(cell))
    }

    /// The cell all use: the one that was here first.
    fn keep(&self, id: VaultId, cell: Cell) -> Arc<Cell> {
        let known = &mut *crate::lock(&self.0);
        known.clock += 1;
        if known.cells.len() >= KNOWN {
            known.shrink();
        }
        let clock = known.clock;
        let (cell, _) = known
            .cells
            .entry(id)
            .or_insert_with(|| (Arc::new(cell), clock));
        Arc::clone(cell)
    }

    pub(crate) fn forget(&self, id: &VaultId) {
        crate::lock(&self.0).cells.remove(id);
    }
}

impl Known {
    /// Drops the half that was not used for longest, except what is in use: two cells of one vault
    /// would not see each other's appends.
    fn shrink(&mut self) {
        let mut ages: Vec<u64> = self.cells.values().map(|(_, used)| *used).collect();
        ages.sort_unstable();
        let middle = ages[ages.len() / 2];
        self.cells
            .retain(|_, (cell, used)| *used >= middle || Arc::strong_count(cell) > 1);
    }
}

/// How many vaults are kept in memory; one with few members is some five kilobytes.
const KNOWN: usize = 2048;
