//! Taking everything about a person out of a resource, leaving FHIR's own words.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

/// The codes and terms that occur in at least two of the bundles.
pub(crate) fn shared_texts(bundles: &[Vec<Value>]) -> HashSet<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for bundle in bundles {
        let mut here = HashSet::new();
        for resource in bundle {
            collect(resource, &mut here);
        }
        for text in here {
            *seen.entry(text).or_default() += 1;
        }
    }
    seen.into_iter()
        .filter(|(_, count)| *count >= 2)
        .map(|(text, _)| text)
        .collect()
}

/// The resource with every text and number blanked that is not in `kept` or could be personal.
pub(crate) fn scrub(value: &Value, kept: &HashSet<String>) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter()
                .map(|(key, child)| (key.clone(), scrub_child(map, key, child, kept)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(|item| scrub(item, kept)).collect()),
        Value::Number(_) => 0.into(),
        Value::String(_) => "".into(),
        other => other.clone(),
    }
}

fn scrub_child(
    parent: &Map<String, Value>,
    key: &str,
    child: &Value,
    kept: &HashSet<String>,
) -> Value {
    match child {
        Value::String(text) => scrub_text(parent, key, text, kept).into(),
        Value::Array(items) => Value::Array(
            items
                .iter()
                .map(|item| scrub_child(parent, key, item, kept))
                .collect(),
        ),
        other => scrub(other, kept),
    }
}

fn scrub_text(
    parent: &Map<String, Value>,
    key: &str,
    text: &str,
    kept: &HashSet<String>,
) -> String {
    if is_vocabulary(parent, key) && kept.contains(text) {
        return text.to_owned();
    }
    match key {
        "reference" if text.starts_with("urn:uuid:") => "urn:uuid:".to_owned(),
        "reference" => text
            .split_inclusive('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
        "div" => "<div xmlns=\"http://www.w3.org/1999/xhtml\"></div>".to_owned(),
        _ if text.contains('T') && is_dated(text) => "20T:00+05:30".to_owned(),
        _ if is_dated(text) => "20".to_owned(),
        _ => String::new(),
    }
}

/// Whether the text at `key` is a code, a term or the address of a code system: a `display` only
/// beside a `code`, a `text` only beside a `coding`, since elsewhere both hold people's names.
fn is_vocabulary(parent: &Map<String, Value>, key: &str) -> bool {
    match key {
        "display" => parent.contains_key("code"),
        "text" => parent.contains_key("coding"),
        "resourceType" | "system" | "url" | "code" | "unit" | "status" | "intent" | "use"
        | "type" | "profile" | "contentType" | "language" | "criticality" | "category"
        | "gender" | "priority" | "outcome" | "mode" | "comparator" | "periodUnit"
        | "docStatus" => true,
        _ => false,
    }
}

fn is_dated(text: &str) -> bool {
    text.len() >= 10 && text.as_bytes()[4] == b'-' && text[..4].bytes().all(|b| b.is_ascii_digit())
}

fn collect(value: &Value, out: &mut HashSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                if is_vocabulary(map, key) || !child.is_string() {
                    collect(child, out);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        Value::String(text) if text.len() < 160 => drop(out.insert(text.clone())),
        _ => {}
    }
}
