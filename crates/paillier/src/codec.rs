//! The frame that all compact forms share: what it is, its version, its key, and a checksum at the end.
//!
//! `magic "SPai" ‖ kind ‖ version ‖ key id (32) ‖ body ‖ SHA-256 of all before (32)`; numbers are big-endian. The
//! checksum finds accidents, not attackers: whoever can write a file can write its checksum.

use bignum::Uint;
use bignum::square::Residues;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Error, FormatFault};
use crate::key::{KeyId, PublicKey};

/// What a compact form holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    PublicKey = 1,
    PrivateKey = 2,
    Number = 3,
    Column = 4,
    Sealed = 5,
    PackedColumn = 6,
    PackedSum = 7,
    Moments = 8,
    PackedMoments = 9,
}

pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(crate) fn new(kind: Kind, key: KeyId) -> Self {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([kind as u8, VERSION]);
        bytes.extend(key.as_bytes());
        Self(bytes)
    }

    pub(crate) fn u8(&mut self, value: u8) {
        self.append(&[value]);
    }

    pub(crate) fn u16(&mut self, value: u16) {
        self.append(&value.to_be_bytes());
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.append(&value.to_be_bytes());
    }

    pub(crate) fn i32(&mut self, value: i32) {
        self.append(&value.to_be_bytes());
    }

    pub(crate) fn u64(&mut self, value: u64) {
        self.append(&value.to_be_bytes());
    }

    pub(crate) fn u128(&mut self, value: u128) {
        self.append(&value.to_be_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.append(bytes);
    }

    /// A number with its length in two bytes before it.
    pub(crate) fn uint(&mut self, value: &Uint) {
        let bytes = Zeroizing::new(value.to_be_bytes());
        self.u16(u16::try_from(bytes.len()).expect("a key's numbers have at most 1,024 bytes"));
        self.append(&bytes);
    }

    /// Appends without leaving a copy behind where the buffer has to move: what is in it may be a private key.
    fn append(&mut self, bytes: &[u8]) {
        if self.0.capacity() < self.0.len() + bytes.len() {
            let mut larger = Vec::with_capacity(2 * (self.0.len() + bytes.len()));
            larger.extend_from_slice(&self.0);
            self.0.zeroize();
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
    }

    /// Ciphertexts of fixed width, in as many bytes as n² takes.
    pub(crate) fn ciphertexts(&mut self, key: &PublicKey, values: &Residues) {
        let width = ciphertext_bytes(key);
        for value in key.ring().export(values) {
            self.append(&value.to_be_bytes_padded(width));
        }
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        let checksum: [u8; 32] = Sha256::digest(&self.0).into();
        self.append(&checksum);
        self.0
    }
}

pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Checks magic, kind, version and checksum, and gives the key's name.
    pub(crate) fn open(kind: Kind, bytes: &'a [u8]) -> Result<(Self, KeyId), Error> {
        let known = bytes.len().min(MAGIC.len());
        if bytes[..known] != MAGIC[..known] {
            return Err(FormatFault::Magic.into());
        }
        if bytes.len() < HEADER + CHECKSUM {
            return Err(FormatFault::Truncated.into());
        }
        if bytes[4] != kind as u8 {
            return Err(FormatFault::Magic.into());
        }
        if bytes[5] != VERSION {
            return Err(FormatFault::Version(bytes[5]).into());
        }
        let (content, checksum) = bytes.split_at(bytes.len() - CHECKSUM);
        if Sha256::digest(content).as_slice() != checksum {
            return Err(FormatFault::Checksum.into());
        }
        let mut reader = Self(&content[6..]);
        let id = KeyId::from_bytes(reader.array()?);
        Ok((reader, id))
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (head, rest) = self.0.split_first_chunk().ok_or(FormatFault::Truncated)?;
        self.0 = rest;
        Ok(*head)
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let (head, rest) = self
            .0
            .split_at_checked(count)
            .ok_or(FormatFault::Truncated)?;
        self.0 = rest;
        Ok(head)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Error> {
        self.array().map(u8::from_be_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Error> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Error> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn i32(&mut self) -> Result<i32, Error> {
        self.array().map(i32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Error> {
        self.array().map(u64::from_be_bytes)
    }

    pub(crate) fn u128(&mut self) -> Result<u128, Error> {
        self.array().map(u128::from_be_bytes)
    }

    /// A number in its least length.
    pub(crate) fn uint(&mut self, name: &'static str) -> Result<Uint, Error> {
        let length = self.u16()?;
        let bytes = self.bytes(usize::from(length))?;
        match bytes {
            [] | [0, ..] => Err(FormatFault::Field(name).into()),
            _ => Ok(Uint::from_be_bytes(bytes)),
        }
    }

    pub(crate) fn ciphertexts(
        &mut self,
        key: &PublicKey,
        count: usize,
    ) -> Result<Vec<Uint>, Error> {
        let width = ciphertext_bytes(key);
        let length = count.checked_mul(width).ok_or(FormatFault::Truncated)?;
        let bytes = self.bytes(length)?;
        Ok(bytes.chunks_exact(width).map(Uint::from_be_bytes).collect())
    }

    pub(crate) fn end(&self) -> Result<(), Error> {
        match self.0 {
            [] => Ok(()),
            _ => Err(FormatFault::Trailing.into()),
        }
    }
}

fn ciphertext_bytes(key: &PublicKey) -> usize {
    (2 * key.bits()).div_ceil(8)
}

const MAGIC: [u8; 4] = *b"SPai";
const VERSION: u8 = 1;
const HEADER: usize = 4 + 2 + 32;
const CHECKSUM: usize = 32;
