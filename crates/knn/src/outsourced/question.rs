//! A question, the cloud's answer, and opening it.

use rand_core::CryptoRng;
use rayon::prelude::*;
use zeroize::Zeroizing;

use super::block::{Block, Seed, packing};
use super::{OwnerKey, Shape};
use crate::codec::{Kind, Reader, Writer};
use crate::error::Error;
use crate::lattice::{DEGREE, Factor, Noise, PLAINTEXT, Sent, Values, plaintext};
use crate::samples::squared_norm;

/// How many blocks a set may have.
pub const MAX_BLOCKS: usize = 4096;

impl OwnerKey {
    /// Seals a scaled question; what is returned first stays with the owner, and opens the answer.
    ///
    /// `"SKnn" ‖ 2 ‖ 1 ‖ features (2) ‖ bits (1) ‖ key id (32) ‖ seed of c₁ (32) ‖ c₀ (53,248)`.
    ///
    /// # Errors
    /// [`Error::Features`] or [`Error::OutOfRange`] for a question of another shape.
    pub fn ask(
        &self,
        shape: Shape,
        question: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<(Asked, Vec<u8>), Error> {
        shape.check(question)?;
        let mut message = Zeroizing::new(vec![0; DEGREE]);
        for (coefficient, &value) in message.iter_mut().zip(question) {
            *coefficient = -2 * i64::from(value);
        }
        message[shape.features()] = 1;
        let (seed, c0) = self.secret.seal(&message, &mut Noise::make(rng));
        let mut writer = Writer::new(Kind::OwnerQuestion, Question::BYTES);
        writer.shape(shape).bytes(&self.id).bytes(&seed);
        c0.write(&mut writer.0);
        let asked = Asked {
            shape,
            seed,
            norm: Zeroizing::new(squared_norm(question)),
        };
        Ok((asked, writer.0))
    }
}

/// A sealed question, ready to be answered.
pub struct Question {
    shape: Shape,
    key_id: [u8; 32],
    seed: Seed,
    d0: Factor,
    d1: Factor,
}

impl Question {
    /// How many bytes a question takes.
    pub const BYTES: usize = Block::BYTES;

    /// Reads what [`OwnerKey::ask`] made.
    ///
    /// # Errors
    /// [`Error::Format`] for something else, [`Error::Shape`] for an impossible shape.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::open(Kind::OwnerQuestion, bytes)?;
        let shape = reader.shape()?;
        let (key_id, seed) = (reader.array()?, reader.array()?);
        let c0 = Values::parse(reader.rest(Values::BYTES)?)?;
        Ok(Self {
            shape,
            key_id,
            seed,
            d0: Factor::new(c0),
            d1: Factor::new(Values::derive_uniform(&seed)),
        })
    }

    /// The shape it was made for.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The name of the key it was sealed under.
    #[must_use]
    pub fn key_id(&self) -> [u8; 32] {
        self.key_id
    }
}

/// The sealed distances of a question to every place of every block, computed without a key.
///
/// `"SKnn" ‖ 3 ‖ 1 ‖ features (2) ‖ bits (1) ‖ key id (32) ‖ seed of the question (32) ‖ blocks (4)`, then for each
/// block modulo q′, 34 bits each: c₁ whole, and c₀ at the coefficients that hold a distance. c₂ is not sent: it is the
/// product of two elements whose seeds the owner has.
///
/// Blocks are worked on side by side where there are threads: some 0.3 ms each on one.
///
/// # Errors
/// [`Error::WrongSet`] where shapes or keys differ, [`Error::Samples`] for no block or more than [`MAX_BLOCKS`].
pub fn answer(blocks: &[Block], question: &Question) -> Result<Vec<u8>, Error> {
    let Some(count) = u32::try_from(blocks.len())
        .ok()
        .filter(|_| (1..=MAX_BLOCKS).contains(&blocks.len()))
    else {
        return Err(Error::Samples("no block, or too many"));
    };
    let same = |block: &Block| block.shape == question.shape && block.key_id == question.key_id;
    if !blocks.iter().all(same) {
        return Err(Error::WrongSet);
    }
    let answers: Vec<_> = blocks
        .par_iter()
        .map(|block| answer_of(block, question))
        .collect();
    let mut writer = Writer::new(
        Kind::OwnerAnswer,
        128 + answers.len() * block_bytes(question.shape),
    );
    writer.shape(question.shape).bytes(&question.key_id);
    writer.bytes(&question.seed).u32(count);
    answers.iter().for_each(|part| {
        writer.bytes(part);
    });
    Ok(writer.0)
}

fn answer_of(block: &Block, question: &Question) -> Vec<u8> {
    let tensor = Values::lower_tensor([&block.c0, &block.c1], [&question.d0, &question.d1]);
    let [c0, c1] = tensor.map(Values::into_coefficients);
    let packing = packing(block.shape);
    let results = (0..packing.places()).map(|place| packing.result(place));
    let mut bytes = Vec::with_capacity(block_bytes(block.shape));
    Sent::all(&c1).write(&mut bytes);
    Sent::at(&c0, results).write(&mut bytes);
    bytes
}

/// How many bytes the answer of one block takes.
fn block_bytes(shape: Shape) -> usize {
    Sent::bytes(DEGREE) + Sent::bytes(packing(shape).places())
}

/// A question that was asked, at its owner's. Wiped when dropped.
pub struct Asked {
    shape: Shape,
    seed: Seed,
    norm: Zeroizing<u32>,
}

impl Asked {
    /// Opens the answer to the distances of all places, block after block; an empty place is as far as the origin.
    /// `blocks` are the seeds of the blocks that were asked, in order.
    ///
    /// # Errors
    /// [`Error::Format`] for something else, [`Error::WrongSet`] for the answer to another question or under another
    /// key, [`Error::Refused`] where what is opened can be no distance: from other blocks than these, or changed.
    pub fn open(&self, key: &OwnerKey, blocks: &[Seed], bytes: &[u8]) -> Result<Vec<u32>, Error> {
        let mut reader = Reader::open(Kind::OwnerAnswer, bytes)?;
        if reader.shape()? != self.shape
            || reader.array()? != key.id
            || reader.array()? != self.seed
            || reader.u32()? as usize != blocks.len()
        {
            return Err(Error::WrongSet);
        }
        let size = block_bytes(self.shape);
        let answers = reader.rest(blocks.len() * size)?;
        let square = key.secret.square_times(&Values::derive_uniform(&self.seed));
        let answers = answers.par_chunks_exact(size).zip(blocks);
        let opened = answers.map(|(answer, seed)| self.open_block(key, seed, &square, answer));
        Ok(opened.collect::<Result<Vec<_>, _>>()?.concat())
    }

    fn open_block(
        &self,
        key: &OwnerKey,
        seed: &Seed,
        square: &Factor,
        bytes: &[u8],
    ) -> Result<Vec<u32>, Error> {
        let packing = packing(self.shape);
        let results = || (0..packing.places()).map(|place| packing.result(place));
        let (c1, c0) = bytes.split_at(Sent::bytes(DEGREE));
        let c1 = Sent::parse(c1, DEGREE)?;
        let c0 = Sent::parse(c0, packing.places())?;
        let unsent = Values::derive_uniform(seed).times(square);
        let unsent = Sent::at(&unsent.into_coefficients(), results());
        let opened = key.secret.open_sent(results(), &c0, c1, &unsent)?;
        let largest = self.shape.features() * usize::from(self.shape.largest()).pow(2);
        let distance = |&opened: &i64| {
            let distance = (u64::from(plaintext(opened)) + u64::from(*self.norm)) % PLAINTEXT;
            match u32::try_from(distance) {
                Ok(distance) if distance as usize <= largest => Ok(distance),
                _ => Err(Error::Refused),
            }
        };
        opened.iter().map(distance).collect()
    }
}
