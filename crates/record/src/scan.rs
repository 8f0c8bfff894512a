//! A pass over JSON text for what the parser would not report: keys given twice, depth.
//!
//! The scan follows the brackets and strings only. Where the text is not JSON it stops without a
//! word, since the parser, which runs after it, says so with line and column.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::RecordError;
use crate::path::{Step, name_steps};

/// Checks `text` for duplicate keys, reserved keys and nesting beyond `limit`.
pub(crate) fn scan(text: &str, limit: usize) -> Result<(), RecordError> {
    let mut scan = Scan {
        text,
        frames: Vec::new(),
    };
    match scan.run(limit) {
        Ok(()) | Err(Stop::NotJson) => Ok(()),
        Err(Stop::Deep) => Err(RecordError::TooDeep {
            path: scan.path(),
            limit,
        }),
        Err(Stop::Duplicate { at }) => {
            let (line, column) = line_and_column(text, at);
            Err(RecordError::DuplicateKey {
                path: scan.path(),
                line,
                column,
            })
        }
        Err(Stop::Reserved { at }) => {
            let (line, column) = line_and_column(text, at);
            Err(RecordError::ReservedKey {
                path: scan.path(),
                line,
                column,
            })
        }
    }
}

/// Line and column of a byte offset, both from 1, the column in bytes.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|&b| b == b'\n')
        .map_or(0, |i| i + 1);
    (line, before.len() - start + 1)
}

struct Scan<'t> {
    text: &'t str,
    frames: Vec<Frame<'t>>,
}

enum Frame<'t> {
    Object {
        seen: BTreeSet<Cow<'t, str>>,
        key: Cow<'t, str>,
        wants_key: bool,
    },
    List {
        index: usize,
    },
}

enum Stop {
    NotJson,
    Deep,
    Duplicate { at: usize },
    Reserved { at: usize },
}

impl<'t> Scan<'t> {
    fn run(&mut self, limit: usize) -> Result<(), Stop> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'{' => self.frames.push(Frame::object()),
                b'[' => self.frames.push(Frame::List { index: 0 }),
                b'}' | b']' => drop(self.frames.pop()),
                b',' => self.next_item(),
                b'"' => {
                    let end = end_of_string(bytes, at).ok_or(Stop::NotJson)?;
                    self.string(at, end)?;
                    at = end;
                }
                _ => {}
            }
            if self.frames.len() > limit {
                return Err(Stop::Deep);
            }
            at += 1;
        }
        Ok(())
    }

    fn next_item(&mut self) {
        match self.frames.last_mut() {
            Some(Frame::Object { wants_key, .. }) => *wants_key = true,
            Some(Frame::List { index }) => *index += 1,
            None => {}
        }
    }

    /// Takes the string between the quotes at `start` and `end`, if it stands where a key does.
    fn string(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let Some(Frame::Object {
            seen,
            key,
            wants_key: wants_key @ true,
        }) = self.frames.last_mut()
        else {
            return Ok(());
        };
        *wants_key = false;
        *key = unescape(&self.text[start..=end]).ok_or(Stop::NotJson)?;
        if key.starts_with(RESERVED) {
            return Err(Stop::Reserved { at: start });
        }
        if !seen.insert(key.clone()) {
            return Err(Stop::Duplicate { at: start });
        }
        Ok(())
    }

    /// The path of the current key, naming resource types as far as the text can be parsed.
    fn path(&self) -> String {
        let steps: Vec<Step> = self.frames.iter().map(Frame::step).collect();
        let root = serde_json::from_str(self.text).unwrap_or_default();
        name_steps(&root, &steps).to_string()
    }
}

impl Frame<'_> {
    fn object() -> Self {
        Self::Object {
            seen: BTreeSet::new(),
            key: Cow::Borrowed(""),
            wants_key: true,
        }
    }

    fn step(&self) -> Step {
        match self {
            Self::Object { key, .. } => Step::Key(key.clone().into_owned()),
            Self::List { index } => Step::Item(*index),
        }
    }
}

/// The offset of the closing quote of the string that opens at `start`.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The text of a JSON string given with its quotes.
fn unescape(quoted: &str) -> Option<Cow<'_, str>> {
    if quoted.contains('\\') {
        serde_json::from_str(quoted).ok().map(Cow::Owned)
    } else {
        quoted.get(1..quoted.len() - 1).map(Cow::Borrowed)
    }
}

/// `serde_json` smuggles numbers through maps under names with this start; a file that used one
/// would not come back as it went in.
const RESERVED: &str = "$serde_json::private::";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_spellings_of_a_key_are_the_same_key() {
        let error = scan(r#"{"resourceType":"Patient","a":1,"\u0061":2}"#, 8).unwrap_err();
        assert_eq!(error.path(), Some("Patient.a"));
    }

    #[test]
    fn the_same_key_in_sibling_objects_is_fine() {
        assert_eq!(
            scan(r#"[{"a":1},{"a":2,"b":{"a":"a, \"a\": 3"}}]"#, 8),
            Ok(())
        );
    }

    #[test]
    fn the_limit_itself_is_still_allowed() {
        assert_eq!(scan("[[[]]]", 3), Ok(()));
        assert!(matches!(
            scan("[[[[]]]]", 3),
            Err(RecordError::TooDeep { limit: 3, .. })
        ));
    }

    #[test]
    fn columns_count_from_one() {
        assert_eq!(line_and_column("ab\ncd", 0), (1, 1));
        assert_eq!(line_and_column("ab\ncd", 4), (2, 2));
    }
}
