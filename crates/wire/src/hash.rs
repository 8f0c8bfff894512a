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

/// The hashes that lead from leaf `index` to the root, from the bottom up (RFC 9162 §2.1.3.1).
///
/// # Panics
/// When `index` is not below the number of leaves.
pub fn merkle_path(leaves: &[Hash], index: usize) -> Vec<Hash> {
    assert!(index < leaves.len(), "a path starts at a leaf");
    if leaves.len() == 1 {
        return Vec::new();
    }
    let at = split(leaves.len());
    let (left, right) = leaves.split_at(at);
    let (mut path, sibling) = if index < at {
        (merkle_path(left, index), merkle_root(right))
    } else {
        (merkle_path(right, index - at), merkle_root(left))
    };
    path.push(sibling);
    path
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
    count.next_power_of_two() / 2
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
            let root = merkle_root(&leaves);
            for index in 0..count {
                let path = merkle_path(&leaves, index);
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
