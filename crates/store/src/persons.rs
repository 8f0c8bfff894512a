//! Persons' chains.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use sqlx::SqliteConnection;
use wire::{
    codec::{self, Cbor, Reader},
    id::PersonId,
    person::{PersonChain, PersonEntry},
    sign::{Signed, SigningPublic},
};

use crate::{
    Store, StoreError,
    number::{fixed, to_db},
    writer::{Events, Write},
};

/// A person as the store knows him.
#[derive(Debug)]
pub struct Person {
    pub(crate) key: i64,
    /// The verified chain.
    pub chain: PersonChain,
}

/// How putting entries behind a chain went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChainAppend {
    /// They are there.
    Done,
    /// Somebody was faster.
    Conflict,
    /// The kit's new root key is another person's.
    RootTaken,
}

impl Store {
    /// The person, with the chain as it stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person(&self, id: &PersonId) -> Result<Option<Arc<Person>>, StoreError> {
        if let Some(known) = self.inner.persons.find(id) {
            return Ok(Some(known));
        }
        let turn = self.inner.persons.loads();
        let row: Option<(i64,)> = sqlx::query_as("SELECT id FROM persons WHERE person = $1")
            .bind(&id.0[..])
            .fetch_optional(self.readers())
            .await?;
        let Some((key,)) = row else { return Ok(None) };
        let entries = self.person_entries(id, 0).await?;
        let chain = PersonChain::verify(&entries, Some(*id))
            .map_err(|_| StoreError::Damaged("a person's chain"))?;
        let person = Arc::new(Person { key, chain });
        self.inner.persons.keep(*id, &person, turn);
        Ok(Some(person))
    }

    /// The entries of a chain from `from` on; none when there is no such person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person_entries(
        &self,
        id: &PersonId,
        from: u64,
    ) -> Result<Vec<Signed<PersonEntry>>, StoreError> {
        let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
            "SELECT entry FROM person_entries \
             WHERE person = (SELECT id FROM persons WHERE person = $1) AND seq >= $2 ORDER BY seq",
        )
        .bind(&id.0[..])
        .bind(to_db(from))
        .fetch_all(self.readers())
        .await?;
        rows.iter()
            .map(|(bytes,)| Ok(Signed::decode(&mut Reader::new(bytes))?))
            .collect()
    }

    /// The person whose kit has this verifying key now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person_by_root(
        &self,
        root: &SigningPublic,
    ) -> Result<Option<PersonId>, StoreError> {
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT person FROM persons WHERE root = $1")
            .bind(&root[..])
            .fetch_optional(self.readers())
            .await?;
        row.map(|(person,)| fixed(&person).map(PersonId))
            .transpose()
    }

    /// Puts verified entries behind `before`; `after` is the chain with them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn extend_person(
        &self,
        before: &Person,
        after: PersonChain,
        entries: &[Signed<PersonEntry>],
    ) -> Result<ChainAppend, StoreError> {
        let extend = Extend::new(self, before, after, entries);
        self.submit(extend).await
    }
}

/// New entries of a chain, with what they change.
pub(crate) struct Extend {
    key: i64,
    from: u64,
    after: PersonChain,
    entries: Vec<Vec<u8>>,
    store: Store,
}

impl Extend {
    pub(crate) fn new(
        store: &Store,
        before: &Person,
        after: PersonChain,
        entries: &[Signed<PersonEntry>],
    ) -> Self {
        Self {
            key: before.key,
            from: before.chain.head().0,
            after,
            entries: entries.iter().map(codec::to_bytes).collect(),
            store: store.clone(),
        }
    }

    /// Forgets what memory holds of the person.
    pub(crate) fn forget(&self) {
        self.store.inner.persons.forget(&self.after.id());
    }
}

impl Write for Extend {
    type Output = ChainAppend;

    async fn run(&self, db: &mut SqliteConnection) -> Result<ChainAppend, StoreError> {
        let root = &self.after.recovery().root;
        let taken: Option<(i64,)> =
            sqlx::query_as("SELECT id FROM persons WHERE root = $1 AND id <> $2")
                .bind(&root[..])
                .bind(self.key)
                .fetch_optional(&mut *db)
                .await?;
        if taken.is_some() {
            return Ok(ChainAppend::RootTaken);
        }
        let swapped =
            sqlx::query("UPDATE persons SET seq = $1, root = $2 WHERE id = $3 AND seq = $4")
                .bind(to_db(self.after.head().0))
                .bind(&root[..])
                .bind(self.key)
                .bind(to_db(self.from))
                .execute(&mut *db)
                .await?;
        if swapped.rows_affected() == 0 {
            return Ok(ChainAppend::Conflict);
        }
        let first = self.from + 1;
        insert_entries(db, self.key, first, &self.entries).await?;
        Ok(ChainAppend::Done)
    }

    fn committed(self, _: &ChainAppend, _: &Events) {
        self.forget();
    }
}

/// Adds a person; the number he has here, or `None` when he is known or his root key another's.
pub(crate) async fn insert_person(
    db: &mut SqliteConnection,
    chain: &PersonChain,
    entry: &Signed<PersonEntry>,
) -> Result<Option<i64>, StoreError> {
    let row: Option<(i64,)> = sqlx::query_as(
        "INSERT INTO persons (person, seq, root) VALUES ($1, 0, $2) \
         ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(&chain.id().0[..])
    .bind(&chain.recovery().root[..])
    .fetch_optional(&mut *db)
    .await?;
    let Some((key,)) = row else { return Ok(None) };
    insert_entries(db, key, 0, &[codec::to_bytes(entry)]).await?;
    Ok(Some(key))
}

async fn insert_entries(
    db: &mut SqliteConnection,
    person: i64,
    first: u64,
    entries: &[Vec<u8>],
) -> Result<(), StoreError> {
    for (seq, entry) in (first..).zip(entries) {
        sqlx::query("INSERT INTO person_entries (person, seq, entry) VALUES ($1, $2, $3)")
            .bind(person)
            .bind(to_db(seq))
            .bind(&entry[..])
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// Verified chains kept in memory.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    persons: HashMap<PersonId, Arc<Person>>,
    /// Counts what was forgotten, so that a chain read before is not kept after.
    forgotten: u64,
}

impl Cache {
    fn find(&self, id: &PersonId) -> Option<Arc<Person>> {
        crate::lock(&self.0).persons.get(id).cloned()
    }

    fn loads(&self) -> u64 {
        crate::lock(&self.0).forgotten
    }

    fn keep(&self, id: PersonId, person: &Arc<Person>, since: u64) {
        let mut known = crate::lock(&self.0);
        if known.forgotten != since {
            return;
        }
        if known.persons.len() >= KNOWN {
            // No order is kept: whoever is needed again is read again.
            let half: Vec<PersonId> = known.persons.keys().take(KNOWN / 2).copied().collect();
            half.iter().for_each(|id| {
                known.persons.remove(id);
            });
        }
        known.persons.insert(id, Arc::clone(person));
    }

    fn forget(&self, id: &PersonId) {
        let mut known = crate::lock(&self.0);
        known.forgotten += 1;
        known.persons.remove(id);
    }
}

/// How many chains are kept in memory; one is some ten kilobytes.
const KNOWN: usize = 4096;
