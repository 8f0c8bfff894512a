//! Clinical documents.

use serde_json::Value;

use super::{items, only, text};
use crate::codes::{DocumentType, LOINC};
use crate::{Resource, narrative};

/// A Composition (<https://hl7.org/fhir/R4/composition.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// The title.
    pub title: String,
    /// Which of India's document types it is.
    pub kind: Option<DocumentType>,
    /// `final`, `preliminary` ...
    pub status: String,
    /// When it was written.
    pub date: Option<String>,
    /// Who wrote it: names, else references.
    pub authors: Vec<String>,
    /// Its sections, each followed by those within it.
    pub sections: Vec<Section>,
}

impl Composition {
    /// Reads a Composition.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "Composition")?;
        Some(Self {
            title: text(value, "title").unwrap_or_default(),
            kind: value.get("type").and_then(DocumentType::from_concept),
            status: text(value, "status").unwrap_or_default(),
            date: text(value, "date"),
            authors: items(value, "author")
                .filter_map(|a| text(a, "display").or_else(|| text(a, "reference")))
                .collect(),
            sections: sections_of(value),
        })
    }
}

fn sections_of(value: &Value) -> Vec<Section> {
    items(value, "section")
        .flat_map(|section| {
            let mut all = vec![Section::read(section)];
            all.extend(sections_of(section));
            all
        })
        .collect()
}

/// A section of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: Option<String>,
    /// Its LOINC code, if it has one.
    pub loinc: Option<String>,
    /// Its narrative as plain text, with line breaks; empty if it has none.
    pub text: String,
    /// References to what it lists.
    pub entries: Vec<String>,
}

impl Section {
    fn read(value: &Value) -> Self {
        Self {
            title: text(value, "title"),
            loinc: value.get("code").and_then(|code| {
                items(code, "coding")
                    .find(|c| c.get("system").and_then(Value::as_str) == Some(LOINC))
                    .and_then(|c| text(c, "code"))
            }),
            text: value
                .get("text")
                .and_then(|narrative| text(narrative, "div"))
                .map_or_else(String::new, |div| narrative::to_plain(&div)),
            entries: items(value, "entry")
                .filter_map(|e| text(e, "reference"))
                .collect(),
        }
    }
}
