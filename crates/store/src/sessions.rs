//! Sessions: only the hash of a token is kept.

use sqlx::SqliteConnection;
use wire::id::PersonId;

use crate::{
    Event, Store, StoreError,
    number::{fixed, from_db, to_db},
    writer::{Events, Write},
};

/// A session to open.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    /// SHA-256 of the token.
    pub token: [u8; 32],
    /// End, in milliseconds since 1970.
    pub expires: u64,
}

impl Store {
    /// Whose session it is, and its end, if it has not ended by `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(
        &self,
        token: &[u8; 32],
        now: u64,
    ) -> Result<Option<(PersonId, u64)>, StoreError> {
        let row: Option<(Vec<u8>, i64)> = sqlx::query_as(
            "SELECT persons.person, sessions.expires FROM sessions \
             JOIN persons ON persons.id = sessions.person \
             WHERE sessions.token = $1 AND sessions.expires > $2",
        )
        .bind(&token[..])
        .bind(to_db(now))
        .fetch_optional(self.readers())
        .await?;
        row.map(|(person, expires)| Ok((PersonId(fixed(&person)?), from_db(expires)?)))
            .transpose()
    }

    /// Opens a session, and drops those that ended before `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_session(
        &self,
        person: PersonId,
        session: Session,
        now: u64,
    ) -> Result<(), StoreError> {
        self.submit(Open {
            person,
            session,
            now,
        })
        .await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, person: PersonId, token: [u8; 32]) -> Result<(), StoreError> {
        self.submit(End { person, token }).await
    }
}

struct Open {
    person: PersonId,
    session: Session,
    now: u64,
}

impl Write for Open {
    type Output = ();

    async fn run(&self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE expires <= $1")
            .bind(to_db(self.now))
            .execute(&mut *db)
            .await?;
        sqlx::query(
            "INSERT INTO sessions (token, person, expires) \
             SELECT $1, id, $2 FROM persons WHERE person = $3",
        )
        .bind(&self.session.token[..])
        .bind(to_db(self.session.expires))
        .bind(&self.person.0[..])
        .execute(&mut *db)
        .await?;
        Ok(())
    }
}

struct End {
    person: PersonId,
    token: [u8; 32],
}

impl Write for End {
    type Output = ();

    async fn run(&self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE token = $1")
            .bind(&self.token[..])
            .execute(db)
            .await?;
        Ok(())
    }

    fn committed(self, (): &(), events: &Events) {
        let _ = events.send(Event::SignedOut {
            person: self.person,
            session: Some(self.token),
        });
    }
}

/// Opens a session for a person whose number is known.
pub(crate) async fn insert_session(
    db: &mut SqliteConnection,
    person: i64,
    session: &Session,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO sessions (token, person, expires) VALUES ($1, $2, $3)")
        .bind(&session.token[..])
        .bind(person)
        .bind(to_db(session.expires))
        .execute(db)
        .await?;
    Ok(())
}
