//! Where a session's distances come from: the lattice or Paillier, behind one face.

use std::ops::RangeInclusive;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::distances::{lattice, paillier};
use crate::error::Error;
use crate::model::Numbers;
use crate::samples::{Samples, squared_norm};

/// Which scheme seals a session's question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The lattice: a key for each session, tens of kilobytes, milliseconds.
    Lattice,
    /// Paillier: a key that may be kept, less to send where features are few, much more to compute.
    Paillier,
}

impl Kind {
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Lattice => 1,
            Self::Paillier => 2,
        }
    }

    /// How many bytes a public key has at most.
    pub(super) fn largest_public_key(self) -> usize {
        match self {
            Self::Lattice => lattice::PUBLIC_KEY_BYTES,
            Self::Paillier => paillier::MOST_BITS / 8,
        }
    }

    /// How many bytes a question can have.
    pub(super) fn question_bytes(self, numbers: Numbers) -> RangeInclusive<usize> {
        match self {
            Self::Lattice => lattice::QUESTION_BYTES..=lattice::QUESTION_BYTES,
            Self::Paillier => 1..=paillier::largest_question(numbers.shape().features()),
        }
    }

    /// How many bytes an answer can have.
    pub(super) fn answer_bytes(self, numbers: Numbers) -> RangeInclusive<usize> {
        match self {
            Self::Lattice => {
                let bytes = lattice::answer_bytes(numbers.shape(), numbers.count());
                bytes..=bytes
            }
            Self::Paillier => 1..=paillier::largest_answer(numbers.count()),
        }
    }
}

/// An asker's choice of the scheme, with its key where that is kept.
#[non_exhaustive]
pub enum Source {
    /// The lattice, with a key of this session alone.
    Lattice,
    /// Paillier with this key.
    Paillier(paillier::AskerKey),
}

impl Source {
    /// Which scheme it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Lattice => Kind::Lattice,
            Self::Paillier(_) => Kind::Paillier,
        }
    }

    pub(super) fn begin(self, numbers: Numbers, rng: &mut impl CryptoRng) -> AskerSource {
        match self {
            Self::Lattice => AskerSource::Lattice(lattice::AskerKey::make(numbers, rng)),
            Self::Paillier(key) => AskerSource::Paillier(numbers, key),
        }
    }
}

/// The asker's keys of a session.
pub(super) enum AskerSource {
    Lattice(lattice::AskerKey),
    Paillier(Numbers, paillier::AskerKey),
}

impl AskerSource {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Lattice(_) => Kind::Lattice,
            Self::Paillier(..) => Kind::Paillier,
        }
    }

    pub(super) fn public_key(&self) -> Vec<u8> {
        match self {
            Self::Lattice(key) => key.public_key().to_vec(),
            Self::Paillier(_, key) => key.public_key(),
        }
    }

    pub(super) fn question(
        &self,
        values: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, Error> {
        match self {
            Self::Lattice(key) => key.question(values, rng),
            Self::Paillier(numbers, key) => key.question(numbers.shape(), values, rng),
        }
    }

    /// The shares, one a sample.
    pub(super) fn open(&self, answer: &[u8], values: &[u8]) -> Result<Zeroizing<Vec<u32>>, Error> {
        let norm = squared_norm(values);
        match self {
            Self::Lattice(key) => key.open(answer, norm),
            Self::Paillier(numbers, key) => key.open(numbers.count(), answer, norm),
        }
    }
}

/// A training set as each scheme wants it.
pub(super) struct Prepared {
    lattice: lattice::Prepared,
    paillier: paillier::Prepared,
}

impl Prepared {
    pub(super) fn new(samples: &Samples) -> Self {
        Self {
            lattice: lattice::Prepared::prepare(samples),
            paillier: paillier::Prepared::prepare(samples),
        }
    }
}

/// The provider's share of a session's keys.
pub(super) enum ProviderSource {
    /// The public key, as it came.
    Lattice(Vec<u8>),
    Paillier(paillier::ProviderKey),
    /// With all that can be computed before there is a question.
    PaillierAhead(Box<paillier::Blinding>),
}

impl ProviderSource {
    /// # Errors
    /// [`Error::Refused`] for what is no key of the kind.
    pub(super) fn parse(kind: Kind, key: &[u8]) -> Result<Self, Error> {
        match kind {
            Kind::Lattice if key.len() == lattice::PUBLIC_KEY_BYTES => {
                Ok(Self::Lattice(key.to_vec()))
            }
            Kind::Lattice => Err(Error::Refused),
            Kind::Paillier => paillier::ProviderKey::parse(key).map(Self::Paillier),
        }
    }

    /// Does ahead what can be done ahead.
    pub(super) fn prepare(self, count: usize, rng: &mut impl CryptoRng) -> Result<Self, Error> {
        match self {
            Self::Paillier(key) => {
                let blinding = key.make_blinding(count, rng)?;
                Ok(Self::PaillierAhead(Box::new(blinding)))
            }
            ready => Ok(ready),
        }
    }

    pub(super) fn masked_distances(
        self,
        prepared: &Prepared,
        question: &[u8],
        masks: &[u32],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, Error> {
        match self {
            Self::Lattice(key) => prepared
                .lattice
                .masked_distances(&key, question, masks, rng),
            Self::PaillierAhead(blinding) => prepared
                .paillier
                .masked_distances(*blinding, question, masks, rng),
            Self::Paillier(_) => Err(Error::Refused),
        }
    }
}
