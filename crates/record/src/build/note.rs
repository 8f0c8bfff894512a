//! Notes of a visit.

use serde_json::{Value, json};

use super::{Context, finish, fitting, object, reference, too_long};
use crate::codes::{ASSESSMENT, DocumentType, LOINC, OBJECTIVE, PLAN, SUBJECTIVE};
use crate::narrative;
use crate::{RecordError, Resource};

/// A note in SOAP form; parts may be empty, but not all of them. Each holds up to 20,000 characters.
#[derive(Debug, Clone, Copy)]
pub struct Note<'a> {
    /// Its title; up to 200 characters.
    pub title: &'a str,
    /// The name of who writes it.
    pub author_name: Option<&'a str>,
    /// What the patient says.
    pub subjective: &'a str,
    /// What is found.
    pub objective: &'a str,
    /// What it is thought to be.
    pub assessment: &'a str,
    /// What is to be done.
    pub plan: &'a str,
}

/// A final Composition of the type OPConsultation with one section for each part that is not empty
/// (<https://hl7.org/fhir/R4/composition.html>). A composition needs an author: without one in the
/// context it is the patient.
///
/// # Errors
///
/// [`RecordError::Entry`] if all parts or the title are empty, or something is too long; those of
/// [`Resource::from_value`] for a bad id or date.
pub fn soap_note(context: &Context<'_>, note: &Note<'_>) -> Result<Resource, RecordError> {
    let title = fitting("title", note.title, 200)?;
    let parts = [
        (
            "Subjective",
            SUBJECTIVE,
            "Subjective Narrative",
            note.subjective,
        ),
        (
            "Objective",
            OBJECTIVE,
            "Objective Narrative",
            note.objective,
        ),
        ("Assessment", ASSESSMENT, "Evaluation note", note.assessment),
        ("Plan", PLAN, "Plan of care note", note.plan),
    ];
    let mut sections: Vec<Value> = Vec::new();
    for (heading, loinc, display, text) in parts {
        if text.chars().count() > LONGEST {
            return Err(too_long("part of the note", text, LONGEST));
        }
        let Some(div) = narrative::from_plain(text) else {
            continue;
        };
        sections.push(json!({
            "title": heading,
            "code": { "coding": [{ "system": LOINC, "code": loinc, "display": display }] },
            "text": { "status": "additional", "div": div },
        }));
    }
    if sections.is_empty() {
        return Err(RecordError::Entry {
            what: "note",
            found: "empty".to_owned(),
            allowed: "written in at least one of its parts".to_owned(),
        });
    }
    let mut author = reference(context.author.unwrap_or(context.patient));
    if let Some(name) = note
        .author_name
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        author["display"] = name.into();
    }
    finish(object(json!({
        "resourceType": "Composition",
        "id": context.id,
        "status": "final",
        "type": DocumentType::OpConsultation.to_concept(),
        "subject": reference(context.patient),
        "date": context.date,
        "author": [author],
        "title": title,
        "section": sections,
    })))
}

const LONGEST: usize = 20_000;
