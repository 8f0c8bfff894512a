//! From the k nearest to a class.

use super::arithmetic::{above, add, choose, count, subtract_from};
use super::gates::{Gates, Wires};
use super::pick::pick;
use super::{Labels, width};

/// One vote each.
pub(crate) fn uniform<G: Gates>(
    gates: &mut G,
    k: usize,
    chosen: &[G::Wire],
    labels: &Labels<G::Known>,
) -> Wires<G::Wire> {
    let votes = labels.iter().map(|of_class| {
        let hits = gates.and_known(of_class, chosen);
        count(gates, &hits, Some(width(k)))
    });
    let votes = votes.collect();
    winner(gates, votes, k)
}

/// k votes for the nearest, k − 1 for the next, 1 for the last.
///
/// The k chosen are taken out of the list in the order of their indices, with their distances and classes. A neighbour then
/// has as many votes as there are of the k that are not nearer, itself among them.
pub(crate) fn ranked<G: Gates>(
    gates: &mut G,
    k: usize,
    distances: &[Wires<G::Wire>],
    chosen: &[G::Wire],
    labels: &Labels<G::Known>,
) -> Wires<G::Wire> {
    let classes: Vec<Wires<G::Wire>> = labels
        .iter()
        .map(|of_class| Wires::new(of_class.iter().map(|&bit| gates.known(bit)).collect()))
        .collect();
    let payload: Vec<&[G::Wire]> = distances
        .iter()
        .chain(&classes)
        .map(|column| &***column)
        .collect();
    let neighbours: Vec<Wires<G::Wire>> = (1..=k)
        .map(|rank| pick(gates, chosen, &payload, &[], rank).payload)
        .collect();
    let weights = weights(gates, &neighbours, distances.len());
    let most = k * (k + 1) / 2;
    let votes = (0..labels.len()).map(|class| {
        let mut votes: Option<Wires<G::Wire>> = None;
        for (neighbour, weight) in neighbours.iter().zip(&weights) {
            let given = gates.and_all(neighbour[distances.len() + class], weight);
            votes = Some(match votes {
                None => given,
                Some(votes) => add(gates, &votes, &given, Some(width(most))),
            });
        }
        votes.expect("there is a neighbour")
    });
    let votes = votes.collect();
    winner(gates, votes, most)
}

/// The votes of each neighbour: 1 and how many others are farther.
fn weights<G: Gates>(
    gates: &mut G,
    neighbours: &[Wires<G::Wire>],
    bits: usize,
) -> Vec<Wires<G::Wire>> {
    let k = neighbours.len();
    let one = gates.one();
    let mut farther: Vec<Wires<G::Wire>> = (0..k)
        .map(|_| {
            let mut wires = Wires::new(Vec::with_capacity(k));
            wires.push(one);
            wires
        })
        .collect();
    for later in 0..k {
        for earlier in 0..later {
            // Equal distances: the later index is the farther.
            let nearer = above(
                gates,
                &neighbours[earlier][..bits],
                &neighbours[later][..bits],
            );
            farther[later].push(nearer);
            farther[earlier].push(nearer ^ one);
        }
    }
    farther
        .iter()
        .map(|wires| count(gates, wires, Some(width(k))))
        .collect()
}

/// The class with most of `total` votes, ties to the lowest; `votes` are those of class 1 and up.
fn winner<G: Gates>(gates: &mut G, votes: Vec<Wires<G::Wire>>, total: usize) -> Wires<G::Wire> {
    let bits = width(total);
    let widened = |number: Wires<G::Wire>| {
        let mut wide = Wires::new(vec![G::Wire::default(); bits]);
        wide[..number.len()].copy_from_slice(&number);
        wide
    };
    let votes: Vec<Wires<G::Wire>> = votes.into_iter().map(widened).collect();
    let (first, others) = votes.split_first().expect("there are two classes");
    let sum = others.iter().fold(first.clone(), |sum, votes| {
        add(gates, &sum, votes, Some(bits))
    });
    let mut most = subtract_from(gates, total, &sum, bits);
    let mut class: Wires<G::Wire> = Wires::new(Vec::with_capacity(width(votes.len())));
    for (votes_of, number) in votes.iter().zip(1_usize..) {
        let more = above(gates, votes_of, &most);
        for index in 0..width(number) {
            let set = number >> index & 1 == 1;
            match class.get(index).copied() {
                None => class.push(more),
                Some(bit) => {
                    let both = gates.and_one(bit, more);
                    class[index] = if set { both ^ bit ^ more } else { both ^ bit };
                }
            }
        }
        if number < votes.len() {
            most = choose(gates, more, &most, votes_of);
        }
    }
    class
}
