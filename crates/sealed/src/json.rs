//! JSON files with one form: what is read must be byte for byte what would be written.

use serde::{Serialize, de::DeserializeOwned};

use crate::error::SealedError;

/// Two blanks a level and a line feed at the end.
pub(crate) fn write(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("plain members are always written");
    text + "\n"
}

/// Reads what [`write()`] wrote, and nothing else that means the same.
///
/// # Errors
/// [`SealedError::Format`] with the name of the format.
pub(crate) fn read<T: Serialize + DeserializeOwned>(
    text: &[u8],
    format: &'static str,
) -> Result<T, SealedError> {
    let value: T = serde_json::from_slice(text).map_err(|_| SealedError::Format(format))?;
    match write(&value).as_bytes() == text {
        true => Ok(value),
        false => Err(SealedError::Format(format)),
    }
}
