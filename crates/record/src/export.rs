//! Putting resources into one file. To rebuild an imported file, see [`crate::Shell::restore`].

use serde_json::{Value, json};

use crate::{Item, Resource, import};

/// A Bundle of type `collection` with these items, each under its own address.
///
/// Requests to servers are left out, since a collection makes none.
#[must_use]
pub fn collection<'i>(items: impl IntoIterator<Item = &'i Item>) -> Resource {
    let entries: Vec<Value> = items
        .into_iter()
        .map(|item| match &item.full_url {
            Some(url) => json!({ "fullUrl": url, "resource": item.resource.as_value() }),
            None => json!({ "resource": item.resource.as_value() }),
        })
        .collect();
    let mut bundle = json!({ "resourceType": "Bundle", "type": "collection" });
    if !entries.is_empty() {
        bundle["entry"] = Value::Array(entries);
    }
    Resource::from_valid(bundle)
}

/// One resource on each line (NDJSON, <https://hl7.org/fhir/R4/nd-json.html>).
#[must_use]
pub fn ndjson(resources: &[Resource]) -> Vec<u8> {
    import::lines(resources)
}
