//! Setting A: the training set sealed in blocks as a server stores them, and what its owner keeps.

use std::{fs, path::Path};

use knn::{
    Model, Rule,
    outsourced::{Block, Index, OwnerKey, Question, Seed, Shape, answer},
};
use rand_core::Rng;
use zeroize::Zeroizing;

use super::{Cost, Trial, timed};
use crate::{
    failure::{Failure, Kind},
    file, keys,
};

/// A sealed set with both its sides.
pub(crate) struct SealedSet {
    rule: Rule,
    shape: Shape,
    /// The server's: sealed blocks, one after the other.
    blocks: Vec<Vec<u8>>,
    /// The owner's.
    secret: Zeroizing<[u8; 32]>,
    index: Vec<u8>,
    seeds: Vec<Seed>,
}

impl SealedSet {
    /// Seals the training set of a classifier under a new key.
    ///
    /// # Errors
    /// There are too many samples.
    pub(crate) fn seal(model: &Model) -> Result<Self, Failure> {
        let mut rng = keys::rng();
        let mut secret = Zeroizing::new([0; 32]);
        rng.fill_bytes(secret.as_mut());
        let key = OwnerKey::derive_from(&secret);
        let (index, sealed) = key.seal_samples(model.samples(), &mut rng)?;
        Ok(Self {
            rule: model.numbers().rule(),
            shape: model.samples().shape(),
            seeds: sealed.iter().map(|block| block.seed).collect(),
            blocks: sealed.into_iter().map(|block| block.bytes).collect(),
            secret,
            index: index.to_bytes(),
        })
    }

    /// How many bytes the server stores.
    pub(crate) fn stored(&self) -> u64 {
        self.blocks.iter().map(|block| block.len() as u64).sum()
    }

    /// How many blocks it stores.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Writes what a server would store to `server`, and what stays with the owner to `owner`, below a folder.
    ///
    /// # Errors
    /// The folder cannot be written to, or has such files already.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Failure> {
        let (server, owner) = (folder.join(SERVER), folder.join(OWNER));
        for folder in [&server, &owner] {
            fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        }
        for (number, block) in self.blocks.iter().enumerate() {
            file::write(&server.join(block_name(number)), block, false)?;
        }
        file::write(&owner.join(INDEX), &self.index, false)?;
        file::write(&owner.join(SEEDS), self.seeds.as_flattened(), false)?;
        file::write(&owner.join(SECRET), self.secret.as_ref(), false)
    }

    /// Reads what [`SealedSet::write`] wrote.
    ///
    /// # Errors
    /// A file is missing or not in order.
    pub(crate) fn read(folder: &Path, rule: Rule) -> Result<Self, Failure> {
        let (server, owner) = (folder.join(SERVER), folder.join(OWNER));
        let path = owner.join(SECRET);
        let secret = Zeroizing::new(file::read(&path)?);
        let secret = <[u8; 32]>::try_from(secret.as_slice())
            .map_err(|_| Failure::file("this is no secret of 32 bytes").about(&path))?;
        let index = file::read(&owner.join(INDEX))?;
        let parsed = Index::parse(&index).map_err(|error| Failure::from(error).about(&owner))?;
        let path = owner.join(SEEDS);
        let seeds = file::read(&path)?;
        let (seeds, rest) = seeds.as_chunks::<32>();
        if seeds.len() != parsed.blocks() || !rest.is_empty() {
            return Err(Failure::file("these are not 32 bytes a block").about(&path));
        }
        let blocks =
            (0..parsed.blocks()).map(|number| file::read(&server.join(block_name(number))));
        Ok(Self {
            rule,
            shape: parsed.shape(),
            blocks: blocks.collect::<Result<_, _>>()?,
            secret: Zeroizing::new(secret),
            index,
            seeds: seeds.to_vec(),
        })
    }

    /// Asks scaled questions.
    ///
    /// # Errors
    /// A question is of another shape than the set, or the set is not in order.
    pub(crate) fn ask(
        &self,
        questions: &[Vec<u8>],
        progress: &dyn Fn(usize),
    ) -> Result<Trial, Failure> {
        let mut rng = keys::rng();
        let key = OwnerKey::derive_from(&self.secret);
        let index = Index::parse(&self.index)?;
        // The server keeps them parsed as long as somebody asks.
        let (blocks, prepare) = timed(|| {
            let blocks = self.blocks.iter();
            blocks
                .map(|block| Block::parse(block, self.shape))
                .collect::<Result<Vec<_>, _>>()
        });
        let blocks = blocks?;
        let (mut labels, mut costs) = (Vec::new(), Vec::new());
        for question in questions {
            let mut cost = Cost::default();
            let (asked, took) = timed(|| key.ask(self.shape, question, &mut rng));
            let (asked, question) = asked?;
            cost.online.asked(took, question.len());
            let (answered, took) = timed(|| answer(&blocks, &Question::parse(&question)?));
            let answered = answered?;
            cost.online.answered(took, answered.len());
            let (label, took) = timed(|| {
                let distances = asked.open(&key, &self.seeds, &answered)?;
                index.decide(self.rule, &distances)
            });
            labels.push(label?);
            cost.online.asked(took, 0);
            costs.push(cost);
            progress(labels.len());
        }
        Ok(Trial {
            labels,
            costs,
            prepare,
            stored: self.stored(),
        })
    }
}

fn block_name(number: usize) -> String {
    format!("block-{number:04}")
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    let message = format!("{} cannot be written: {error}", path.display());
    Failure::new(Kind::Storage, "storage", message)
}

const SERVER: &str = "server";
const OWNER: &str = "owner";
const INDEX: &str = "index";
const SEEDS: &str = "seeds";
const SECRET: &str = "secret";
