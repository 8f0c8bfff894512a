//! One FHIR R4 resource.

use serde_json::Value;

use crate::path::Path;
use crate::{RecordError, json, validate};

/// A parsed FHIR R4 resource that satisfies what this crate checks.
///
/// Keeps everything it was given: elements and extensions it does not know, the order of keys, and
/// the text of every number (`1.50` stays `1.50`, as FHIR asks of decimals,
/// <https://hl7.org/fhir/R4/datatypes.html#decimal>). One spelling is evened out: an exponent is
/// written `e+5` or `e-5`, which changes neither value nor precision. Two resources are equal when their JSON is,
/// whatever the order of keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Resource(Value);

impl Resource {
    /// Parses and checks one resource of FHIR JSON
    /// (<https://hl7.org/fhir/R4/json.html>). A byte order mark is tolerated.
    ///
    /// # Errors
    ///
    /// [`RecordError`] names what is wrong, where, and what is allowed; for a file that is not
    /// FHIR JSON, what it is and what to do.
    pub fn parse(bytes: &[u8]) -> Result<Self, RecordError> {
        Self::from_checked_json(json::parse_text(json::text_of(bytes)?)?)
    }

    /// Checks one resource that is already JSON.
    ///
    /// # Errors
    ///
    /// As [`Resource::parse`], except for what is wrong with bytes.
    pub fn from_value(value: Value) -> Result<Self, RecordError> {
        if let Some(path) = json::path_beyond_depth(&value) {
            return Err(RecordError::TooDeep {
                path,
                limit: json::MAX_DEPTH,
            });
        }
        Self::from_checked_json(value)
    }

    pub(crate) fn from_checked_json(value: Value) -> Result<Self, RecordError> {
        validate::check_resource(&value, &mut Path::default())?;
        Ok(Self(value))
    }

    /// Wraps a part of a bundle that was checked together with it.
    pub(crate) fn from_valid(value: Value) -> Self {
        Self(value)
    }

    /// The type, such as `"Observation"`.
    #[must_use]
    pub fn resource_type(&self) -> &str {
        self.text("resourceType").unwrap_or_default()
    }

    /// The logical id, if the resource has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.text("id")
    }

    /// The resource as JSON.
    #[must_use]
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    /// The resource as JSON, by value.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0
    }

    /// The resource as compact JSON in UTF-8, keys in their original order.
    #[must_use]
    pub fn to_json_bytes(&self) -> Vec<u8> {
        self.0.to_string().into_bytes()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }
}

/// Shows type and id only, so that a debug print carries no health data.
impl std::fmt::Debug for Resource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Resource({}/{})",
            self.resource_type(),
            self.id().unwrap_or("-")
        )
    }
}
