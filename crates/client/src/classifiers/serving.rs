//! Answering for a published classifier: on the machine that has the training set, and nowhere else.
//!
//! One loop asks the server for frames; what is heavy runs on threads of its own, as many as there are cores, so
//! that the loop never keeps the server waiting. Nothing is stored: whoever was in the middle of an inquiry when
//! this program ended asks again.

mod desk;
mod ending;
mod register;
mod talk;

use std::{
    ops::ControlFlow,
    pin::Pin,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use knn::{Model, session::Classifier};
use wire::{
    api::{
        PersonSince, Persons, PersonsSince,
        classifiers::{Done, Poll, Reply, Work, WorkItem},
        path, problem,
    },
    id::{InquiryId, PersonId},
    person::PersonChain,
};

pub use self::ending::{Ending, How};
use self::{
    desk::{Desk, Next},
    talk::{Turn, Turned},
};
use super::Listing;
use crate::{
    env::{Env, sleep},
    error::ClientError,
    session::Session,
    storage::Storage,
    transport::Transport,
};

/// What a provider has done since it began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Status {
    /// Inquiries opened.
    pub opened: u64,
    /// Inquiries answered to the end.
    pub answered: u64,
    /// Inquiries refused: asked too often, or of an older card.
    pub refused: u64,
    /// Inquiries in which something did not open or came at the wrong time.
    pub failed: u64,
    /// Inquiries under way.
    pub under_way: u64,
    /// Bytes of frames received.
    pub received: u64,
    /// Bytes of frames sent.
    pub sent: u64,
}

/// Answers for one published classifier.
pub struct Provider {
    transport: Transport,
    desk: Desk,
    poll: String,
    done: String,
    worker: [u8; 16],
    ready: std::collections::VecDeque<Turn>,
    running: usize,
    cores: usize,
}

impl<S: Storage> Session<S> {
    /// Prepares to answer for an own classifier with the model that it was published from. What is made here
    /// needs the session no more, so that others may work in its home meanwhile.
    ///
    /// # Errors
    /// [`ClientError::NotPossible`] when the card is another's, or says other things than the model.
    pub fn answer_for(
        &self,
        listing: &Listing,
        model: &Model,
        mut env: Env,
    ) -> Result<Provider, ClientError> {
        let fits = listing.card.provider == self.identity.person
            && listing.numbers()? == model.numbers()
            && listing.scaling()? == *model.scaling()
            && listing.card.classes == model.names().classes;
        if !fits {
            return Err(ClientError::NotPossible(
                "the published card is not this model's: publish it again".to_owned(),
            ));
        }
        let worker = vault::secret::make_bytes(&mut *env.rng);
        let classifier = Arc::new(Classifier::new(model));
        let desk = Desk::new(listing.clone(), self.identity.clone(), classifier, env)?;
        Ok(Provider {
            transport: self.transport.clone(),
            desk,
            poll: listing.path(path::WORK),
            done: listing.path(path::DONE),
            worker,
            ready: std::collections::VecDeque::new(),
            running: 0,
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        })
    }
}

/// What happened.
enum Event {
    /// The server had work, or had none.
    Polled(Result<Work, ClientError>),
    /// Who opens an inquiry is known, or is not shown.
    Known(WorkItem, Result<Box<PersonChain>, ClientError>),
    /// A frame was answered.
    Turned(Box<Turned>),
    /// An answer was sent, or was not: the asker may be gone, and the inquiry then ends by itself.
    Posted,
}

type Task = Pin<Box<dyn Future<Output = Event>>>;

impl Provider {
    /// Answers until `on_status` says to stop, which is asked first, after everything that happens and twice a minute
    /// at least, or until this is dropped.
    ///
    /// A server that cannot be reached is asked again until it can.
    ///
    /// # Errors
    /// [`ClientError::SignedOut`]; [`ClientError::NotFound`] when the classifier was withdrawn.
    pub async fn serve(
        &mut self,
        mut on_status: impl FnMut(&Status) -> ControlFlow<()>,
    ) -> Result<(), ClientError> {
        if on_status(&self.desk.status()).is_break() {
            return Ok(());
        }
        let mut tasks: FuturesUnordered<Task> = FuturesUnordered::new();
        // Whatever a call that was dropped had begun is nobody's any more.
        self.running = 0;
        tasks.push(self.ask_for_work(Duration::ZERO));
        while let Some(event) = tasks.next().await {
            match event {
                Event::Polled(Ok(work)) => {
                    tasks.push(self.ask_for_work(Duration::ZERO));
                    self.desk.end(&work.ended);
                    // Nobody waits for what has not even begun.
                    self.ready
                        .retain(|turn| !work.ended.contains(&turn.inquiry));
                    for item in work.items {
                        self.begin(item, &tasks);
                    }
                }
                Event::Polled(Err(error)) => {
                    if !error.is_passing() {
                        return Err(self.told(error));
                    }
                    tasks.push(self.ask_for_work(PATIENCE));
                }
                Event::Known(item, Ok(chain)) => {
                    let next = self.desk.open(&item, &chain);
                    self.go_on(&item, next, &tasks);
                }
                Event::Known(item, Err(_)) => {
                    let next = self.desk.unknown();
                    self.go_on(&item, next, &tasks);
                }
                Event::Turned(turned) => {
                    self.running -= 1;
                    let (inquiry, number) = (turned.inquiry, turned.number);
                    let reply = self.desk.take_back(*turned);
                    tasks.push(self.post(inquiry, number, reply));
                }
                Event::Posted => {}
            }
            self.start(&tasks);
            if on_status(&self.desk.status()).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Where each inquiry is told that is over from now on, in their order: by whom it was, and how it ended.
    pub fn endings(&mut self) -> Receiver<Ending> {
        let (teller, endings) = channel();
        self.desk.tell(teller);
        endings
    }

    fn ask_for_work(&self, after: Duration) -> Task {
        let (transport, path) = (self.transport.clone(), self.poll.clone());
        let worker = self.worker;
        Box::pin(async move {
            if !after.is_zero() {
                sleep(after).await;
            }
            Event::Polled(transport.post_once(&path, &Poll { worker }).await)
        })
    }

    fn begin(&mut self, item: WorkItem, tasks: &FuturesUnordered<Task>) {
        if item.frame.number == 0 {
            let transport = self.transport.clone();
            tasks.push(Box::pin(async move {
                let chain = fetch_chain(&transport, item.asker).await;
                Event::Known(item, chain.map(Box::new))
            }));
        } else {
            let next = self.desk.go_on(&item);
            self.go_on(&item, next, tasks);
        }
    }

    fn go_on(&mut self, item: &WorkItem, next: Next, tasks: &FuturesUnordered<Task>) {
        match next {
            Next::Turn(turn) => self.ready.push_back(*turn),
            Next::Refuse(refused) => {
                let reply = Reply::Refused(refused);
                tasks.push(self.post(item.inquiry, item.frame.number, reply));
            }
        }
    }

    /// Starts as much as there are cores for.
    fn start(&mut self, tasks: &FuturesUnordered<Task>) {
        while self.running < self.cores {
            let Some(turn) = self.ready.pop_front() else {
                return;
            };
            self.running += 1;
            let lost = (turn.inquiry, turn.number);
            tasks.push(Box::pin(async move {
                let turned = tokio::task::spawn_blocking(|| turn.take()).await;
                Event::Turned(Box::new(turned.unwrap_or_else(|_| Turned::lost(lost))))
            }));
        }
    }

    fn post(&self, inquiry: InquiryId, number: u32, reply: Reply) -> Task {
        let transport = self.transport.clone();
        let path = self.done.replace("{inquiry}", &inquiry.to_string());
        let done = Done {
            worker: self.worker,
            number,
            reply,
        };
        Box::pin(async move {
            // A server that had no room has it a moment later, while the asker still waits. What had arrived all the same is no
            // longer waited for, and is refused for good.
            for _ in 0..TRIES {
                match transport.post_nothing_once(&path, &done).await {
                    Err(error) if error.is_passing() => sleep(PATIENCE).await,
                    _ => break,
                }
            }
            Event::Posted
        })
    }

    fn told(&self, error: ClientError) -> ClientError {
        match &error {
            ClientError::Refused { problem, .. } if problem == problem::NOT_FOUND => {
                super::withdrawn()
            }
            _ => error,
        }
    }
}

/// The chain of who asks, from its beginning: verified against the fingerprint alone.
async fn fetch_chain(transport: &Transport, person: PersonId) -> Result<PersonChain, ClientError> {
    let persons = vec![PersonSince { person, from: 0 }];
    let answer: Persons = transport
        .post(path::PERSONS, &PersonsSince { persons })
        .await?;
    let [entries] = &answer.chains[..] else {
        return Err(ClientError::Garbage("other persons than asked for"));
    };
    Ok(PersonChain::verify(&entries.entries, Some(person))?)
}

/// How long to wait before a server that cannot be reached is asked again.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often an answer is sent while the server cannot take it: for less time than an asker waits.
const TRIES: usize = 10;
