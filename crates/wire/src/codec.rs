//! Deterministic CBOR (RFC 8949 §4.2): the one encoding of everything that is signed, sealed or sent.
//!
//! Objects are fixed arrays, absent fields are null, there are no maps and no floats, and sets are
//! sorted without duplicates. [`parse`] refuses what does not re-encode to the very bytes received, so
//! an object has one encoding and its hash names it. Nesting is bounded by the types themselves: none
//! is recursive.

use minicbor::{Decoder, Encoder, data::Type};

/// An encoder into memory.
pub type Writer = Encoder<Vec<u8>>;
/// A decoder over borrowed bytes.
pub type Reader<'a> = Decoder<'a>;

/// What is not one of our objects.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodecError {
    /// Longer than this object may be.
    #[error("{size} bytes, where at most {limit} are allowed")]
    TooLarge {
        /// The size received, in bytes.
        size: usize,
        /// The most that is allowed.
        limit: usize,
    },
    /// Not CBOR, or not of the shape expected.
    #[error("malformed at byte {at}: expected {expected}")]
    Malformed {
        /// Offset of the offending item.
        at: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// Well-formed, but not in the one encoding an object has.
    #[error("not in canonical form")]
    NotCanonical,
}

/// A value with exactly one encoding.
pub trait Cbor: Sized {
    /// Writes the value.
    fn encode(&self, writer: &mut Writer);
    /// Reads the value.
    ///
    /// # Errors
    /// When the bytes are not such a value.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError>;
}

/// The encoding of `value`.
pub fn to_bytes<T: Cbor>(value: &T) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    value.encode(&mut writer);
    writer.into_writer()
}

/// Reads one value of at most `limit` bytes and nothing after it.
///
/// # Errors
/// When the bytes are too many, malformed, followed by others, or not canonical.
pub fn parse<T: Cbor>(bytes: &[u8], limit: usize) -> Result<T, CodecError> {
    if bytes.len() > limit {
        return Err(CodecError::TooLarge {
            size: bytes.len(),
            limit,
        });
    }
    let mut reader = Reader::new(bytes);
    let value = T::decode(&mut reader)?;
    if reader.position() != bytes.len() {
        return Err(malformed(&reader, "the end"));
    }
    if to_bytes(&value) != bytes {
        return Err(CodecError::NotCanonical);
    }
    Ok(value)
}

/// The error at the reader's position.
pub fn malformed(reader: &Reader<'_>, expected: &'static str) -> CodecError {
    CodecError::Malformed {
        at: reader.position(),
        expected,
    }
}

/// Writing into a `Vec` cannot fail; this states it in one place.
pub fn sure<T>(result: Result<T, minicbor::encode::Error<core::convert::Infallible>>) {
    match result {
        Ok(_) => {}
        Err(_) => unreachable!("writing to memory does not fail"),
    }
}

/// Reads the head of an array of exactly `len` items.
///
/// # Errors
/// When something else stands there, an indefinite array included.
pub fn expect_array(reader: &mut Reader<'_>, len: u64) -> Result<(), CodecError> {
    let at = reader.position();
    match reader.array() {
        Ok(Some(found)) if found == len => Ok(()),
        _ => Err(CodecError::Malformed {
            at,
            expected: "an array of the object's length",
        }),
    }
}

/// Most items in one list: bounds what a hostile peer can make us allocate.
pub const MAX_ITEMS: u64 = 1 << 20;

macro_rules! cbor_uint {
    ($($ty:ident),*) => {$(
        impl Cbor for $ty {
            fn encode(&self, writer: &mut Writer) {
                sure(writer.$ty(*self));
            }
            fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
                let at = reader.position();
                reader.$ty().map_err(|_| CodecError::Malformed { at, expected: "an unsigned integer in range" })
            }
        }
    )*};
}
cbor_uint!(u8, u16, u32, u64);

impl Cbor for bool {
    fn encode(&self, writer: &mut Writer) {
        sure(writer.bool(*self));
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let at = reader.position();
        reader.bool().map_err(|_| CodecError::Malformed {
            at,
            expected: "true or false",
        })
    }
}

impl Cbor for String {
    fn encode(&self, writer: &mut Writer) {
        sure(writer.str(self));
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let at = reader.position();
        reader
            .str()
            .map(str::to_owned)
            .map_err(|_| CodecError::Malformed {
                at,
                expected: "a text",
            })
    }
}

impl<const N: usize> Cbor for [u8; N] {
    fn encode(&self, writer: &mut Writer) {
        sure(writer.bytes(self));
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let at = reader.position();
        let bytes = reader.bytes().ok().and_then(|b| b.try_into().ok());
        bytes.ok_or(CodecError::Malformed {
            at,
            expected: "a byte string of fixed length",
        })
    }
}

/// A byte string of any length.
#[derive(Clone, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub struct Bytes(pub Vec<u8>);

impl core::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl core::ops::Deref for Bytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Cbor for Bytes {
    fn encode(&self, writer: &mut Writer) {
        sure(writer.bytes(&self.0));
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let at = reader.position();
        let bytes = reader.bytes().map_err(|_| CodecError::Malformed {
            at,
            expected: "a byte string",
        })?;
        Ok(Self(bytes.to_vec()))
    }
}

impl<T: Cbor> Cbor for Option<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.encode(writer),
            None => sure(writer.null()),
        }
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        if matches!(reader.datatype(), Ok(Type::Null)) {
            reader
                .null()
                .map_err(|_| malformed(reader, "null"))
                .map(|()| None)
        } else {
            T::decode(reader).map(Some)
        }
    }
}

impl<T: Cbor> Cbor for Vec<T> {
    fn encode(&self, writer: &mut Writer) {
        sure(writer.array(self.len() as u64));
        for item in self {
            item.encode(writer);
        }
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let at = reader.position();
        let len = match reader.array() {
            Ok(Some(len)) if len <= MAX_ITEMS => len,
            _ => {
                return Err(CodecError::Malformed {
                    at,
                    expected: "a list within limits",
                });
            }
        };
        (0..len).map(|_| T::decode(reader)).collect()
    }
}

/// A set: strictly ascending, so that it has one encoding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SortedSet<T>(Vec<T>);

impl<T: Ord> SortedSet<T> {
    /// The set of `items`.
    pub fn new(mut items: Vec<T>) -> Self {
        items.sort_unstable();
        items.dedup();
        Self(items)
    }

    /// The items in ascending order.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<T: Cbor + Ord> Cbor for SortedSet<T> {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let items = Vec::<T>::decode(reader)?;
        if items.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(CodecError::NotCanonical);
        }
        Ok(Self(items))
    }
}

/// Declares a struct whose encoding is the fixed array of its fields.
#[macro_export]
macro_rules! cbor_struct {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $ty:ty),+ $(,)? }) => {
        $(#[$meta])* $vis struct $name { $($(#[$fmeta])* $fvis $field: $ty),+ }
        impl $crate::codec::Cbor for $name {
            fn encode(&self, writer: &mut $crate::codec::Writer) {
                const LEN: u64 = [$(stringify!($field)),+].len() as u64;
                $crate::codec::sure(writer.array(LEN));
                $($crate::codec::Cbor::encode(&self.$field, writer);)+
            }
            fn decode(reader: &mut $crate::codec::Reader<'_>) -> Result<Self, $crate::codec::CodecError> {
                const LEN: u64 = [$(stringify!($field)),+].len() as u64;
                $crate::codec::expect_array(reader, LEN)?;
                Ok(Self { $($field: <$ty as $crate::codec::Cbor>::decode(reader)?),+ })
            }
        }
    };
}

/// Declares an enumeration whose encoding is a small integer.
#[macro_export]
macro_rules! cbor_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $value:literal),+ $(,)? }) => {
        $(#[$meta])* $vis enum $name { $($(#[$vmeta])* $variant),+ }
        impl $name {
            /// The integer that stands for this value.
            pub const fn code(self) -> u8 {
                match self { $(Self::$variant => $value),+ }
            }
            /// The value that `code` stands for.
            pub const fn from_code(code: u8) -> Option<Self> {
                match code { $($value => Some(Self::$variant),)+ _ => None }
            }
        }
        impl $crate::codec::Cbor for $name {
            fn encode(&self, writer: &mut $crate::codec::Writer) {
                $crate::codec::Cbor::encode(&self.code(), writer);
            }
            fn decode(reader: &mut $crate::codec::Reader<'_>) -> Result<Self, $crate::codec::CodecError> {
                let code = <u8 as $crate::codec::Cbor>::decode(reader)?;
                Self::from_code(code).ok_or_else(|| $crate::codec::malformed(reader, "a known code"))
            }
        }
    };
}

/// Declares a choice whose encoding is `[tag, body]`.
#[macro_export]
macro_rules! cbor_choice {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $tag:literal => $variant:ident($ty:ty)),+ $(,)? }) => {
        $(#[$meta])* $vis enum $name { $($(#[$vmeta])* $variant($ty)),+ }
        impl $crate::codec::Cbor for $name {
            fn encode(&self, writer: &mut $crate::codec::Writer) {
                $crate::codec::sure(writer.array(2));
                match self { $(Self::$variant(body) => {
                    $crate::codec::Cbor::encode(&($tag as u8), writer);
                    $crate::codec::Cbor::encode(body, writer);
                }),+ }
            }
            fn decode(reader: &mut $crate::codec::Reader<'_>) -> Result<Self, $crate::codec::CodecError> {
                $crate::codec::expect_array(reader, 2)?;
                match <u8 as $crate::codec::Cbor>::decode(reader)? {
                    $($tag => Ok(Self::$variant(<$ty as $crate::codec::Cbor>::decode(reader)?)),)+
                    _ => Err($crate::codec::malformed(reader, "a known tag")),
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    cbor_struct! {
        #[derive(Debug, Clone, PartialEq, Eq)]
        struct Sample { number: u32, text: Option<String>, list: Vec<u8>, set: SortedSet<u8> }
    }

    fn sample() -> Sample {
        Sample {
            number: 7,
            text: None,
            list: vec![1, 2],
            set: SortedSet::new(vec![9, 3, 9]),
        }
    }

    #[test]
    fn has_a_frozen_encoding() {
        // [7, null, [1, 2], [3, 9]]
        assert_eq!(
            to_bytes(&sample()),
            [0x84, 0x07, 0xf6, 0x82, 1, 2, 0x82, 3, 9]
        );
    }

    #[test]
    fn refuses_what_is_not_canonical() {
        let good = to_bytes(&sample());
        assert_eq!(parse::<Sample>(&good, 100).as_ref(), Ok(&sample()));
        // An integer longer than it need be, an indefinite array, trailing bytes, an unsorted set, a
        // duplicate in a set, a missing field, a float, a map.
        let bad: [&[u8]; 8] = [
            &[0x84, 0x18, 0x07, 0xf6, 0x82, 1, 2, 0x82, 3, 9],
            &[0x9f, 0x07, 0xf6, 0x82, 1, 2, 0x82, 3, 9, 0xff],
            &[0x84, 0x07, 0xf6, 0x82, 1, 2, 0x82, 3, 9, 0x00],
            &[0x84, 0x07, 0xf6, 0x82, 1, 2, 0x82, 9, 3],
            &[0x84, 0x07, 0xf6, 0x82, 1, 2, 0x82, 3, 3],
            &[0x83, 0x07, 0xf6, 0x82, 1, 2],
            &[0x84, 0xf9, 0x3c, 0x00, 0xf6, 0x82, 1, 2, 0x82, 3, 9],
            &[0xa1, 0x07, 0xf6],
        ];
        for bytes in bad {
            assert!(parse::<Sample>(bytes, 100).is_err(), "{bytes:02x?}");
        }
    }

    #[test]
    fn refuses_what_is_too_large_before_reading_it() {
        assert_eq!(
            parse::<Bytes>(&[0; 11], 10),
            Err(CodecError::TooLarge {
                size: 11,
                limit: 10
            })
        );
        // An array head that promises 2^32 items allocates nothing.
        assert!(parse::<Vec<u8>>(&[0x9a, 0xff, 0xff, 0xff, 0xff], 100).is_err());
    }

    #[test]
    fn refuses_deep_nesting_without_recursing() {
        let deep = vec![0x81; 100_000];
        assert!(parse::<Sample>(&deep, 1_000_000).is_err());
        assert!(parse::<Vec<Vec<u8>>>(&deep, 1_000_000).is_err());
    }
}
