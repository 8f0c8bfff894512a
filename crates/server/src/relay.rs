//! Carries frames between those who ask published classifiers and the providers who answer, unread.
//!
//! Everything is in memory, bounded, and of one run of the server: a restart loses the inquiries under way and
//! can repeat none. A frame is handed out once. An inquiry stays with the provider's program that it began
//! with, and goes step by step: one frame up, one answer down.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore, oneshot, watch},
    time::{Instant, sleep, sleep_until},
};
use wire::{
    api::classifiers::{
        Done, Exchanged, FRAME_LIMIT, Frame, INQUIRY_IDLE, Reply, WORK_ITEMS, Work, WorkItem,
    },
    id::{ClassifierId, InquiryId, PersonId},
};

use crate::{ambient::make_random, problem::Problem};

/// The room that a frame takes while it is here.
pub(crate) struct Room {
    _all: OwnedSemaphorePermit,
    person: PersonId,
    units: u32,
    shares: Arc<Mutex<HashMap<PersonId, u32>>>,
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = shares.get_mut(&self.person) {
            *share = share.saturating_sub(self.units);
            if *share == 0 {
                shares.remove(&self.person);
            }
        }
    }
}

/// How long, how much.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// How long an asker waits for an answer.
    pub(crate) wait: Duration,
    /// How long a provider's poll waits for work.
    pub(crate) poll: Duration,
    /// How long after its last poll a provider's program counts as connected.
    pub(crate) grace: Duration,
    /// Bytes of all frames together.
    pub(crate) room: usize,
    /// Bytes of one account's frames together.
    pub(crate) share: usize,
    /// Inquiries of one account at once.
    pub(crate) open: usize,
}

/// The carrier.
pub(crate) struct Relay {
    bounds: Bounds,
    room: Arc<Semaphore>,
    shares: Arc<Mutex<HashMap<PersonId, u32>>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    desks: HashMap<ClassifierId, Desk>,
    inquiries: HashMap<InquiryId, Inquiry>,
}

/// Where a classifier's providers stand in line.
type Desk = HashMap<WorkerId, Worker>;
type WorkerId = [u8; 16];

/// A provider's program.
struct Worker {
    polls: u32,
    /// The number of the poll that came last: work goes to none before it, for that one's connection may be dead.
    last: u64,
    seen: Instant,
    queue: VecDeque<(WorkItem, Room)>,
    ended: Vec<InquiryId>,
    wake: Arc<Notify>,
}

struct Inquiry {
    classifier: ClassifierId,
    asker: PersonId,
    worker: WorkerId,
    /// The number of the next frame.
    next: u32,
    /// Who waits for the answer to the frame before it.
    waiting: Option<oneshot::Sender<(Reply, Room)>>,
    touched: Instant,
}

/// A frame on its way, and who waits for its answer.
struct Sent {
    inquiry: InquiryId,
    number: u32,
    answer: oneshot::Receiver<(Reply, Room)>,
}

impl Relay {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            room: Arc::new(Semaphore::new(bounds.room / UNIT)),
            shares: Arc::default(),
            state: Mutex::default(),
        }
    }

    /// Takes room for a frame of so many bytes of this person's. Nobody takes all of it.
    pub(crate) fn take_room(&self, person: PersonId, bytes: usize) -> Result<Room, Problem> {
        let full = || Problem::away("Too many inquiries are under way. Try again in a moment.");
        let units = u32::try_from(bytes / UNIT + 1).unwrap_or(u32::MAX);
        let most = u32::try_from(self.bounds.share / UNIT).unwrap_or(u32::MAX);
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        let share = shares.get(&person).copied().unwrap_or(0);
        let share = share.checked_add(units).filter(|share| *share <= most);
        let share = share.ok_or_else(full)?;
        let room = Arc::clone(&self.room).try_acquire_many_owned(units);
        let room = room.map_err(|_| full())?;
        shares.insert(person, share);
        Ok(Room {
            _all: room,
            person,
            units,
            shares: Arc::clone(&self.shares),
        })
    }

    /// Whether an inquiry can be opened now: a program of the provider's is connected, and the asker has not too many under way.
    pub(crate) fn admits(&self, classifier: &ClassifierId, asker: PersonId) -> Result<(), Problem> {
        let mut state = self.state();
        state.tidy(self.bounds);
        state.idlest_for(classifier, asker, self.bounds).map(drop)
    }

    /// Opens an inquiry with a verified opening, and waits for the answer.
    pub(crate) async fn open(
        &self,
        classifier: ClassifierId,
        asker: PersonId,
        opening: Vec<u8>,
        room: Room,
        stopping: watch::Receiver<bool>,
    ) -> Result<(Exchanged, Room), Problem> {
        let sent = self.begin(classifier, asker, opening, room)?;
        self.wait(sent, stopping).await
    }

    fn begin(
        &self,
        classifier: ClassifierId,
        asker: PersonId,
        opening: Vec<u8>,
        room: Room,
    ) -> Result<Sent, Problem> {
        let mut state = self.state();
        state.tidy(self.bounds);
        let worker = state.idlest_for(&classifier, asker, self.bounds)?;
        let id = InquiryId(make_random());
        let inquiry = Inquiry {
            classifier,
            asker,
            worker,
            next: 0,
            waiting: None,
            touched: Instant::now(),
        };
        state.inquiries.insert(id, inquiry);
        state.hand(id, opening, room)
    }

    /// Carries an inquiry's next frame up, and waits for the answer.
    pub(crate) async fn exchange(
        &self,
        (classifier, id): (ClassifierId, InquiryId),
        asker: PersonId,
        frame: Frame,
        room: Room,
        stopping: watch::Receiver<bool>,
    ) -> Result<(Exchanged, Room), Problem> {
        let sent = self.go_on(classifier, id, asker, frame, room)?;
        self.wait(sent, stopping).await
    }

    fn go_on(
        &self,
        classifier: ClassifierId,
        id: InquiryId,
        asker: PersonId,
        frame: Frame,
        room: Room,
    ) -> Result<Sent, Problem> {
        let mut state = self.state();
        state.drop_if_lost(id, self.bounds.grace);
        let inquiry = state.own(classifier, id, asker)?;
        if inquiry.waiting.is_some() || frame.number != inquiry.next {
            return Err(Problem::conflict(
                "An inquiry takes one frame after the other. Open a new one.",
            ));
        }
        state.hand(id, frame.sealed.0, room)
    }

    /// The asker's end of an inquiry.
    pub(crate) fn end(
        &self,
        classifier: ClassifierId,
        id: InquiryId,
        asker: PersonId,
    ) -> Result<(), Problem> {
        let mut state = self.state();
        state.own(classifier, id, asker)?;
        state.remove(id);
        Ok(())
    }

    /// Ends all inquiries of a classifier that is withdrawn, and sends its providers home.
    pub(crate) fn close(&self, classifier: &ClassifierId) {
        let mut state = self.state();
        if let Some(desk) = state.desks.remove(classifier) {
            desk.values()
                .for_each(|worker| worker.wake.notify_waiters());
        }
        state
            .inquiries
            .retain(|_, inquiry| inquiry.classifier != *classifier);
    }

    async fn wait(
        &self,
        sent: Sent,
        mut stopping: watch::Receiver<bool>,
    ) -> Result<(Exchanged, Room), Problem> {
        let Sent {
            inquiry,
            number,
            mut answer,
        } = sent;
        // Whoever stops waiting gives the inquiry up: nobody could take the answer.
        let mut guard = Waiting {
            relay: self,
            inquiry: Some(inquiry),
        };
        let deadline = sleep_until(Instant::now() + self.bounds.wait);
        tokio::pin!(deadline);
        let answered = loop {
            tokio::select! {
                answered = &mut answer => break answered.ok(),
                () = &mut deadline => break None,
                _ = stopping.wait_for(|stopping| *stopping) => break None,
                () = sleep(TICK) => self.state().drop_if_lost(inquiry, self.bounds.grace),
            }
        };
        let Some((reply, room)) = answered else {
            return Err(Problem::away(
                "The provider went away or did not answer in time. Ask again.",
            ));
        };
        if matches!(reply, Reply::Frame(_)) {
            guard.inquiry = None;
        }
        let exchanged = Exchanged {
            inquiry,
            number,
            reply,
        };
        Ok((exchanged, room))
    }

    /// Waits for work for one of a provider's programs, until that polls again. The room is for as long as the work is
    /// here.
    pub(crate) async fn poll(
        &self,
        classifier: ClassifierId,
        worker: WorkerId,
        mut stopping: watch::Receiver<bool>,
    ) -> Result<(Work, Vec<Room>), Problem> {
        let deadline = sleep_until(Instant::now() + self.bounds.poll);
        tokio::pin!(deadline);
        let poll = self.attend(classifier, worker)?;
        loop {
            // Registered before looking, so that what comes in between wakes it.
            let wake = poll.wake.notified();
            tokio::pin!(wake);
            wake.as_mut().enable();
            {
                let mut state = self.state();
                if !state.is_last(&classifier, &worker, poll.number) {
                    break;
                }
                if let Some(work) = state.take_work(&classifier, &worker)? {
                    return Ok(work);
                }
            }
            tokio::select! {
                () = wake => {}
                () = &mut deadline => break,
                _ = stopping.wait_for(|stopping| *stopping) => break,
            }
        }
        let nothing = Work {
            items: Vec::new(),
            ended: Vec::new(),
        };
        Ok((nothing, Vec::new()))
    }

    fn attend(&self, classifier: ClassifierId, id: WorkerId) -> Result<Polling<'_>, Problem> {
        let mut state = self.state();
        state.tidy(self.bounds);
        let desk = state.desks.entry(classifier).or_default();
        if desk.len() >= WORKERS && !desk.contains_key(&id) {
            return Err(Problem::too_many(
                "Too many programs answer for this classifier already.",
            ));
        }
        let worker = desk.entry(id).or_insert_with(|| Worker {
            polls: 0,
            last: 0,
            seen: Instant::now(),
            queue: VecDeque::new(),
            ended: Vec::new(),
            wake: Arc::default(),
        });
        worker.polls += 1;
        worker.last += 1;
        worker.wake.notify_waiters();
        Ok(Polling {
            relay: self,
            classifier,
            worker: id,
            number: worker.last,
            wake: Arc::clone(&worker.wake),
        })
    }

    /// A provider's answer to the frame that an inquiry waits for.
    pub(crate) fn answer(
        &self,
        classifier: ClassifierId,
        id: InquiryId,
        done: Done,
        room: Room,
    ) -> Result<(), Problem> {
        let mut state = self.state();
        let inquiry = state
            .inquiries
            .get_mut(&id)
            .ok_or_else(Problem::not_found)?;
        if inquiry.classifier != classifier || inquiry.worker != done.worker {
            return Err(Problem::not_found());
        }
        if inquiry.next.checked_sub(1) != Some(done.number) {
            return Err(Problem::conflict("This frame is not waited for."));
        }
        let waiting = inquiry.waiting.take();
        let waiting = waiting.ok_or_else(|| Problem::conflict("This frame is not waited for."))?;
        inquiry.touched = Instant::now();
        if matches!(done.reply, Reply::Refused(_)) {
            state.inquiries.remove(&id);
        }
        // Whoever waited may have gone this instant; then the inquiry goes as well.
        let _ = waiting.send((done.reply, room));
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Removes programs that are gone, with their inquiries, and inquiries in which nothing happens.
    fn tidy(&mut self, bounds: Bounds) {
        let now = Instant::now();
        self.desks.retain(|_, desk| {
            desk.retain(|_, worker| worker.is_here(now, bounds.grace));
            !desk.is_empty()
        });
        let idle = Duration::from_millis(INQUIRY_IDLE);
        let over: Vec<InquiryId> = self
            .inquiries
            .iter()
            .filter(|(_, one)| {
                let desk = self.desks.get(&one.classifier);
                let served = desk.is_some_and(|desk| desk.contains_key(&one.worker));
                !served || now.duration_since(one.touched) > idle
            })
            .map(|(id, _)| *id)
            .collect();
        over.into_iter().for_each(|id| self.remove(id));
    }

    /// Removes an inquiry whose program is gone.
    fn drop_if_lost(&mut self, id: InquiryId, grace: Duration) {
        let Some(inquiry) = self.inquiries.get(&id) else {
            return;
        };
        let desk = self.desks.get(&inquiry.classifier);
        let worker = desk.and_then(|desk| desk.get(&inquiry.worker));
        if !worker.is_some_and(|worker| worker.is_here(Instant::now(), grace)) {
            self.inquiries.remove(&id);
        }
    }

    /// The program that would take this asker's next inquiry.
    fn idlest_for(
        &self,
        classifier: &ClassifierId,
        asker: PersonId,
        bounds: Bounds,
    ) -> Result<WorkerId, Problem> {
        let worker = self.idlest(classifier).ok_or_else(not_connected)?;
        let open = self.inquiries.values().filter(|one| one.asker == asker);
        match open.count() >= bounds.open || self.inquiries.len() >= INQUIRIES {
            true => Err(Problem::rate(30)),
            false => Ok(worker),
        }
    }

    /// The program with the fewest inquiries.
    fn idlest(&self, classifier: &ClassifierId) -> Option<WorkerId> {
        let load = |id: &WorkerId| {
            let of_worker = self.inquiries.values().filter(|one| one.worker == *id);
            of_worker.count()
        };
        self.desks.get(classifier)?.keys().copied().min_by_key(load)
    }

    fn own(
        &mut self,
        classifier: ClassifierId,
        id: InquiryId,
        asker: PersonId,
    ) -> Result<&mut Inquiry, Problem> {
        self.inquiries
            .get_mut(&id)
            .filter(|one| one.classifier == classifier && one.asker == asker)
            .ok_or_else(Problem::not_found)
    }

    /// Puts an inquiry's next frame before its program.
    fn hand(&mut self, id: InquiryId, frame: Vec<u8>, room: Room) -> Result<Sent, Problem> {
        let Self { desks, inquiries } = self;
        let inquiry = inquiries.get_mut(&id).ok_or_else(Problem::not_found)?;
        let desk = desks.get_mut(&inquiry.classifier);
        let worker = desk
            .and_then(|desk| desk.get_mut(&inquiry.worker))
            .ok_or_else(not_connected)?;
        let (waiting, answer) = oneshot::channel();
        let number = inquiry.next;
        inquiry.next += 1;
        inquiry.waiting = Some(waiting);
        inquiry.touched = Instant::now();
        let item = WorkItem {
            inquiry: id,
            asker: inquiry.asker,
            frame: Frame {
                number,
                sealed: frame.into(),
            },
        };
        worker.queue.push_back((item, room));
        worker.wake.notify_waiters();
        Ok(Sent {
            inquiry: id,
            number,
            answer,
        })
    }

    /// Removes an inquiry and tells its program, if that is there.
    fn remove(&mut self, id: InquiryId) {
        let Some(inquiry) = self.inquiries.remove(&id) else {
            return;
        };
        let desk = self.desks.get_mut(&inquiry.classifier);
        if let Some(worker) = desk.and_then(|desk| desk.get_mut(&inquiry.worker)) {
            worker.queue.retain(|(item, _)| item.inquiry != id);
            worker.ended.push(id);
            worker.wake.notify_waiters();
        }
    }

    /// Whether a program has not polled again since.
    fn is_last(&self, classifier: &ClassifierId, id: &WorkerId, number: u64) -> bool {
        let desk = self.desks.get(classifier);
        let worker = desk.and_then(|desk| desk.get(id));
        worker.is_none_or(|worker| worker.last == number)
    }

    /// What waits for a program, if anything does: no more at once than one large frame and what is small.
    fn take_work(
        &mut self,
        classifier: &ClassifierId,
        id: &WorkerId,
    ) -> Result<Option<(Work, Vec<Room>)>, Problem> {
        let desk = self.desks.get_mut(classifier);
        let worker = desk
            .and_then(|desk| desk.get_mut(id))
            .ok_or_else(Problem::not_found)?;
        let mut items = Vec::new();
        let mut rooms = Vec::new();
        let mut bytes = 0;
        while let Some((item, _)) = worker.queue.front() {
            bytes += item.frame.sealed.len();
            if !items.is_empty() && (bytes > FRAME_LIMIT || items.len() == WORK_ITEMS) {
                break;
            }
            if let Some((item, room)) = worker.queue.pop_front() {
                items.push(item);
                rooms.push(room);
            }
        }
        let ended = std::mem::take(&mut worker.ended);
        if items.is_empty() && ended.is_empty() {
            return Ok(None);
        }
        Ok(Some((Work { items, ended }, rooms)))
    }
}

impl Worker {
    fn is_here(&self, now: Instant, grace: Duration) -> bool {
        self.polls > 0 || now.duration_since(self.seen) <= grace
    }
}

/// A poll under way; also when the provider hangs up, it is noticed that it ended.
struct Polling<'a> {
    relay: &'a Relay,
    classifier: ClassifierId,
    worker: WorkerId,
    number: u64,
    wake: Arc<Notify>,
}

impl Drop for Polling<'_> {
    fn drop(&mut self) {
        let mut state = self.relay.state();
        let desk = state.desks.get_mut(&self.classifier);
        if let Some(worker) = desk.and_then(|desk| desk.get_mut(&self.worker)) {
            worker.polls = worker.polls.saturating_sub(1);
            worker.seen = Instant::now();
        }
    }
}

/// An asker who waits.
struct Waiting<'a> {
    relay: &'a Relay,
    inquiry: Option<InquiryId>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(inquiry) = self.inquiry {
            self.relay.state().remove(inquiry);
        }
    }
}

fn not_connected() -> Problem {
    Problem::away("The provider of this classifier is not connected. Try again later.")
}

/// Bytes of one unit of room.
const UNIT: usize = 1024;
/// How often it is looked whether the provider is still there.
const TICK: Duration = Duration::from_millis(500);
/// Inquiries of all accounts together.
const INQUIRIES: usize = 10_000;
/// Programs that answer for one classifier.
const WORKERS: usize = 16;
