//! The asker's half: a key for one session, a question, shares.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{PUBLIC_KEY_BYTES, QUESTION_BYTES, answer_bytes, packing};
use crate::codec::{Kind, Reader, Writer};
use crate::error::Error;
use crate::lattice::{DEGREE, Dropped, Noise, SecretKey};
use crate::model::Numbers;
use crate::samples::DISTANCE_BITS;

/// The asker's key of one session. Wiped when dropped.
pub struct AskerKey {
    numbers: Numbers,
    pub(super) secret: SecretKey,
    public: Vec<u8>,
}

impl AskerKey {
    /// A fresh key, for a classifier of these numbers.
    pub fn make(numbers: Numbers, rng: &mut impl CryptoRng) -> Self {
        let secret = SecretKey::make(rng);
        let (seed, b) = secret.seal(&[0; DEGREE], &mut Noise::make(rng));
        let mut writer = Writer::new(Kind::LatticeKey, PUBLIC_KEY_BYTES);
        writer.bytes(&seed);
        b.write(&mut writer.0);
        Self {
            numbers,
            secret,
            public: writer.0,
        }
    }

    /// The public half, of [`PUBLIC_KEY_BYTES`] bytes.
    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        &self.public
    }

    /// Seals a scaled question in [`QUESTION_BYTES`] bytes.
    ///
    /// # Errors
    /// [`Error::Features`] or [`Error::OutOfRange`] for a question of another shape.
    pub fn question(&self, question: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, Error> {
        let shape = self.numbers.shape();
        shape.check(question)?;
        let mut message = Zeroizing::new(vec![0; DEGREE]);
        for (coefficient, &value) in message.iter_mut().zip(question) {
            *coefficient = -2 * i64::from(value);
        }
        let (seed, c0) = self.secret.seal(&message, &mut Noise::make(rng));
        let mut writer = Writer::new(Kind::LatticeQuestion, QUESTION_BYTES);
        writer.shape(shape).bytes(&seed);
        c0.write(&mut writer.0);
        Ok(writer.0)
    }

    /// Opens the answer to shares y, one a sample: its squared distance is y − mask modulo 2²¹. `question_norm` is
    /// [`crate::samples::squared_norm`] of the question.
    ///
    /// # Errors
    /// [`Error::Refused`] for what has not the form of an answer; it says no more on purpose. What has it opens, if to
    /// another key or changed, then to shares of nothing.
    pub fn open(&self, answer: &[u8], question_norm: u32) -> Result<Zeroizing<Vec<u32>>, Error> {
        self.open_answer(answer, question_norm)
            .map_err(|_| Error::Refused)
    }

    fn open_answer(&self, answer: &[u8], norm: u32) -> Result<Zeroizing<Vec<u32>>, Error> {
        let (shape, count) = (self.numbers.shape(), self.numbers.count());
        let mut reader = Reader::open(Kind::LatticeAnswer, answer)?;
        if reader.shape()? != shape || reader.u32()? as usize != count {
            return Err(Error::Refused);
        }
        let mut rest = reader.rest(answer_bytes(shape, count) - answer_bytes(shape, 0))?;
        let packing = packing(shape);
        let mut shares = Zeroizing::new(Vec::with_capacity(count));
        while shares.len() < count {
            let places = packing.places().min(count - shares.len());
            let (c1, more) = rest.split_at(Dropped::bytes(DEGREE));
            let (c0, more) = more.split_at(Dropped::bytes(places));
            rest = more;
            let c1 = Dropped::parse(c1, DEGREE)?;
            let c0 = Dropped::parse(c0, places)?;
            let results = (0..places).map(|place| packing.result(place));
            let opened = self.secret.open_dropped(results, &c0, c1);
            // Both are below t, a power of two.
            shares.extend(opened.iter().map(|&plaintext| (plaintext + norm) & LOW));
        }
        Ok(shares)
    }
}

/// t − 1.
const LOW: u32 = (1 << DISTANCE_BITS) - 1;
