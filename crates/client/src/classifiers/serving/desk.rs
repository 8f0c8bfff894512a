//! Who is in the middle of what, who asks too often, and what has been done.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, mpsc::Sender},
};

use chacha20::ChaCha20Rng;
use knn::session::{Classifier, Kind, largest_frame};
use rand_core::SeedableRng as _;
use vault::{
    identity::Identity,
    inquiry::{SeenOpenings, verify_opening},
    secret::make_bytes,
};
use wire::{
    api::classifiers::{Refusal, Refused, Reply, WorkItem},
    classifier::{Opening, Source},
    codec,
    id::{InquiryId, PersonId},
    person::PersonChain,
    sign::{Object as _, Signed},
};

use super::{
    super::Listing,
    Status,
    ending::{Ending, How},
    register::{Register, Unfit},
    talk::{Input, Outcome, Talk, Turn, Turned},
};
use crate::{env::Env, error::ClientError};

/// The inquiries under way.
pub(super) struct Desk {
    listing: Listing,
    identity: Arc<Identity>,
    classifier: Arc<Classifier>,
    env: Env,
    limit: usize,
    register: Register<Box<Talk>>,
    seen: SeenOpenings,
    asked: HashMap<PersonId, VecDeque<u64>>,
    status: Status,
    endings: Option<Sender<Ending>>,
}

/// What is to be done with a frame.
pub(super) enum Next {
    /// It is answered, by heavier work.
    Turn(Box<Turn>),
    /// It is not answered.
    Refuse(Refused),
}

impl Desk {
    pub(super) fn new(
        listing: Listing,
        identity: Identity,
        classifier: Arc<Classifier>,
        env: Env,
    ) -> Result<Self, ClientError> {
        let limit = largest_frame(classifier.numbers()).map_err(super::super::cannot)?;
        Ok(Self {
            listing,
            identity: Arc::new(identity),
            classifier,
            env,
            limit,
            register: Register::new(),
            seen: SeenOpenings::default(),
            asked: HashMap::new(),
            status: Status::default(),
            endings: None,
        })
    }

    pub(super) fn status(&self) -> Status {
        Status {
            under_way: self.register.len() as u64,
            ..self.status
        }
    }

    /// From now on each inquiry that is over is told there.
    pub(super) fn tell(&mut self, endings: Sender<Ending>) {
        self.endings = Some(endings);
    }

    fn ended(&self, asker: Option<PersonId>, how: How) {
        if let Some(endings) = &self.endings {
            let time = (self.env.now)();
            // Nobody listens any more.
            let _ = endings.send(Ending { asker, time, how });
        }
    }

    /// The asker gave these up.
    pub(super) fn end(&mut self, ended: &[InquiryId]) {
        for inquiry in ended {
            self.over(*inquiry, How::GivenUp);
        }
    }

    /// An inquiry is over, which is told once.
    fn over(&mut self, inquiry: InquiryId, how: How) {
        if let Some(asker) = self.register.end(inquiry) {
            self.ended(Some(asker), how);
        }
    }

    /// Somebody opens an inquiry, of whom this is the verified chain.
    pub(super) fn open(&mut self, item: &WorkItem, asker: &PersonChain) -> Next {
        self.status.received += item.frame.sealed.len() as u64;
        let now = (self.env.now)();
        self.forget(now);
        let signed = codec::parse::<Signed<Opening>>(&item.frame.sealed, Opening::LIMIT + 1024);
        let Ok(signed) = signed else {
            return self.unknown();
        };
        let Ok(opening) = verify_opening(&signed, &self.identity, asker, now) else {
            return self.unknown();
        };
        let by = opening.asker;
        if opening.classifier != self.listing.card.id
            || !self.seen.take(signed.hash(), &opening, now)
        {
            return self.fail(Some(by));
        }
        if opening.card != self.listing.signed.hash() {
            return self.refuse(Some(by), Refusal::Changed, 0);
        }
        // What is not answered for want of room is not counted.
        if !self.register.admits(by) {
            return self.busy(Some(by));
        }
        if let Err(millis) = self.count(by, now) {
            let seconds = u32::try_from(millis / 1000 + 1).unwrap_or(u32::MAX);
            return self.refuse(Some(by), Refusal::TooOften, seconds);
        }
        if !self.register.begin(item.inquiry, by, now) {
            return self.fail(Some(by));
        }
        self.status.opened += 1;
        self.turn(
            item,
            Input::Opening {
                signed: Box::new(signed),
                opening: Box::new(opening),
                identity: Arc::clone(&self.identity),
                classifier: Arc::clone(&self.classifier),
                kind: self.kind(),
                limit: self.limit,
            },
        )
    }

    fn kind(&self) -> Kind {
        match self.listing.card.source {
            Source::Lattice(_) => Kind::Lattice,
            Source::Paillier(_) => Kind::Paillier,
        }
    }

    /// Somebody opens an inquiry of whom nothing is known.
    pub(super) fn unknown(&mut self) -> Next {
        self.fail(None)
    }

    /// The next frame of an inquiry under way.
    pub(super) fn go_on(&mut self, item: &WorkItem) -> Next {
        self.status.received += item.frame.sealed.len() as u64;
        let now = (self.env.now)();
        let asker = self.register.asker(item.inquiry);
        match self.register.take(item.inquiry, item.frame.number, now) {
            Ok(talk) => {
                let sealed = item.frame.sealed.0.clone();
                self.turn(item, Input::Frame { talk, sealed })
            }
            Err(Unfit::Full) => self.busy(asker),
            // Lost at a restart, or out of order.
            Err(Unfit::Unknown) => self.refuse(asker, Refusal::Over, 0),
        }
    }

    /// A frame was answered: the talk goes on, or is over, or nobody waits for it any more.
    pub(super) fn take_back(&mut self, turned: Turned) -> Reply {
        match turned.outcome {
            Outcome::Goes(talk, sealed) => {
                let (next, room) = (turned.number.saturating_add(1), talk.room());
                let now = (self.env.now)();
                match self
                    .register
                    .put_back(turned.inquiry, talk, next, room, now)
                {
                    true => self.send(sealed),
                    false => over(),
                }
            }
            Outcome::Ends(sealed) => {
                self.status.answered += 1;
                self.over(turned.inquiry, How::Answered);
                self.send(sealed)
            }
            Outcome::Fails => {
                self.status.failed += 1;
                self.over(turned.inquiry, How::BrokenOff);
                over()
            }
        }
    }

    fn send(&mut self, sealed: Vec<u8>) -> Reply {
        self.status.sent += sealed.len() as u64;
        Reply::Frame(sealed.into())
    }

    fn turn(&mut self, item: &WorkItem, input: Input) -> Next {
        let seed: [u8; 32] = make_bytes(&mut *self.env.rng);
        Next::Turn(Box::new(Turn {
            inquiry: item.inquiry,
            number: item.frame.number,
            input,
            rng: ChaCha20Rng::from_seed(seed),
        }))
    }

    fn fail(&mut self, asker: Option<PersonId>) -> Next {
        self.status.failed += 1;
        self.ended(asker, How::BrokenOff);
        Next::Refuse(Refused {
            why: Refusal::Over,
            seconds: 0,
        })
    }

    fn busy(&mut self, asker: Option<PersonId>) -> Next {
        self.refuse(asker, Refusal::Busy, 30)
    }

    fn refuse(&mut self, asker: Option<PersonId>, why: Refusal, seconds: u32) -> Next {
        self.status.refused += 1;
        self.ended(asker, why.into());
        Next::Refuse(Refused { why, seconds })
    }

    /// Counts an inquiry of this person's, if the card allows one more: the server's count alone is not
    /// trusted. Otherwise says after how many milliseconds.
    fn count(&mut self, asker: PersonId, now: u64) -> Result<(), u64> {
        let daily = usize::try_from(self.listing.card.daily).unwrap_or(usize::MAX);
        let times = self.asked.entry(asker).or_default();
        while times
            .front()
            .is_some_and(|time| time.saturating_add(DAY) <= now)
        {
            times.pop_front();
        }
        if let Some(first) = times.front().filter(|_| times.len() >= daily) {
            return Err(first.saturating_add(DAY).saturating_sub(now));
        }
        times.push_back(now);
        Ok(())
    }

    /// Drops what nobody will go on with.
    fn forget(&mut self, now: u64) {
        for asker in self.register.forget(now) {
            self.ended(Some(asker), How::GivenUp);
        }
        let alive = |time: &u64| time.saturating_add(DAY) > now;
        self.asked
            .retain(|_, times| times.back().is_some_and(alive));
    }
}

fn over() -> Reply {
    Reply::Refused(Refused {
        why: Refusal::Over,
        seconds: 0,
    })
}

const DAY: u64 = 24 * 60 * 60 * 1000;
