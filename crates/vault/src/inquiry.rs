//! The line between somebody who asks a published classifier and its provider: opened to the provider's person
//! key, signed by the asker, and then one sealed frame after the other.
//!
//! The server carries the frames and sees their number and lengths. Each end takes the other's frames once and
//! in order; after anything that does not open, the line is dead and its keys are wiped.

use std::collections::BTreeMap;

use wire::{
    SUITE, cbor_struct,
    classifier::{Classifier, Opening},
    codec::{self, Bytes},
    id::{ClassifierId, DeviceId, Hash, PersonId},
    log::CLOCK_SKEW,
    person::PersonChain,
    sign::{Object, Signed},
};
use zeroize::Zeroizing;

use crate::{
    derive::derive,
    error::VaultError,
    hpke::{info, seal_to},
    identity::Identity,
    seal::{open_numbered, seal_numbered},
    secret::{Random, Secret, make_bytes},
};

cbor_struct! {
    /// Everything of an opening but what is sealed.
    struct OpeningContext {
        suite: u16,
        classifier: ClassifierId,
        card: Hash,
        provider: PersonId,
        provider_key: u32,
        asker: PersonId,
        device: DeviceId,
        asker_seq: u64,
        time: u64,
    }
}

cbor_struct! {
    struct OpeningContent {
        secret: Secret,
        first: Bytes,
    }
}

cbor_struct! {
    struct FrameContext {
        suite: u16,
        inquiry: Hash,
        up: bool,
        number: u64,
    }
}

/// An inquiry that was opened, until the provider's first answer.
#[derive(Debug)]
pub struct Asking {
    secret: Secret,
    name: Hash,
}

/// Opens an inquiry: what the asker signs and sends, with the first frame in it.
///
/// `card` must have been verified against `provider`, the provider's verified chain.
///
/// # Errors
/// [`VaultError::DoesNotOpen`] when the provider's key is none; [`VaultError::TooLarge`] for a first frame that
/// fits no opening.
pub fn open_inquiry(
    identity: &Identity,
    asker: &PersonChain,
    card: &Signed<Classifier>,
    provider: &PersonChain,
    first: &[u8],
    time: u64,
    rng: Random<'_>,
) -> Result<(Asking, Signed<Opening>), VaultError> {
    let most = Opening::LIMIT - OVERHEAD;
    if first.len() > most {
        return Err(VaultError::TooLarge {
            size: first.len(),
            limit: most,
        });
    }
    let key = provider.person_key();
    let context = OpeningContext {
        suite: SUITE,
        classifier: card.peek()?.id,
        card: card.hash(),
        provider: provider.id(),
        provider_key: key.number,
        asker: identity.person,
        device: identity.device.id(),
        asker_seq: asker.head().0,
        time,
    };
    let content = OpeningContent {
        secret: Secret::make(rng),
        first: Bytes(first.to_vec()),
    };
    let plain = Zeroizing::new(codec::to_bytes(&content));
    let sealed = seal_to(&key.public, &info(OPENING, &context), &plain, rng)?;
    let opening = identity.sign(&Opening {
        suite: context.suite,
        classifier: context.classifier,
        card: context.card,
        provider: context.provider,
        provider_key: context.provider_key,
        asker: context.asker,
        device: context.device,
        asker_seq: context.asker_seq,
        time,
        sealed: Bytes(sealed),
    });
    let asking = Asking {
        secret: content.secret,
        name: opening.hash(),
    };
    Ok((asking, opening))
}

impl Asking {
    /// The provider's first answer, and the line from there on.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] when it is not by who holds the provider's person key, or not to this opening.
    pub fn accept(self, answer: &[u8]) -> Result<(Line, Vec<u8>), VaultError> {
        let (salt, sealed) = answer
            .split_first_chunk::<32>()
            .ok_or(VaultError::DoesNotOpen)?;
        let mut line = Line::between(&self.secret, self.name, salt, true);
        let first = line.open(sealed)?;
        Ok((line, first))
    }
}

/// Verifies an opening as the provider, before anything is opened: that it is for this provider's current
/// person key, recent at `now`, and signed by a device that is in of the asker whose verified chain this is.
///
/// # Errors
/// [`VaultError::DoesNotOpen`]; which of these it was is not told.
pub fn verify_opening(
    signed: &Signed<Opening>,
    identity: &Identity,
    asker: &PersonChain,
    now: u64,
) -> Result<Opening, VaultError> {
    let claimed = signed.peek().map_err(|_| VaultError::DoesNotOpen)?;
    let device = asker
        .devices()
        .find(|device| device.keys.id() == claimed.device)
        .ok_or(VaultError::DoesNotOpen)?;
    let opening = signed
        .verify(&device.keys.signing)
        .map_err(|_| VaultError::DoesNotOpen)?;
    let right = opening.suite == SUITE
        && opening.provider == identity.person
        && usize::try_from(opening.provider_key).is_ok_and(|n| n + 1 == identity.person_keys.len())
        && opening.asker == asker.id()
        && opening.asker_seq <= asker.head().0
        && opening.time.abs_diff(now) <= CLOCK_SKEW;
    if right {
        Ok(opening)
    } else {
        Err(VaultError::DoesNotOpen)
    }
}

/// An inquiry that was opened to a provider, before the first answer.
#[derive(Debug)]
pub struct Answering {
    secret: Secret,
    name: Hash,
}

impl Answering {
    /// Opens a verified opening: the first frame is beside it.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`]; [`VaultError::NoKey`].
    pub fn open(
        signed: &Signed<Opening>,
        opening: &Opening,
        identity: &Identity,
    ) -> Result<(Self, Vec<u8>), VaultError> {
        let context = OpeningContext {
            suite: opening.suite,
            classifier: opening.classifier,
            card: opening.card,
            provider: opening.provider,
            provider_key: opening.provider_key,
            asker: opening.asker,
            device: opening.device,
            asker_seq: opening.asker_seq,
            time: opening.time,
        };
        let plain = identity
            .person_key(opening.provider_key)?
            .open(&info(OPENING, &context), &opening.sealed)?;
        let content: OpeningContent =
            codec::parse(&plain, Opening::LIMIT).map_err(|_| VaultError::DoesNotOpen)?;
        let answering = Self {
            secret: content.secret,
            name: signed.hash(),
        };
        Ok((answering, content.first.0))
    }

    /// Seals the first answer, and gives the line from there on.
    ///
    /// # Security
    /// The keys hang on fresh randomness of the provider's as well: an opening that is played again meets other
    /// keys, so that no key ever seals two frames of one number.
    pub fn reply(self, first: &[u8], rng: Random<'_>) -> (Line, Vec<u8>) {
        let salt: [u8; 32] = make_bytes(rng);
        let mut line = Line::between(&self.secret, self.name, &salt, false);
        let mut answer = salt.to_vec();
        answer.extend_from_slice(&line.seal(first));
        (line, answer)
    }
}

/// One end of an open line.
#[derive(Debug)]
pub struct Line {
    name: Hash,
    /// Whether this end asks.
    asks: bool,
    sending: Option<Way>,
    receiving: Option<Way>,
}

/// One direction: its key and the number of its next frame.
#[derive(Debug)]
struct Way {
    key: Secret,
    next: u64,
}

impl Line {
    fn between(secret: &Secret, name: Hash, salt: &[u8; 32], asks: bool) -> Self {
        let context = [&name.0[..], salt].concat();
        let way = |label| {
            Some(Way {
                key: derive(&secret.0, label, &context),
                next: 0,
            })
        };
        let (up, down) = (way("inquiry-up"), way("inquiry-down"));
        let (sending, receiving) = if asks { (up, down) } else { (down, up) };
        Self {
            name,
            asks,
            sending,
            receiving,
        }
    }

    /// The inquiry's name to both ends: the opening's hash.
    pub fn name(&self) -> Hash {
        self.name
    }

    /// Seals the next frame. On a dead line, nothing.
    pub fn seal(&mut self, frame: &[u8]) -> Vec<u8> {
        let Some(Way { key, next }) = &mut self.sending else {
            return Vec::new();
        };
        let sealed = seal_numbered(key, *next, &frame_aad(self.name, self.asks, *next), frame);
        *next += 1;
        sealed
    }

    /// Opens the other end's next frame.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] for anything but exactly that; then the line is dead.
    pub fn open(&mut self, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let Way { key, next } = self.receiving.as_mut().ok_or(VaultError::DoesNotOpen)?;
        let aad = frame_aad(self.name, !self.asks, *next);
        match open_numbered(key, *next, &aad, sealed) {
            Ok(frame) => {
                *next += 1;
                Ok(frame)
            }
            Err(error) => {
                self.end();
                Err(error)
            }
        }
    }

    /// Ends the line: its keys are gone.
    pub fn end(&mut self) {
        (self.sending, self.receiving) = (None, None);
    }
}

fn frame_aad(inquiry: Hash, up: bool, number: u64) -> Vec<u8> {
    let context = FrameContext {
        suite: SUITE,
        inquiry,
        up,
        number,
    };
    info("inquiry-frame", &context)
}

/// Openings a provider has seen, for as long as their times would still pass: each is good for once.
#[derive(Debug, Default)]
pub struct SeenOpenings {
    times: BTreeMap<Hash, u64>,
    /// When what can no longer pass was last forgotten.
    pruned: u64,
}

impl SeenOpenings {
    /// Takes note of a verified opening. False when it was there already, or when there are too many to
    /// remember one more: then it must be refused.
    pub fn take(&mut self, name: Hash, opening: &Opening, now: u64) -> bool {
        if now >= self.pruned.saturating_add(CLOCK_SKEW) || self.times.len() >= SEEN {
            self.times
                .retain(|_, time| time.saturating_add(CLOCK_SKEW) >= now);
            self.pruned = now;
        }
        self.times.len() < SEEN && self.times.insert(name, opening.time).is_none()
    }
}

const OPENING: &str = "classifier-opening";
/// What an opening has beside its first frame, at most: encapsulated key, secret, tag, fields.
const OVERHEAD: usize = 2048;
/// How many openings a provider remembers.
const SEEN: usize = 200_000;
