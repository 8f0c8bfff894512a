//! Read receipts: each reader's own chain, kept in the order they came.

use sqlx::SqliteConnection;
use wire::{
    codec::{self, Cbor, Reader},
    id::{Hash, PersonId},
    sign::Signed,
    vault::ReadReceipts,
};

use crate::{
    Event, StoreError, Vault,
    number::{fixed, from_db, to_db},
    writer::{Events, Write},
};

/// How keeping receipts went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReceiptPut {
    /// They are there, or were the very same before. How many the vault has.
    Done(u64),
    /// They do not continue the reader's chain, whose last is this one.
    Conflict(Option<(u64, Hash)>),
    /// The vault's quota is used up.
    Quota,
}

impl Vault {
    /// Keeps verified receipts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_receipts(
        &self,
        receipts: &ReadReceipts,
        signed: &Signed<ReadReceipts>,
    ) -> Result<ReceiptPut, StoreError> {
        let receipt = codec::to_bytes(signed);
        let reserved = self
            .cell
            .reserve(receipt.len() as u64, self.store.inner.quota);
        let Some(reserved) = reserved else {
            return Ok(ReceiptPut::Quota);
        };
        let (put, _) = self
            .store
            .submit(Put {
                vault: self.clone(),
                reader: receipts.reader,
                seq: receipts.seq,
                previous: receipts.previous,
                head: signed.hash(),
                receipt,
                reserved,
            })
            .await?;
        Ok(put)
    }

    /// The receipts from number `from` on, at most `limit`, and how many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn receipts(
        &self,
        from: u64,
        limit: u32,
    ) -> Result<(Vec<Signed<ReadReceipts>>, u64), StoreError> {
        let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
            "SELECT receipt FROM receipts WHERE vault = $1 AND number >= $2 \
             ORDER BY number LIMIT $3",
        )
        .bind(self.cell.key)
        .bind(to_db(from))
        .bind(i64::from(limit))
        .fetch_all(self.store.readers())
        .await?;
        let (total,): (i64,) = sqlx::query_as("SELECT receipts FROM vaults WHERE id = $1")
            .bind(self.cell.key)
            .fetch_one(self.store.readers())
            .await?;
        let items = rows
            .iter()
            .map(|(bytes,)| Ok(Signed::decode(&mut Reader::new(bytes))?))
            .collect::<Result<_, StoreError>>()?;
        Ok((items, from_db(total)?))
    }
}

struct Put {
    vault: Vault,
    reader: PersonId,
    seq: u64,
    previous: Option<Hash>,
    head: Hash,
    receipt: Vec<u8>,
    reserved: crate::vaults::Reserved,
}

impl Write for Put {
    /// With whether it is new.
    type Output = (ReceiptPut, bool);

    async fn run(&self, db: &mut SqliteConnection) -> Result<(ReceiptPut, bool), StoreError> {
        let key = self.vault.cell.key;
        let head: Option<(i64, Vec<u8>)> = sqlx::query_as(
            "SELECT seq, head FROM receipt_heads WHERE vault = $1 \
             AND reader = (SELECT id FROM persons WHERE person = $2)",
        )
        .bind(key)
        .bind(&self.reader.0[..])
        .fetch_optional(&mut *db)
        .await?;
        let head = head
            .map(|(seq, head)| Ok::<_, StoreError>((from_db(seq)?, Hash(fixed(&head)?))))
            .transpose()?;
        if head == Some((self.seq, self.head)) {
            let (total,): (i64,) = sqlx::query_as("SELECT receipts FROM vaults WHERE id = $1")
                .bind(key)
                .fetch_one(&mut *db)
                .await?;
            return Ok((ReceiptPut::Done(from_db(total)?), false));
        }
        let follows = (self.seq, self.previous)
            == head.map_or((0, None), |(seq, head)| (seq + 1, Some(head)));
        if !follows {
            return Ok((ReceiptPut::Conflict(head), false));
        }
        let (total,): (i64,) = sqlx::query_as(
            "UPDATE vaults SET receipts = receipts + 1, bytes = bytes + $1 WHERE id = $2 \
             RETURNING receipts",
        )
        .bind(to_db(self.reserved.bytes))
        .bind(key)
        .fetch_one(&mut *db)
        .await?;
        sqlx::query("INSERT INTO receipts (vault, number, receipt) VALUES ($1, $2, $3)")
            .bind(key)
            .bind(total - 1)
            .bind(&self.receipt[..])
            .execute(&mut *db)
            .await?;
        sqlx::query(
            "INSERT INTO receipt_heads (vault, reader, seq, head) \
             SELECT $1, id, $2, $3 FROM persons WHERE person = $4 \
             ON CONFLICT (vault, reader) DO UPDATE SET seq = excluded.seq, head = excluded.head",
        )
        .bind(key)
        .bind(to_db(self.seq))
        .bind(&self.head.0[..])
        .bind(&self.reader.0[..])
        .execute(&mut *db)
        .await?;
        Ok((ReceiptPut::Done(from_db(total)?), true))
    }

    fn committed(self, (put, new): &(ReceiptPut, bool), events: &Events) {
        if let (ReceiptPut::Done(total), true) = (put, new) {
            self.reserved.used();
            let _ = events.send(Event::Receipts {
                vault: self.vault.state().vault,
                total: *total,
            });
        }
    }
}
