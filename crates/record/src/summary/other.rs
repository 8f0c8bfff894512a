//! The line for types that have no view.

use serde_json::Value;

use super::Summary;
use crate::Resource;
use crate::view::{Concept, name_of};

/// A type without a view: its name, and whatever code or name it carries.
pub(super) fn other(resource: &Resource) -> Summary {
    let value = resource.as_value();
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let coded = [
        "code",
        "type",
        "vaccineCode",
        "medicationCodeableConcept",
        "category",
    ]
    .iter()
    .filter_map(|key| value.get(key))
    .find_map(|v| v.get(0).map_or_else(|| Concept::read(v), Concept::read))
    .map(|concept| concept.label);
    let named = text("name")
        .or(coded)
        .or_else(|| name_of(value))
        .or_else(|| text("title"));
    let described = value
        .get("description")
        .and_then(Concept::read)
        .map(|c| c.label);
    let named = named
        .or_else(|| text("contentType"))
        .or(described)
        .or_else(|| text("description"));
    let kind = resource.resource_type();
    let title = named.map_or_else(|| kind.to_owned(), |name| format!("{kind}: {name}"));
    let dates = [
        "date",
        "authoredOn",
        "recordedDate",
        "issued",
        "created",
        "start",
        "started",
    ];
    Summary::new(kind, title).on(dates.iter().find_map(|key| text(key)))
}
