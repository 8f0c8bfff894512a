//! Opening the database: one connection that writes, a pool of those that read.

use std::path::Path;

use sqlx::{
    ConnectOptions, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::StoreError;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// Opens the connection that writes, and brings the tables up to date.
pub(crate) async fn open_writer(
    file: &Path,
    max_pages: Option<u32>,
) -> Result<SqliteConnection, StoreError> {
    let mut options = options(file).create_if_missing(true);
    if let Some(pages) = max_pages {
        options = options.pragma("max_page_count", pages.to_string());
    }
    let mut connection = options.connect().await?;
    MIGRATIONS.run(&mut connection).await?;
    Ok(connection)
}

/// Opens the connections that read.
pub(crate) async fn open_readers(file: &Path, count: u32) -> Result<SqlitePool, StoreError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(count)
        .min_connections(1)
        .test_before_acquire(false)
        .connect_with(options(file).read_only(true))
        .await?;
    Ok(pool)
}

/// What was answered for is on disk (`FULL`), and readers never wait for the writer (`WAL`).
fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("journal_size_limit", "67108864")
        .pragma("cache_size", "-16384")
        .disable_statement_logging()
}
