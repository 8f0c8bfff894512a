//! Attachments' chunks: files beside the database, each named by its hash.
//!
//! A file is whole or not there: it is written under another name, brought to disk and then renamed,
//! and only then does the database know of it.

use std::{
    collections::{HashMap, HashSet},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use wire::{id::Hash, id::VaultId};

use crate::{
    Store, StoreError, Vault,
    number::{fixed, from_db, to_db},
    vaults::Reserved,
    writer::{Events, Write},
};

/// How storing a chunk went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChunkPut {
    /// It is there.
    Done,
    /// The vault's quota is used up.
    Quota,
}

impl Vault {
    /// Keeps a chunk whose hash was verified.
    ///
    /// # Errors
    /// When the disk or the database fails.
    pub async fn put_chunk(
        &self,
        chunk: Hash,
        bytes: Vec<u8>,
        now: u64,
    ) -> Result<ChunkPut, StoreError> {
        let uploads = std::sync::Arc::clone(&self.cell.uploads).read_owned().await;
        let length = bytes.len() as u64;
        let known = self.chunk_lengths(&[chunk]).await?;
        let cost = if known.is_empty() { length } else { 0 };
        let Some(reserved) = self.cell.reserve(cost, self.store.inner.quota) else {
            return Ok(ChunkPut::Quota);
        };
        if known.is_empty() {
            let path = self.chunk_path(&chunk);
            blocking(move || write_whole(&path, &bytes)).await?;
        }
        self.store
            .submit(Put {
                vault: self.clone(),
                chunk,
                length,
                now,
                reserved,
                _uploads: uploads,
            })
            .await?;
        Ok(ChunkPut::Done)
    }

    /// A chunk's bytes.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn chunk(&self, chunk: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.chunk_path(chunk);
        blocking(move || match std::fs::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        })
        .await
    }

    /// The lengths of those of `chunks` that are here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chunk_lengths(&self, chunks: &[Hash]) -> Result<HashMap<Hash, u64>, StoreError> {
        let mut lengths = HashMap::new();
        for some in chunks.chunks(ROWS) {
            let mut query =
                QueryBuilder::<Sqlite>::new("SELECT chunk, length FROM chunks WHERE vault = ");
            query.push_bind(self.cell.key).push(" AND chunk IN (");
            let mut list = query.separated(", ");
            for chunk in some {
                list.push_bind(&chunk.0[..]);
            }
            query.push(")");
            let rows: Vec<(Vec<u8>, i64)> = query
                .build_query_as()
                .fetch_all(self.store.readers())
                .await?;
            for (chunk, length) in rows {
                lengths.insert(Hash(fixed(&chunk)?), from_db(length)?);
            }
        }
        Ok(lengths)
    }

    /// The entries that show a chunk.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chunk_uses(&self, chunk: &Hash) -> Result<Vec<u64>, StoreError> {
        let rows: Vec<(i64,)> = sqlx::query_as(
            "SELECT seq FROM chunk_uses WHERE vault = $1 AND chunk = $2 ORDER BY seq",
        )
        .bind(self.cell.key)
        .bind(&chunk.0[..])
        .fetch_all(self.store.readers())
        .await?;
        rows.into_iter().map(|(seq,)| from_db(seq)).collect()
    }

    fn chunk_path(&self, chunk: &Hash) -> PathBuf {
        path(&self.store, &self.state().vault, chunk)
    }
}

impl Store {
    /// Removes chunks that were uploaded before `before` and that no entry shows. How many it were.
    ///
    /// # Errors
    /// When the disk or the database fails.
    pub async fn sweep_chunks(&self, before: u64) -> Result<u64, StoreError> {
        let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
            "SELECT DISTINCT vaults.vault FROM chunks JOIN vaults ON vaults.id = chunks.vault \
             WHERE chunks.used = 0 AND chunks.uploaded < $1",
        )
        .bind(to_db(before))
        .fetch_all(self.readers())
        .await?;
        let mut swept = 0;
        for (id,) in rows {
            if let Some(vault) = self.vault(&VaultId(fixed(&id)?)).await? {
                swept += sweep(&vault, before).await?;
            }
        }
        Ok(swept)
    }

    /// Removes files that the database does not know: left by a server that was killed between the
    /// two. To be called before anything is served. How many it were.
    ///
    /// # Errors
    /// When the disk or the database fails.
    pub async fn sweep_files(&self) -> Result<u64, StoreError> {
        let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "SELECT vaults.vault, chunks.chunk FROM chunks \
             JOIN vaults ON vaults.id = chunks.vault",
        )
        .fetch_all(self.readers())
        .await?;
        let known: HashSet<PathBuf> = rows
            .iter()
            .map(|(vault, chunk)| Ok(path(self, &VaultId(fixed(vault)?), &Hash(fixed(chunk)?))))
            .collect::<Result<_, StoreError>>()?;
        let root = self.inner.directory.chunks();
        blocking(move || remove_unknown(&root, 3, &known)).await
    }
}

struct Put {
    vault: Vault,
    chunk: Hash,
    length: u64,
    now: u64,
    reserved: Reserved,
    _uploads: tokio::sync::OwnedRwLockReadGuard<()>,
}

impl Write for Put {
    /// Whether it is new.
    type Output = bool;

    async fn run(&self, db: &mut SqliteConnection) -> Result<bool, StoreError> {
        let inserted = sqlx::query(
            "INSERT INTO chunks (vault, chunk, length, uploaded, used) VALUES ($1, $2, $3, $4, 0) \
             ON CONFLICT DO NOTHING",
        )
        .bind(self.vault.cell.key)
        .bind(&self.chunk.0[..])
        .bind(to_db(self.length))
        .bind(to_db(self.now))
        .execute(&mut *db)
        .await?;
        if inserted.rows_affected() == 0 {
            sqlx::query("UPDATE chunks SET uploaded = $1 WHERE vault = $2 AND chunk = $3")
                .bind(to_db(self.now))
                .bind(self.vault.cell.key)
                .bind(&self.chunk.0[..])
                .execute(&mut *db)
                .await?;
            return Ok(false);
        }
        sqlx::query("UPDATE vaults SET bytes = bytes + $1 WHERE id = $2")
            .bind(to_db(self.length))
            .bind(self.vault.cell.key)
            .execute(&mut *db)
            .await?;
        Ok(true)
    }

    fn committed(self, new: &bool, _: &Events) {
        if *new {
            self.reserved.used();
        }
    }
}

async fn sweep(vault: &Vault, before: u64) -> Result<u64, StoreError> {
    let _alone = vault.cell.uploads.write().await;
    let swept = vault
        .store
        .submit(Sweep {
            vault: vault.clone(),
            before,
        })
        .await?;
    let paths: Vec<PathBuf> = swept
        .iter()
        .map(|(chunk, _)| vault.chunk_path(chunk))
        .collect();
    blocking(move || {
        for path in paths {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    })
    .await?;
    Ok(swept.len() as u64)
}

struct Sweep {
    vault: Vault,
    before: u64,
}

impl Write for Sweep {
    type Output = Vec<(Hash, u64)>;

    async fn run(&self, db: &mut SqliteConnection) -> Result<Vec<(Hash, u64)>, StoreError> {
        let rows: Vec<(Vec<u8>, i64)> = sqlx::query_as(
            "DELETE FROM chunks WHERE vault = $1 AND used = 0 AND uploaded < $2 \
             RETURNING chunk, length",
        )
        .bind(self.vault.cell.key)
        .bind(to_db(self.before))
        .fetch_all(&mut *db)
        .await?;
        let swept: Vec<(Hash, u64)> = rows
            .iter()
            .map(|(chunk, length)| Ok((Hash(fixed(chunk)?), from_db(*length)?)))
            .collect::<Result<_, StoreError>>()?;
        let freed: u64 = swept.iter().map(|(_, length)| length).sum();
        sqlx::query("UPDATE vaults SET bytes = bytes - $1 WHERE id = $2")
            .bind(to_db(freed))
            .bind(self.vault.cell.key)
            .execute(&mut *db)
            .await?;
        Ok(swept)
    }

    fn committed(self, swept: &Vec<(Hash, u64)>, _: &Events) {
        let freed = swept.iter().map(|(_, length)| length).sum();
        self.vault.cell.release(freed);
    }
}

fn path(store: &Store, vault: &VaultId, chunk: &Hash) -> PathBuf {
    let name = chunk.to_string();
    store
        .inner
        .directory
        .chunks()
        .join(vault.to_string())
        .join(&name[..2])
        .join(&name)
}

/// Writes a file so that it is there whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    static NAMES: AtomicU64 = AtomicU64::new(0);
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(folder)?;
    let name = NAMES.fetch_add(1, Ordering::Relaxed);
    let unfinished = path.with_extension(format!("{name}.part"));
    let written = write_and_rename(&unfinished, path, bytes);
    if written.is_err() {
        // What is left of it is no use; if it cannot go now, it goes at the next start.
        let _ = std::fs::remove_file(&unfinished);
    }
    written?;
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

fn write_and_rename(unfinished: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut file = std::fs::File::create(unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(unfinished, path)?;
    Ok(())
}

fn remove_unknown(folder: &Path, depth: u8, known: &HashSet<PathBuf>) -> Result<u64, StoreError> {
    let mut removed = 0;
    for item in std::fs::read_dir(folder)? {
        let path = item?.path();
        if path.is_dir() && depth > 1 {
            removed += remove_unknown(&path, depth - 1, known)?;
        } else if path.is_file() && !known.contains(&path) {
            std::fs::remove_file(&path)?;
            removed += 1;
        }
    }
    Ok(removed)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| StoreError::Closed)?
}

/// Values in one statement.
const ROWS: usize = 200;
