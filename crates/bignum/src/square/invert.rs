//! Inverses of many residues at once.

use super::residues::{Kept, Residues};
use super::ring::Ring;
use super::{SquareModulus, concat, gather};

/// Montgomery's trick, lane by lane: one inversion of the product of all.
pub(super) fn invert_vartime<E: Kept>(
    modulus: &SquareModulus,
    ring: &Ring<E>,
    x: &Residues,
) -> Option<Residues> {
    let stride = ring.stride();
    // The lanes of the last block that are no residues become ones, which invert to themselves.
    let missing = x.len().next_multiple_of(E::LANES) - x.len();
    let padded = concat(ring, &[x, &modulus.ones(missing)]);
    let blocks: Vec<&[E::Limb]> = padded.blocks::<E>().chunks(stride).collect();
    let mut before = Vec::with_capacity(blocks.len());
    let mut running = ring.one.to_vec();
    for block in &blocks {
        before.push(running.clone());
        running = ring.mul(&running, block);
    }
    let totals = Residues::from_blocks::<E>(E::LANES, running);
    let all = modulus.export(&modulus.product(&totals));
    let n_squared = modulus.n().square();
    let inverse = all[0].invert_mod_vartime(&n_squared)?;
    // 1/total of each lane is 1/(all) times the totals of the others.
    let others = (0..E::LANES).map(|lane| {
        let rest: Vec<usize> = (0..E::LANES).filter(|&other| other != lane).collect();
        modulus.product(&gather(ring, &totals, rest.into_iter()))
    });
    let others: Vec<Residues> = others.collect();
    let others = concat(ring, &others.iter().collect::<Vec<_>>());
    let inverse = modulus.import(&vec![inverse.resized(n_squared.width()); E::LANES]);
    let mut running = modulus.mul(&others, &inverse).blocks::<E>().to_vec();
    let mut out = vec![E::Limb::default(); padded.blocks::<E>().len()];
    for (index, block) in blocks.iter().enumerate().rev() {
        out[index * stride..][..stride].copy_from_slice(&ring.mul(&running, &before[index]));
        running = ring.mul(&running, block);
    }
    Some(Residues::from_blocks::<E>(x.len(), out))
}
