//! Checks a resource against the tables of [`crate::schema`].

use serde_json::{Map, Value};

use crate::RecordError;
use crate::path::Path;
use crate::primitive::Primitive;
use crate::schema::{Binding, CODEABLE_CONCEPT, ELEMENT, Element, Kind, RESOURCE, Shape};

/// Checks a resource of any type, with all it contains. Of types without a table only
/// `resourceType` and `id` are looked at.
pub(crate) fn check_resource(value: &Value, path: &mut Path) -> Result<(), RecordError> {
    let Some(map) = value.as_object() else {
        return Err(RecordError::NotAResource {
            path: path.to_string(),
            found: found(value),
        });
    };
    let name = map.get("resourceType").unwrap_or(&Value::Null);
    let Some(name) = name.as_str().filter(|n| is_type_name(n)) else {
        return Err(RecordError::NotAResource {
            path: path.to_string(),
            found: found(name),
        });
    };
    path.enter(name);
    match Shape::of_resource(name) {
        Some(shape) => {
            check_elements(map, &RESOURCE, path)?;
            check_elements(map, shape, path)
        }
        None => match map.get("id") {
            Some(id) => check_item(id, "id", Kind::Primitive(Primitive::Id), path),
            None => Ok(()),
        },
    }
}

/// Checks an object that is not a resource.
fn check_object(value: &Value, shape: &Shape, path: &mut Path) -> Result<(), RecordError> {
    let Some(map) = value.as_object() else {
        return Err(wrong_shape(path, value, "an object"));
    };
    if map.is_empty() {
        return Err(wrong_shape(
            path,
            value,
            "an object with at least one element",
        ));
    }
    check_elements(map, &ELEMENT, path)?;
    check_elements(map, shape, path)
}

fn check_elements(
    map: &Map<String, Value>,
    shape: &Shape,
    path: &mut Path,
) -> Result<(), RecordError> {
    for element in shape.0 {
        match element.kind {
            Kind::Choice(types) => check_choice(map, element, types, path)?,
            kind => check_element(map, element, kind, path)?,
        }
    }
    Ok(())
}

fn check_element(
    map: &Map<String, Value>,
    element: &Element,
    kind: Kind,
    path: &mut Path,
) -> Result<(), RecordError> {
    let beside = if kind.is_primitive() {
        map.get(&format!("_{}", element.name))
    } else {
        None
    };
    if let Some(beside) = beside {
        check_beside(beside, element, path)?;
    }
    let Some(value) = map.get(element.name) else {
        return if element.required && beside.is_none() {
            Err(RecordError::Missing {
                path: path.child(element.name),
                allowed: describe(element),
            })
        } else {
            Ok(())
        };
    };
    if element.list {
        check_list(value, element, beside, path)
    } else {
        check_item(value, element.name, kind, path)
    }
}

fn check_list(
    value: &Value,
    element: &Element,
    beside: Option<&Value>,
    path: &mut Path,
) -> Result<(), RecordError> {
    let mark = path.enter(element.name);
    let items = match value.as_array() {
        Some(items) if !items.is_empty() => items,
        _ => return Err(wrong_shape(path, value, &describe(element))),
    };
    for (index, item) in items.iter().enumerate() {
        // A list of primitives has null where only the `_name` sibling says something.
        if item.is_null()
            && beside
                .and_then(|b| b.get(index))
                .is_some_and(Value::is_object)
        {
            continue;
        }
        let inner = path.enter_item(index);
        check_value(item, element.kind, path)?;
        path.leave(inner);
    }
    path.leave(mark);
    Ok(())
}

fn check_item(value: &Value, name: &str, kind: Kind, path: &mut Path) -> Result<(), RecordError> {
    let mark = path.enter(name);
    check_value(value, kind, path)?;
    path.leave(mark);
    Ok(())
}

fn check_value(value: &Value, kind: Kind, path: &mut Path) -> Result<(), RecordError> {
    match kind {
        Kind::Primitive(primitive) => check_primitive(value, primitive, path),
        Kind::Coded(binding) => check_code(value, binding, path),
        Kind::Concept(binding) => check_concept(value, binding, path),
        Kind::Of(shape) => check_object(value, shape, path),
        Kind::Resource => check_resource(value, path),
        Kind::Open | Kind::Choice(_) if value.is_object() => Ok(()),
        Kind::Open | Kind::Choice(_) => Err(wrong_shape(path, value, "an object")),
    }
}

fn check_primitive(value: &Value, kind: Primitive, path: &Path) -> Result<(), RecordError> {
    if !kind.has_json_type(value) {
        return Err(wrong_shape(path, value, kind.describe()));
    }
    if kind.accepts(value) {
        return Ok(());
    }
    let allowed = kind.describe().to_owned();
    Err(RecordError::BadPrimitive {
        path: path.to_string(),
        found: found(value),
        allowed,
    })
}

fn check_code(value: &Value, binding: &Binding, path: &Path) -> Result<(), RecordError> {
    let Some(code) = value.as_str() else {
        return Err(wrong_shape(
            path,
            value,
            &format!("one of {}", binding.codes.join(", ")),
        ));
    };
    if binding.codes.contains(&code) {
        return Ok(());
    }
    let allowed = binding.codes.join(", ");
    Err(RecordError::CodeNotAllowed {
        path: path.to_string(),
        found: found(value),
        allowed,
    })
}

/// A concept with a required binding needs at least one coding from the bound system, and all its
/// codings from that system must be allowed.
fn check_concept(value: &Value, binding: &Binding, path: &mut Path) -> Result<(), RecordError> {
    check_object(value, &CODEABLE_CONCEPT, path)?;
    let codings = value
        .get("coding")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let mut bound = false;
    for (index, coding) in codings.iter().enumerate() {
        if coding.get("system").and_then(Value::as_str) == Some(binding.system) {
            let mark = path.enter(&format!("coding[{index}].code"));
            check_code(coding.get("code").unwrap_or(&Value::Null), binding, path)?;
            path.leave(mark);
            bound = true;
        }
    }
    if bound {
        return Ok(());
    }
    let allowed = format!("a code of {}: {}", binding.system, binding.codes.join(", "));
    Err(RecordError::Missing {
        path: path.child("coding"),
        allowed,
    })
}

/// Checks an element of the form `name[x]`: at most one of its forms, of a type it may have.
fn check_choice(
    map: &Map<String, Value>,
    element: &Element,
    types: &[&str],
    path: &mut Path,
) -> Result<(), RecordError> {
    let mut present: Option<&str> = None;
    for key in map.keys() {
        let bare = key.strip_prefix('_').unwrap_or(key);
        let Some(suffix) = bare.strip_prefix(element.name).filter(|s| starts_upper(s)) else {
            continue;
        };
        if !types.contains(&suffix) {
            let names: Vec<String> = types
                .iter()
                .map(|t| format!("{}{t}", element.name))
                .collect();
            let path = path.child(bare);
            return Err(RecordError::ChoiceNotAllowed {
                path,
                allowed: names.join(", "),
            });
        }
        match present {
            Some(other) if other != bare => {
                let path = path.child(&format!("{}[x]", element.name));
                return Err(RecordError::ChoiceTwice {
                    path,
                    found: format!("{other} and {bare}"),
                });
            }
            _ => present = Some(bare),
        }
        if key == bare {
            check_item(&map[key], key, Kind::of_suffix(suffix), path)?;
        }
    }
    if element.required && present.is_none() {
        let names: Vec<String> = types
            .iter()
            .map(|t| format!("{}{t}", element.name))
            .collect();
        let path = path.child(&format!("{}[x]", element.name));
        return Err(RecordError::Missing {
            path,
            allowed: format!("one of {}", names.join(", ")),
        });
    }
    Ok(())
}

/// Checks the `_name` sibling that carries id and extensions of a primitive.
fn check_beside(beside: &Value, element: &Element, path: &mut Path) -> Result<(), RecordError> {
    let mark = path.enter(&format!("_{}", element.name));
    if element.list {
        let Some(items) = beside.as_array() else {
            return Err(wrong_shape(path, beside, "a list"));
        };
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_null()) {
            let inner = path.enter_item(index);
            check_object(item, &Shape(&[]), path)?;
            path.leave(inner);
        }
    } else {
        check_object(beside, &Shape(&[]), path)?;
    }
    path.leave(mark);
    Ok(())
}

fn wrong_shape(path: &Path, value: &Value, allowed: &str) -> RecordError {
    let found = found(value);
    RecordError::WrongShape {
        path: path.to_string(),
        found,
        allowed: allowed.to_owned(),
    }
}

/// What belongs where `element` is.
fn describe(element: &Element) -> String {
    let what = match element.kind {
        Kind::Primitive(kind) => kind.describe().to_owned(),
        Kind::Coded(binding) => format!("one of {}", binding.codes.join(", ")),
        Kind::Resource => "a resource".to_owned(),
        _ => "an object".to_owned(),
    };
    if element.list {
        format!("a list with at least one item, each {what}")
    } else {
        what
    }
}

/// What `value` is, for people; texts are cut.
fn found(value: &Value) -> String {
    match value {
        Value::Null => "nothing (null)".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => format!("the number {}", cut(&number.to_string())),
        Value::String(text) => format!("{:?}", cut(text)),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(map) if map.is_empty() => "an empty object".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(QUOTED_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn starts_upper(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_type_name(name: &str) -> bool {
    starts_upper(name) && name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// How much of a text an error quotes.
const QUOTED_CHARS: usize = 60;
