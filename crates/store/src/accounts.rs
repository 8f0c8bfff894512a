//! Accounts: OPAQUE's password files, the server's own OPAQUE key, sealed keyrings.

use std::sync::Arc;

use sqlx::SqliteConnection;
use wire::{
    api::Keyring,
    codec::Bytes,
    id::{CredentialId, PersonId},
    person::{PersonChain, PersonEntry},
    sign::Signed,
};

use crate::{
    ChainAppend, Event, Person, Session, Store, StoreError,
    number::{fixed, from_db, to_db},
    persons::{Extend, insert_person},
    sessions::insert_session,
    writer::{Events, Write},
};

/// What belongs to a new account.
#[derive(Debug)]
pub struct NewAccount {
    /// Its name.
    pub credential: CredentialId,
    /// OPAQUE's password file.
    pub password_file: Vec<u8>,
    /// The person's verified chain of one entry.
    pub chain: PersonChain,
    /// That entry.
    pub entry: Signed<PersonEntry>,
    /// The sealed keyring, which becomes version 1.
    pub keyring: Bytes,
    /// The first session.
    pub session: Session,
}

/// What a login needs to know.
#[derive(Debug)]
pub struct Login {
    /// Whose account.
    pub person: PersonId,
    /// OPAQUE's password file.
    pub password_file: Vec<u8>,
}

/// What the kit's holder takes an account over with.
#[derive(Debug)]
pub struct Recovery {
    /// The person as he was.
    pub before: Arc<Person>,
    /// The chain with the new entries.
    pub after: PersonChain,
    /// The new entries.
    pub entries: Vec<Signed<PersonEntry>>,
    /// The new name of the account.
    pub credential: CredentialId,
    /// The new password file.
    pub password_file: Vec<u8>,
    /// The new keyring.
    pub keyring: Bytes,
    /// The one session that is left.
    pub session: Session,
}

/// How replacing a keyring went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyringPut {
    /// It is there.
    Done,
    /// It does not follow this version.
    Conflict(u64),
}

impl Store {
    /// A value that is made once and kept for ever.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting(
        &self,
        name: &'static str,
        make: impl FnOnce() -> Vec<u8>,
    ) -> Result<Vec<u8>, StoreError> {
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT value FROM settings WHERE name = $1")
            .bind(name)
            .fetch_optional(self.readers())
            .await?;
        match row {
            Some((value,)) => Ok(value),
            None => {
                let value = make();
                self.submit(Setting { name, value }).await
            }
        }
    }

    /// Makes an account and its person. False when the credential, the person or the root key is
    /// taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn register(&self, account: NewAccount) -> Result<bool, StoreError> {
        self.submit(account).await
    }

    /// The account of that name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn login(&self, credential: &CredentialId) -> Result<Option<Login>, StoreError> {
        let row: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "SELECT persons.person, accounts.password_file FROM accounts \
             JOIN persons ON persons.id = accounts.person WHERE accounts.credential = $1",
        )
        .bind(&credential.0[..])
        .fetch_optional(self.readers())
        .await?;
        row.map(|(person, password_file)| {
            Ok(Login {
                person: PersonId(fixed(&person)?),
                password_file,
            })
        })
        .transpose()
    }

    /// A person's sealed keyring.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keyring(&self, person: &PersonId) -> Result<Option<Keyring>, StoreError> {
        let row: Option<(i64, Vec<u8>)> = sqlx::query_as(
            "SELECT keyring_version, keyring FROM accounts \
             WHERE person = (SELECT id FROM persons WHERE person = $1)",
        )
        .bind(&person.0[..])
        .fetch_optional(self.readers())
        .await?;
        row.map(|(version, sealed)| {
            Ok(Keyring {
                version: from_db(version)?,
                sealed: Bytes(sealed),
            })
        })
        .transpose()
    }

    /// Replaces a person's keyring by its next version. The very same again is no conflict.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_keyring(
        &self,
        person: PersonId,
        keyring: Keyring,
    ) -> Result<KeyringPut, StoreError> {
        self.submit(PutKeyring { person, keyring }).await
    }

    /// Takes an account over: new entries, password file, keyring and session, and nothing left of the
    /// old ones. All of it or nothing; a credential that is another's counts as a conflict.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recover(&self, recovery: Recovery) -> Result<ChainAppend, StoreError> {
        let extend = Extend::new(
            self,
            &recovery.before,
            recovery.after.clone(),
            &recovery.entries,
        );
        self.submit(TakeOver { recovery, extend }).await
    }
}

struct Setting {
    name: &'static str,
    value: Vec<u8>,
}

impl Write for Setting {
    type Output = Vec<u8>;

    async fn run(&self, db: &mut SqliteConnection) -> Result<Vec<u8>, StoreError> {
        let (value,): (Vec<u8>,) = sqlx::query_as(
            "INSERT INTO settings (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value",
        )
        .bind(self.name)
        .bind(&self.value[..])
        .fetch_one(db)
        .await?;
        Ok(value)
    }
}

impl Write for NewAccount {
    type Output = bool;

    async fn run(&self, db: &mut SqliteConnection) -> Result<bool, StoreError> {
        if credential_taken(db, &self.credential, None).await? {
            return Ok(false);
        }
        let Some(person) = insert_person(db, &self.chain, &self.entry).await? else {
            return Ok(false);
        };
        sqlx::query(
            "INSERT INTO accounts (person, credential, password_file, keyring_version, keyring) \
             VALUES ($1, $2, $3, 1, $4)",
        )
        .bind(person)
        .bind(&self.credential.0[..])
        .bind(&self.password_file[..])
        .bind(&self.keyring.0[..])
        .execute(&mut *db)
        .await?;
        insert_session(db, person, &self.session).await?;
        Ok(true)
    }
}

struct PutKeyring {
    person: PersonId,
    keyring: Keyring,
}

impl Write for PutKeyring {
    type Output = KeyringPut;

    async fn run(&self, db: &mut SqliteConnection) -> Result<KeyringPut, StoreError> {
        let found: Option<(i64, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT person, keyring_version, keyring FROM accounts \
             WHERE person = (SELECT id FROM persons WHERE person = $1)",
        )
        .bind(&self.person.0[..])
        .fetch_optional(&mut *db)
        .await?;
        let (person, version, sealed) = found.ok_or(StoreError::Damaged("no account"))?;
        let version = from_db(version)?;
        if version == self.keyring.version && sealed == self.keyring.sealed.0 {
            return Ok(KeyringPut::Done);
        }
        if version.checked_add(1) != Some(self.keyring.version) {
            return Ok(KeyringPut::Conflict(version));
        }
        sqlx::query("UPDATE accounts SET keyring_version = $1, keyring = $2 WHERE person = $3")
            .bind(to_db(self.keyring.version))
            .bind(&self.keyring.sealed.0[..])
            .bind(person)
            .execute(&mut *db)
            .await?;
        Ok(KeyringPut::Done)
    }
}

struct TakeOver {
    recovery: Recovery,
    extend: Extend,
}

impl Write for TakeOver {
    type Output = ChainAppend;

    async fn run(&self, db: &mut SqliteConnection) -> Result<ChainAppend, StoreError> {
        let person = self.recovery.before.key;
        if credential_taken(db, &self.recovery.credential, Some(person)).await? {
            return Ok(ChainAppend::Conflict);
        }
        let extended = self.extend.run(db).await?;
        if extended != ChainAppend::Done {
            return Ok(extended);
        }
        sqlx::query(
            "UPDATE accounts SET credential = $1, password_file = $2, \
             keyring_version = keyring_version + 1, keyring = $3 WHERE person = $4",
        )
        .bind(&self.recovery.credential.0[..])
        .bind(&self.recovery.password_file[..])
        .bind(&self.recovery.keyring.0[..])
        .bind(person)
        .execute(&mut *db)
        .await?;
        sqlx::query("DELETE FROM sessions WHERE person = $1")
            .bind(person)
            .execute(&mut *db)
            .await?;
        insert_session(db, person, &self.recovery.session).await?;
        Ok(ChainAppend::Done)
    }

    fn committed(self, output: &ChainAppend, events: &Events) {
        self.extend.forget();
        if *output == ChainAppend::Done {
            let _ = events.send(Event::SignedOut {
                person: self.recovery.after.id(),
                session: None,
            });
        }
    }
}

async fn credential_taken(
    db: &mut SqliteConnection,
    credential: &CredentialId,
    except: Option<i64>,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = sqlx::query_as("SELECT person FROM accounts WHERE credential = $1")
        .bind(&credential.0[..])
        .fetch_optional(db)
        .await?;
    Ok(row.is_some_and(|(person,)| Some(person) != except))
}
