//! Which are the k nearest, by (distance, index).
//!
//! The k-th smallest distance T is found bit by bit from the top. A sample whose bits so far are those of T is a *candidate*;
//! one that once differed is *frozen* and keeps the bit it differed with, 0 below T and 1 above it, for all further bits. So at
//! every bit it is enough to count zeros among all samples: T has a 0 where there are at least k of them. For each sample and
//! bit that takes three AND gates: one to keep the bit of a frozen one, one in the count, one to freeze. (The usual way, with
//! the candidates' zeros counted and the selected noted apart, takes four.)
//!
//! At the end the candidates are those at distance T. Of these the first k − (samples below T) belong to the nearest: up to an
//! index J, which is found by halves like T (`pick`), and compared with all indices at once by a thermometer code.

use super::arithmetic::{below, count};
use super::gates::{Gates, Wires, xor};
use super::pick::pick;
use super::width;

/// For each sample whether it is among the k nearest. Distances bit by bit, the least significant first.
pub(crate) fn nearest<G: Gates>(
    gates: &mut G,
    distances: &[Wires<G::Wire>],
    k: usize,
) -> Wires<G::Wire> {
    let reached = descend(gates, distances, k);
    let kth = pick(gates, &reached.candidates, &[], &reached.below, k);
    let within = thermometer(gates, &kth.path, reached.candidates.len());
    // Below T where frozen at 0; at T where the index is within.
    let not_above = gates.not(&reached.kept);
    let differ = xor(&not_above, &within);
    xor(&not_above, &gates.and(&reached.candidates, &differ))
}

/// Where the way down the bits has ended.
struct Reached<W: zeroize::DefaultIsZeroes> {
    /// Samples at distance T.
    candidates: Wires<W>,
    /// For the others 0 if they are below T, 1 above.
    kept: Wires<W>,
    /// How many are below T, at most k − 1.
    below: Wires<W>,
}

fn descend<G: Gates>(gates: &mut G, distances: &[Wires<G::Wire>], k: usize) -> Reached<G::Wire> {
    let mut reached: Option<Reached<G::Wire>> = None;
    for column in distances.iter().rev() {
        let kept = match &reached {
            None => column.clone(),
            Some(Reached {
                candidates, kept, ..
            }) => xor(kept, &gates.and(candidates, &xor(kept, column))),
        };
        let zeros = count(gates, &gates.not(&kept), None);
        let bit = below(gates, &zeros, k);
        let agree = gates.not(&kept);
        let agree: Wires<G::Wire> = Wires::new(agree.iter().map(|&wire| wire ^ bit).collect());
        let fewer = &zeros[..zeros.len().min(width(k - 1))];
        reached = Some(match reached {
            None => Reached {
                candidates: agree,
                kept,
                below: gates.and_all(bit, fewer),
            },
            Some(before) => Reached {
                candidates: gates.and(&before.candidates, &agree),
                kept,
                below: super::arithmetic::choose(gates, bit, &before.below, fewer),
            },
        });
    }
    reached.expect("a distance has bits")
}

/// For each index below `len` whether it is at most the number whose bits are in `path`, the most significant first.
fn thermometer<G: Gates>(gates: &mut G, path: &[G::Wire], len: usize) -> Wires<G::Wire> {
    // From index 1 on; 0 is never above anything.
    let mut within = Wires::new(Vec::new());
    for &bit in path.iter().rev() {
        let both = gates.and_all(bit, &within);
        let either = within
            .iter()
            .zip(&*both)
            .map(|(&low, &both)| low ^ bit ^ both);
        let mut next = Wires::new(Vec::with_capacity(2 * within.len() + 1));
        next.extend(either);
        next.push(bit);
        next.extend_from_slice(&both);
        within = next;
    }
    let mut all = Wires::new(Vec::with_capacity(within.len() + 1));
    all.push(gates.one());
    all.extend_from_slice(&within);
    all.truncate(len);
    all
}
