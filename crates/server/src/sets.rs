//! Computing with sealed sets: off the threads that serve, a few at a time, with the blocks kept ready.
//!
//! Here alone `knn` is used at the server, and of it the half that has no key: what is stored is parsed and
//! multiplied with what is asked. What comes out only the owner reads.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use knn::outsourced::{Block, Question, Shape, answer};
use store::Store;
use tokio::sync::Semaphore;
use wire::{
    api::sealed_sets::{BlockPut, SetItem, SetShape},
    id::SetId,
};

use crate::problem::Problem;

/// The sets that are asked.
pub(crate) struct Sets {
    turns: Semaphore,
    ready: Arc<Mutex<Ready>>,
}

/// Blocks ready to be asked, the latest asked last.
#[derive(Default)]
struct Ready {
    sets: VecDeque<Kept>,
}

#[derive(Clone)]
struct Kept {
    id: SetId,
    version: u64,
    blocks: Arc<Vec<Block>>,
}

impl Sets {
    pub(crate) fn new() -> Self {
        Self {
            turns: Semaphore::new(AT_ONCE),
            ready: Arc::default(),
        }
    }

    /// The sealed distances of a question to the owner's set `item`.
    pub(crate) async fn answer(
        &self,
        store: &Store,
        owner: &wire::id::PersonId,
        item: &SetItem,
        question: Vec<u8>,
    ) -> Result<Vec<u8>, Problem> {
        let shape = shape(item.shape)?;
        let _turn = self.turns.acquire().await;
        let kept = lock(&self.ready).find(item);
        let stored = match &kept {
            Some(_) => None,
            None => {
                let blocks = store.blocks(owner, &item.id, item.version).await?;
                Some(blocks.ok_or_else(changed)?)
            }
        };
        let (ready, item) = (Arc::clone(&self.ready), item.clone());
        let work = move || {
            let question = Question::parse(&question).map_err(refused)?;
            if question.shape() != shape {
                return Err(Problem::refused("The question is of another shape."));
            }
            let blocks = match (kept, stored) {
                (Some(kept), _) => kept.blocks,
                (None, stored) => {
                    let blocks = parse(&stored.unwrap_or_default(), shape)?;
                    lock(&ready).keep(&item, blocks)
                }
            };
            answer(&blocks, &question).map_err(refused)
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| Problem::internal(error.to_string()))?
    }
}

/// The shape of a set, if there can be such.
pub(crate) fn shape(of: SetShape) -> Result<Shape, Problem> {
    Shape::new(usize::from(of.features), u32::from(of.bits)).map_err(refused)
}

/// Whether these are blocks of this shape.
pub(crate) fn check(puts: &[BlockPut], shape: Shape) -> Result<(), Problem> {
    for put in puts {
        Block::parse(&put.block, shape).map_err(refused)?;
    }
    Ok(())
}

/// What is said when the set is not the one that was read.
pub(crate) fn changed() -> Problem {
    Problem::conflict("The set has changed. Fetch it, then try again.")
}

fn parse(stored: &[Vec<u8>], shape: Shape) -> Result<Vec<Block>, Problem> {
    let blocks = stored.iter().map(|bytes| Block::parse(bytes, shape));
    blocks.collect::<Result<_, _>>().map_err(refused)
}

fn refused(error: knn::Error) -> Problem {
    Problem::refused(error.to_string())
}

impl Ready {
    fn find(&mut self, item: &SetItem) -> Option<Kept> {
        let at = self
            .sets
            .iter()
            .position(|kept| kept.id == item.id && kept.version == item.version)?;
        let kept = self.sets.remove(at)?;
        self.sets.push_back(kept.clone());
        Some(kept)
    }

    fn keep(&mut self, item: &SetItem, blocks: Vec<Block>) -> Arc<Vec<Block>> {
        let blocks = Arc::new(blocks);
        self.sets.retain(|kept| kept.id != item.id);
        if blocks.len() > READY_BLOCKS {
            return blocks;
        }
        let count =
            |sets: &VecDeque<Kept>| sets.iter().map(|kept| kept.blocks.len()).sum::<usize>();
        while count(&self.sets) + blocks.len() > READY_BLOCKS {
            self.sets.pop_front();
        }
        self.sets.push_back(Kept {
            id: item.id,
            version: item.version,
            blocks: Arc::clone(&blocks),
        });
        blocks
    }
}

fn lock(ready: &Mutex<Ready>) -> MutexGuard<'_, Ready> {
    ready.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers computed at once; each uses all cores.
const AT_ONCE: usize = 2;
/// Blocks kept ready, of 131 kB each.
const READY_BLOCKS: usize = 512;
