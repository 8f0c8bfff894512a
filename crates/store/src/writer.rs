//! The one who writes: everything that waits is stored in one transaction and told of together.
//!
//! A [`Write`] decides whether it is refused before it changes anything, so a refusal needs no
//! rollback. A failure (a full disk) rolls the group back, and each of it is then tried alone: none
//! fails for another's sake.

use futures::future::BoxFuture;
use sqlx::SqliteConnection;
use tokio::{
    sync::{broadcast, mpsc, oneshot},
    task::JoinHandle,
};

use crate::{Event, StoreError};

/// One change of the database.
pub(crate) trait Write: Sized + Send + Sync + 'static {
    /// What it comes to.
    type Output: Send + Sync + 'static;

    /// Makes the change. May be run again after a rollback, so it leaves no trace in memory.
    fn run(
        &self,
        db: &mut SqliteConnection,
    ) -> impl Future<Output = Result<Self::Output, StoreError>> + Send;

    /// Called once it is on disk, before the caller hears of it, and also if nobody waits any more.
    fn committed(self, _output: &Self::Output, _events: &Events) {}
}

/// Where events are told.
pub(crate) type Events = broadcast::Sender<Event>;

/// Hands changes to the task that writes.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the task. It ends when every `Writer` is gone.
    pub(crate) fn start(connection: SqliteConnection, events: Events) -> (Self, JoinHandle<()>) {
        let (jobs, queue) = mpsc::channel(WAITING);
        (Self { jobs }, tokio::spawn(work(connection, queue, events)))
    }

    /// Makes one change and returns once it is on disk. Dropping the future does not undo it.
    pub(crate) async fn submit<W: Write>(&self, write: W) -> Result<W::Output, StoreError> {
        let (reply, answer) = oneshot::channel();
        let job = Waiting {
            write,
            output: None,
            reply,
        };
        self.jobs
            .send(Box::new(job))
            .await
            .map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

async fn work(mut db: SqliteConnection, mut queue: mpsc::Receiver<Box<dyn Job>>, events: Events) {
    let mut group = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut group, GROUP).await > 0 {
        if together(&mut db, &mut group).await.is_ok() {
            group.drain(..).for_each(|job| job.finish(Ok(()), &events));
            continue;
        }
        for mut job in group.drain(..) {
            let result = together(&mut db, std::slice::from_mut(&mut job)).await;
            job.finish(result, &events);
        }
    }
    if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut db)
        .await
    {
        tracing::warn!(%error, "the write-ahead log was not folded in");
    }
}

/// All of the group in one transaction, or none.
async fn together(db: &mut SqliteConnection, group: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    let result = attempt(db, group).await;
    if result.is_err() {
        // SQLite may have rolled back by itself already; then this fails, as it should.
        let _ = sqlx::query("ROLLBACK").execute(&mut *db).await;
    }
    result
}

async fn attempt(db: &mut SqliteConnection, group: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *db).await?;
    for job in group {
        job.run(db).await?;
    }
    sqlx::query("COMMIT").execute(&mut *db).await?;
    Ok(())
}

/// A change whose output has no name.
trait Job: Send {
    fn run<'a>(&'a mut self, db: &'a mut SqliteConnection)
    -> BoxFuture<'a, Result<(), StoreError>>;
    fn finish(self: Box<Self>, result: Result<(), StoreError>, events: &Events);
}

struct Waiting<W: Write> {
    write: W,
    output: Option<W::Output>,
    reply: oneshot::Sender<Result<W::Output, StoreError>>,
}

impl<W: Write> Job for Waiting<W> {
    fn run<'a>(
        &'a mut self,
        db: &'a mut SqliteConnection,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.output = Some(self.write.run(db).await?);
            Ok(())
        })
    }

    fn finish(self: Box<Self>, result: Result<(), StoreError>, events: &Events) {
        let Self {
            write,
            output,
            reply,
        } = *self;
        let result = match (result, output) {
            (Ok(()), Some(output)) => {
                write.committed(&output, events);
                Ok(output)
            }
            (Ok(()), None) => Err(StoreError::Closed),
            (Err(error), _) => Err(error),
        };
        // Whoever asked may have gone; it is done all the same.
        let _ = reply.send(result);
    }
}

/// The most changes in one transaction.
const GROUP: usize = 64;
/// The most changes that wait.
const WAITING: usize = 1024;
