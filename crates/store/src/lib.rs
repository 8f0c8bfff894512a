//! Where everything is kept: SQLite and a folder of chunks in one data directory.
//!
//! This is the only room that knows a database. It sees ciphertext, public keys, hashes and counters.
//! What it answered for is on disk, also if the process is killed in the next instant; what failed is
//! not there at all. One task writes, and stores whatever waits in one transaction; readers never wait
//! for it.

mod accounts;
mod chunks;
mod classifiers;
mod database;
mod directory;
mod error;
mod event;
mod invitations;
mod log;
mod number;
mod persons;
mod receipts;
mod sealed_sets;
mod sessions;
mod vaults;
mod writer;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use sqlx::SqlitePool;
use tokio::{sync::broadcast, task::JoinHandle};

pub use accounts::{KeyringPut, Login, NewAccount, Recovery};
pub use chunks::ChunkPut;
pub use classifiers::{Counting, Publishing};
pub use error::StoreError;
pub use event::Event;
pub use invitations::{InvitationRow, InvitationTurn};
pub use log::{Appending, Content, NewEntry, StoredEntry};
pub use persons::{ChainAppend, Person};
pub use receipts::ReceiptPut;
pub use sealed_sets::{SetQuota, SetTurn};
pub use sessions::Session;
pub use vaults::{Opened, Turn, Vault, VaultRow};

/// How to open a store.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The data directory.
    pub data: PathBuf,
    /// The most bytes one vault may take.
    pub quota: u64,
    /// The most pages the database may have; a test makes a full disk with it.
    pub max_pages: Option<u32>,
    /// How many connections read.
    pub readers: u32,
}

impl Options {
    /// The usual for `data`.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            quota: 2 << 30,
            max_pages: None,
            readers: 4,
        }
    }
}

/// The store. Cloning gives another handle on the same one.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    readers: SqlitePool,
    writer: Mutex<Option<Arc<writer::Writer>>>,
    task: Mutex<Option<JoinHandle<()>>>,
    events: broadcast::Sender<Event>,
    vaults: vaults::Cache,
    persons: persons::Cache,
    quota: u64,
    directory: directory::Directory,
}

impl Store {
    /// Opens the store in a data directory, or makes one.
    ///
    /// # Errors
    /// When another server has it, when it was written by a newer version, or cannot be written to.
    pub async fn open(options: Options) -> Result<Self, StoreError> {
        let directory = directory::Directory::open(&options.data)?;
        let connection = database::open_writer(&directory.database(), options.max_pages).await?;
        let readers = database::open_readers(&directory.database(), options.readers).await?;
        let (events, _) = broadcast::channel(EVENTS);
        let (writer, task) = writer::Writer::start(connection, events.clone());
        Ok(Self {
            inner: Arc::new(Inner {
                readers,
                writer: Mutex::new(Some(Arc::new(writer))),
                task: Mutex::new(Some(task)),
                events,
                vaults: vaults::Cache::default(),
                persons: persons::Cache::default(),
                quota: options.quota,
                directory,
            }),
        })
    }

    /// What is stored from now on, told after it is.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(self.readers()).await?;
        self.writer().map(|_| ())
    }

    /// Finishes what was begun, folds the write-ahead log in and lets go of the database. Afterwards
    /// every method says [`StoreError::Closed`].
    pub async fn close(&self) {
        lock(&self.inner.writer).take();
        let task = lock(&self.inner.task).take();
        if let Some(task) = task {
            // Checkpointing wants no reader in the way.
            self.inner.readers.close().await;
            let _ = task.await;
        }
        self.inner.directory.release();
    }

    fn readers(&self) -> &SqlitePool {
        &self.inner.readers
    }

    fn writer(&self) -> Result<Arc<writer::Writer>, StoreError> {
        lock(&self.inner.writer).clone().ok_or(StoreError::Closed)
    }

    async fn submit<W: writer::Write>(&self, write: W) -> Result<W::Output, StoreError> {
        let writer = self.writer()?;
        writer.submit(write).await
    }
}

/// A lock whose holder cannot have left it half-done: nothing panics under it.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// How many events a slow listener may fall behind.
const EVENTS: usize = 4096;
