//! Frames, and the transcript that ties them to each other.

use std::ops::RangeBounds;

use sha2::{Digest, Sha256};

use super::source::Kind;
use crate::classifier::Weights;
use crate::error::Error;
use crate::model::Numbers;
use crate::samples::DISTANCE_BITS;
use crate::transfer::SessionId;

/// All that was said so far, as a hash: of the public numbers first, then of every frame with the hash before it.
pub(super) struct Transcript([u8; 32]);

impl Transcript {
    pub(super) fn new(numbers: Numbers, kind: Kind) -> Self {
        let shape = numbers.shape();
        let rule = numbers.rule();
        let weights = match rule.weights() {
            Weights::Uniform => 0,
            Weights::Rank => 1,
        };
        let hash = Sha256::new()
            .chain_update(DOMAIN)
            .chain_update([VERSION, kind.code()])
            .chain_update((shape.features() as u64).to_be_bytes())
            .chain_update(shape.bits().to_be_bytes())
            .chain_update((numbers.count() as u64).to_be_bytes())
            .chain_update((rule.k() as u64).to_be_bytes())
            .chain_update([weights, rule.classes()]);
        Self(hash.finalize().into())
    }

    /// What names this session, and nothing else, from here on.
    pub(super) fn session(&self) -> SessionId {
        SessionId(self.0)
    }

    /// The frame with this number and body.
    pub(super) fn write(&mut self, number: Number, body: &[u8]) -> Vec<u8> {
        self.advance(number, body);
        let mut frame = Vec::with_capacity(HEADER + body.len());
        frame.extend_from_slice(&[VERSION, number as u8]);
        frame.extend_from_slice(&self.0[..TAG]);
        frame.extend_from_slice(body);
        frame
    }

    /// The body of a frame, which must have this number and follow all that was said.
    ///
    /// # Errors
    /// [`Error::Refused`] otherwise, or for a body of another length, before anything is made of it.
    pub(super) fn read<'a>(
        &mut self,
        number: Number,
        frame: &'a [u8],
        length: impl RangeBounds<usize>,
    ) -> Result<&'a [u8], Error> {
        let (header, body) = frame.split_at_checked(HEADER).ok_or(Error::Refused)?;
        let expected = header[..2] == [VERSION, number as u8];
        if !expected || !length.contains(&body.len()) {
            return Err(Error::Refused);
        }
        self.advance(number, body);
        match header[2..] == self.0[..TAG] {
            true => Ok(body),
            false => Err(Error::Refused),
        }
    }

    fn advance(&mut self, number: Number, body: &[u8]) {
        let hash = Sha256::new()
            .chain_update(self.0)
            .chain_update([VERSION, number as u8])
            .chain_update(body);
        self.0 = hash.finalize().into();
    }
}

/// The frames in their order; odd ones are the asker's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Number {
    Offer = 1,
    Choice = 2,
    Extension = 3,
    Tables = 4,
    Question = 5,
    Distances = 6,
    Correction = 7,
    Labels = 8,
}

/// Numbers below 2²¹, 21 bits each without gaps, the lowest first; the last byte is filled up with zeros.
pub(super) fn write_shares(shares: &[u32]) -> Vec<u8> {
    let mut bytes = vec![0_u8; share_bytes(shares.len())];
    for (index, share) in shares.iter().enumerate() {
        for bit in 0..BITS {
            let at = index * BITS + bit;
            bytes[at / 8] |= u8::from(share >> bit & 1 == 1) << (at % 8);
        }
    }
    bytes
}

/// Reads what [`write_shares`] wrote.
///
/// # Errors
/// [`Error::Refused`] for another length, or anything but zeros at the end.
pub(super) fn read_shares(bytes: &[u8], count: usize) -> Result<Vec<u32>, Error> {
    if bytes.len() != share_bytes(count) {
        return Err(Error::Refused);
    }
    let bit = |at: usize| u32::from(bytes[at / 8] >> (at % 8) & 1);
    if (count * BITS..8 * bytes.len()).any(|at| bit(at) == 1) {
        return Err(Error::Refused);
    }
    let share = |index: usize| {
        (0..BITS)
            .map(|place| bit(index * BITS + place) << place)
            .sum()
    };
    Ok((0..count).map(share).collect())
}

pub(super) fn share_bytes(count: usize) -> usize {
    (count * BITS).div_ceil(8)
}

/// Bytes of a label.
pub(super) const LABEL: usize = 16;
/// What stands before the tables: the hash's key and the colours of the outputs.
pub(super) const TABLES_PREFIX: usize = crate::garble::KEY_BYTES + 1;
/// Bytes before the body.
pub(super) const HEADER: usize = 2 + TAG;

const BITS: usize = DISTANCE_BITS as usize;
const TAG: usize = 16;
const VERSION: u8 = 1;
const DOMAIN: &[u8] = b"sehat/knn/session/1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_one_form() {
        let shares: Vec<u32> = (0..37).map(|i| (i * 56_789) & ((1 << 21) - 1)).collect();
        for count in 0..shares.len() {
            let bytes = write_shares(&shares[..count]);
            assert_eq!(read_shares(&bytes, count).unwrap(), shares[..count]);
            assert!(read_shares(&bytes, count + 1).is_err());
            if !(count * BITS).is_multiple_of(8) {
                let mut bad = bytes;
                *bad.last_mut().unwrap() |= 0x80;
                assert!(read_shares(&bad, count).is_err());
            }
        }
    }
}
