//! From bytes to a JSON value, strictly: UTF-8, no key twice, bounded size and depth.

use serde_json::{Value, error::Category};

use crate::scan::{line_and_column, scan};
use crate::{FileKind, RecordError};

/// The most bytes a file may have.
pub const MAX_BYTES: usize = 25 * 1024 * 1024;

/// The most levels of objects and lists a file may have.
pub const MAX_DEPTH: usize = 64;

/// The text of a file that may be FHIR JSON, without a byte order mark.
pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, RecordError> {
    if bytes.len() > MAX_BYTES {
        return Err(RecordError::TooLarge {
            size: bytes.len(),
            limit: MAX_BYTES,
        });
    }
    if let Some(kind) = FileKind::guess(bytes) {
        return Err(RecordError::NotFhir { kind });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| RecordError::NotUtf8 {
        offset: e.valid_up_to(),
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Parses JSON text, rejecting what would be lost or misread.
pub(crate) fn parse_text(text: &str) -> Result<Value, RecordError> {
    scan(text, MAX_DEPTH)?;
    serde_json::from_str(text).map_err(|e| from_serde(&e, text))
}

/// Whether `value` is nested deeper than [`MAX_DEPTH`].
pub(crate) fn is_too_deep(value: &Value) -> bool {
    fn exceeds(value: &Value, left: usize) -> bool {
        match value {
            Value::Object(map) => left == 0 || map.values().any(|v| exceeds(v, left - 1)),
            Value::Array(list) => left == 0 || list.iter().any(|v| exceeds(v, left - 1)),
            _ => false,
        }
    }
    exceeds(value, MAX_DEPTH)
}

fn from_serde(error: &serde_json::Error, text: &str) -> RecordError {
    if error.classify() == Category::Eof {
        let (line, column) = line_and_column(text, text.trim_end().len());
        return RecordError::Truncated { line, column };
    }
    let mut reason = error.to_string();
    if let Some(tail) = reason.rfind(" at line ") {
        reason.truncate(tail);
    }
    RecordError::Syntax {
        line: error.line(),
        column: error.column(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_text() {
        for text in [
            "1.50",
            "0.0",
            "-0",
            "1e-5",
            "1e+5",
            "100000000000000000000.10",
        ] {
            assert_eq!(parse_text(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn depth_of_values_is_counted_as_in_text() {
        let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(!is_too_deep(&parse_text(&nested(MAX_DEPTH)).unwrap()));
        assert!(parse_text(&nested(MAX_DEPTH + 1)).is_err());
        assert!(is_too_deep(
            &serde_json::from_str(&nested(MAX_DEPTH + 1)).unwrap()
        ));
    }
}
