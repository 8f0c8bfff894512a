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
    id::{PersonId, SetId},
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

/// One set's: owners name their sets themselves, so a name alone is no set.
#[derive(Clone)]
struct Kept {
    owner: PersonId,
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
        owner: &PersonId,
        item: &SetItem,
        question: Vec<u8>,
    ) -> Result<Vec<u8>, Problem> {
        let shape = shape(item.shape)?;
        let _turn = self.turns.acquire().await;
        let kept = lock(&self.ready).find(owner, item);
        let stored = match &kept {
            Some(_) => None,
            None => {
                let blocks = store.blocks(owner, &item.id, item.version).await?;
                Some(blocks.ok_or_else(changed)?)
            }
        };
        let (ready, owner, item) = (Arc::clone(&self.ready), *owner, item.clone());
        let work = move || {
            let question = Question::parse(&question).map_err(refused)?;
            if question.shape() != shape {
                return Err(Problem::refused("The question is of another shape."));
            }
            let blocks = match (kept, stored) {
                (Some(kept), _) => kept.blocks,
                (None, stored) => {
                    let blocks = parse(&stored.unwrap_or_default(), shape)?;
                    lock(&ready).keep(owner, &item, blocks)
                }
            };
            answer(&blocks, &question).map_err(refused)
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| Problem::internal(error.to_string()))?
    }

    /// Drops the blocks of a set that was removed.
    pub(crate) fn forget(&self, owner: &PersonId, id: &SetId) {
        lock(&self.ready).forget(owner, id);
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
    fn find(&mut self, owner: &PersonId, item: &SetItem) -> Option<Kept> {
        let at = self
            .sets
            .iter()
            .position(|kept| kept.is_of(owner, &item.id) && kept.version == item.version)?;
        let kept = self.sets.remove(at)?;
        self.sets.push_back(kept.clone());
        Some(kept)
    }

    fn forget(&mut self, owner: &PersonId, id: &SetId) {
        self.sets.retain(|kept| !kept.is_of(owner, id));
    }

    fn keep(&mut self, owner: PersonId, item: &SetItem, blocks: Vec<Block>) -> Arc<Vec<Block>> {
        let blocks = Arc::new(blocks);
        self.forget(&owner, &item.id);
        if blocks.len() > READY_BLOCKS {
            return blocks;
        }
        let count =
            |sets: &VecDeque<Kept>| sets.iter().map(|kept| kept.blocks.len()).sum::<usize>();
        while count(&self.sets) + blocks.len() > READY_BLOCKS {
            self.sets.pop_front();
        }
        self.sets.push_back(Kept {
            owner,
            id: item.id,
            version: item.version,
            blocks: Arc::clone(&blocks),
        });
        blocks
    }
}

impl Kept {
    fn is_of(&self, owner: &PersonId, id: &SetId) -> bool {
        self.owner == *owner && self.id == *id
    }
}

fn lock(ready: &Mutex<Ready>) -> MutexGuard<'_, Ready> {
    ready.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers computed at once; each uses all cores.
const AT_ONCE: usize = 2;
/// Blocks kept ready, of 131 kB each.
const READY_BLOCKS: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_kept_ready_are_of_one_owner_and_version_and_go_with_their_set() {
        let (asha, meera) = (PersonId([1; 32]), PersonId([2; 32]));
        let mut item = SetItem {
            id: SetId([3; 16]),
            owner_key: 0,
            shape: SetShape {
                features: 4,
                bits: 8,
            },
            version: 2,
            blocks: 0,
            bytes: 0,
        };
        let mut ready = Ready::default();
        ready.keep(asha, &item, Vec::new());
        assert!(ready.find(&asha, &item).is_some());
        assert!(ready.find(&meera, &item).is_none());
        ready.forget(&meera, &item.id);
        item.version = 3;
        assert!(ready.find(&asha, &item).is_none());
        item.version = 2;
        assert!(ready.find(&asha, &item).is_some());
        ready.forget(&asha, &item.id);
        assert!(ready.find(&asha, &item).is_none());
    }
}
