//! The one who writes: everything that waits is stored in one transaction and told of together.
//!
//! A [`Write`] decides whether it is refused before it changes anything, so a refusal needs no
//! rollback. A failure (a full disk) rolls the group back, and each of it is then tried alone: none
//! fails for another's sake.

use futures_util::future::BoxFuture;
use sqlx::{Connection as _, SqliteConnection};
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
    if let Err(error) = db.close().await {
        tracing::warn!(%error, "the database was not closed in order");
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a setting, then fails if told so.
    struct Set {
        name: &'static str,
        fails: bool,
    }

    impl Write for Set {
        type Output = ();

        async fn run(&self, db: &mut SqliteConnection) -> Result<(), StoreError> {
            sqlx::query("INSERT INTO settings (name, value) VALUES ($1, x'00')")
                .bind(self.name)
                .execute(db)
                .await?;
            if self.fails {
                return Err(StoreError::Damaged("a test"));
            }
            Ok(())
        }

        fn committed(self, (): &(), events: &Events) {
            let _ = events.send(Event::SignedOut {
                person: wire::id::PersonId([0; 32]),
                session: None,
            });
        }
    }

    #[tokio::test]
    async fn what_fails_leaves_nothing_and_takes_nothing_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("db");
        let db = crate::database::open_writer(&file, None).await.unwrap();
        let (events, mut told) = broadcast::channel(8);
        let (writer, task) = Writer::start(db, events);
        let set = |name, fails| writer.submit(Set { name, fails });
        // All three are queued before the task runs, so they are one group.
        let (one, two, three) =
            tokio::join!(set("one", false), set("two", true), set("three", false));
        assert!(one.is_ok() && three.is_ok());
        assert!(matches!(two, Err(StoreError::Damaged(_))));
        drop(writer);
        task.await.unwrap();
        let readers = crate::database::open_readers(&file, 1).await.unwrap();
        let names: Vec<(String,)> = sqlx::query_as("SELECT name FROM settings ORDER BY name")
            .fetch_all(&readers)
            .await
            .unwrap();
        assert_eq!(names, [("one".to_owned(),), ("three".to_owned(),)]);
        let mut events = 0;
        while told.try_recv().is_ok() {
            events += 1;
        }
        assert_eq!(events, 2, "each is told of once");
    }
}
