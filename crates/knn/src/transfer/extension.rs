//! The extension: from 128 base transfers to as many as are needed, with symmetric cryptography alone.
//!
//! Ishai, Kilian, Nissim and Petrank, *Extending Oblivious Transfers Efficiently* (CRYPTO 2003): the evaluator draws a matrix T,
//! column i from the first seed of pair i, and sends u_i = T_i ⊕ (column of the second seed) ⊕ r for its choice bits r. The
//! garbler, whose choice in pair i was bit i of Δ, gets Q_i = T_i ⊕ Δ_i·r. By rows: q_j = t_j ⊕ r_j·Δ.
//!
//! That every column was made with the *same* r is what the check of Keller, Orsini and Scholl is for (CRYPTO 2015). Its first
//! form summed rows, and the proof had a flaw (Roy, *SoftSpokenOT*, CRYPTO 2022). Here is the one of their revision
//! (ePrint 2015/546, 2022) and of Roy: columns are compressed by a linear universal hash h, and
//!
//! ```text
//! h(Q_i) = h(T_i) ⊕ Δ_i·h(r)        for each of the 128 columns i.
//! ```
//!
//! The evaluator sends all h(T_i) and h(r); 128 further random choice bits at the end hide r in h(r). The key of h is a hash of
//! the whole matrix and the session (Fiat and Shamir), so that no round is needed; a cheat has to guess the bits of Δ in the
//! columns where it departs, and is noticed otherwise.

use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::base::Seed;
use super::columns::{BLOCK, Column, ColumnHash, derive_column, parse_column, rows};
use super::{SessionId, WIDTH};
use crate::error::Error;

/// Labels, one a row.
pub(crate) type Labels = Zeroizing<Vec<u128>>;

/// What the evaluator has of an extension.
pub(crate) struct Chosen {
    /// The choice bits, uniform, in blocks: bit j of block b is that of row 128·b + j.
    pub(crate) choices: Column,
    /// t_j for each of them.
    pub(crate) labels: Labels,
}

/// Draws the choice bits and extends for them; the message has [`message_bytes`] bytes.
pub(crate) fn extend_for_evaluator(
    session: SessionId,
    pairs: &[[Seed; 2]],
    count: usize,
    rng: &mut impl CryptoRng,
) -> (Chosen, Vec<u8>) {
    let mut seed = Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *seed);
    let choices = derive_column(&seed, blocks(count));
    let columns: Vec<Column> = pairs
        .iter()
        .map(|pair| derive_column(&pair[0], choices.len()))
        .collect();
    let corrections = pairs.iter().zip(&columns).map(|(pair, column)| {
        let other = derive_column(&pair[1], choices.len());
        let blocks = column.iter().zip(&*other).zip(&*choices);
        let sums = blocks.map(|((t, other), r)| t ^ other ^ r);
        sums.collect::<Vec<u128>>()
    });
    let mut message = Vec::with_capacity(message_bytes(count));
    for correction in corrections {
        message.extend(correction.iter().flat_map(|block| block.to_le_bytes()));
    }
    let hash = challenge(session, &message);
    let hashes = [hash.of(&choices)].into_iter();
    for hash in hashes.chain(columns.iter().map(|column| hash.of(column))) {
        message.extend_from_slice(&hash.to_le_bytes());
    }
    let labels = rows_of(&columns, count);
    (Chosen { choices, labels }, message)
}

/// q_j for each transfer, from the seeds of Δ's bits and the evaluator's message.
///
/// # Errors
/// [`Error::Refused`] for a message of another length, or that does not check.
pub(crate) fn extend_for_garbler(
    session: SessionId,
    seeds: &[Seed],
    delta: u128,
    count: usize,
    message: &[u8],
) -> Result<Labels, Error> {
    if message.len() != message_bytes(count) {
        return Err(Error::Refused);
    }
    let blocks = blocks(count);
    let (matrix, check) = message.split_at(WIDTH * BLOCK * blocks);
    let sent = matrix.chunks_exact(BLOCK * blocks).map(parse_column);
    let bits = (0..WIDTH).map(|i| mask(delta >> i & 1));
    let columns: Vec<Column> = seeds
        .iter()
        .zip(sent.zip(bits))
        .map(|(seed, (sent, bit))| {
            let mut column = derive_column(seed, blocks);
            for (block, sent) in column.iter_mut().zip(&*sent) {
                *block ^= sent & bit;
            }
            column
        })
        .collect();
    let hash = challenge(session, matrix);
    let check = parse_column(check);
    let agree = columns.iter().zip(&check[1..]).enumerate();
    let agree = agree.map(|(i, (column, expected))| {
        let expected = expected ^ check[0] & mask(delta >> i & 1);
        hash.of(column).ct_eq(&expected)
    });
    match agree.fold(Choice::from(1), |all, one| all & one).into() {
        true => Ok(rows_of(&columns, count)),
        false => Err(Error::Refused),
    }
}

/// Bytes of the evaluator's message for so many transfers.
pub(crate) fn message_bytes(count: usize) -> usize {
    BLOCK * (WIDTH * blocks(count) + 1 + WIDTH)
}

/// Blocks of a column: the last is for the check alone.
fn blocks(count: usize) -> usize {
    count.div_ceil(WIDTH) + 1
}

/// Only those rows that are transfers; the last block of the columns went into the check and is good for nothing else.
fn rows_of(columns: &[Column], count: usize) -> Labels {
    let mut rows = rows(columns, count.div_ceil(WIDTH));
    rows.truncate(count);
    rows
}

fn challenge(session: SessionId, matrix: &[u8]) -> ColumnHash {
    let hash = Sha256::new()
        .chain_update(CHALLENGE_DOMAIN)
        .chain_update(session.0)
        .chain_update(matrix);
    let digest: [u8; 32] = hash.finalize().into();
    let (key, _) = digest.as_chunks::<BLOCK>();
    ColumnHash::new(key[0])
}

/// All ones for a bit that is set.
fn mask(bit: u128) -> u128 {
    0_u128.wrapping_sub(bit)
}

const CHALLENGE_DOMAIN: &[u8] = b"sehat/knn/transfer/challenge/1";

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;
    use crate::transfer::base::{Sender, choose};

    const SESSION: SessionId = SessionId([3; 32]);
    const DELTA: u128 = 0x0123_4567_89ab_cdef_0055_aaff_dead_beef;

    struct Ends {
        pairs: Vec<[Seed; 2]>,
        seeds: Vec<Seed>,
        rng: ChaCha20Rng,
    }

    fn ends(seed: u8) -> Ends {
        let mut rng = ChaCha20Rng::from_seed([seed; 32]);
        let (sender, offer) = Sender::make(&mut rng);
        let (seeds, message) = choose(SESSION, &offer, DELTA, &mut rng).unwrap();
        let pairs = sender.pairs(SESSION, &offer, &message).unwrap();
        Ends { pairs, seeds, rng }
    }

    #[test]
    fn labels_differ_by_delta_where_the_choice_is_one() {
        let mut ends = ends(1);
        for count in [1, 127, 128, 129, 1000] {
            let (chosen, message) =
                extend_for_evaluator(SESSION, &ends.pairs, count, &mut ends.rng);
            assert_eq!(message.len(), message_bytes(count));
            let labels = extend_for_garbler(SESSION, &ends.seeds, DELTA, count, &message).unwrap();
            assert_eq!((labels.len(), chosen.labels.len()), (count, count));
            for (j, (q, t)) in labels.iter().zip(&*chosen.labels).enumerate() {
                let choice = chosen.choices[j / WIDTH] >> (j % WIDTH) & 1;
                assert_eq!(*t, q ^ DELTA & mask(choice));
            }
        }
    }

    #[test]
    fn a_matrix_with_other_choices_in_one_column_is_noticed_where_delta_has_a_one() {
        let mut ends = ends(2);
        let count = 300;
        let (_, message) = extend_for_evaluator(SESSION, &ends.pairs, count, &mut ends.rng);
        let column = BLOCK * blocks(count);
        let mut noticed = 0;
        for i in 0..WIDTH {
            // The cheat departs in one column and computes the check honestly over what it sent.
            let mut cheat = message.clone();
            cheat[i * column] ^= 1;
            let hash = challenge(SESSION, &cheat[..WIDTH * column]);
            let check = WIDTH * column;
            let choices = choices_of(&ends, &message, count);
            let values = [hash.of(&choices)].into_iter().chain(
                ends.pairs
                    .iter()
                    .map(|pair| hash.of(&derive_column(&pair[0], blocks(count)))),
            );
            for (place, value) in values.enumerate() {
                cheat[check + BLOCK * place..][..BLOCK].copy_from_slice(&value.to_le_bytes());
            }
            let result = extend_for_garbler(SESSION, &ends.seeds, DELTA, count, &cheat);
            assert_eq!(result.is_err(), DELTA >> i & 1 == 1, "column {i}");
            noticed += u32::from(result.is_err());
        }
        assert_eq!(noticed, DELTA.count_ones());
    }

    #[test]
    fn every_touched_part_of_the_message_is_refused() {
        let mut ends = ends(4);
        let count = 130;
        let (_, message) = extend_for_evaluator(SESSION, &ends.pairs, count, &mut ends.rng);
        for place in (0..message.len()).step_by(97) {
            let mut bad = message.clone();
            bad[place] ^= 0x10;
            let opened = extend_for_garbler(SESSION, &ends.seeds, DELTA, count, &bad);
            assert!(opened.is_err(), "byte {place}");
        }
        let other = SessionId([4; 32]);
        assert!(extend_for_garbler(other, &ends.seeds, DELTA, count, &message).is_err());
        let short = &message[1..];
        assert!(extend_for_garbler(SESSION, &ends.seeds, DELTA, count, short).is_err());
    }

    /// The choices in an honest message, as the evaluator knows them.
    fn choices_of(ends: &Ends, message: &[u8], count: usize) -> Column {
        let blocks = blocks(count);
        let [first, second] = &ends.pairs[0];
        let (t, other) = (derive_column(first, blocks), derive_column(second, blocks));
        let sent = parse_column(&message[..BLOCK * blocks]);
        let sums = t.iter().zip(&*other).zip(&*sent);
        Zeroizing::new(sums.map(|((t, other), sent)| t ^ other ^ sent).collect())
    }
}
