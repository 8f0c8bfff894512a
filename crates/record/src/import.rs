//! Taking a file apart into resources, so that it can be put together again.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::path::Path;
use crate::references::Addresses;
use crate::{RecordError, Resource, Warning, json};

/// What a file held.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The resources, in the order of the file.
    pub items: Vec<Item>,
    /// What was around them.
    pub shell: Shell,
    /// What its owner may want to know.
    pub warnings: Vec<Warning>,
}

/// One resource of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The resource.
    pub resource: Resource,
    /// The address under which other entries refer to it.
    pub full_url: Option<String>,
    /// What a transaction or batch asks the server to do with it.
    pub request: Option<Value>,
    /// All else that its entry in the bundle says, including elements this crate does not know.
    pub rest: Map<String, Value>,
}

/// A file without its resources.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shell {
    /// A Bundle in which each `entry[].resource` is replaced by `null`.
    Bundle(Value),
    /// One resource on each line (NDJSON, as bulk data is exported).
    Lines,
    /// One resource that is no bundle.
    Single,
}

impl Import {
    /// The type of the bundle, such as `"document"`, or `None` if the file was no bundle.
    #[must_use]
    pub fn bundle_type(&self) -> Option<&str> {
        match &self.shell {
            Shell::Bundle(bundle) => bundle.get("type").and_then(Value::as_str),
            _ => None,
        }
    }
}

impl Shell {
    /// Puts `resources` back, in their order, giving the file as it was imported.
    ///
    /// # Errors
    ///
    /// [`RecordError::WrongCount`] if there are more or fewer of them than the file had.
    pub fn restore(&self, resources: &[Resource]) -> Result<Vec<u8>, RecordError> {
        match self {
            Self::Bundle(bundle) => {
                fill(bundle.clone(), resources).map(|b| b.to_string().into_bytes())
            }
            Self::Single => match resources {
                [resource] => Ok(resource.to_json_bytes()),
                _ => Err(RecordError::WrongCount {
                    expected: 1,
                    found: resources.len(),
                }),
            },
            Self::Lines => Ok(lines(resources)),
        }
    }
}

/// Reads a file: a Bundle of any type, NDJSON, or a single resource
/// (<https://hl7.org/fhir/R4/bundle.html>, <https://hl7.org/fhir/R4/nd-json.html>).
///
/// # Errors
///
/// The first thing found wrong, as [`Resource::parse`]; and for bundles: entries that claim the
/// same address or the same type and id, a document that does not start with its Composition.
pub fn import(bytes: &[u8]) -> Result<Import, RecordError> {
    let text = json::text_of(bytes)?;
    if is_ndjson(text) {
        return import_lines(text);
    }
    let resource = Resource::from_checked_json(json::parse_text(text)?)?;
    if resource.resource_type() == "Bundle" {
        return import_bundle(resource.into_value());
    }
    let item = Item {
        resource,
        full_url: None,
        request: None,
        rest: Map::new(),
    };
    Ok(Import {
        items: vec![item],
        shell: Shell::Single,
        warnings: Vec::new(),
    })
}

/// One complete object on the first line and another after it: no pretty-printed file does this.
fn is_ndjson(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .next()
        .is_some_and(|line| line.len() > 1 && line.ends_with('}'))
        && lines.next().is_some_and(|line| line.starts_with('{'))
}

fn import_lines(text: &str) -> Result<Import, RecordError> {
    let mut items = Vec::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let resource = json::parse_text(line)
            .and_then(Resource::from_checked_json)
            .map_err(|e| RecordError::Line {
                line: index + 1,
                source: Box::new(e),
            })?;
        items.push(Item {
            resource,
            full_url: None,
            request: None,
            rest: Map::new(),
        });
    }
    Ok(Import {
        items,
        shell: Shell::Lines,
        warnings: Vec::new(),
    })
}

fn import_bundle(mut bundle: Value) -> Result<Import, RecordError> {
    let mut items = Vec::new();
    let mut places = Vec::new();
    let entries = bundle
        .get_mut("entry")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten();
    for (index, entry) in entries.enumerate() {
        if let Some(item) = take_item(entry) {
            items.push(item);
            places.push(index);
        }
    }
    check_document(&bundle, &items, &places)?;
    check_unique(&items, &places)?;
    let warnings = unresolved(&items, &places);
    Ok(Import {
        items,
        shell: Shell::Bundle(bundle),
        warnings,
    })
}

/// Takes the resource out of an entry, leaving `null`. Entries without one (a DELETE request, a
/// response) stay in the shell.
fn take_item(entry: &mut Value) -> Option<Item> {
    let resource = entry.get_mut("resource")?.take();
    let mut rest = entry.as_object()?.clone();
    rest.shift_remove("resource");
    Some(Item {
        resource: Resource::from_valid(resource),
        full_url: rest
            .shift_remove("fullUrl")
            .and_then(|v| v.as_str().map(str::to_owned)),
        request: rest.shift_remove("request"),
        rest,
    })
}

/// A document starts with its Composition (bdl-11).
fn check_document(bundle: &Value, items: &[Item], places: &[usize]) -> Result<(), RecordError> {
    if bundle.get("type").and_then(Value::as_str) != Some("document") {
        return Ok(());
    }
    let first = items.first().filter(|_| places.first() == Some(&0));
    match first.map(|item| item.resource.resource_type()) {
        Some("Composition") => Ok(()),
        other => Err(RecordError::DocumentWithoutComposition {
            path: place(0, "resource"),
            found: other.map_or_else(|| "absent".to_owned(), |kind| format!("of type {kind}")),
        }),
    }
}

/// No two entries may have the same address and version (bdl-7), nor the same type, id and version.
fn check_unique(items: &[Item], places: &[usize]) -> Result<(), RecordError> {
    let mut urls = BTreeMap::new();
    let mut names = BTreeMap::new();
    for (item, &index) in items.iter().zip(places) {
        let value = item.resource.as_value();
        let version = value.pointer("/meta/versionId").and_then(Value::as_str);
        if let Some(url) = item.full_url.as_deref()
            && let Some(first) = urls.insert((url, version), index)
        {
            let (path, first) = (place(index, "fullUrl"), place(first, "fullUrl"));
            return Err(RecordError::DuplicateFullUrl {
                path,
                found: url.to_owned(),
                first,
            });
        }
        if let Some(id) = item.resource.id() {
            let kind = item.resource.resource_type();
            if let Some(first) = names.insert((kind, id, version), index) {
                let (path, first) = (place(index, "resource"), place(first, "resource"));
                let found = format!("{kind}/{id}");
                return Err(RecordError::DuplicateResource { path, found, first });
            }
        }
    }
    Ok(())
}

fn unresolved(items: &[Item], places: &[usize]) -> Vec<Warning> {
    let mut addresses = Addresses::default();
    for item in items {
        addresses.add(item.full_url.as_deref(), &item.resource);
    }
    let mut warnings = Vec::new();
    for (item, &index) in items.iter().zip(places) {
        let mut path = Path::default();
        path.enter(&place(index, "resource"));
        addresses.check(&item.resource, &mut path, &mut warnings);
    }
    warnings
}

fn place(index: usize, element: &str) -> String {
    format!("Bundle.entry[{index}].{element}")
}

fn fill(mut bundle: Value, resources: &[Resource]) -> Result<Value, RecordError> {
    let entries = bundle
        .get_mut("entry")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten();
    let gaps: Vec<&mut Value> = entries
        .filter_map(|entry| entry.get_mut("resource"))
        .collect();
    if gaps.len() != resources.len() {
        return Err(RecordError::WrongCount {
            expected: gaps.len(),
            found: resources.len(),
        });
    }
    for (gap, resource) in gaps.into_iter().zip(resources) {
        *gap = resource.as_value().clone();
    }
    Ok(bundle)
}

pub(crate) fn lines(resources: &[Resource]) -> Vec<u8> {
    let mut out = Vec::new();
    for resource in resources {
        out.extend_from_slice(&resource.to_json_bytes());
        out.push(b'\n');
    }
    out
}
