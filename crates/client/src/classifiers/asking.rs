//! Asking a published classifier.

use knn::{
    distances::paillier::AskerKey,
    session::{Asker, Source, Step, largest_frame},
};
use paillier::KeySize;
use vault::inquiry::{Asking, Line, open_inquiry};
use wire::{
    api::{
        classifiers::{Exchanged, Frame, Refusal, Refused, Reply},
        path, problem,
    },
    classifier::{self, Classifier, Opening},
    codec::{Bytes, Cbor},
    id::InquiryId,
    sign::Signed,
};

use super::{
    Listing,
    pieces::{Incoming, Outgoing, Taken, go_on},
};
use crate::{
    env::Env,
    error::{ClientError, InquiryEnd},
    session::Session,
    storage::Storage,
    transport::Transport,
};

/// Bytes of sealed frames.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// From the asker to the provider.
    pub up: u64,
    /// From the provider to the asker.
    pub down: u64,
}

/// An inquiry of which everything is sent ahead: it takes one question, within a quarter of an hour.
pub struct Prepared {
    listing: Listing,
    asker: Asker,
    talk: Talk,
    ahead: Traffic,
    ahead_millis: u64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The class, by number.
    pub class: u8,
    /// What the card calls it.
    pub name: String,
    /// The measurements, by place, that lie outside the range of the training set and counted as its edge.
    pub outside: Vec<usize>,
    /// What was sent ahead of the question.
    pub ahead: Traffic,
    /// How long that took, in milliseconds.
    pub ahead_millis: u64,
    /// What was sent for the question.
    pub online: Traffic,
    /// From the question to the class, in milliseconds.
    pub online_millis: u64,
}

/// The asker's end of an inquiry under way.
struct Talk {
    transport: Transport,
    path: String,
    line: Line,
    next: u32,
    incoming: Incoming,
    traffic: Traffic,
}

impl Prepared {
    /// What will be asked.
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// Gives the inquiry up; it counts all the same.
    pub async fn give_up(self) {
        self.talk.end().await;
    }

    /// Puts the question, as [`Session::ask_classifier`] does, without the session: others may work with it meanwhile.
    ///
    /// # Errors
    /// As [`Session::ask_classifier`].
    pub async fn ask(self, measurements: &[f64], env: &mut Env) -> Result<Verdict, ClientError> {
        let started = (env.now)();
        let Self {
            listing,
            mut asker,
            mut talk,
            ahead,
            ahead_millis,
        } = self;
        let class = put_question(&listing, &mut asker, &mut talk, measurements, env).await;
        let (traffic, answered) = (talk.traffic, (env.now)());
        talk.end().await;
        let (class, outside) = class?;
        let name = listing.card.classes.get(usize::from(class)).cloned();
        Ok(Verdict {
            class,
            name: name.ok_or(InquiryEnd::Over)?,
            outside,
            ahead,
            ahead_millis,
            online: traffic,
            online_millis: answered.saturating_sub(started),
        })
    }
}

/// An inquiry that is signed and not yet sent: what is left to do needs the session no more.
pub struct Inquiry {
    listing: Listing,
    asker: Asker,
    asking: Asking,
    opening: Signed<Opening>,
    transport: Transport,
    limit: usize,
    started: u64,
}

impl<S: Storage> Session<S> {
    /// Opens an inquiry and has everything sent ahead that does not depend on the question. A classifier under
    /// Paillier is asked with `key`, or with one made for this inquiry, which takes a while.
    ///
    /// # Errors
    /// [`ClientError::Inquiry`] when the provider is not there or refuses, or when anything does not open; nothing
    /// was told that depends on the measurements.
    pub async fn prepare_inquiry(
        &mut self,
        listing: &Listing,
        key: Option<AskerKey>,
    ) -> Result<Prepared, ClientError> {
        let inquiry = self.sign_inquiry(listing, key).await?;
        let Self { env, progress, .. } = self;
        inquiry
            .prepare(env, |done, total| progress("classifier", done, total))
            .await
    }

    /// The part of [`Session::prepare_inquiry`] that needs the session: [`Inquiry::prepare`] is the rest, beside which
    /// others may work with it.
    ///
    /// # Errors
    /// As [`Session::prepare_inquiry`].
    pub async fn sign_inquiry(
        &mut self,
        listing: &Listing,
        key: Option<AskerKey>,
    ) -> Result<Inquiry, ClientError> {
        let started = self.now();
        let (provider, me) = (listing.card.provider, self.identity.person);
        self.refresh_people(&[provider, me]).await?;
        // Whoever has lost a device since has a card to sign anew.
        Classifier::verify(&listing.signed, self.chain(&provider)?)
            .map_err(|_| InquiryEnd::Changed)?;
        let numbers = listing.numbers()?;
        let source = self.source(listing, key)?;
        let (asker, first) = Asker::open(numbers, source, &mut self.env.rng).map_err(over)?;
        let mut first = Outgoing::new(first);
        let piece = first.next().filter(|_| first.is_out()).unwrap_or_default();
        let chain = |person| self.people.get(person).ok_or(InquiryEnd::Changed);
        let (asking, opening) = open_inquiry(
            &self.identity,
            chain(&me)?,
            &listing.signed,
            chain(&provider)?,
            &piece,
            started,
            &mut *self.env.rng,
        )?;
        Ok(Inquiry {
            listing: listing.clone(),
            asker,
            asking,
            opening,
            transport: self.transport.clone(),
            limit: largest_frame(numbers).map_err(over)?,
            started,
        })
    }

    fn source(&mut self, listing: &Listing, key: Option<AskerKey>) -> Result<Source, ClientError> {
        let bits = match listing.card.source {
            classifier::Source::Lattice(_) => return Ok(Source::Lattice),
            classifier::Source::Paillier(paillier) => paillier.bits,
        };
        let key = match key {
            Some(key) => key,
            None => make_key(bits, &mut self.env.rng)?,
        };
        Ok(Source::Paillier(key))
    }

    /// Puts the question: measurements in the units and the order of the card.
    ///
    /// # Errors
    /// [`ClientError::NotPossible`] for other measurements than the card wants; [`ClientError::Inquiry`] when the
    /// provider went away, or anything does not open. In any case the inquiry is over: prepare another.
    pub async fn ask_classifier(
        &mut self,
        prepared: Prepared,
        measurements: &[f64],
    ) -> Result<Verdict, ClientError> {
        prepared.ask(measurements, &mut self.env).await
    }
}

impl Inquiry {
    /// Sends it, and has everything sent ahead that does not depend on the question. `progress` is told how many
    /// steps are done, of how many.
    ///
    /// # Errors
    /// As [`Session::prepare_inquiry`].
    pub async fn prepare(
        self,
        env: &mut Env,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Prepared, ClientError> {
        progress(0, STEPS);
        let Self {
            listing,
            mut asker,
            asking,
            opening,
            transport,
            limit,
            started,
        } = self;
        let (mut talk, answer) = open_talk(&listing, asking, &opening, transport, limit).await?;
        let ready = send_ahead(&mut talk, &mut asker, answer, env, progress).await;
        if let Err(error) = ready {
            talk.end().await;
            return Err(error);
        }
        let ahead = std::mem::take(&mut talk.traffic);
        Ok(Prepared {
            listing,
            asker,
            talk,
            ahead,
            ahead_millis: (env.now)().saturating_sub(started),
        })
    }
}

/// Sends the opening, and gives the provider's first message.
async fn open_talk(
    listing: &Listing,
    asking: Asking,
    opening: &Signed<Opening>,
    transport: Transport,
    limit: usize,
) -> Result<(Talk, Vec<u8>), ClientError> {
    let path = listing.path(path::INQUIRIES);
    let exchanged: Exchanged = once(&transport, &path, opening).await?;
    let sealed = frame_of(&exchanged, 0)?;
    let down = sealed.len() as u64;
    let (line, piece) = asking.accept(&sealed).map_err(over)?;
    let mut talk = Talk {
        transport,
        path: inquiry_path(listing, exchanged.inquiry),
        line,
        next: 1,
        incoming: Incoming::new(limit),
        traffic: Traffic {
            up: opening.bytes().len() as u64,
            down,
        },
    };
    match talk.receive(piece).await {
        Ok(message) => Ok((talk, message)),
        Err(error) => {
            talk.end().await;
            Err(error)
        }
    }
}

async fn send_ahead(
    talk: &mut Talk,
    asker: &mut Asker,
    mut answer: Vec<u8>,
    env: &mut Env,
    mut progress: impl FnMut(u64, u64),
) -> Result<(), ClientError> {
    for step in 1.. {
        progress(step, STEPS);
        match asker.receive(&answer, &mut env.rng).map_err(over)? {
            Step::Send(frame) => answer = talk.exchange(frame).await?,
            Step::Ready => break,
            Step::Class(_) => return Err(InquiryEnd::Over.into()),
        }
    }
    Ok(())
}

async fn put_question(
    listing: &Listing,
    asker: &mut Asker,
    talk: &mut Talk,
    measurements: &[f64],
    env: &mut Env,
) -> Result<(u8, Vec<usize>), ClientError> {
    let scaling = listing.scaling()?;
    let scaled = scaling.scale(measurements).map_err(super::cannot)?;
    let outside = scaling.outside(measurements).map_err(super::cannot)?;
    let mut frame = asker.ask(&scaled, &mut env.rng).map_err(over)?;
    loop {
        let answer = talk.exchange(frame).await?;
        match asker.receive(&answer, &mut env.rng).map_err(over)? {
            Step::Send(next) => frame = next,
            Step::Class(class) => return Ok((class, outside)),
            Step::Ready => return Err(InquiryEnd::Over.into()),
        }
    }
}

impl Talk {
    /// Sends a message and gives the one that comes back.
    async fn exchange(&mut self, message: Vec<u8>) -> Result<Vec<u8>, ClientError> {
        let mut outgoing = Outgoing::new(message);
        while let Some(piece) = outgoing.next() {
            let answer = self.step(&piece).await?;
            if outgoing.is_out() {
                return self.receive(answer).await;
            }
            if self.incoming.take(&answer).map_err(over)? != Taken::GoOn {
                return Err(InquiryEnd::Over.into());
            }
        }
        Err(InquiryEnd::Over.into())
    }

    /// The whole message that `piece` begins.
    async fn receive(&mut self, mut piece: Vec<u8>) -> Result<Vec<u8>, ClientError> {
        loop {
            match self.incoming.take(&piece).map_err(over)? {
                Taken::Whole(message) => return Ok(message),
                Taken::Part => piece = self.step(&go_on()).await?,
                Taken::GoOn => return Err(InquiryEnd::Over.into()),
            }
        }
    }

    /// One frame up, one frame down.
    async fn step(&mut self, piece: &[u8]) -> Result<Vec<u8>, ClientError> {
        let number = self.next;
        self.next += 1;
        let frame = Frame {
            number,
            sealed: Bytes(self.line.seal(piece)),
        };
        self.traffic.up += frame.sealed.len() as u64;
        let exchanged: Exchanged = once(&self.transport, &self.path, &frame).await?;
        let sealed = frame_of(&exchanged, number)?;
        self.traffic.down += sealed.len() as u64;
        self.line.open(&sealed).map_err(over)
    }

    /// Says that it is over, if anybody is there to hear it.
    async fn end(mut self) {
        self.line.end();
        let _ = self.transport.delete_once(&self.path).await;
    }
}

fn make_key(bits: u16, rng: &mut impl rand_core::CryptoRng) -> Result<AskerKey, ClientError> {
    let size = KeySize::new(usize::from(bits)).map_err(over)?;
    AskerKey::make(size, rng).map_err(super::cannot)
}

fn inquiry_path(listing: &Listing, inquiry: InquiryId) -> String {
    listing
        .path(path::INQUIRY)
        .replace("{inquiry}", &inquiry.to_string())
}

/// Sends what must not be sent twice: a frame is carried once.
async fn once(
    transport: &Transport,
    path: &str,
    body: &impl Cbor,
) -> Result<Exchanged, ClientError> {
    transport.post_once(path, body).await.map_err(|error| {
        let ClientError::Refused {
            problem,
            retry_after,
            ..
        } = &error
        else {
            return error;
        };
        match problem.as_str() {
            problem::RATE => InquiryEnd::TooOften {
                seconds: retry_after
                    .map_or(60, |seconds| u32::try_from(seconds).unwrap_or(u32::MAX)),
            }
            .into(),
            problem::AWAY => InquiryEnd::Away.into(),
            problem::CONFLICT => InquiryEnd::Changed.into(),
            problem::NOT_FOUND => InquiryEnd::Gone.into(),
            _ => error,
        }
    })
}

fn frame_of(exchanged: &Exchanged, number: u32) -> Result<Bytes, ClientError> {
    if exchanged.number != number {
        return Err(InquiryEnd::Over.into());
    }
    match &exchanged.reply {
        Reply::Frame(sealed) => Ok(sealed.clone()),
        Reply::Refused(Refused { why, seconds }) => Err(match why {
            Refusal::Changed => InquiryEnd::Changed,
            Refusal::TooOften => InquiryEnd::TooOften { seconds: *seconds },
            Refusal::Over => InquiryEnd::Gone,
            Refusal::Busy => InquiryEnd::Busy,
        }
        .into()),
    }
}

/// Whatever does not open, does not check or does not fit: which of them is not told.
fn over<E>(_: E) -> ClientError {
    InquiryEnd::Over.into()
}

/// Steps of preparing, for the progress.
const STEPS: u64 = 2;
