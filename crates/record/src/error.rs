//! What can be wrong with a record, said so that its owner can put it right.

use crate::FileKind;

/// Why a file, a resource or an entered value was not accepted.
///
/// Paths are FHIRPath-like and name each resource's type, as in
/// `Bundle.entry[3].resource.Observation.component[1].valueQuantity.value`.
///
/// # Security
///
/// Messages quote what was found, cut to 60 characters, so they may carry health data: show them
/// to the person whose file it is, and do not log them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The file is something other than FHIR JSON.
    #[error("this is {kind}, not FHIR JSON. {}", .kind.advice())]
    NotFhir {
        /// What it looks like.
        kind: FileKind,
    },
    /// The file is longer than [`crate::MAX_BYTES`].
    #[error(
        "the file has {size} bytes; at most {limit} are read. Export a shorter period, or split the file"
    )]
    TooLarge {
        /// Its length in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The bytes are not UTF-8, which FHIR JSON must be.
    #[error(
        "the text is not UTF-8 (first bad byte at offset {offset}). Save or export the file again as UTF-8"
    )]
    NotUtf8 {
        /// Offset of the first byte that does not fit.
        offset: usize,
    },
    /// The JSON stops before it is complete.
    #[error(
        "the file stops in the middle, at line {line} column {column}. It was cut off on its way: fetch or copy it again"
    )]
    Truncated {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
    },
    /// The text is not JSON.
    #[error("line {line} column {column} is not JSON: {reason}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// Objects and arrays are nested deeper than [`crate::MAX_DEPTH`].
    #[error("{path} is nested deeper than {limit} levels")]
    TooDeep {
        /// Where the limit was passed.
        path: String,
        /// The limit.
        limit: usize,
    },
    /// An object has a key twice; reading on would silently drop one of the two values.
    #[error(
        "{path} is given twice (again at line {line} column {column}); keep one of the two and remove the other"
    )]
    DuplicateKey {
        /// The element given twice.
        path: String,
        /// Line of the second, from 1.
        line: usize,
        /// Column of the second in bytes, from 1.
        column: usize,
    },
    /// An object key that the JSON library keeps for itself and could not hand back unchanged.
    #[error("{path} (line {line} column {column}) uses a reserved name and cannot be kept")]
    ReservedKey {
        /// The element.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
    },
    /// The JSON is well formed but is no FHIR resource.
    #[error(
        "{path} is no FHIR resource: \"resourceType\" must be a name such as \"Patient\" or \"Bundle\", found {found}"
    )]
    NotAResource {
        /// Where a resource was expected; `(root)` for the whole file.
        path: String,
        /// What was there.
        found: String,
    },
    /// A required element is absent.
    #[error("{path} is missing; it must be {allowed}")]
    Missing {
        /// The absent element.
        path: String,
        /// What belongs there.
        allowed: String,
    },
    /// The element is of the wrong JSON type, or a list where one value belongs, or the reverse.
    #[error("{path} is {found}; it must be {allowed}")]
    WrongShape {
        /// The element.
        path: String,
        /// The JSON type found.
        found: String,
        /// What belongs there.
        allowed: String,
    },
    /// The code is not one of those FHIR allows here (a *required* binding).
    #[error("{path} is {found}; allowed: {allowed}")]
    CodeNotAllowed {
        /// The element.
        path: String,
        /// The code found.
        found: String,
        /// The codes allowed, separated by commas.
        allowed: String,
    },
    /// A date, number, identifier or the like is not written as FHIR writes it.
    #[error("{path} is {found}; it must be {allowed}")]
    BadPrimitive {
        /// The element.
        path: String,
        /// The text found.
        found: String,
        /// The form it must have, with an example.
        allowed: String,
    },
    /// An element with a choice of types is given with more than one of them.
    #[error("{path} is given more than once, as {found}; keep one of them")]
    ChoiceTwice {
        /// The element, as in `Observation.value[x]`.
        path: String,
        /// The names found.
        found: String,
    },
    /// An element with a choice of types is given with a type it cannot have.
    #[error("{path} is not a known form of this element; allowed: {allowed}")]
    ChoiceNotAllowed {
        /// The element as found.
        path: String,
        /// The names allowed, separated by commas.
        allowed: String,
    },
    /// Two entries of a bundle claim the same `fullUrl` (and version).
    #[error("{path} repeats the fullUrl {found} of {first}; each entry needs its own")]
    DuplicateFullUrl {
        /// The second entry's `fullUrl`.
        path: String,
        /// The address given twice.
        found: String,
        /// Path of the first entry.
        first: String,
    },
    /// Two entries of a bundle claim the same type and id (and version).
    #[error("{path} repeats {found} of {first}; each resource may occur once")]
    DuplicateResource {
        /// The second resource.
        path: String,
        /// Type and id, as in `Patient/1`.
        found: String,
        /// Path of the first entry.
        first: String,
    },
    /// A document bundle whose first entry is no Composition.
    #[error("{path} is {found}; the first entry of a document must be a Composition")]
    DocumentWithoutComposition {
        /// The first entry's resource.
        path: String,
        /// What it is.
        found: String,
    },
    /// A line of an NDJSON file is wrong.
    #[error("line {line} of the file: {source}")]
    Line {
        /// Line, from 1.
        line: usize,
        /// What is wrong with it; its own line numbers count from the start of that line.
        source: Box<RecordError>,
    },
    /// The number of resources does not fit the shell they are put back into.
    #[error("this bundle holds {expected} resources, {found} were given")]
    WrongCount {
        /// Resources the shell has room for.
        expected: usize,
        /// Resources given.
        found: usize,
    },
    /// A measurement that no living person has: a slip of the keyboard, or the wrong unit.
    #[error("{what} {found} {unit} is not possible; allowed: {low} to {high} {unit}")]
    OutOfRange {
        /// What was measured.
        what: &'static str,
        /// The value given.
        found: String,
        /// The unit, as UCUM writes it.
        unit: &'static str,
        /// Smallest value allowed.
        low: String,
        /// Largest value allowed.
        high: String,
    },
    /// An entered value that cannot be used; `allowed` says what can.
    #[error("{what} is {found}; it must be {allowed}")]
    Entry {
        /// The field.
        what: &'static str,
        /// The value given.
        found: String,
        /// What is allowed.
        allowed: String,
    },
}

impl RecordError {
    /// The path of the element concerned, where the error has one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::TooDeep { path, .. }
            | Self::DuplicateKey { path, .. }
            | Self::ReservedKey { path, .. }
            | Self::NotAResource { path, .. }
            | Self::Missing { path, .. }
            | Self::WrongShape { path, .. }
            | Self::CodeNotAllowed { path, .. }
            | Self::BadPrimitive { path, .. }
            | Self::ChoiceTwice { path, .. }
            | Self::ChoiceNotAllowed { path, .. }
            | Self::DuplicateFullUrl { path, .. }
            | Self::DuplicateResource { path, .. }
            | Self::DocumentWithoutComposition { path, .. } => Some(path),
            Self::Line { source, .. } => source.path(),
            _ => None,
        }
    }
}
