//! From bytes to a JSON value, strictly: UTF-8, no key twice, bounded size and depth.

use serde_json::{Value, error::Category};

use crate::path::{Step, name_steps};
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

/// The path of the first element nested deeper than [`MAX_DEPTH`], if there is one.
pub(crate) fn path_beyond_depth(value: &Value) -> Option<String> {
    let mut steps = steps_beyond(value, MAX_DEPTH)?;
    steps.reverse();
    Some(name_steps(value, &steps).to_string())
}

/// The steps from `value` to what is more than `left` levels down, the last step first.
fn steps_beyond(value: &Value, left: usize) -> Option<Vec<Step>> {
    let (step, mut steps) = match value {
        Value::Object(_) | Value::Array(_) if left == 0 => return Some(Vec::new()),
        Value::Object(map) => map
            .iter()
            .find_map(|(key, v)| Some((Step::Key(key.clone()), steps_beyond(v, left - 1)?)))?,
        Value::Array(list) => list
            .iter()
            .enumerate()
            .find_map(|(i, v)| Some((Step::Item(i), steps_beyond(v, left - 1)?)))?,
        _ => return None,
    };
    steps.push(step);
    Some(steps)
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
        assert_eq!(
            path_beyond_depth(&parse_text(&nested(MAX_DEPTH)).unwrap()),
            None
        );
        assert!(parse_text(&nested(MAX_DEPTH + 1)).is_err());
        let deep = serde_json::from_str(&nested(MAX_DEPTH + 1)).unwrap();
        assert_eq!(path_beyond_depth(&deep), Some("[0]".repeat(MAX_DEPTH)));
    }
}
