//! Documents kept as files.

use serde_json::Value;

use super::{Concept, items, only, text};
use crate::Resource;

/// A DocumentReference (<https://hl7.org/fhir/R4/documentreference.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReference {
    /// What kind of document.
    pub kind: Option<Concept>,
    /// What it is, in words.
    pub description: Option<String>,
    /// `current`, `superseded` ...
    pub status: String,
    /// When this reference was made.
    pub date: Option<String>,
    /// The files.
    pub attachments: Vec<Attachment>,
}

impl DocumentReference {
    /// Reads a DocumentReference.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "DocumentReference")?;
        Some(Self {
            kind: Concept::at(value, "type"),
            description: text(value, "description"),
            status: text(value, "status").unwrap_or_default(),
            date: text(value, "date"),
            attachments: items(value, "content")
                .filter_map(|c| c.get("attachment"))
                .map(Attachment::read)
                .collect(),
        })
    }
}

/// What is said of a file (<https://hl7.org/fhir/R4/datatypes.html#Attachment>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The MIME type.
    pub content_type: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// Where the file is.
    pub url: Option<String>,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// When it was made.
    pub creation: Option<String>,
    /// Whether the file itself is inside the resource.
    pub is_inline: bool,
}

impl Attachment {
    pub(super) fn read(value: &Value) -> Self {
        Self {
            content_type: text(value, "contentType"),
            title: text(value, "title"),
            url: text(value, "url"),
            size: value.get("size").and_then(Value::as_u64),
            creation: text(value, "creation"),
            is_inline: value.get("data").is_some(),
        }
    }

    /// The id of a file that Sehat keeps sealed beside the record.
    #[must_use]
    pub fn sealed_id(&self) -> Option<&str> {
        self.url.as_deref()?.strip_prefix(ATTACHMENT_URN)
    }
}

/// What the address of a sealed file starts with; its id follows.
pub const ATTACHMENT_URN: &str = "urn:sehat:attachment:";
