//! Vital signs and laboratory values.

use std::fmt;

use serde_json::Value;

use super::{Concept, Quantity, date_of, items, only, reference, text};
use crate::Resource;

/// An Observation (<https://hl7.org/fhir/R4/observation.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// What was measured.
    pub code: Concept,
    /// The status code, such as `final`.
    pub status: String,
    /// The category codes, such as `vital-signs` or `laboratory`.
    pub categories: Vec<String>,
    /// When it was so.
    pub effective: Option<String>,
    /// What was found.
    pub value: Option<ObservationValue>,
    /// What is usual.
    pub ranges: Vec<ReferenceRange>,
    /// Normal, high, low ...
    pub interpretation: Vec<Concept>,
    /// Parts, such as systolic and diastolic pressure.
    pub components: Vec<Component>,
    /// Whom it is about.
    pub subject: Option<String>,
}

/// A part of an observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// What was measured.
    pub code: Concept,
    /// What was found.
    pub value: Option<ObservationValue>,
    /// Normal, high, low ...
    pub interpretation: Vec<Concept>,
}

/// The value of an observation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ObservationValue {
    /// A number with a unit.
    Quantity(Quantity),
    /// A coded answer.
    Concept(Concept),
    /// Any other form (text, yes or no, range, ratio ...) as text.
    Text(String),
}

/// A usual range of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceRange {
    /// The lower end.
    pub low: Option<Quantity>,
    /// The upper end.
    pub high: Option<Quantity>,
    /// The range in words.
    pub text: Option<String>,
}

impl Observation {
    /// Reads an Observation.
    #[must_use]
    pub fn of(resource: &Resource) -> Option<Self> {
        let value = only(resource, "Observation")?;
        Some(Self {
            code: label(value),
            status: text(value, "status").unwrap_or_default(),
            categories: Concept::all(value, "category")
                .into_iter()
                .filter_map(|c| c.code)
                .collect(),
            effective: date_of(value, "effective"),
            value: ObservationValue::of(value),
            ranges: items(value, "referenceRange")
                .map(ReferenceRange::read)
                .collect(),
            interpretation: Concept::all(value, "interpretation"),
            components: items(value, "component").map(Component::read).collect(),
            subject: reference(value, "subject"),
        })
    }
}

impl Component {
    fn read(value: &Value) -> Self {
        Self {
            code: label(value),
            value: ObservationValue::of(value),
            interpretation: Concept::all(value, "interpretation"),
        }
    }
}

impl ObservationValue {
    fn of(value: &Value) -> Option<Self> {
        if let Some(quantity) = value.get("valueQuantity").and_then(Quantity::read) {
            return Some(Self::Quantity(quantity));
        }
        if let Some(concept) = Concept::at(value, "valueCodeableConcept") {
            return Some(Self::Concept(concept));
        }
        let (key, other) = value.as_object()?.iter().find(|(key, _)| {
            key.strip_prefix("value")
                .is_some_and(|s| s.starts_with(|c: char| c.is_uppercase()))
        })?;
        Some(Self::Text(match (key.as_str(), other) {
            (_, Value::String(text)) => text.clone(),
            (_, Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
            ("valueRange", range) => ReferenceRange::read(range).to_string(),
            ("valueRatio", ratio) => {
                let part = |name| ratio.get(name).and_then(Quantity::read);
                format!("{}:{}", part("numerator")?, part("denominator")?)
            }
            ("valuePeriod", period) => text(period, "start")?,
            (_, Value::Number(number)) => number.to_string(),
            _ => return None,
        }))
    }
}

impl ReferenceRange {
    fn read(value: &Value) -> Self {
        Self {
            low: value.get("low").and_then(Quantity::read),
            high: value.get("high").and_then(Quantity::read),
            text: text(value, "text"),
        }
    }
}

impl fmt::Display for ObservationValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quantity(quantity) => quantity.fmt(f),
            Self::Concept(concept) => f.write_str(&concept.label),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// As in `90 % to 99 %`, `from 90 %` or `up to 99 %`.
impl fmt::Display for ReferenceRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.text, &self.low, &self.high) {
            (Some(text), ..) => f.write_str(text),
            (None, Some(low), Some(high)) => write!(f, "{low} to {high}"),
            (None, Some(low), None) => write!(f, "from {low}"),
            (None, None, Some(high)) => write!(f, "up to {high}"),
            (None, None, None) => Ok(()),
        }
    }
}

fn label(value: &Value) -> Concept {
    let unnamed = || Concept {
        label: "Observation".to_owned(),
        system: None,
        code: None,
    };
    Concept::at(value, "code").unwrap_or_else(unnamed)
}
