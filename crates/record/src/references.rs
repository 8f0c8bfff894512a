//! References between resources, and which of them lead nowhere.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use crate::Resource;
use crate::path::Path;

/// Something to tell the owner of a file that was nevertheless imported.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A reference to a resource that is not in the same file.
    Unresolved {
        /// The `reference` element.
        path: String,
        /// What it refers to.
        reference: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unresolved { path, reference } => {
                write!(f, "{path} refers to {reference}, which is not in this file")
            }
        }
    }
}

/// The addresses under which the resources of a bundle can be referred to
/// (<https://hl7.org/fhir/R4/bundle.html#references>).
#[derive(Debug, Default)]
pub(crate) struct Addresses(BTreeSet<String>);

impl Addresses {
    /// Adds a resource under its `fullUrl` and under `Type/id`.
    pub(crate) fn add(&mut self, full_url: Option<&str>, resource: &Resource) {
        if let Some(url) = full_url {
            self.0.insert(url.to_owned());
            if let Some(relative) = type_and_id(url) {
                self.0.insert(relative.to_owned());
            }
        }
        if let Some(id) = resource.id() {
            self.0.insert(format!("{}/{id}", resource.resource_type()));
        }
    }

    /// Reports each reference in `resource`, found at `path`, that leads to no address.
    pub(crate) fn check(&self, resource: &Resource, path: &mut Path, warnings: &mut Vec<Warning>) {
        let mark = path.enter(resource.resource_type());
        let local = local_ids(resource.as_value());
        self.walk(resource.as_value(), &local, path, warnings);
        path.leave(mark);
    }

    fn walk(
        &self,
        value: &Value,
        local: &BTreeSet<&str>,
        path: &mut Path,
        warnings: &mut Vec<Warning>,
    ) {
        match value {
            Value::Object(map) => {
                for (key, child) in map {
                    let mark = path.enter(key);
                    match child.as_str() {
                        Some(reference) if key == "reference" && !self.has(reference, local) => {
                            let reference = reference.to_owned();
                            warnings.push(Warning::Unresolved {
                                path: path.to_string(),
                                reference,
                            });
                        }
                        _ => self.walk(child, local, path, warnings),
                    }
                    path.leave(mark);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let mark = path.enter_item(index);
                    self.walk(item, local, path, warnings);
                    path.leave(mark);
                }
            }
            _ => {}
        }
    }

    fn has(&self, reference: &str, local: &BTreeSet<&str>) -> bool {
        if let Some(id) = reference.strip_prefix('#') {
            return id.is_empty() || local.contains(id);
        }
        let plain = reference
            .split_once("/_history/")
            .map_or(reference, |(before, _)| before);
        let plain = plain.split_once('#').map_or(plain, |(before, _)| before);
        self.0.contains(plain)
    }
}

/// The last two segments of an address, if they are a type and an id.
fn type_and_id(url: &str) -> Option<&str> {
    let id = url.rfind('/')?;
    let start = url[..id].rfind('/').map_or(0, |slash| slash + 1);
    url[start..]
        .starts_with(|c: char| c.is_ascii_uppercase())
        .then(|| &url[start..])
}

/// The ids of contained resources, which `#id` refers to.
fn local_ids(resource: &Value) -> BTreeSet<&str> {
    let contained = resource.get("contained").and_then(Value::as_array);
    contained
        .into_iter()
        .flatten()
        .filter_map(|r| r.get("id").and_then(Value::as_str))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn full_urls_relative_versioned_and_contained_references_resolve() {
        let resource = |value| Resource::from_value(value).unwrap();
        let mut addresses = Addresses::default();
        addresses.add(
            Some("http://h/fhir/Patient/1"),
            &resource(json!({"resourceType": "Patient", "id": "1"})),
        );
        let referring = resource(json!({
            "resourceType": "Basic",
            "contained": [{"resourceType": "Device", "id": "d"}],
            "a": [{"reference": "http://h/fhir/Patient/1"}, {"reference": "Patient/1"},
                  {"reference": "Patient/1/_history/2"}, {"reference": "#d"},
                  {"reference": "Patient/2"}, {"reference": "#e"}],
        }));
        let mut warnings = Vec::new();
        addresses.check(&referring, &mut Path::default(), &mut warnings);
        let texts: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "Basic.a[4].reference refers to Patient/2, which is not in this file",
                "Basic.a[5].reference refers to #e, which is not in this file"
            ]
        );
    }
}
