//! One inquiry at the provider's: the heavy work on its frames, for a thread of its own.

use std::sync::Arc;

use chacha20::ChaCha20Rng;
use knn::session::{self, Classifier, Kind};
use vault::{
    identity::Identity,
    inquiry::{Answering, Line},
};
use wire::{
    classifier::Opening,
    id::{InquiryId, PersonId},
    sign::Signed,
};

use super::super::pieces::{Incoming, Outgoing, Taken, go_on};

/// The provider's end of an inquiry.
pub(super) struct Talk {
    line: Line,
    session: session::Provider,
    incoming: Incoming,
    outgoing: Outgoing,
}

/// A frame to be answered.
pub(super) struct Turn {
    pub(super) inquiry: InquiryId,
    pub(super) number: u32,
    pub(super) asker: PersonId,
    pub(super) input: Input,
    pub(super) rng: ChaCha20Rng,
}

/// What came.
pub(super) enum Input {
    /// A verified opening.
    Opening {
        signed: Box<Signed<Opening>>,
        opening: Box<Opening>,
        identity: Arc<Identity>,
        classifier: Arc<Classifier>,
        kind: Kind,
        limit: usize,
    },
    /// A frame of an open line.
    Frame { talk: Box<Talk>, sealed: Vec<u8> },
}

/// A frame that was answered.
pub(super) struct Turned {
    pub(super) inquiry: InquiryId,
    pub(super) number: u32,
    pub(super) asker: PersonId,
    pub(super) outcome: Outcome,
}

/// How it went on.
pub(super) enum Outcome {
    /// With this, and more to come.
    Goes(Box<Talk>, Vec<u8>),
    /// With this, and it was the last.
    Ends(Vec<u8>),
    /// Not at all: something did not open, or came at the wrong time. Which is not told.
    Fails,
}

impl Turned {
    /// What a thread that ended early leaves.
    pub(super) fn lost((inquiry, number, asker): (InquiryId, u32, PersonId)) -> Self {
        Self {
            inquiry,
            number,
            asker,
            outcome: Outcome::Fails,
        }
    }
}

impl Turn {
    /// Answers it.
    pub(super) fn take(mut self) -> Turned {
        let outcome = match self.input {
            Input::Opening {
                signed,
                opening,
                identity,
                classifier,
                kind,
                limit,
            } => {
                let opened = Answering::open(&signed, &opening, &identity).ok();
                let session = session::Provider::new(classifier, kind).ok();
                opened
                    .zip(session)
                    .and_then(|((answering, piece), session)| {
                        Talk::begin(answering, &piece, session, limit, &mut self.rng)
                    })
            }
            Input::Frame { mut talk, sealed } => {
                let answer = talk.answer(&sealed, &mut self.rng);
                answer.map(|answer| (talk, answer))
            }
        };
        let outcome = match outcome {
            Some((talk, sealed)) if talk.is_over() => Outcome::Ends(sealed),
            Some((talk, sealed)) => Outcome::Goes(talk, sealed),
            None => Outcome::Fails,
        };
        Turned {
            inquiry: self.inquiry,
            number: self.number,
            asker: self.asker,
            outcome,
        }
    }
}

impl Talk {
    fn begin(
        answering: Answering,
        piece: &[u8],
        mut session: session::Provider,
        limit: usize,
        rng: &mut ChaCha20Rng,
    ) -> Option<(Box<Self>, Vec<u8>)> {
        let mut incoming = Incoming::new(limit);
        // An opening has its whole message in it.
        let Taken::Whole(message) = incoming.take(piece).ok()? else {
            return None;
        };
        let mut outgoing = Outgoing::new(session.answer(&message, rng).ok()?);
        let (line, sealed) = answering.reply(&outgoing.next()?, rng);
        let talk = Self {
            line,
            session,
            incoming,
            outgoing,
        };
        Some((Box::new(talk), sealed))
    }

    /// The sealed answer to a sealed frame.
    fn answer(&mut self, sealed: &[u8], rng: &mut ChaCha20Rng) -> Option<Vec<u8>> {
        let piece = self.line.open(sealed).ok()?;
        let taken = self.incoming.take(&piece).ok()?;
        let piece = match (taken, self.outgoing.is_out()) {
            (Taken::Whole(message), true) => {
                self.outgoing = Outgoing::new(self.session.answer(&message, rng).ok()?);
                self.outgoing.next()?
            }
            (Taken::Part, true) => go_on(),
            (Taken::GoOn, false) => self.outgoing.next()?,
            _ => return None,
        };
        Some(self.line.seal(&piece))
    }

    /// Whether the last piece of the last answer is out.
    fn is_over(&self) -> bool {
        self.session.is_over() && self.outgoing.is_out()
    }
}
