//! Sending what waits: prepared and put away at the desk, on its way beside it.

use std::time::Duration;

use bridge::{Answer, Event, Link, Reply, Sent, Trouble, Work};
use client::{ClientError, env::sleep, outbox::Parcel};
use futures_util::future::{Either, select};

use crate::{engine::Engine, host::Host, trouble::trouble};

/// How long somebody who has written something waits for it to be sent.
pub(crate) const PATIENCE: Duration = Duration::from_secs(8);
/// How often a lost race is run again.
const RACES: u32 = 20;

impl<H: Host> Engine<H> {
    /// Waits for something on the network no longer than `limit`. What waits must be fit to be broken off.
    pub(crate) async fn within<T>(
        &self,
        limit: Option<Duration>,
        work: impl Future<Output = Result<T, ClientError>>,
    ) -> Result<T, ClientError> {
        let Some(limit) = limit else {
            return work.await;
        };
        match select(Box::pin(work), Box::pin(sleep(limit))).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => Err(ClientError::Network("no answer in time".to_owned())),
        }
    }

    /// Sends what waits. What the server will never take stays, and is told; the rest goes on.
    pub(crate) async fn flush(&self, limit: Option<Duration>) -> Result<(), Trouble> {
        let alone = async { Ok(self.inner.sending.lock().await) };
        let _alone = self.within(limit, alone).await.map_err(trouble)?;
        let names = self.desk().await?.session.outbox().await.map_err(trouble)?;
        let mut result = Ok(());
        for name in names {
            match self.send_one(&name, limit).await {
                Ok(()) => {}
                Err(Unsent::Client(error)) if error.is_passing() => {
                    result = Err(trouble(error));
                    break;
                }
                Err(Unsent::Client(ClientError::SignedOut)) => {
                    result = Err(trouble(ClientError::SignedOut));
                    break;
                }
                Err(Unsent::Client(error)) => {
                    let mut trouble = trouble(error);
                    let detail = std::mem::take(&mut trouble.detail);
                    trouble.detail = format!(
                        "something that waits here cannot be sent: {detail}. It stays here"
                    );
                    self.tell_once(trouble);
                }
                Err(Unsent::Closed(trouble)) => return Err(trouble),
            }
        }
        self.count_waiting().await?;
        result
    }

    /// Sends what was just kept. What the server will never take goes back to who wrote it.
    pub(crate) async fn send_now(&self, name: &str) -> Result<Sent, Trouble> {
        self.count_waiting().await?;
        if self.inner.link.get() == Link::Offline {
            // Known to be away: nobody is to wait for it to be found out again.
            self.inner.news.all();
            return Ok(Sent::Later);
        }
        let alone = async { Ok(self.inner.sending.lock().await) };
        let Ok(_alone) = self.within(Some(PATIENCE), alone).await else {
            return Ok(Sent::Later);
        };
        let sent = match self.send_one(name, Some(PATIENCE)).await {
            Ok(()) => Sent::Now,
            Err(Unsent::Client(
                error @ (ClientError::Refused { .. }
                | ClientError::Vault(_)
                | ClientError::NotFound(_)),
            )) if !error.is_passing() => {
                let mut desk = self.desk().await?;
                desk.session.discard(name).await.map_err(trouble)?;
                drop(desk);
                self.count_waiting().await?;
                return Err(trouble(error));
            }
            // No network, signed out, a server that cheats, locked meanwhile: it is kept whatever it was.
            Err(_) => {
                self.inner.news.all();
                Sent::Later
            }
        };
        self.count_waiting().await?;
        Ok(sent)
    }

    async fn send_one(&self, name: &str, limit: Option<Duration>) -> Result<(), Unsent> {
        let storage = self.storage().map_err(Unsent::Closed)?;
        let (transport, parcel) = {
            let mut desk = self.desk().await.map_err(Unsent::Closed)?;
            match desk.session.parcel(name).await? {
                Some(parcel) => (desk.session.transport(), parcel),
                None => return Ok(()),
            }
        };
        let progress = |done, total| {
            self.tell(Event::Progress {
                work: Work::File,
                done,
                total,
            });
        };
        self.within(limit, parcel.upload(&transport, &storage, progress))
            .await?;
        for _ in 0..RACES {
            let letter = {
                let mut desk = self.desk().await.map_err(Unsent::Closed)?;
                // From here on nobody can say any more that the server does not have it.
                desk.unsent.remove(name);
                match desk.session.letter(&parcel)? {
                    Some(letter) => letter,
                    None => return Ok(desk.session.discard(name).await?),
                }
            };
            let posted = letter.post(&transport, parcel.vault());
            match self.within(limit, posted).await {
                Ok(appended) => {
                    let mut desk = self.desk().await.map_err(Unsent::Closed)?;
                    return Ok(desk.session.sent(&parcel, letter, &appended).await?);
                }
                Err(error) if error.is_conflict() => self.catch_up(&parcel, limit).await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(ClientError::Busy.into())
    }

    /// Somebody else was faster: what they wrote comes first.
    async fn catch_up(&self, parcel: &Parcel, limit: Option<Duration>) -> Result<(), Unsent> {
        let vault = parcel.vault();
        let scout = {
            let desk = self.desk().await.map_err(Unsent::Closed)?;
            desk.session.scout()
        };
        self.within(limit, scout.fetch(Some(&[vault]), |_, _| {}))
            .await?;
        let mut desk = self.desk().await.map_err(Unsent::Closed)?;
        desk.session.sync_vault(vault).await?;
        drop(desk);
        self.tell(Event::Changed(Some(vault.to_string())));
        Ok(())
    }

    /// Counts what waits, and tells if that is another number than before.
    pub(crate) async fn count_waiting(&self) -> Result<(), Trouble> {
        let mut desk = self.desk().await?;
        let parcels = desk.parcels().await.map_err(trouble)?;
        let waiting = parcels.iter().map(|parcel| parcel.waiting.len() as u64);
        let waiting = waiting.sum();
        drop(desk);
        self.set_waiting(waiting);
        Ok(())
    }

    pub(crate) fn set_waiting(&self, waiting: u64) {
        if self.inner.waiting.replace(waiting) != waiting {
            self.tell(Event::Waiting(waiting));
        }
    }

    /// Tells a trouble that nobody asked about, once for as long as the app is open.
    pub(crate) fn tell_once(&self, trouble: Trouble) {
        let key = format!("{:?} {}", trouble.cause, trouble.detail);
        if self.inner.told.borrow_mut().insert(key) {
            self.tell(Event::Trouble(trouble));
        }
    }

    /// What was kept under `name`, sent if it can be.
    pub(crate) async fn added(&self, name: &str, records: Vec<String>, vault: String) -> Reply {
        let sent = self.send_now(name).await;
        self.tell(Event::Changed(Some(vault)));
        Ok(Answer::Added {
            records,
            sent: sent?,
        })
    }
}

/// Why something was not sent.
enum Unsent {
    Client(ClientError),
    /// The app was closed meanwhile.
    Closed(Trouble),
}

impl From<ClientError> for Unsent {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}
