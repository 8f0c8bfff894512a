//! The head that everything sent or stored shares, and reading it: `"SKnn" ‖ kind ‖ version ‖ body`.
//!
//! Numbers are big-endian; lengths follow from what was read before, so nothing has two encodings.

use crate::error::{Error, FormatFault};
use crate::samples::Shape;

/// What the bytes are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Block = 1,
    OwnerQuestion = 2,
    OwnerAnswer = 3,
    Index = 4,
    LatticeKey = 5,
    LatticeQuestion = 6,
    LatticeAnswer = 7,
}

pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    /// With room for so many bytes, so that nothing moves that was written.
    pub(crate) fn new(kind: Kind, capacity: usize) -> Self {
        let mut bytes = Vec::with_capacity(HEAD + capacity);
        bytes.extend(MAGIC);
        bytes.extend([kind as u8, VERSION]);
        Self(bytes)
    }

    pub(crate) fn shape(&mut self, shape: Shape) -> &mut Self {
        self.bytes(&shape.to_bytes())
    }

    pub(crate) fn u32(&mut self, number: u32) -> &mut Self {
        self.bytes(&number.to_be_bytes())
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn open(kind: Kind, bytes: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Self(bytes);
        if reader.array()? != MAGIC || reader.u8()? != kind as u8 {
            return Err(FormatFault::Magic.into());
        }
        match reader.u8()? {
            VERSION => Ok(reader),
            other => Err(FormatFault::Version(other).into()),
        }
    }

    pub(crate) fn shape(&mut self) -> Result<Shape, Error> {
        Shape::from_bytes(self.array()?)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (head, rest) = self.0.split_first_chunk().ok_or(FormatFault::Truncated)?;
        self.0 = rest;
        Ok(*head)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Error> {
        self.array().map(|[byte]| byte)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Error> {
        self.array().map(u32::from_be_bytes)
    }

    /// All that is left, exactly so many bytes.
    pub(crate) fn rest(self, count: usize) -> Result<&'a [u8], Error> {
        match self.0.len().cmp(&count) {
            std::cmp::Ordering::Less => Err(FormatFault::Truncated.into()),
            std::cmp::Ordering::Greater => Err(FormatFault::Trailing.into()),
            std::cmp::Ordering::Equal => Ok(self.0),
        }
    }
}

const MAGIC: [u8; 4] = *b"SKnn";
const VERSION: u8 = 1;
const HEAD: usize = 6;
