//! Domain-separated SHA-256, and the Merkle tree over it.

use sha2::{Digest, Sha256};

use crate::id::Hash;

/// `SHA-256("sehat/v1/" ‖ domain ‖ 0x00 ‖ parts…)`.
///
/// The parts are concatenated as they are: at most one of them may vary in length within a domain.
pub fn hash(domain: &str, parts: &[&[u8]]) -> Hash {
    let mut sha = Sha256::new();
    sha.update(b"sehat/v1/");
    sha.update(domain.as_bytes());
    sha.update([0]);
    for part in parts {
        sha.update(part);
    }
    Hash(sha.finalize().into())
}

/// Root of the Merkle tree over `leaves` (RFC 9162 §2.1.1, with our domains for leaf and node).
pub fn merkle_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => hash("merkle-empty", &[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node(&merkle_root(left), &merkle_root(right))
        }
    }
}

/// The root, and for each of `wanted` the hashes that lead from that leaf to it, from the bottom up
/// (RFC 9162 §2.1.3.1). Each node is hashed once. A path that is wanted of no leaf stays empty.
pub fn merkle_paths(leaves: &[Hash], wanted: &[usize]) -> (Hash, Vec<Vec<Hash>>) {
    let mut paths = vec![Vec::new(); wanted.len()];
    let mut open: Vec<(usize, &mut Vec<Hash>)> =
        wanted.iter().copied().zip(paths.iter_mut()).collect();
    let root = collect_paths(leaves, &mut open);
    drop(open);
    (root, paths)
}

fn collect_paths(leaves: &[Hash], open: &mut [(usize, &mut Vec<Hash>)]) -> Hash {
    if leaves.len() < 2 || open.is_empty() {
        return merkle_root(leaves);
    }
    let at = split(leaves.len());
    let (left, right) = leaves.split_at(at);
    open.sort_unstable_by_key(|(index, _)| *index);
    let middle = open.partition_point(|(index, _)| *index < at);
    let (in_left, in_right) = open.split_at_mut(middle);
    let left_root = collect_paths(left, in_left);
    in_right.iter_mut().for_each(|(index, _)| *index -= at);
    let right_root = collect_paths(right, in_right);
    in_left
        .iter_mut()
        .for_each(|(_, path)| path.push(right_root));
    in_right
        .iter_mut()
        .for_each(|(_, path)| path.push(left_root));
    node(&left_root, &right_root)
}

/// The root that `leaf` at `index` of `count` and its path lead to, or `None` when the path cannot be
/// one of such a tree.
pub fn merkle_climb(leaf: Hash, index: usize, count: usize, path: &[Hash]) -> Option<Hash> {
    if index >= count {
        return None;
    }
    if count == 1 {
        return path.is_empty().then_some(leaf);
    }
    let (sibling, below) = path.split_last()?;
    let at = split(count);
    if index < at {
        Some(node(&merkle_climb(leaf, index, at, below)?, sibling))
    } else {
        Some(node(
            sibling,
            &merkle_climb(leaf, index - at, count - at, below)?,
        ))
    }
}

fn node(left: &Hash, right: &Hash) -> Hash {
    hash("merkle-node", &[&left.0, &right.0])
}

/// The largest power of two below `count`, which is at least two.
fn split(count: usize) -> usize {
    1 << (count - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leaf_climbs_to_the_root_and_no_other_does() {
        for count in 1..40_usize {
            let leaves: Vec<Hash> = (0..count)
                .map(|i| hash("leaf", &[&[u8::try_from(i).unwrap()]]))
                .collect();
            let wanted: Vec<usize> = (0..count).rev().collect();
            let (root, paths) = merkle_paths(&leaves, &wanted);
            assert_eq!(root, merkle_root(&leaves));
            for (index, path) in wanted.into_iter().zip(paths) {
                assert_eq!(merkle_climb(leaves[index], index, count, &path), Some(root));
                let other = hash("leaf", &[b"other"]);
                assert_ne!(merkle_climb(other, index, count, &path), Some(root));
                assert_ne!(
                    merkle_climb(leaves[index], index + 1, count, &path),
                    Some(root)
                );
            }
        }
    }
}
