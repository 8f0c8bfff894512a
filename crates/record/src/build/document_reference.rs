//! Documents whose file is kept sealed beside the record.

use serde_json::json;

use super::{Context, finish, object, reference};
use crate::codes::DocumentType;
use crate::view::ATTACHMENT_URN;
use crate::{RecordError, Resource};

/// A document kept as a file.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The title.
    pub title: &'a str,
    /// What kind of document it is.
    pub kind: DocumentType,
    /// The MIME type, such as `application/pdf`.
    pub content_type: &'a str,
    /// The size of the file in bytes.
    pub size: u32,
    /// The id under which the sealed file is kept; its address is `urn:sehat:attachment:<id>`.
    pub attachment_id: &'a str,
}

/// A current DocumentReference (<https://hl7.org/fhir/R4/documentreference.html>).
///
/// # Errors
///
/// [`RecordError::Entry`] if the attachment's id is empty or has white space; those of
/// [`Resource::from_value`] for an empty title, a bad id or date.
pub fn document_reference(
    context: &Context<'_>,
    document: &Document<'_>,
) -> Result<Resource, RecordError> {
    if document.attachment_id.is_empty() || document.attachment_id.contains(char::is_whitespace) {
        return Err(RecordError::Entry {
            what: "attachment id",
            found: format!("{:?}", document.attachment_id),
            allowed: "an id without spaces".to_owned(),
        });
    }
    let mut map = object(json!({
        "resourceType": "DocumentReference",
        "id": context.id,
        "status": "current",
        "type": document.kind.to_concept(),
        "subject": reference(context.patient),
    }));
    if let Some(author) = context.author {
        map.insert("author".to_owned(), json!([reference(author)]));
    }
    let attachment = json!({
        "contentType": document.content_type,
        "url": format!("{ATTACHMENT_URN}{}", document.attachment_id),
        "size": document.size,
        "title": document.title.trim(),
        "creation": context.date,
    });
    map.insert("content".to_owned(), json!([{ "attachment": attachment }]));
    finish(map)
}
