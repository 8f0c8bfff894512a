//! A matrix of bits, 128 wide: by columns, as it is drawn and sent, and by rows, as it is used.

use chacha20::ChaCha20Rng;
use polyval::universal_hash::UniversalHash;
use polyval::{Block, Polyval};
use rand_core::{Rng, SeedableRng};
use zeroize::Zeroizing;

use super::WIDTH;
use super::base::Seed;

/// One column, in blocks of 128 bits: bit r of block j belongs to row 128·j + r.
pub(super) type Column = Zeroizing<Vec<u128>>;

/// `blocks` blocks from a seed, by ChaCha20.
pub(super) fn derive_column(seed: &Seed, blocks: usize) -> Column {
    let mut rng = ChaCha20Rng::from_seed(**seed);
    let mut bytes = Zeroizing::new(vec![0; BLOCK * blocks]);
    rng.fill_bytes(&mut bytes);
    parse_column(&bytes)
}

/// The blocks in these bytes, as many as there are whole ones.
pub(super) fn parse_column(bytes: &[u8]) -> Column {
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    Zeroizing::new(
        blocks
            .iter()
            .map(|block| u128::from_le_bytes(*block))
            .collect(),
    )
}

/// The rows, each with column i in bit i.
pub(super) fn rows(columns: &[Column], blocks: usize) -> Zeroizing<Vec<u128>> {
    let mut rows = Zeroizing::new(Vec::with_capacity(blocks * WIDTH));
    let mut square = Zeroizing::new([0_u128; WIDTH]);
    for block in 0..blocks {
        for (row, column) in square.iter_mut().zip(columns) {
            *row = column[block];
        }
        transpose(&mut square);
        rows.extend_from_slice(&*square);
    }
    rows
}

/// A linear universal hash of columns: POLYVAL (RFC 8452, section 3), for two different columns of m blocks the same for at
/// most m of the 2¹²⁸ keys.
pub(super) struct ColumnHash(Polyval);

impl ColumnHash {
    pub(super) fn new(key: [u8; BLOCK]) -> Self {
        Self(Polyval::new(&key.into()))
    }

    pub(super) fn of(&self, column: &[u128]) -> u128 {
        let mut hash = self.0.clone();
        for block in column {
            hash.update(&[Block::from(block.to_le_bytes())]);
        }
        u128::from_le_bytes(hash.finalize().into())
    }
}

/// Swaps ever smaller squares across the diagonal (Hacker's Delight, section 7-3).
fn transpose(square: &mut [u128; WIDTH]) {
    let mut side = WIDTH / 2;
    let mut mask = u128::MAX >> side;
    while side > 0 {
        for row in (0..WIDTH).filter(|row| row & side == 0) {
            let swapped = (square[row] >> side ^ square[row + side]) & mask;
            square[row] ^= swapped << side;
            square[row + side] ^= swapped;
        }
        side /= 2;
        mask ^= mask << side;
    }
}

pub(super) const BLOCK: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_bits_of_the_columns() {
        let columns: Vec<Column> = (0..WIDTH)
            .map(|i| {
                let mut seed = [9; 32];
                seed[0] = u8::try_from(i).unwrap();
                derive_column(&Zeroizing::new(seed), 3)
            })
            .collect();
        let rows = rows(&columns, 3);
        assert_eq!(rows.len(), 3 * WIDTH);
        for (r, row) in rows.iter().enumerate() {
            for (i, column) in columns.iter().enumerate() {
                assert_eq!(row >> i & 1, column[r / WIDTH] >> (r % WIDTH) & 1);
            }
        }
    }

    #[test]
    fn the_hash_of_a_sum_is_the_sum_of_the_hashes() {
        let hash = ColumnHash::new([0x5a; 16]);
        let (x, y) = ([1, 2 << 100, 3], [7, u128::MAX, 1 << 127]);
        let sum = [x[0] ^ y[0], x[1] ^ y[1], x[2] ^ y[2]];
        assert_eq!(hash.of(&sum), hash.of(&x) ^ hash.of(&y));
        assert_ne!(hash.of(&x), hash.of(&y));
    }
}
