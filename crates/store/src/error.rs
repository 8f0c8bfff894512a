//! What can go wrong with storing.

use wire::codec::CodecError;

/// Why the store did not do what it was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk, or the room given to the database, is full.
    #[error("no room left to store")]
    Full,
    /// Reading or writing a file failed.
    #[error("file: {0}")]
    Io(std::io::Error),
    /// Another process has the data directory open.
    #[error("the data directory is in use by another server")]
    Locked,
    /// The database was written by a newer version of this program.
    #[error("the database is from a newer version of this program")]
    Newer,
    /// The store is closed, or closing.
    #[error("the store is closed")]
    Closed,
    /// What stands in the database is not what this program wrote.
    #[error("the database is damaged: {0}")]
    Damaged(&'static str),
    /// The database failed.
    #[error("database: {0}")]
    Database(Box<dyn std::error::Error + Send + Sync>),
}

/// SQLite's result codes that mean there is no room or no way to write.
const SQLITE_FULL: i32 = 13;
const SQLITE_IOERR: i32 = 10;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => return Self::Closed,
            sqlx::Error::Database(database) => {
                let code: i32 = database
                    .code()
                    .and_then(|code| code.parse().ok())
                    .unwrap_or(0);
                match code & 0xff {
                    SQLITE_FULL => return Self::Full,
                    SQLITE_IOERR => return Self::Io(std::io::Error::other(error)),
                    _ => {}
                }
            }
            _ => {}
        }
        Self::Database(Box::new(error))
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::VersionMissing(_) => Self::Newer,
            MigrateError::Execute(error) => error.into(),
            other => Self::Database(Box::new(other)),
        }
    }
}

impl From<CodecError> for StoreError {
    fn from(_: CodecError) -> Self {
        Self::Damaged("an object does not parse")
    }
}
