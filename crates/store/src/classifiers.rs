//! Cards of published classifiers, and how often each account asked.

use sqlx::SqliteConnection;
use wire::{
    classifier::Classifier,
    codec::{self, Cbor, Reader},
    id::{ClassifierId, PersonId},
    sign::Signed,
};

use crate::{
    Store, StoreError,
    number::{from_db, to_db},
    writer::Write,
};

/// How publishing went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Publishing {
    /// It is done, or was the very same before.
    Done,
    /// It is not the next version of what is published.
    Conflict,
    /// The name is another provider's.
    Taken,
    /// The provider has too many.
    TooMany,
}

/// How counting an inquiry went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Counting {
    /// It is counted.
    Counted,
    /// The day's number is used up; again from this hour since 1970 on.
    Full(u64),
    /// There is no such classifier.
    Missing,
}

impl Store {
    /// Publishes a verified card, if the provider has fewer than `limit` others. Of those that were withdrawn as many are kept
    /// besides, the latest: what was counted for them, and their versions, go with the others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish(
        &self,
        card: &Classifier,
        signed: &Signed<Classifier>,
        limit: u32,
    ) -> Result<Publishing, StoreError> {
        self.submit(Publish {
            id: card.id,
            provider: card.provider,
            version: card.version,
            card: codec::to_bytes(signed),
            limit,
        })
        .await
    }

    /// Withdraws a provider's card; whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn withdraw(&self, id: ClassifierId, provider: PersonId) -> Result<bool, StoreError> {
        self.submit(Withdraw { id, provider }).await
    }

    /// The card of that name, unless it was withdrawn.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn classifier(
        &self,
        id: &ClassifierId,
    ) -> Result<Option<Signed<Classifier>>, StoreError> {
        let row: Option<(Vec<u8>,)> =
            sqlx::query_as("SELECT card FROM classifiers WHERE id = $1 AND withdrawn = 0")
                .bind(&id.0[..])
                .fetch_optional(self.readers())
                .await?;
        row.map(|(card,)| parse(&card)).transpose()
    }

    /// At most `limit` cards from number `from` on, each with its number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn classifiers(
        &self,
        from: u64,
        limit: u32,
    ) -> Result<Vec<(u64, Signed<Classifier>)>, StoreError> {
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
            "SELECT number, card FROM classifiers WHERE number >= $1 AND withdrawn = 0 \
             ORDER BY number LIMIT $2",
        )
        .bind(to_db(from))
        .bind(i64::from(limit))
        .fetch_all(self.readers())
        .await?;
        rows.into_iter()
            .map(|(number, card)| Ok((from_db(number)?, parse(&card)?)))
            .collect()
    }

    /// Counts an inquiry in this hour since 1970, if the account opened fewer than `limit` in it and the
    /// 24 hours before it. Inquiries to cards of this provider's and this title that were withdrawn meanwhile count as well:
    /// whoever publishes anew each morning has published one classifier.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_inquiry(
        &self,
        classifier: ClassifierId,
        person: PersonId,
        hour: u64,
        limit: u32,
    ) -> Result<Counting, StoreError> {
        self.submit(Count {
            classifier,
            person,
            hour,
            limit,
        })
        .await
    }

    /// Forgets what was counted before `hour`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_inquiries(&self, hour: u64) -> Result<(), StoreError> {
        self.submit(Forget { hour }).await
    }
}

fn parse(card: &[u8]) -> Result<Signed<Classifier>, StoreError> {
    Ok(Cbor::decode(&mut Reader::new(card))?)
}

struct Publish {
    id: ClassifierId,
    provider: PersonId,
    version: u32,
    card: Vec<u8>,
    limit: u32,
}

impl Write for Publish {
    type Output = Publishing;

    async fn run(&self, db: &mut SqliteConnection) -> Result<Publishing, StoreError> {
        let known: Option<(Vec<u8>, i64, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT persons.person, version, withdrawn, card FROM classifiers \
             JOIN persons ON persons.id = classifiers.provider WHERE classifiers.id = $1",
        )
        .bind(&self.id.0[..])
        .fetch_optional(&mut *db)
        .await?;
        match known {
            Some((provider, ..)) if provider != self.provider.0 => Ok(Publishing::Taken),
            Some((_, _, 0, card)) if card == self.card => Ok(Publishing::Done),
            Some((_, version, withdrawn, _)) if i64::from(self.version) == version + 1 => {
                match withdrawn == 1 && self.published(db).await?.0 >= i64::from(self.limit) {
                    true => Ok(Publishing::TooMany),
                    false => self.replace(db).await,
                }
            }
            None if self.version == 1 => self.insert(db).await,
            _ => Ok(Publishing::Conflict),
        }
    }
}

impl Publish {
    async fn replace(&self, db: &mut SqliteConnection) -> Result<Publishing, StoreError> {
        sqlx::query("UPDATE classifiers SET version = $1, withdrawn = 0, card = $2 WHERE id = $3")
            .bind(i64::from(self.version))
            .bind(&self.card[..])
            .bind(&self.id.0[..])
            .execute(db)
            .await?;
        Ok(Publishing::Done)
    }

    async fn insert(&self, db: &mut SqliteConnection) -> Result<Publishing, StoreError> {
        let limit = i64::from(self.limit);
        let (published, withdrawn) = self.published(db).await?;
        if published >= limit {
            return Ok(Publishing::TooMany);
        }
        self.forget_withdrawn(db, (withdrawn - limit).max(0))
            .await?;
        sqlx::query(
            "INSERT INTO classifiers (id, provider, version, withdrawn, card) \
             SELECT $1, id, $2, 0, $3 FROM persons WHERE person = $4",
        )
        .bind(&self.id.0[..])
        .bind(i64::from(self.version))
        .bind(&self.card[..])
        .bind(&self.provider.0[..])
        .execute(db)
        .await?;
        Ok(Publishing::Done)
    }
}

impl Publish {
    /// How many cards the provider has, and how many that were withdrawn.
    async fn published(&self, db: &mut SqliteConnection) -> Result<(i64, i64), StoreError> {
        let counts = sqlx::query_as(
            "SELECT COALESCE(SUM(withdrawn = 0), 0), COALESCE(SUM(withdrawn = 1), 0) FROM classifiers \
             WHERE provider = (SELECT id FROM persons WHERE person = $1)",
        );
        Ok(counts.bind(&self.provider.0[..]).fetch_one(db).await?)
    }

    /// Deletes so many of the provider's withdrawn cards, the oldest first; a number below zero would stand for all.
    async fn forget_withdrawn(
        &self,
        db: &mut SqliteConnection,
        count: i64,
    ) -> Result<(), StoreError> {
        for statement in [
            "DELETE FROM inquiry_counts WHERE classifier IN (SELECT number FROM classifiers \
             WHERE provider = (SELECT id FROM persons WHERE person = $1) AND withdrawn = 1 \
             ORDER BY number LIMIT $2)",
            "DELETE FROM classifiers WHERE number IN (SELECT number FROM classifiers \
             WHERE provider = (SELECT id FROM persons WHERE person = $1) AND withdrawn = 1 \
             ORDER BY number LIMIT $2)",
        ] {
            sqlx::query(statement)
                .bind(&self.provider.0[..])
                .bind(count)
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }
}

struct Withdraw {
    id: ClassifierId,
    provider: PersonId,
}

impl Write for Withdraw {
    type Output = bool;

    async fn run(&self, db: &mut SqliteConnection) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE classifiers SET withdrawn = 1 WHERE id = $1 \
             AND provider = (SELECT id FROM persons WHERE person = $2)",
        )
        .bind(&self.id.0[..])
        .bind(&self.provider.0[..])
        .execute(db)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

struct Count {
    classifier: ClassifierId,
    person: PersonId,
    hour: u64,
    limit: u32,
}

impl Write for Count {
    type Output = Counting;

    async fn run(&self, db: &mut SqliteConnection) -> Result<Counting, StoreError> {
        let keys: Option<(i64, i64, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT classifiers.number, persons.id, provider, card FROM classifiers, persons \
             WHERE classifiers.id = $1 AND classifiers.withdrawn = 0 AND persons.person = $2",
        )
        .bind(&self.classifier.0[..])
        .bind(&self.person.0[..])
        .fetch_optional(&mut *db)
        .await?;
        let Some((classifier, person, provider, card)) = keys else {
            return Ok(Counting::Missing);
        };
        // Few: cards that this person asked within a day.
        let counted: Vec<(i64, i64, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT number, SUM(count), MIN(hour), card FROM inquiry_counts \
             JOIN classifiers ON classifiers.number = inquiry_counts.classifier \
             WHERE (number = $1 OR provider = $4 AND withdrawn = 1) AND person = $2 AND hour >= $3 \
             GROUP BY number",
        )
        .bind(classifier)
        .bind(person)
        .bind(to_db(self.hour.saturating_sub(HOURS)))
        .bind(provider)
        .fetch_all(&mut *db)
        .await?;
        let title = parse(&card)?.peek()?.title;
        let (mut count, mut oldest) = (0, i64::MAX);
        for (number, asked, hour, card) in counted {
            if number == classifier || parse(&card)?.peek()?.title == title {
                (count, oldest) = (count + asked, oldest.min(hour));
            }
        }
        if count >= i64::from(self.limit) {
            return Ok(Counting::Full(from_db(oldest)? + HOURS + 1));
        }
        sqlx::query(
            "INSERT INTO inquiry_counts (classifier, person, hour, count) VALUES ($1, $2, $3, 1) \
             ON CONFLICT (classifier, person, hour) DO UPDATE SET count = count + 1",
        )
        .bind(classifier)
        .bind(person)
        .bind(to_db(self.hour))
        .execute(db)
        .await?;
        Ok(Counting::Counted)
    }
}

struct Forget {
    hour: u64,
}

impl Write for Forget {
    type Output = ();

    async fn run(&self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM inquiry_counts WHERE hour < $1")
            .bind(to_db(self.hour))
            .execute(db)
            .await?;
        Ok(())
    }
}

/// The whole hours before the present one that are counted: together never less than a day.
const HOURS: u64 = 24;
