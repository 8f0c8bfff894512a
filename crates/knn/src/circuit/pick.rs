//! The r-th flagged element of a list, found by halves.

use super::arithmetic::{add, below, choose, count};
use super::gates::{Gates, Wires};
use super::width;

/// An element that was found.
pub(super) struct Picked<W: zeroize::DefaultIsZeroes> {
    /// Its index, the most significant bit first.
    pub(super) path: Wires<W>,
    /// What it carries.
    pub(super) payload: Wires<W>,
}

/// Finds the element with which `before` plus the number of flagged ones reaches `target`, which is at least 1.
///
/// If the left half does not reach it, the right one is taken, else the left: as many AND gates as half the list for each
/// column, then a quarter, and so on. `payload` has columns as long as `flags`; `before` is below `target`.
pub(super) fn pick<G: Gates>(
    gates: &mut G,
    flags: &[G::Wire],
    payload: &[&[G::Wire]],
    before: &[G::Wire],
    target: usize,
) -> Picked<G::Wire> {
    let mut flags = Wires::new(flags.to_vec());
    let mut payload: Vec<Wires<G::Wire>> = payload
        .iter()
        .map(|column| Wires::new(column.to_vec()))
        .collect();
    let mut before = Wires::new(before.to_vec());
    let mut path = Wires::new(Vec::with_capacity(usize::BITS as usize));
    while flags.len() > 1 {
        let half = flags.len().next_power_of_two() / 2;
        let inside = count(gates, &flags[..half], None);
        let sum = add(gates, &inside, &before, None);
        let right = below(gates, &sum, target);
        path.push(right);
        // Below the target where it is kept, so that the higher bits are zero.
        let kept = &sum[..sum.len().min(width(target - 1))];
        before = match kept.len() > before.len() {
            true => {
                let mut longer = Wires::new(kept.to_vec());
                longer.fill(G::Wire::default());
                longer[..before.len()].copy_from_slice(&before);
                choose(gates, right, &longer, kept)
            }
            false => choose(gates, right, &before, kept),
        };
        flags = halve(gates, right, &flags, half);
        for column in &mut payload {
            *column = halve(gates, right, column, half);
        }
    }
    Picked {
        path,
        payload: Wires::new(payload.iter().map(|column| column[0]).collect()),
    }
}

/// The right part of a column where `right` is set, else the left one, of length `half`.
fn halve<G: Gates>(
    gates: &mut G,
    right: G::Wire,
    column: &[G::Wire],
    half: usize,
) -> Wires<G::Wire> {
    let (left, other) = column.split_at(half);
    choose(gates, right, left, other)
}
