//! Storage in a browser: IndexedDB.
//!
//! A piece is a row of chunks, under its name, a blank and the chunk's number. Replacing a piece replaces the
//! row, in one transaction; adding to it adds a chunk, so that a journal of megabytes is not written again for
//! every line. Names have no blanks, so that no piece's chunks lie among another's.

use std::rc::Rc;

use js_sys::Uint8Array;
use rexie::{Direction, KeyRange, ObjectStore, Rexie, Store, Transaction, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};

use super::Storage;
use crate::error::ClientError;

const CHUNKS: &str = "chunks";
/// Above how many chunks a piece is put together again.
const MOST_CHUNKS: u32 = 256;

/// A database of this browser, for this origin. A clone is the same database.
#[derive(Clone)]
pub struct Browser(Rc<Rexie>);

impl Browser {
    /// Opens a database, making it if it is not there.
    ///
    /// # Errors
    /// [`ClientError::Storage`] when the browser refuses, as some do in private windows.
    pub async fn open(name: &str) -> Result<Self, ClientError> {
        let database = Rexie::builder(name)
            .version(1)
            .add_object_store(ObjectStore::new(CHUNKS))
            .build()
            .await
            .map_err(failed)?;
        Ok(Self(Rc::new(database)))
    }

    fn begin(&self, mode: TransactionMode) -> Result<(Transaction, Store), ClientError> {
        let transaction = self.0.transaction(&[CHUNKS], mode).map_err(failed)?;
        let store = transaction.store(CHUNKS).map_err(failed)?;
        Ok((transaction, store))
    }
}

impl Storage for Browser {
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ClientError> {
        let (transaction, store) = self.begin(TransactionMode::ReadOnly)?;
        let chunks = store
            .get_all(Some(row(name)?), None)
            .await
            .map_err(failed)?;
        finish(transaction).await?;
        if chunks.is_empty() {
            return Ok(None);
        }
        joined(&chunks).map(Some)
    }

    async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        let (transaction, store) = self.begin(TransactionMode::ReadWrite)?;
        let written = replace(&store, name, bytes).await;
        settle(transaction, written).await
    }

    async fn append(&self, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
        let (transaction, store) = self.begin(TransactionMode::ReadWrite)?;
        let written = add(&store, name, bytes).await;
        settle(transaction, written).await
    }

    async fn truncate(&self, name: &str, length: u64) -> Result<(), ClientError> {
        let (transaction, store) = self.begin(TransactionMode::ReadWrite)?;
        let written = cut(&store, name, length).await;
        settle(transaction, written).await
    }

    async fn remove(&self, name: &str) -> Result<(), ClientError> {
        let (transaction, store) = self.begin(TransactionMode::ReadWrite)?;
        let removed = clear(&store, name).await;
        settle(transaction, removed).await
    }

    async fn names(&self, prefix: &str) -> Result<Vec<String>, ClientError> {
        let (transaction, store) = self.begin(TransactionMode::ReadOnly)?;
        // Everything that begins so: names are of ASCII.
        let range = range(prefix, &format!("{prefix}\u{7f}"))?;
        let keys = store
            .get_all_keys(Some(range), None)
            .await
            .map_err(failed)?;
        finish(transaction).await?;
        let mut names: Vec<String> = keys
            .iter()
            .filter_map(|key| Some(key.as_string()?.split_once(' ')?.0.to_owned()))
            .collect();
        // The keys come sorted, and so do the names but for their ends; a name's chunks stand together.
        names.dedup();
        names.sort_unstable();
        Ok(names)
    }
}

async fn replace(store: &Store, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
    clear(store, name).await?;
    put(store, name, 0, bytes).await
}

async fn add(store: &Store, name: &str, bytes: &[u8]) -> Result<(), ClientError> {
    let last = store
        .scan(Some(row(name)?), Some(1), None, Some(Direction::Prev))
        .await
        .map_err(failed)?;
    let last = last.first().and_then(|(key, _)| {
        let key = key.as_string()?;
        key.rsplit_once(' ')?.1.parse::<u32>().ok()
    });
    let next = last.map_or(0, |last| last + 1);
    if next < MOST_CHUNKS {
        return put(store, name, next, bytes).await;
    }
    let chunks = store
        .get_all(Some(row(name)?), None)
        .await
        .map_err(failed)?;
    let mut whole = joined(&chunks)?;
    whole.extend_from_slice(bytes);
    replace(store, name, &whole).await
}

async fn cut(store: &Store, name: &str, length: u64) -> Result<(), ClientError> {
    let chunks = store
        .get_all(Some(row(name)?), None)
        .await
        .map_err(failed)?;
    if chunks.is_empty() {
        return Ok(());
    }
    let mut whole = joined(&chunks)?;
    whole.truncate(usize::try_from(length).unwrap_or(usize::MAX));
    replace(store, name, &whole).await
}

async fn clear(store: &Store, name: &str) -> Result<(), ClientError> {
    let keys = store
        .get_all_keys(Some(row(name)?), None)
        .await
        .map_err(failed)?;
    for key in keys {
        store.delete(key).await.map_err(failed)?;
    }
    Ok(())
}

async fn put(store: &Store, name: &str, number: u32, bytes: &[u8]) -> Result<(), ClientError> {
    let key = JsValue::from_str(&format!("{name} {number:010}"));
    let value = Uint8Array::from(bytes);
    store.put(&value, Some(&key)).await.map_err(failed)?;
    Ok(())
}

fn joined(chunks: &[JsValue]) -> Result<Vec<u8>, ClientError> {
    let mut whole = Vec::new();
    for chunk in chunks {
        let bytes = chunk
            .dyn_ref::<Uint8Array>()
            .ok_or(ClientError::Damaged("the browser's database"))?;
        whole.extend_from_slice(&bytes.to_vec());
    }
    Ok(whole)
}

/// The chunks of one piece.
fn row(name: &str) -> Result<KeyRange, ClientError> {
    range(&format!("{name} "), &format!("{name} ~"))
}

fn range(from: &str, to: &str) -> Result<KeyRange, ClientError> {
    let (from, to) = (JsValue::from_str(from), JsValue::from_str(to));
    KeyRange::bound(&from, &to, None, None).map_err(|error| failed(error.into()))
}

/// All of it or nothing: what failed is taken back.
async fn settle(
    transaction: Transaction,
    written: Result<(), ClientError>,
) -> Result<(), ClientError> {
    match written {
        Ok(()) => finish(transaction).await,
        Err(error) => {
            // It may have been taken back by the browser already.
            transaction.abort().await.ok();
            Err(error)
        }
    }
}

/// Waits until it is on the disk, or until it is known that it is not: a full disk often shows only here.
async fn finish(transaction: Transaction) -> Result<(), ClientError> {
    match transaction.done().await {
        Ok(result) if result.is_committed() => Ok(()),
        Ok(_) => Err(ClientError::StorageFull(
            "the browser has taken a change back".to_owned(),
        )),
        Err(error) => Err(failed(error)),
    }
}

fn failed(error: rexie::Error) -> ClientError {
    let what = format!("{error:?}");
    if what.contains("QuotaExceeded") {
        ClientError::StorageFull("the browser gives no more room".to_owned())
    } else {
        ClientError::Storage(what)
    }
}
