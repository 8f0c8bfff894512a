//! Clinical documents.

use serde_json::Value;

use super::{items, only, text};
use crate::Resource;
use crate::codes::DocumentType;

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
    /// Its sections.
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
            sections: items(value, "section").map(Section::read).collect(),
        })
    }
}

/// A section of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: Option<String>,
    /// References to what it lists.
    pub entries: Vec<String>,
}

impl Section {
    fn read(value: &Value) -> Self {
        Self {
            title: text(value, "title"),
            entries: items(value, "entry")
                .filter_map(|e| text(e, "reference"))
                .collect(),
        }
    }
}
