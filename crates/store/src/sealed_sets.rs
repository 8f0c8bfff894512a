//! Sealed sets: blocks of ciphertext, and the sealed index that changes with them.

use sqlx::{SqliteConnection, sqlite::SqliteExecutor};
use wire::{
    api::sealed_sets::{BlockItem, NewSet, SetChange, SetItem, SetShape, SetState},
    codec::Bytes,
    hash::hash,
    id::{Hash, PersonId, SetId},
};

use crate::{
    Store, StoreError,
    number::{fixed, from_db, to_db},
    writer::Write,
};

/// How much one owner may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetQuota {
    /// Sets.
    pub sets: u32,
    /// Bytes of all of them together.
    pub bytes: u64,
}

/// How a change of a set went.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetTurn {
    /// It is done, or was the very same before.
    Done(SetItem),
    /// There is another version of it, or another of that name.
    Conflict,
    /// The owner has no such set.
    Missing,
    /// The owner has too many sets.
    TooMany,
    /// The owner's room is used up.
    Quota,
}

type Row = (Vec<u8>, i64, i64, i64, i64, i64, i64);

const ALL: &str = "SELECT sealed_sets.id, owner_key, features, bits, version, blocks, bytes \
                   FROM sealed_sets JOIN persons ON persons.id = sealed_sets.owner \
                   WHERE persons.person = $1 ORDER BY sealed_sets.number";
const ONE: &str = "SELECT sealed_sets.id, owner_key, features, bits, version, blocks, bytes \
                   FROM sealed_sets JOIN persons ON persons.id = sealed_sets.owner \
                   WHERE persons.person = $1 AND sealed_sets.id = $2";

impl Store {
    /// Makes a set without blocks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new_set(
        &self,
        owner: PersonId,
        set: NewSet,
        quota: SetQuota,
    ) -> Result<SetTurn, StoreError> {
        self.submit(Make { owner, set, quota }).await
    }

    /// An owner's sets, in the order they were made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sets(&self, owner: &PersonId) -> Result<Vec<SetItem>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(ALL)
            .bind(&owner.0[..])
            .fetch_all(self.readers())
            .await?;
        rows.into_iter().map(item).collect()
    }

    /// An owner's set, from outside.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set(&self, owner: &PersonId, id: &SetId) -> Result<Option<SetItem>, StoreError> {
        find(self.readers(), owner, id).await
    }

    /// An owner's set with its index, as of one moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_state(
        &self,
        owner: &PersonId,
        id: &SetId,
    ) -> Result<Option<SetState>, StoreError> {
        let mut moment = self.readers().begin().await?;
        let Some(item) = find(&mut *moment, owner, id).await? else {
            return Ok(None);
        };
        let (index,): (Vec<u8>,) =
            sqlx::query_as("SELECT sealed_index FROM sealed_sets WHERE id = $1")
                .bind(&id.0[..])
                .fetch_one(&mut *moment)
                .await?;
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "SELECT number, hash FROM sealed_blocks \
             WHERE sealed_set = (SELECT number FROM sealed_sets WHERE id = $1) ORDER BY number",
        )
        .bind(&id.0[..])
        .fetch_all(&mut *moment)
        .await?;
        let block = |(number, hash): (i64, Vec<u8>)| {
            Ok(BlockItem {
                number: small(number)?,
                hash: Hash(fixed(&hash)?),
            })
        };
        let blocks = rows
            .into_iter()
            .map(block)
            .collect::<Result<_, StoreError>>()?;
        Ok(Some(SetState {
            item,
            index: Bytes(index),
            blocks,
        }))
    }

    /// One block of an owner's set.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn block(
        &self,
        owner: &PersonId,
        id: &SetId,
        number: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row: Option<(Vec<u8>,)> = sqlx::query_as(
            "SELECT block FROM sealed_blocks \
             JOIN sealed_sets ON sealed_sets.number = sealed_blocks.sealed_set \
             JOIN persons ON persons.id = sealed_sets.owner \
             WHERE persons.person = $1 AND sealed_sets.id = $2 AND sealed_blocks.number = $3",
        )
        .bind(&owner.0[..])
        .bind(&id.0[..])
        .bind(i64::from(number))
        .fetch_optional(self.readers())
        .await?;
        Ok(row.map(|(block,)| block))
    }

    /// All blocks of an owner's set in ascending order, as of one moment, if it then has this version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn blocks(
        &self,
        owner: &PersonId,
        id: &SetId,
        version: u64,
    ) -> Result<Option<Vec<Vec<u8>>>, StoreError> {
        let mut moment = self.readers().begin().await?;
        let found = find(&mut *moment, owner, id).await?;
        if found.is_none_or(|item| item.version != version) {
            return Ok(None);
        }
        let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
            "SELECT block FROM sealed_blocks \
             WHERE sealed_set = (SELECT number FROM sealed_sets WHERE id = $1) ORDER BY number",
        )
        .bind(&id.0[..])
        .fetch_all(&mut *moment)
        .await?;
        Ok(Some(rows.into_iter().map(|(block,)| block).collect()))
    }

    /// Changes index and blocks together, if the set has the version before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_set(
        &self,
        owner: PersonId,
        id: SetId,
        change: SetChange,
        quota: SetQuota,
    ) -> Result<SetTurn, StoreError> {
        self.submit(Change {
            owner,
            id,
            change,
            quota,
        })
        .await
    }

    /// Removes an owner's set; whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_set(&self, owner: PersonId, id: SetId) -> Result<bool, StoreError> {
        self.submit(Drop { owner, id }).await
    }
}

async fn find(
    db: impl SqliteExecutor<'_>,
    owner: &PersonId,
    id: &SetId,
) -> Result<Option<SetItem>, StoreError> {
    let row: Option<Row> = sqlx::query_as(ONE)
        .bind(&owner.0[..])
        .bind(&id.0[..])
        .fetch_optional(db)
        .await?;
    row.map(item).transpose()
}

fn item(
    (id, owner_key, features, bits, version, blocks, bytes): Row,
) -> Result<SetItem, StoreError> {
    Ok(SetItem {
        id: SetId(fixed(&id)?),
        owner_key: small(owner_key)?,
        shape: SetShape {
            features: small(features)?,
            bits: small(bits)?,
        },
        version: from_db(version)?,
        blocks: small(blocks)?,
        bytes: from_db(bytes)?,
    })
}

fn small<T: TryFrom<i64>>(number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| StoreError::Damaged("a number out of range"))
}

/// How many sets an owner has, and how many bytes they take.
async fn used(db: &mut SqliteConnection, owner: &PersonId) -> Result<(u64, u64), StoreError> {
    let (sets, bytes): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM sealed_sets \
         WHERE owner = (SELECT id FROM persons WHERE person = $1)",
    )
    .bind(&owner.0[..])
    .fetch_one(db)
    .await?;
    Ok((from_db(sets)?, from_db(bytes)?))
}

struct Make {
    owner: PersonId,
    set: NewSet,
    quota: SetQuota,
}

impl Write for Make {
    type Output = SetTurn;

    async fn run(&self, db: &mut SqliteConnection) -> Result<SetTurn, StoreError> {
        let known: Option<(Vec<u8>,)> =
            sqlx::query_as("SELECT sealed_index FROM sealed_sets WHERE id = $1")
                .bind(&self.set.id.0[..])
                .fetch_optional(&mut *db)
                .await?;
        if let Some((index,)) = known {
            return Ok(match find(&mut *db, &self.owner, &self.set.id).await? {
                Some(item) if index == self.set.index.0 => SetTurn::Done(item),
                _ => SetTurn::Conflict,
            });
        }
        let (sets, bytes) = used(db, &self.owner).await?;
        if sets >= u64::from(self.quota.sets) {
            return Ok(SetTurn::TooMany);
        }
        let length = self.set.index.len() as u64;
        if bytes.saturating_add(length) > self.quota.bytes {
            return Ok(SetTurn::Quota);
        }
        sqlx::query(
            "INSERT INTO sealed_sets \
             (id, owner, owner_key, features, bits, version, blocks, bytes, sealed_index) \
             SELECT $1, id, $2, $3, $4, 1, 0, $5, $6 FROM persons WHERE person = $7",
        )
        .bind(&self.set.id.0[..])
        .bind(i64::from(self.set.owner_key))
        .bind(i64::from(self.set.shape.features))
        .bind(i64::from(self.set.shape.bits))
        .bind(to_db(length))
        .bind(&self.set.index[..])
        .bind(&self.owner.0[..])
        .execute(&mut *db)
        .await?;
        let made = find(db, &self.owner, &self.set.id).await?;
        made.map(SetTurn::Done)
            .ok_or(StoreError::Damaged("an account without a person"))
    }
}

struct Change {
    owner: PersonId,
    id: SetId,
    change: SetChange,
    quota: SetQuota,
}

impl Write for Change {
    type Output = SetTurn;

    async fn run(&self, db: &mut SqliteConnection) -> Result<SetTurn, StoreError> {
        let Some(item) = find(&mut *db, &self.owner, &self.id).await? else {
            return Ok(SetTurn::Missing);
        };
        let (set, index): (i64, Vec<u8>) =
            sqlx::query_as("SELECT number, sealed_index FROM sealed_sets WHERE id = $1")
                .bind(&self.id.0[..])
                .fetch_one(&mut *db)
                .await?;
        if item.version == self.change.version && index == self.change.index.0 {
            return Ok(SetTurn::Done(item));
        }
        if item.version.checked_add(1) != Some(self.change.version) {
            return Ok(SetTurn::Conflict);
        }
        if !self.fits(db, set, &item, index.len() as u64).await? {
            return Ok(SetTurn::Quota);
        }
        self.apply(db, set).await?;
        let changed = find(db, &self.owner, &self.id).await?;
        changed
            .map(SetTurn::Done)
            .ok_or(StoreError::Damaged("a set that went away"))
    }
}

impl Change {
    /// Whether there is room, looked at before anything is changed.
    async fn fits(
        &self,
        db: &mut SqliteConnection,
        set: i64,
        item: &SetItem,
        old_index: u64,
    ) -> Result<bool, StoreError> {
        let mut freed = old_index;
        let replaced = self.change.puts.iter().map(|put| put.number);
        for number in replaced.chain(self.change.drops.iter().copied()) {
            let (length,): (i64,) = sqlx::query_as(
                "SELECT COALESCE(SUM(LENGTH(block)), 0) FROM sealed_blocks \
                 WHERE sealed_set = $1 AND number = $2",
            )
            .bind(set)
            .bind(i64::from(number))
            .fetch_one(&mut *db)
            .await?;
            freed += from_db(length)?;
        }
        let put: usize = self.change.puts.iter().map(|put| put.block.len()).sum();
        let added = (put + self.change.index.len()) as u64;
        let (_, bytes) = used(db, &self.owner).await?;
        debug_assert!(item.bytes <= bytes, "a set is part of what is used");
        Ok(bytes.saturating_sub(freed).saturating_add(added) <= self.quota.bytes)
    }

    async fn apply(&self, db: &mut SqliteConnection, set: i64) -> Result<(), StoreError> {
        for number in &self.change.drops {
            sqlx::query("DELETE FROM sealed_blocks WHERE sealed_set = $1 AND number = $2")
                .bind(set)
                .bind(i64::from(*number))
                .execute(&mut *db)
                .await?;
        }
        for put in &self.change.puts {
            sqlx::query(
                "INSERT INTO sealed_blocks (sealed_set, number, hash, block) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (sealed_set, number) DO UPDATE SET hash = excluded.hash, block = excluded.block",
            )
            .bind(set)
            .bind(i64::from(put.number))
            .bind(&hash("sealed-block", &[&put.block]).0[..])
            .bind(&put.block[..])
            .execute(&mut *db)
            .await?;
        }
        sqlx::query(
            "UPDATE sealed_sets SET version = $1, sealed_index = $2, \
             blocks = (SELECT COUNT(*) FROM sealed_blocks WHERE sealed_set = $3), \
             bytes = LENGTH($2) + (SELECT COALESCE(SUM(LENGTH(block)), 0) \
                                   FROM sealed_blocks WHERE sealed_set = $3) \
             WHERE number = $3",
        )
        .bind(to_db(self.change.version))
        .bind(&self.change.index[..])
        .bind(set)
        .execute(db)
        .await?;
        Ok(())
    }
}

struct Drop {
    owner: PersonId,
    id: SetId,
}

impl Write for Drop {
    type Output = bool;

    async fn run(&self, db: &mut SqliteConnection) -> Result<bool, StoreError> {
        if find(&mut *db, &self.owner, &self.id).await?.is_none() {
            return Ok(false);
        }
        for statement in [
            "DELETE FROM sealed_blocks \
             WHERE sealed_set = (SELECT number FROM sealed_sets WHERE id = $1)",
            "DELETE FROM sealed_sets WHERE id = $1",
        ] {
            sqlx::query(statement)
                .bind(&self.id.0[..])
                .execute(&mut *db)
                .await?;
        }
        Ok(true)
    }
}
