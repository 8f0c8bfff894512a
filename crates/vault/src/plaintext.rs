//! A record's plaintext: compressed with a fixed dictionary, then padded so that its length says little.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use zeroize::Zeroizing;

use crate::error::VaultError;

/// The most bytes a record's plaintext may have; larger things are attachments.
pub const MAX_RECORD: usize = 4 << 20;

const STORED: u8 = 0;
const DEFLATED: u8 = 1;
/// Method and length before the data.
const HEAD: usize = 5;

/// Compresses and pads, with what it needs kept from one record to the next.
pub struct Packer<'d> {
    deflate: Compress,
    dictionary: &'d [u8],
}

impl<'d> Packer<'d> {
    /// A packer on a dictionary of at most 32 KiB, which belongs to the format: whoever unpacks needs
    /// the same.
    pub fn new(dictionary: &'d [u8]) -> Self {
        Self {
            deflate: Compress::new(Compression::new(6), false),
            dictionary,
        }
    }

    /// `method ‖ length ‖ data ‖ zeros`, of a length that [`padme`] allows.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`].
    pub fn pack(&mut self, plaintext: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        if plaintext.len() > MAX_RECORD {
            return Err(VaultError::TooLarge {
                size: plaintext.len(),
                limit: MAX_RECORD,
            });
        }
        let mut out = Zeroizing::new(Vec::with_capacity(plaintext.len() / 2 + 256));
        out.extend_from_slice(&[0; HEAD]);
        let method = if self.deflate(plaintext, &mut out) {
            DEFLATED
        } else {
            STORED
        };
        if method == STORED {
            out.truncate(HEAD);
            out.extend_from_slice(plaintext);
        }
        let length = u32::try_from(out.len() - HEAD).unwrap_or(u32::MAX);
        out[0] = method;
        out[1..HEAD].copy_from_slice(&length.to_be_bytes());
        let padded = padme(out.len());
        out.resize(padded, 0);
        Ok(out)
    }

    /// Whether deflating worked and gained something.
    fn deflate(&mut self, plaintext: &[u8], out: &mut Vec<u8>) -> bool {
        self.deflate.reset();
        if self.deflate.set_dictionary(self.dictionary).is_err() {
            return false;
        }
        out.reserve(plaintext.len());
        let done = self
            .deflate
            .compress_vec(plaintext, out, FlushCompress::Finish);
        matches!(done, Ok(Status::StreamEnd)) && out.len() < plaintext.len() + HEAD
    }
}

/// Undoes [`Packer::pack`].
///
/// # Errors
/// [`VaultError::DoesNotOpen`] for what no packer makes, a bomb included.
pub fn unpack(packed: &[u8], dictionary: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (head, rest) = packed
        .split_first_chunk::<HEAD>()
        .ok_or(VaultError::DoesNotOpen)?;
    let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
    let length = usize::try_from(length).map_err(|_| VaultError::DoesNotOpen)?;
    if length > rest.len() || padme(HEAD + length) != packed.len() {
        return Err(VaultError::DoesNotOpen);
    }
    let (data, padding) = rest.split_at(length);
    if padding.iter().any(|byte| *byte != 0) {
        return Err(VaultError::DoesNotOpen);
    }
    match head[0] {
        STORED => Ok(Zeroizing::new(data.to_vec())),
        DEFLATED => inflate(data, dictionary),
        _ => Err(VaultError::DoesNotOpen),
    }
}

fn inflate(data: &[u8], dictionary: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let mut inflate = Decompress::new(false);
    inflate
        .set_dictionary(dictionary)
        .map_err(|_| VaultError::DoesNotOpen)?;
    let mut out = Zeroizing::new(Vec::with_capacity((data.len() * 6).clamp(4096, MAX_RECORD)));
    loop {
        let read = usize::try_from(inflate.total_in()).map_err(|_| VaultError::DoesNotOpen)?;
        let before = out.len();
        let status = inflate
            .decompress_vec(&data[read..], &mut out, FlushDecompress::Finish)
            .map_err(|_| VaultError::DoesNotOpen)?;
        if status == Status::StreamEnd {
            return Ok(out);
        }
        let stuck = out.len() == before && out.len() < out.capacity();
        if stuck || out.len() >= MAX_RECORD {
            return Err(VaultError::DoesNotOpen);
        }
        // Growing by hand, so that no copy is left behind unwiped.
        let mut larger = Zeroizing::new(Vec::with_capacity((out.capacity() * 2).min(MAX_RECORD)));
        larger.extend_from_slice(&out);
        out = larger;
    }
}

/// The least length not below `length` that Padmé allows (Nikitin et al., PoPETs 2019, §4.3): at most
/// 12 % more, and only log log as many lengths as there were.
pub fn padme(length: usize) -> usize {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1_usize << exponent.saturating_sub(kept)) - 1;
    (length + mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;

    const DICTIONARY: &[u8] = b"\"resourceType\":\"Observation\",\"status\":\"final\"";

    #[test]
    fn padme_has_the_papers_values() {
        for (length, padded) in [
            (0, 0),
            (1, 1),
            (9, 10),
            (100, 104),
            (1000, 1024),
            (65_537, 67_584),
        ] {
            assert_eq!(padme(length), padded, "{length}");
        }
    }

    #[test]
    fn what_is_packed_unpacks_and_a_dictionary_helps() {
        let text = b"{\"resourceType\":\"Observation\",\"status\":\"final\"}".to_vec();
        let mut packer = Packer::new(DICTIONARY);
        let packed = packer.pack(&text).unwrap();
        assert!(packed.len() < text.len() / 2);
        assert_eq!(*unpack(&packed, DICTIONARY).unwrap(), text);
        for length in [0, 1, 5, 4000, 100_000, MAX_RECORD] {
            let noise: Vec<u8> = (0..length)
                .map(|i| ((i * i) >> 3).to_le_bytes()[0])
                .collect();
            let packed = packer.pack(&noise).unwrap();
            assert_eq!(*unpack(&packed, DICTIONARY).unwrap(), noise, "{length}");
        }
        assert!(packer.pack(&vec![0; MAX_RECORD + 1]).is_err());
    }

    #[test]
    fn refuses_padding_that_carries_something_and_bombs() {
        let mut packer = Packer::new(DICTIONARY);
        let mut packed = packer.pack(&[7; 1000]).unwrap();
        let last = packed.len() - 1;
        packed[last] ^= 1;
        assert_eq!(unpack(&packed, DICTIONARY), Err(VaultError::DoesNotOpen));
        assert_eq!(unpack(&[1, 0, 0], DICTIONARY), Err(VaultError::DoesNotOpen));
        let mut bomb = Compress::new(Compression::best(), false);
        let mut data = Vec::with_capacity(1 << 20);
        bomb.set_dictionary(DICTIONARY).unwrap();
        bomb.compress_vec(&vec![0; 64 << 20], &mut data, FlushCompress::Finish)
            .unwrap();
        let mut packed = vec![DEFLATED];
        packed.extend_from_slice(&u32::try_from(data.len()).unwrap().to_be_bytes());
        packed.extend_from_slice(&data);
        packed.resize(padme(packed.len()), 0);
        assert_eq!(unpack(&packed, DICTIONARY), Err(VaultError::DoesNotOpen));
    }
}
