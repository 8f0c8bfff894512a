//! Results of laboratory tests.

use serde_json::{Value, json};

use super::{Context, finish, fitting, object, reference, too_long};
use crate::codes::{INTERPRETATION, LOINC, LabTest, OBSERVATION_CATEGORY};
use crate::units::{self, UCUM};
use crate::{Decimal, RecordError, Resource};

/// A laboratory's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabResult<'a> {
    /// What was measured, as the laboratory calls it; up to 200 characters.
    pub name: &'a str,
    /// Its LOINC code, if known.
    pub loinc: Option<&'a str>,
    /// What was found.
    pub value: LabValue<'a>,
}

/// What a laboratory found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabValue<'a> {
    /// A number.
    Number {
        /// `<`, `<=`, `>=` or `>` if it is only a bound.
        comparator: Option<&'static str>,
        /// The number.
        number: Decimal,
        /// The unit as written; up to 40 characters.
        unit: &'a str,
        /// The lower end of the laboratory's reference range, in the same unit.
        low: Option<Decimal>,
        /// Its upper end.
        high: Option<Decimal>,
    },
    /// A word such as `positive`; up to 500 characters.
    Word(&'a str),
}

impl<'a> LabValue<'a> {
    /// Reads a value as it is typed: a number, which may begin with `<` or `>`, or else a word. A range
    /// is only for numbers.
    ///
    /// # Errors
    ///
    /// [`RecordError::Entry`] if an end of the range is no number, or given for a word.
    pub fn parse(
        value: &'a str,
        unit: &'a str,
        low: Option<&str>,
        high: Option<&str>,
    ) -> Result<Self, RecordError> {
        let value = value.trim();
        let (comparator, digits) = ["<=", ">=", "<", ">"]
            .into_iter()
            .find_map(|sign| Some((Some(sign), value.strip_prefix(sign)?)))
            .unwrap_or((None, value));
        let end = |text: Option<&str>| {
            let text = text.map(str::trim).filter(|text| !text.is_empty());
            text.map(Decimal::parse).transpose()
        };
        let (low, high) = (end(low)?, end(high)?);
        match Decimal::parse(digits) {
            Ok(number) => Ok(Self::Number {
                comparator,
                number,
                unit,
                low,
                high,
            }),
            Err(error) if low.is_some() || high.is_some() => Err(error),
            Err(_) => Ok(Self::Word(value)),
        }
    }
}

/// An Observation of the category laboratory (<https://hl7.org/fhir/R4/observation.html>), with the
/// reference range and what follows from it: low, high or normal. Where the LOINC code is one of
/// [`LabTest::all`] and the unit one of its units, numbers that cannot be are refused.
///
/// # Errors
///
/// [`RecordError::OutOfRange`] for a number that cannot be; [`RecordError::Entry`] for what is empty or
/// too long, or for a range whose ends are exchanged; those of [`Resource::from_value`] for a bad id or
/// date.
pub fn lab_result(context: &Context<'_>, result: &LabResult<'_>) -> Result<Resource, RecordError> {
    let name = fitting("test", result.name, 200)?;
    let test = result.loinc.and_then(LabTest::by_loinc);
    let code = match result.loinc {
        Some(loinc) => {
            let display = test.map_or(name, |test| test.display);
            json!({
                "coding": [{ "system": LOINC, "code": loinc, "display": display }],
                "text": name,
            })
        }
        None => json!({ "text": name }),
    };
    let mut map = object(json!({
        "resourceType": "Observation",
        "id": context.id,
        "status": "final",
        "category": [{ "coding": [
            { "system": OBSERVATION_CATEGORY, "code": "laboratory", "display": "Laboratory" }
        ] }],
        "code": code,
        "subject": reference(context.patient),
        "effectiveDateTime": context.date,
    }));
    if let Some(author) = context.author {
        map.insert("performer".to_owned(), json!([reference(author)]));
    }
    match &result.value {
        LabValue::Word(word) => {
            let word = fitting("result", word, 500)?;
            map.insert("valueString".to_owned(), word.into());
        }
        LabValue::Number { .. } => add_number(&mut map, test, &result.value)?,
    }
    finish(map)
}

type Fields = serde_json::Map<String, Value>;

fn add_number(
    map: &mut Fields,
    test: Option<&'static LabTest>,
    value: &LabValue<'_>,
) -> Result<(), RecordError> {
    let LabValue::Number {
        comparator,
        number,
        unit,
        low,
        high,
    } = value
    else {
        return Ok(());
    };
    let unit = unit.trim();
    if unit.chars().count() > 40 {
        return Err(too_long("unit", unit, 40));
    }
    let ucum = units::from_written(unit);
    check_possible(test, number, ucum)?;
    if let (Some(low), Some(high)) = (low, high)
        && low.to_f64() >= high.to_f64()
    {
        return Err(RecordError::Entry {
            what: "lower end of the reference range",
            found: low.to_string(),
            allowed: format!("below the upper end of {high}"),
        });
    }
    let mut quantity = quantity(number, unit, ucum);
    if let Some(comparator) = comparator {
        quantity["comparator"] = (*comparator).into();
    }
    map.insert("valueQuantity".to_owned(), quantity);
    if let Some((code, display)) = interpretation(*comparator, number, low, high) {
        let coding = json!({ "system": INTERPRETATION, "code": code, "display": display });
        map.insert("interpretation".to_owned(), json!([{ "coding": [coding] }]));
    }
    let mut range = Fields::new();
    for (name, end) in [("low", low), ("high", high)] {
        if let Some(end) = end {
            range.insert(name.to_owned(), self::quantity(end, unit, ucum));
        }
    }
    if !range.is_empty() {
        map.insert("referenceRange".to_owned(), json!([range]));
    }
    Ok(())
}

fn check_possible(
    test: Option<&'static LabTest>,
    number: &Decimal,
    ucum: Option<&'static str>,
) -> Result<(), RecordError> {
    let bounds = test
        .zip(ucum)
        .and_then(|(test, ucum)| Some((test, test.in_unit(ucum)?)));
    match bounds {
        Some((test, unit)) if !(unit.low..=unit.high).contains(&number.to_f64()) => {
            Err(RecordError::OutOfRange {
                what: test.label,
                found: number.to_string(),
                unit: unit.ucum,
                low: unit.low.to_string(),
                high: unit.high.to_string(),
            })
        }
        _ => Ok(()),
    }
}

/// A Quantity; a unit without a UCUM code stands as it was written.
fn quantity(number: &Decimal, unit: &str, ucum: Option<&'static str>) -> Value {
    let mut quantity = json!({ "value": number.to_json() });
    let written = ucum.map_or(unit, units::label);
    if !written.is_empty() {
        quantity["unit"] = written.into();
    }
    if let Some(ucum) = ucum {
        quantity["system"] = UCUM.into();
        quantity["code"] = ucum.into();
    }
    quantity
}

/// What a number is against a range, as far as its ends and its own sharpness tell.
fn interpretation(
    comparator: Option<&str>,
    number: &Decimal,
    low: &Option<Decimal>,
    high: &Option<Decimal>,
) -> Option<(&'static str, &'static str)> {
    let number = number.to_f64();
    let low = low.as_ref().map(Decimal::to_f64);
    let high = high.as_ref().map(Decimal::to_f64);
    // What the true value lies between, ends included.
    let (least, most) = match comparator {
        Some("<" | "<=") => (f64::NEG_INFINITY, number),
        Some(_) => (number, f64::INFINITY),
        None => (number, number),
    };
    let is_below = low.is_some_and(|low| most < low || (most == low && comparator == Some("<")));
    let is_above =
        high.is_some_and(|high| least > high || (least == high && comparator == Some(">")));
    let is_within = low.is_none_or(|low| least >= low) && high.is_none_or(|high| most <= high);
    match (is_below, is_above) {
        (true, _) => Some(("L", "Low")),
        (_, true) => Some(("H", "High")),
        _ if is_within && (low.is_some() || high.is_some()) => Some(("N", "Normal")),
        _ => None,
    }
}
