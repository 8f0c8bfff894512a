//! A block: as many sealed samples as fit into one ciphertext.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{Index, OwnerKey, Shape};
use crate::codec::{Kind, Reader, Writer};
use crate::error::Error;
use crate::lattice::{DEGREE, Noise, Packing, Values, plaintext};
use crate::samples::{Samples, squared_norm};

/// How many samples of a shape a block holds: N/(d + 1), 132 of thirty features.
#[must_use]
pub fn places(shape: Shape) -> usize {
    packing(shape).places()
}

/// The entries of a sample: its features and its norm.
pub(super) fn packing(shape: Shape) -> Packing {
    Packing::new(shape, 1)
}

impl OwnerKey {
    /// Seals a block of samples, at most [`places`] of them, `None` where a place stays empty; freshly, so that
    /// nothing tells whether anything changed.
    ///
    /// `"SKnn" ‖ 1 ‖ 1 ‖ features (2) ‖ bits (1) ‖ key id (32) ‖ seed of c₁ (32) ‖ c₀ (53,248)`.
    ///
    /// # Errors
    /// [`Error::Samples`] for too many, [`Error::Features`] or [`Error::OutOfRange`] for one of another shape.
    pub fn seal_block(
        &self,
        shape: Shape,
        samples: &[Option<&[u8]>],
        rng: &mut impl CryptoRng,
    ) -> Result<SealedBlock, Error> {
        if samples.len() > places(shape) {
            return Err(Error::Samples("more than a block holds"));
        }
        let packing = packing(shape);
        let mut message = Zeroizing::new(vec![0; DEGREE]);
        for (place, sample) in samples.iter().enumerate() {
            let Some(sample) = sample else { continue };
            shape.check(sample)?;
            for (entry, &value) in sample.iter().enumerate() {
                message[packing.coefficient(place, entry)] = i64::from(value);
            }
            let norm = packing.coefficient(place, shape.features());
            message[norm] = i64::from(squared_norm(sample));
        }
        let (seed, c0) = self.secret.seal(&message, &mut Noise::make(rng));
        let mut writer = Writer::new(Kind::Block, Block::BYTES);
        writer.shape(shape).bytes(&self.id).bytes(&seed);
        c0.write(&mut writer.0);
        Ok(SealedBlock {
            bytes: writer.0,
            seed,
        })
    }

    /// Seals a whole set in the order of its samples, with the index that goes with it.
    ///
    /// # Errors
    /// [`Error::Samples`] where they are more than [`super::MAX_BLOCKS`] blocks hold.
    pub fn seal_samples(
        &self,
        samples: &Samples,
        rng: &mut impl CryptoRng,
    ) -> Result<(Index, Vec<SealedBlock>), Error> {
        let mut index = Index::new(samples.shape(), samples.classes())?;
        for &label in samples.labels() {
            index.append(label)?;
        }
        let rows: Vec<Option<&[u8]>> = samples.rows().map(Some).collect();
        let blocks = rows.chunks(places(samples.shape()));
        let sealed = blocks.map(|rows| self.seal_block(samples.shape(), rows, rng));
        Ok((index, sealed.collect::<Result<_, _>>()?))
    }

    /// Opens a block to the values of all its places, zeros where it is empty.
    ///
    /// # Errors
    /// Those of [`Block::parse`]; [`Error::WrongSet`] under another key, [`Error::Refused`] if it was changed.
    pub fn open_block(&self, shape: Shape, bytes: &[u8]) -> Result<Vec<Zeroizing<Vec<u8>>>, Error> {
        let block = Block::parse(bytes, shape)?;
        if block.key_id != self.id {
            return Err(Error::WrongSet);
        }
        let opened = self.secret.open_fresh(&block.c0, &block.c1)?;
        let packing = packing(shape);
        let value = |coefficient: usize| match u8::try_from(plaintext(opened[coefficient])) {
            Ok(value) if value <= shape.largest() => Ok(value),
            _ => Err(Error::Refused),
        };
        let sample = |place| {
            let values =
                (0..shape.features()).map(|entry| value(packing.coefficient(place, entry)));
            let mut sample = Zeroizing::new(vec![0; shape.features()]);
            for (slot, value) in sample.iter_mut().zip(values) {
                *slot = value?;
            }
            Ok(sample)
        };
        (0..packing.places()).map(sample).collect()
    }
}

/// What [`OwnerKey::seal_block`] makes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedBlock {
    /// What the cloud stores.
    pub bytes: Vec<u8>,
    /// What the owner keeps, to open answers with: public, and another each time a block is sealed.
    pub seed: Seed,
}

/// What c₁ of a ciphertext stands in.
pub type Seed = [u8; 32];

/// A sealed block, ready to be asked: 131 kB in memory.
#[derive(Clone)]
pub struct Block {
    pub(super) shape: Shape,
    pub(super) key_id: [u8; 32],
    pub(super) c0: Values,
    pub(super) c1: Values,
}

impl Block {
    /// How many bytes a block takes, stored or sent.
    pub const BYTES: usize = 6 + 3 + 32 + 32 + Values::BYTES;

    /// Reads what [`OwnerKey::seal_block`] made, for a set of this shape.
    ///
    /// # Errors
    /// [`Error::Format`] for something else, [`Error::WrongSet`] for another shape.
    pub fn parse(bytes: &[u8], shape: Shape) -> Result<Self, Error> {
        let mut reader = Reader::open(Kind::Block, bytes)?;
        if reader.shape()? != shape {
            return Err(Error::WrongSet);
        }
        let (key_id, seed) = (reader.array()?, reader.array()?);
        let c0 = Values::parse(reader.rest(Values::BYTES)?)?;
        Ok(Self {
            shape,
            key_id,
            c0,
            c1: Values::derive_uniform(&seed),
        })
    }

    /// The name of the key it was sealed under.
    #[must_use]
    pub fn key_id(&self) -> [u8; 32] {
        self.key_id
    }
}
