//! Reading a log: entries, what travels beside them, the newest version of a record.

use std::collections::HashMap;

use sqlx::{QueryBuilder, Sqlite};
use wire::{
    codec::{Cbor as _, Reader},
    id::{PersonId, RecordId},
    log::RecordFact,
    sign::Signed,
    vault::{LogEntry, Part},
};

use super::{Content, ROWS, StoredEntry};
use crate::{
    StoreError, Vault,
    number::{fixed, from_db, to_db},
};

impl Vault {
    /// The entries from `from` to `to`, both included, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entries(
        &self,
        from: u64,
        to: u64,
        limit: u32,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let rows: Vec<(i64, Vec<u8>, i64)> = sqlx::query_as(
            "SELECT seq, entry, length(content) FROM entries \
             WHERE vault = $1 AND seq >= $2 AND seq <= $3 ORDER BY seq LIMIT $4",
        )
        .bind(self.cell.key)
        .bind(to_db(from))
        .bind(to_db(to))
        .bind(i64::from(limit))
        .fetch_all(self.store.readers())
        .await?;
        rows.into_iter()
            .map(|(seq, entry, size)| {
                Ok(StoredEntry {
                    seq: from_db(seq)?,
                    entry,
                    size: from_db(size)?,
                })
            })
            .collect()
    }

    /// The entry at `seq`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entry(&self, seq: u64) -> Result<Option<Signed<LogEntry>>, StoreError> {
        let rows = self.entries(seq, seq, 1).await?;
        rows.first().map(StoredEntry::parse).transpose()
    }

    /// The encoded [`Content`] of the entries from `from` to `to`, both included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contents(&self, from: u64, to: u64) -> Result<Vec<Vec<u8>>, StoreError> {
        let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
            "SELECT content FROM entries \
             WHERE vault = $1 AND seq >= $2 AND seq <= $3 ORDER BY seq",
        )
        .bind(self.cell.key)
        .bind(to_db(from))
        .bind(to_db(to))
        .fetch_all(self.store.readers())
        .await?;
        Ok(rows.into_iter().map(|(content,)| content).collect())
    }

    /// What travels beside the entry at `seq`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn content(&self, seq: u64) -> Result<Option<Content>, StoreError> {
        let contents = self.contents(seq, seq).await?;
        contents
            .first()
            .map(|bytes| Ok(Content::decode(&mut Reader::new(bytes))?))
            .transpose()
    }

    /// The newest versions of those of `records` that are known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest(
        &self,
        records: &[RecordId],
    ) -> Result<HashMap<RecordId, RecordFact>, StoreError> {
        let mut rows: Vec<LatestRow> = Vec::new();
        for some in records.chunks(ROWS) {
            let mut query = QueryBuilder::<Sqlite>::new(
                "SELECT records.record, records.version, records.seq, records.place, \
                 persons.person FROM records JOIN persons ON persons.id = records.author \
                 WHERE records.vault = ",
            );
            query
                .push_bind(self.cell.key)
                .push(" AND records.record IN (");
            let mut list = query.separated(", ");
            for record in some {
                list.push_bind(&record.0[..]);
            }
            query.push(")");
            rows.extend(
                query
                    .build_query_as::<LatestRow>()
                    .fetch_all(self.store.readers())
                    .await?,
            );
        }
        rows.sort_unstable_by_key(|row| row.2);
        self.facts(&rows).await
    }

    /// The header's hash is not kept twice: it comes out of the part it stands in.
    async fn facts(&self, rows: &[LatestRow]) -> Result<HashMap<RecordId, RecordFact>, StoreError> {
        let mut facts = HashMap::with_capacity(rows.len());
        let mut at: Option<(i64, Part)> = None;
        for (record, version, seq, place, author) in rows {
            if at.as_ref().map(|(at, _)| at) != Some(seq) {
                let content = self.content(from_db(*seq)?).await?;
                let content = content.ok_or(StoreError::Damaged("an entry is missing"))?;
                at = Some((*seq, Part::parse(&content.part)?));
            }
            let header = match &at {
                Some((_, Part::Records(part))) => usize::try_from(*place)
                    .ok()
                    .and_then(|place| part.records.get(place)),
                _ => None,
            };
            let header = header.ok_or(StoreError::Damaged("a record is missing"))?;
            let fact = RecordFact {
                version: u32::try_from(*version)
                    .map_err(|_| StoreError::Damaged("a record's version"))?,
                header: header.hash(),
                author: PersonId(fixed(author)?),
            };
            facts.insert(RecordId(fixed(record)?), fact);
        }
        Ok(facts)
    }
}

type LatestRow = (Vec<u8>, i64, i64, i64, Vec<u8>);
