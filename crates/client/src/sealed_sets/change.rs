//! Changing a set: blocks are sealed anew and whole, and the index with them.

use std::collections::{BTreeMap, BTreeSet};

use knn::outsourced::{Index, SealedBlock, places};
use vault::VaultError;
use wire::{
    api::{
        path,
        sealed_sets::{BlockPut, SetChange, SetItem},
    },
    codec::{self, Bytes},
    hash::hash,
    id::Hash,
};
use zeroize::Zeroizing;

use super::{SealedSet, altered, cannot, sheet::Sealing};
use crate::{error::ClientError, session::Session, storage::Storage};

/// Scaled samples by number.
type Fresh<'a> = BTreeMap<u32, &'a [u8]>;

impl<S: Storage> Session<S> {
    /// Adds scaled samples, as many blocks at a time as one request carries.
    pub(super) async fn add_scaled(
        &mut self,
        set: &mut SealedSet,
        rows: &[&[u8]],
        classes: &[u8],
    ) -> Result<(), ClientError> {
        let mut waiting = rows.iter().copied().zip(classes.iter().copied()).peekable();
        let mut done = 0;
        while waiting.peek().is_some() {
            let mut index = set.index.clone();
            let mut blocks = BTreeSet::new();
            let mut fresh = Fresh::new();
            while let Some((row, class)) = waiting.next_if(|_| blocks.len() <= BLOCKS_AT_ONCE) {
                let change = index.append(class).map_err(cannot)?;
                blocks.insert(change.block);
                fresh.insert(change.number, row);
            }
            done += fresh.len() as u64;
            self.change_set(set, index, &blocks, &fresh).await?;
            (self.progress)("samples", done, rows.len() as u64);
        }
        Ok(())
    }

    /// Removes samples by number, as many blocks at a time as one request carries, the last ones first. A sample that is named
    /// twice is removed once.
    ///
    /// # Errors
    /// As [`Session::append_samples`]. Nothing is removed where one of them is not there.
    pub async fn remove_samples(
        &mut self,
        set: &mut SealedSet,
        numbers: &[u32],
    ) -> Result<(), ClientError> {
        let mut after = set.index.clone();
        let mut by_block: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for &number in numbers.iter().collect::<BTreeSet<_>>() {
            let block = after.remove(number).map_err(cannot)?.block;
            by_block.entry(block).or_default().push(number);
        }
        let by_block: Vec<(usize, Vec<u32>)> = by_block.into_iter().rev().collect();
        for some in by_block.chunks(BLOCKS_AT_ONCE + 1) {
            let mut index = set.index.clone();
            for &number in some.iter().flat_map(|(_, numbers)| numbers) {
                index.remove(number).map_err(cannot)?;
            }
            let blocks = some.iter().map(|(block, _)| *block).collect();
            self.change_set(set, index, &blocks, &Fresh::new()).await?;
        }
        Ok(())
    }

    /// Seals `blocks` anew for the new `index`: samples that are not `fresh` are read back first. All of it or
    /// nothing; on success the set is as it is now.
    pub(super) async fn change_set(
        &mut self,
        set: &mut SealedSet,
        index: Index,
        blocks: &BTreeSet<usize>,
        fresh: &Fresh<'_>,
    ) -> Result<(), ClientError> {
        let mut sheet = set.sheet.clone();
        let mut puts = Vec::new();
        sheet.blocks.truncate(index.blocks());
        for &block in blocks.range(..index.blocks()) {
            let sealed = self.seal_anew(set, &index, block, fresh).await?;
            let sealing = Sealing {
                hash: hash("sealed-block", &[&sealed.bytes]),
                seed: Hash(sealed.seed),
            };
            match sheet.blocks.get_mut(block) {
                Some(known) => *known = sealing,
                None => sheet.blocks.push(sealing),
            }
            puts.push(BlockPut {
                number: number(block),
                block: Bytes(sealed.bytes),
            });
        }
        sheet.index = Bytes(index.to_bytes());
        let version = set.item.version.saturating_add(1);
        let plain = Zeroizing::new(codec::to_bytes(&sheet));
        let change = SetChange {
            version,
            index: Bytes(set.keys.seal_index(version, &plain, &mut *self.env.rng)),
            puts,
            drops: (index.blocks()..set.index.blocks()).map(number).collect(),
        };
        let path = set.path(path::SET);
        let item: SetItem = self.transport.put_for(&path, &change).await?;
        if item.id != set.item.id || item.version != version {
            return Err(ClientError::Garbage("another set than changed"));
        }
        self.remember_version(&item).await?;
        (set.item, set.sheet, set.index) = (item, sheet, index);
        Ok(())
    }

    async fn seal_anew(
        &mut self,
        set: &SealedSet,
        index: &Index,
        block: usize,
        fresh: &Fresh<'_>,
    ) -> Result<SealedBlock, ClientError> {
        let shape = index.shape();
        let stays = index
            .samples_of(block)
            .any(|(_, sample, _)| !fresh.contains_key(&sample));
        let before = if stays {
            self.read_block(set, block).await?
        } else {
            Vec::new()
        };
        let mut samples: Vec<Option<&[u8]>> = vec![None; places(shape)];
        for (place, sample, _) in index.samples_of(block) {
            samples[place] = match fresh.get(&sample) {
                Some(row) => Some(*row),
                None => before.get(place).map(|row| row.as_slice()),
            };
        }
        set.owner
            .seal_block(shape, &samples, &mut self.env.rng)
            .map_err(cannot)
    }

    /// The samples of a block, which must be the one that the index names.
    async fn read_block(
        &mut self,
        set: &SealedSet,
        block: usize,
    ) -> Result<Vec<Zeroizing<Vec<u8>>>, ClientError> {
        let path = set.path(path::BLOCK).replace("{block}", &block.to_string());
        let path = format!("{path}?version={}", set.item.version);
        let bytes = self.transport.get_bytes(&path).await?;
        let known = set.sheet.blocks.get(block).map(|known| known.hash);
        if known != Some(hash("sealed-block", &[&bytes])) {
            return Err(altered(VaultError::DoesNotOpen));
        }
        set.owner
            .open_block(set.index.shape(), &bytes)
            .map_err(|_| altered(VaultError::DoesNotOpen))
    }
}

fn number(block: usize) -> u32 {
    u32::try_from(block).unwrap_or(u32::MAX)
}

/// How many blocks one request carries, and one more.
const BLOCKS_AT_ONCE: usize = 128;
