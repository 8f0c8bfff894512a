//! The provider's half: samples prepared once, and masked distances.

use rand_core::CryptoRng;
use rayon::prelude::*;
use zeroize::Zeroizing;

use super::{answer_bytes, packing};
use crate::codec::{Kind, Reader, Writer};
use crate::error::Error;
use crate::lattice::{Coefficients, DEGREE, Dropped, Factor, Noise, PLAINTEXT, Packing, Values};
use crate::samples::{Samples, Shape, squared_norm};

/// A training set in the form in which it is multiplied, once a model: 66 kB a block. Wiped when dropped.
pub struct Prepared {
    shape: Shape,
    pub(super) blocks: Vec<Block>,
}

pub(super) struct Block {
    samples: Factor,
    norms: Zeroizing<Vec<u32>>,
}

impl Prepared {
    /// Packs and transforms the samples.
    #[must_use]
    pub fn prepare(samples: &Samples) -> Self {
        let shape = samples.shape();
        let packing = packing(shape);
        let rows: Vec<&[u8]> = samples.rows().collect();
        let blocks = rows.chunks(packing.places()).map(|rows| {
            let mut message = Zeroizing::new(vec![0; DEGREE]);
            for (place, row) in rows.iter().enumerate() {
                for (entry, &value) in row.iter().enumerate() {
                    message[packing.coefficient(place, entry)] = i64::from(value);
                }
            }
            Block {
                samples: Factor::new(Values::from_signed(&message)),
                norms: Zeroizing::new(rows.iter().map(|row| squared_norm(row)).collect()),
            }
        });
        Self {
            shape,
            blocks: blocks.collect(),
        }
    }

    /// How many samples there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.blocks.iter().map(|block| block.norms.len()).sum()
    }

    /// The sealed squared distance and mask of every sample: [`super::answer_bytes`] bytes.
    ///
    /// Blocks are worked on side by side where there are threads.
    ///
    /// # Errors
    /// [`Error::Refused`] for a key or a question that is none, or not for this shape; [`Error::Samples`] unless
    /// there is one mask below 2²¹ for every sample.
    ///
    /// # Security
    /// The masks must be uniform and used once: they and nothing else hide the distances from the asker.
    pub fn masked_distances(
        &self,
        public_key: &[u8],
        question: &[u8],
        masks: &[u32],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, Error> {
        let below = |&mask: &u32| u64::from(mask) < PLAINTEXT;
        if masks.len() != self.count() || !masks.iter().all(below) {
            return Err(Error::Samples("one mask below 2^21 for each is needed"));
        }
        let key = PublicKey::parse(public_key).map_err(|_| Error::Refused)?;
        let question = parse_question(question, self.shape).map_err(|_| Error::Refused)?;
        let packing = packing(self.shape);
        let masks = masks.chunks(packing.places());
        let blocks = self.blocks.iter().zip(masks);
        let work: Vec<_> = blocks
            .map(|(block, masks)| (block, masks, Noise::make(rng)))
            .collect();
        let parts: Vec<Vec<u8>> = work
            .into_par_iter()
            .map(|(block, masks, mut noise)| {
                let sum = block.product(&question).plus(&key.zero(&mut noise));
                let [c0, c1] = block.masked(sum, packing, masks, &mut noise);
                block.sent(&c0, &c1, packing)
            })
            .collect();
        let mut writer = Writer::new(Kind::LatticeAnswer, answer_bytes(self.shape, self.count()));
        let count = u32::try_from(self.count()).map_err(|_| Error::Refused)?;
        writer.shape(self.shape).u32(count);
        parts.iter().for_each(|part| {
            writer.bytes(part);
        });
        Ok(writer.0)
    }
}

/// The asker's encryption of zero, as factors.
pub(super) struct PublicKey {
    b: Factor,
    a: Factor,
}

impl PublicKey {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::open(Kind::LatticeKey, bytes)?;
        let a = Values::derive_uniform(&reader.array()?);
        let b = Values::parse(reader.rest(Values::BYTES)?)?;
        Ok(Self {
            b: Factor::new(b),
            a: Factor::new(a),
        })
    }

    /// b·u and a·u for a fresh ternary u: an encryption of zero, save for its errors.
    pub(super) fn zero(&self, noise: &mut Noise) -> Ciphertext {
        let u = Values::from_signed(&noise.ternary());
        Ciphertext {
            c0: u.times(&self.b),
            c1: u.times(&self.a),
        }
    }
}

pub(super) fn parse_question(bytes: &[u8], shape: Shape) -> Result<Ciphertext, Error> {
    let mut reader = Reader::open(Kind::LatticeQuestion, bytes)?;
    if reader.shape()? != shape {
        return Err(Error::Refused);
    }
    let c1 = Values::derive_uniform(&reader.array()?);
    let c0 = Values::parse(reader.rest(Values::BYTES)?)?;
    Ok(Ciphertext { c0, c1 })
}

/// A ciphertext of degree 1.
pub(super) struct Ciphertext {
    pub(super) c0: Values,
    pub(super) c1: Values,
}

impl Ciphertext {
    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            c0: self.c0.plus(&other.c0),
            c1: self.c1.plus(&other.c1),
        }
    }
}

impl Block {
    /// −2·x·q at the coefficients of results. Its c₁ is the question's times the samples, and so gives them away.
    pub(super) fn product(&self, question: &Ciphertext) -> Ciphertext {
        Ciphertext {
            c0: question.c0.times(&self.samples),
            c1: question.c1.times(&self.samples),
        }
    }

    /// Errors everywhere, and norm, mask and flood where there is a distance: what may be seen, modulo q.
    pub(super) fn masked(
        &self,
        sum: Ciphertext,
        packing: Packing,
        masks: &[u32],
        noise: &mut Noise,
    ) -> [Coefficients; 2] {
        let mut c0 = sum.c0.into_coefficients();
        let mut c1 = sum.c1.into_coefficients();
        c0.add_signed(&noise.errors());
        c1.add_signed(&noise.errors());
        for (place, (&norm, &mask)) in self.norms.iter().zip(masks).enumerate() {
            let hidden = noise.flood() + u128::from(mask) + u128::from(norm);
            c0.add_at(packing.result(place), hidden);
        }
        [c0, c1]
    }

    /// Modulo q₀, and c₀ only where there is a distance.
    fn sent(&self, c0: &Coefficients, c1: &Coefficients, packing: Packing) -> Vec<u8> {
        let results = (0..self.norms.len()).map(|place| packing.result(place));
        let mut bytes = Vec::new();
        Dropped::all(c1).write(&mut bytes);
        Dropped::at(c0, results).write(&mut bytes);
        bytes
    }
}
