//! Signed objects: Ed25519 (RFC 8032) with strict verification, one domain an object type.

use core::marker::PhantomData;

use ed25519_dalek::{Signature, VerifyingKey};

use crate::{
    codec::{self, Bytes, Cbor, CodecError, Reader, Writer},
    hash::hash,
    id::Hash,
};

/// An object that is signed: its domain, and how large its encoding may be.
pub trait Object: Cbor {
    /// What stands before the bytes in the signature's input, after `sehat/v1/`.
    const DOMAIN: &'static str;
    /// The most bytes an encoding may have.
    const LIMIT: usize;
}

/// An Ed25519 verifying key as it travels.
pub type SigningPublic = [u8; 32];

/// What does not verify.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The signature is not this key's over these bytes in this domain.
    #[error("the signature does not verify")]
    Invalid,
    /// The bytes are not the object they should be.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

/// An object with its signature. Holds the bytes as received: these are verified, hashed and kept.
pub struct Signed<T> {
    bytes: Vec<u8>,
    signature: [u8; 64],
    object: PhantomData<fn() -> T>,
}

impl<T: Object> Signed<T> {
    /// Signs `object` with whatever holds the key: `sign` receives the domain-separated input.
    pub fn new(object: &T, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        let bytes = codec::to_bytes(object);
        let signature = sign(&input::<T>(&bytes));
        Self {
            bytes,
            signature,
            object: PhantomData,
        }
    }

    /// The object, verified under `key`.
    ///
    /// # Errors
    /// When the signature or the encoding is wrong.
    pub fn verify(&self, key: &SigningPublic) -> Result<T, SignatureError> {
        let key = VerifyingKey::from_bytes(key).map_err(|_| SignatureError::Invalid)?;
        let signature = Signature::from_bytes(&self.signature);
        key.verify_strict(&input::<T>(&self.bytes), &signature)
            .map_err(|_| SignatureError::Invalid)?;
        Ok(self.peek()?)
    }

    /// The object as it claims to be, unverified: enough to find the key to verify it with.
    ///
    /// # Errors
    /// When the bytes are not such an object.
    pub fn peek(&self) -> Result<T, CodecError> {
        codec::parse(&self.bytes, T::LIMIT)
    }

    /// The hash that names the object, in a domain of its own. The signature is not part of it.
    pub fn hash(&self) -> Hash {
        hash(T::DOMAIN, &[b"hash", &self.bytes])
    }

    /// The object's encoding.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Puts a signature beside bytes, without checking either.
    pub fn from_parts(bytes: Vec<u8>, signature: [u8; 64]) -> Self {
        Self {
            bytes,
            signature,
            object: PhantomData,
        }
    }

    /// The signature.
    pub fn signature(&self) -> &[u8; 64] {
        &self.signature
    }
}

impl<T> Clone for Signed<T> {
    fn clone(&self) -> Self {
        Self {
            bytes: self.bytes.clone(),
            signature: self.signature,
            object: PhantomData,
        }
    }
}

impl<T> PartialEq for Signed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.signature == other.signature
    }
}

impl<T> Eq for Signed<T> {}

impl<T: Object> core::fmt::Debug for Signed<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Signed<{}>({} bytes)", T::DOMAIN, self.bytes.len())
    }
}

impl<T: Object> Cbor for Signed<T> {
    fn encode(&self, writer: &mut Writer) {
        codec::sure(writer.array(2));
        codec::sure(writer.bytes(&self.bytes));
        self.signature.encode(writer);
    }
    fn decode(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        codec::expect_array(reader, 2)?;
        let bytes = Bytes::decode(reader)?.0;
        if bytes.len() > T::LIMIT {
            return Err(CodecError::TooLarge {
                size: bytes.len(),
                limit: T::LIMIT,
            });
        }
        Ok(Self {
            bytes,
            signature: Cbor::decode(reader)?,
            object: PhantomData,
        })
    }
}

fn input<T: Object>(bytes: &[u8]) -> Vec<u8> {
    let mut input = Vec::with_capacity(10 + T::DOMAIN.len() + bytes.len());
    input.extend_from_slice(b"sehat/v1/");
    input.extend_from_slice(T::DOMAIN.as_bytes());
    input.push(0);
    input.extend_from_slice(bytes);
    input
}
