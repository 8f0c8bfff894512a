//! A vault's log: appending an entry with everything that hangs on it.

mod read;

use std::sync::Arc;

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use wire::{
    cbor_struct,
    codec::{self, Bytes, Cbor, Reader},
    id::{Hash, PersonId},
    log::VaultState,
    sign::Signed,
    vault::{EntryKind, LogEntry, VersionRef},
};

use crate::{
    Event, Person, StoreError, Turn, Vault,
    number::to_db,
    vaults::Reserved,
    writer::{Events, Write},
};

cbor_struct! {
    /// What travels beside an entry, packed as one blob.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Content {
        /// The part.
        pub part: Bytes,
        /// The records' bodies, in order.
        pub bodies: Vec<Bytes>,
    }
}

/// An admitted entry with what it changes.
#[derive(Debug)]
pub struct NewEntry {
    /// The state with it.
    pub state: VaultState,
    /// What it does.
    pub kind: EntryKind,
    /// The entry.
    pub entry: Signed<LogEntry>,
    /// What travels beside it.
    pub content: Content,
    /// The records of a records part, in order.
    pub records: Vec<VersionRef>,
    /// Who wrote it.
    pub author: Arc<Person>,
    /// Who is let in by it, or shown something.
    pub joined: Option<PersonId>,
    /// The chunks it shows.
    pub chunks: Vec<Hash>,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Position.
    pub seq: u64,
    /// The encoding of the signed entry.
    pub entry: Vec<u8>,
    /// Length of the encoded [`Content`].
    pub size: u64,
}

impl StoredEntry {
    /// The entry itself.
    ///
    /// # Errors
    /// When the database is damaged.
    pub fn parse(&self) -> Result<Signed<LogEntry>, StoreError> {
        Ok(Signed::decode(&mut Reader::new(&self.entry))?)
    }
}

/// How an append went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Appending {
    /// It is on disk.
    Done,
    /// The vault's quota is used up.
    Quota,
    /// The log has another head.
    Conflict,
}

impl Turn {
    /// The vault it is for.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Keeps an admitted entry. Done once begun, also when nobody waits for it any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn append(self, new: NewEntry) -> Result<Appending, StoreError> {
        let Self {
            vault,
            state,
            guards,
        } = self;
        let entry = codec::to_bytes(&new.entry);
        let content = codec::to_bytes(&new.content);
        let cost = (entry.len() + content.len() + new.records.len() * INDEX_BYTES) as u64;
        let Some(reserved) = vault.cell.reserve(cost, vault.store.inner.quota) else {
            return Ok(Appending::Quota);
        };
        let write = Append {
            vault: vault.clone(),
            from: state.seq,
            new,
            entry,
            content,
            reserved,
            _guards: guards,
        };
        let done = vault.store.submit(write).await?;
        if done == Appending::Conflict {
            vault.store.inner.vaults.forget(&state.vault);
        }
        Ok(done)
    }
}

struct Append {
    vault: Vault,
    from: u64,
    new: NewEntry,
    entry: Vec<u8>,
    content: Vec<u8>,
    reserved: Reserved,
    /// Nobody else appends until this is on disk or has failed.
    _guards: (
        tokio::sync::OwnedMutexGuard<()>,
        tokio::sync::OwnedRwLockReadGuard<()>,
    ),
}

impl Write for Append {
    type Output = Appending;

    async fn run(&self, db: &mut SqliteConnection) -> Result<Appending, StoreError> {
        let (state, key) = (&self.new.state, self.vault.cell.key);
        let swapped = sqlx::query(
            "UPDATE vaults SET seq = $1, head = $2, time = $3, authors = $4, bytes = bytes + $5 \
             WHERE id = $6 AND seq = $7",
        )
        .bind(to_db(state.seq))
        .bind(&state.head.0[..])
        .bind(to_db(state.time))
        .bind(codec::to_bytes(&state.authors))
        .bind(to_db(self.reserved.bytes))
        .bind(key)
        .bind(to_db(self.from))
        .execute(&mut *db)
        .await?;
        if swapped.rows_affected() == 0 {
            return Ok(Appending::Conflict);
        }
        sqlx::query("INSERT INTO entries (vault, seq, entry, content) VALUES ($1, $2, $3, $4)")
            .bind(key)
            .bind(to_db(state.seq))
            .bind(&self.entry[..])
            .bind(&self.content[..])
            .execute(&mut *db)
            .await?;
        if matches!(
            self.new.kind,
            EntryKind::Grant | EntryKind::Rotate | EntryKind::Showing
        ) {
            sqlx::query("UPDATE vault_states SET state = $1 WHERE vault = $2")
                .bind(codec::to_bytes(state))
                .bind(key)
                .execute(&mut *db)
                .await?;
        }
        if let Some(person) = &self.new.joined {
            sqlx::query(
                "INSERT INTO vault_people (person, vault) SELECT id, $1 FROM persons \
                 WHERE person = $2 ON CONFLICT DO NOTHING",
            )
            .bind(key)
            .bind(&person.0[..])
            .execute(&mut *db)
            .await?;
        }
        self.index(db).await?;
        Ok(Appending::Done)
    }

    fn committed(self, output: &Appending, events: &Events) {
        if *output != Appending::Done {
            return;
        }
        let (vault, seq) = (self.new.state.vault, self.new.state.seq);
        self.reserved.used();
        self.vault.cell.advance(self.new.state);
        let _ = events.send(Event::Vault { vault, seq });
    }
}

impl Append {
    /// Notes where the newest versions are, and which chunks are shown.
    async fn index(&self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        let (key, seq) = (self.vault.cell.key, to_db(self.new.state.seq));
        let placed: Vec<(i64, &VersionRef)> = (0..).zip(&self.new.records).collect();
        for some in placed.chunks(ROWS) {
            let mut query = QueryBuilder::<Sqlite>::new(
                "INSERT INTO records (vault, record, version, seq, place, author) ",
            );
            query.push_values(some, |mut row, (place, version)| {
                row.push_bind(key)
                    .push_bind(&version.record.0[..])
                    .push_bind(i64::from(version.version))
                    .push_bind(seq)
                    .push_bind(place)
                    .push_bind(self.new.author.key);
            });
            query.push(
                " ON CONFLICT (vault, record) DO UPDATE SET \
                 version = excluded.version, seq = excluded.seq, place = excluded.place",
            );
            query.build().execute(&mut *db).await?;
        }
        for chunk in &self.new.chunks {
            sqlx::query(
                "INSERT INTO chunk_uses (vault, chunk, seq) VALUES ($1, $2, $3) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(key)
            .bind(&chunk.0[..])
            .bind(seq)
            .execute(&mut *db)
            .await?;
            sqlx::query("UPDATE chunks SET used = 1 WHERE vault = $1 AND chunk = $2")
                .bind(key)
                .bind(&chunk.0[..])
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }
}

/// Rows in one statement.
const ROWS: usize = 200;
/// What a record's row in the index takes, about.
const INDEX_BYTES: usize = 48;
