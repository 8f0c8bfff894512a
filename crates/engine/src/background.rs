//! What goes on by itself: news, the watch for them, and the clock.

use std::{collections::BTreeMap, time::Duration};

use bridge::{Cause, Event, Link, Trouble, Work};
use client::{
    env::sleep,
    storage::Storage,
    sync::SyncReport,
    watch::{Hint, Watcher},
};
use futures_util::future::{Either, join, select};
use wire::id::VaultId;

use crate::{
    desk::Desk,
    engine::{Engine, State},
    host::Host,
    trouble::trouble,
};

/// How soon what failed on the way is tried again, at first and at last.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LAST_PAUSE: Duration = Duration::from_secs(60);
/// How often everything is looked through although nobody hinted at anything.
const LOOK_ROUND: u64 = 10 * 60_000;

/// How a vault and the invitations stood, to see what changed.
#[derive(Debug, PartialEq, Eq)]
struct Glance {
    vaults: BTreeMap<VaultId, (u64, usize)>,
    shelves: BTreeMap<VaultId, u32>,
    invitations: Vec<(wire::id::InvitationId, client::state::InvitationState)>,
    readings: usize,
}

impl Glance {
    fn at<S: Storage>(desk: &Desk<S>) -> Self {
        let session = &desk.session;
        let vaults = session.views().iter().map(|(vault, view)| {
            let lines = view.ledger.lines();
            let seen = lines.iter().filter(|line| line.seen).count();
            (*vault, (lines.len() as u64, seen))
        });
        Self {
            vaults: vaults.collect(),
            shelves: session
                .shelves()
                .map(|(vault, view)| (vault, view.shelf.acts()))
                .collect(),
            invitations: session
                .invitations()
                .iter()
                .map(|own| (own.id, own.state))
                .collect(),
            readings: session.readings_known(),
        }
    }

    /// What is to be told of.
    fn changes(&self, later: &Self) -> Vec<Event> {
        let mut events = Vec::new();
        let all = self.vaults.keys().chain(later.vaults.keys());
        let shelves = self.shelves.keys().chain(later.shelves.keys());
        let all: std::collections::BTreeSet<&VaultId> = all.chain(shelves).collect();
        for vault in all {
            if self.vaults.get(vault) != later.vaults.get(vault)
                || self.shelves.get(vault) != later.shelves.get(vault)
            {
                events.push(Event::Changed(Some(vault.to_string())));
            }
        }
        let came_or_went = !self.vaults.keys().eq(later.vaults.keys())
            || !self.shelves.keys().eq(later.shelves.keys());
        let others = (&self.invitations, self.readings) != (&later.invitations, later.readings);
        if came_or_went || others {
            events.push(Event::Changed(None));
        }
        events
    }
}

impl<H: Host> Engine<H> {
    /// Keeps in touch with the server for as long as it is polled. It never ends.
    pub async fn run(&self) {
        join(Box::pin(self.keep_watching()), Box::pin(self.keep_up())).await;
    }

    /// Looks at the clock: locks the app when nobody was there for long. To be called every few seconds.
    pub async fn tick(&self) {
        if self.inner.state.get() != State::Open {
            return;
        }
        let now = self.now();
        let quiet = now.saturating_sub(self.inner.touched.get());
        if quiet >= u64::from(self.inner.lock_after.get()) * 60_000 {
            self.lock().await;
            return;
        }
        if now.saturating_sub(self.inner.synced.get()) >= LOOK_ROUND {
            self.inner.synced.set(now);
            self.inner.news.all();
        }
    }

    /// The network came or went, as the device tells.
    pub fn network_changed(&self, online: bool) {
        if online {
            self.inner.watch.ring();
            self.inner.news.all();
        } else {
            self.set_link(Link::Offline);
            // The connection may hang without breaking: a new one is made when it can be.
            self.inner.watch.ring();
        }
    }

    fn is_open(&self) -> bool {
        self.inner.state.get() == State::Open
    }

    fn set_link(&self, link: Link) {
        if self.inner.link.replace(link) != link {
            self.tell(Event::Link(link));
        }
    }

    /// Fetches news whenever they are wanted.
    async fn keep_up(&self) {
        loop {
            self.inner.news.bell.wait().await;
            let mut pause = FIRST_PAUSE;
            while self.is_open() {
                let only = self.inner.news.take();
                match Box::pin(self.fetch_news(only.as_deref())).await {
                    Ok(()) => break,
                    Err(trouble) if is_passing(trouble.cause) => {
                        if trouble.cause == Cause::Offline {
                            self.set_link(Link::Offline);
                        } else {
                            self.tell_once(trouble);
                        }
                        let woken = self.inner.news.bell.wait();
                        select(Box::pin(woken), Box::pin(sleep(pause))).await;
                        self.inner.news.all();
                        pause = LAST_PAUSE.min(pause * 2);
                    }
                    Err(trouble) => {
                        // Locked while it went on: nothing is wrong.
                        if self.is_open() {
                            self.tell_once(trouble);
                        }
                        break;
                    }
                }
            }
        }
    }

    /// Fetches, verifies and tells of news, then sends what waits.
    pub(crate) async fn fetch_news(&self, only: Option<&[VaultId]>) -> Result<(), Trouble> {
        let scout = self.desk().await?.session.scout();
        // Whether it is over is told when it was verified as well.
        let progress = |done, total| {
            if done < total {
                let work = Work::Sync;
                self.tell(Event::Progress { work, done, total });
            }
        };
        scout.fetch(only, progress).await.map_err(trouble)?;
        let (report, events) = {
            let mut desk = self.desk().await?;
            let before = Glance::at(&desk);
            let report = Box::pin(desk.session.take_news(only)).await;
            let added = self.add_intakes(&mut desk).await;
            let events = before.changes(&Glance::at(&desk));
            let report = report.map_err(trouble)?;
            if let Err(trouble) = added {
                self.tell_once(trouble);
            }
            (report, events)
        };
        self.inner.synced.set(self.now());
        self.set_link(Link::Online);
        for event in events {
            self.tell(event);
        }
        self.tell_report(report);
        Box::pin(self.flush(None)).await
    }

    fn tell_report(&self, report: SyncReport) {
        for name in report.ended {
            self.tell(Event::AccessEnded(name));
        }
        let cause = match (&report.rolled_back[..], &report.cheated[..]) {
            ([_, ..], _) => Cause::RolledBack,
            (_, [_, ..]) => Cause::Altered,
            _ => Cause::Other,
        };
        for detail in report.troubles {
            self.tell_once(Trouble::new(cause, detail));
        }
    }

    /// Listens for hints while the app is open.
    async fn keep_watching(&self) {
        loop {
            if !self.is_open() {
                self.inner.watch.wait().await;
                continue;
            }
            let Ok(desk) = self.desk().await else {
                continue;
            };
            let watcher = desk.session.watcher();
            drop(desk);
            self.watch_with(watcher).await;
        }
    }

    /// Until the app is closed, or the device says that the network has changed.
    async fn watch_with(&self, mut watcher: Watcher) {
        let mut pause = FIRST_PAUSE;
        self.set_link(Link::Connecting);
        while self.is_open() {
            let stirred = self.inner.watch.wait();
            let connected = match select(Box::pin(watcher.connect()), Box::pin(stirred)).await {
                Either::Left((connected, _)) => connected,
                Either::Right(_) => return,
            };
            match connected {
                Ok(()) => {
                    // Connect, then sync, then wait: so nothing falls between.
                    self.inner.news.all();
                    pause = FIRST_PAUSE;
                }
                Err(error) => {
                    if error.is_passing() {
                        self.set_link(Link::Offline);
                    } else {
                        self.tell_once(trouble(error));
                    }
                    let stirred = self.inner.watch.wait();
                    select(Box::pin(stirred), Box::pin(sleep(pause))).await;
                    pause = LAST_PAUSE.min(pause * 2);
                    continue;
                }
            }
            loop {
                let stirred = self.inner.watch.wait();
                match select(Box::pin(watcher.next_hint()), Box::pin(stirred)).await {
                    Either::Left((Ok(hint), _)) => self.follow(&hint),
                    // Broken: connected again in the next round.
                    Either::Left((Err(_), _)) => break,
                    Either::Right(_) => return,
                }
            }
        }
    }

    fn follow(&self, hint: &Hint) {
        match hint {
            Hint::Vault(vault) => self.inner.news.of(Some(*vault)),
            Hint::Invitation => self.inner.news.of(None),
            Hint::Receipts => self.inner.news.all(),
        }
    }
}

fn is_passing(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::Offline | Cause::Busy | Cause::Garbage | Cause::StorageFull
    )
}
