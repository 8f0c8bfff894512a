//! Messages as bytes, in postcard's format. Both ends come from one build, so it needs no versions.

use serde::{Serialize, de::DeserializeOwned};

/// Bytes that are no message of this build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a message between the app and its engine is broken: load the app again")]
pub struct BrokenFrame;

/// A message as bytes.
///
/// # Panics
/// Never: every message of this crate can be written.
pub fn to_bytes<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).expect("messages are plain data of known lengths")
}

/// A message out of bytes.
///
/// # Errors
/// [`BrokenFrame`] when the bytes are no such message, or more than one.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BrokenFrame> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        _ => Err(BrokenFrame),
    }
}
