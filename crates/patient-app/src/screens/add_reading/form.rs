//! What is typed into the form of a reading, and whether it can be.

use bridge::{Draft, Entry, Fact};
use leptos::prelude::*;
use record::codes::{DIASTOLIC, SYSTOLIC, Vital};
use ui::prelude::*;

use crate::screens::{
    adding::{Wrong, plain_digits},
    vital_kind::VitalKind,
};

/// What is typed.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// Which reading.
    pub(super) kind: RwSignal<VitalKind>,
    /// The upper value of a blood pressure.
    pub(super) upper: RwSignal<String>,
    /// The lower value.
    pub(super) lower: RwSignal<String>,
    /// The pulse that the cuff shows with it.
    pub(super) pulse: RwSignal<String>,
    /// The value of any other reading.
    pub(super) value: RwSignal<String>,
    /// When glucose was measured, as its LOINC code.
    pub(super) meal: RwSignal<String>,
    /// The UCUM unit of a temperature.
    pub(super) degrees: RwSignal<String>,
    /// When.
    pub(super) when: RwSignal<String>,
    /// What stood there at first: left as it was, it means now, to the second.
    opened: StoredValue<String>,
    /// Whether a reading is corrected: then the pulse has no place in it, and the code stays.
    pub(super) corrects: bool,
}

pub(super) const PULSE: &str = "8867-4";
pub(super) const FASTING: &str = "1558-6";
pub(super) const AFTER_MEAL: &str = "1521-4";
pub(super) const ANY_TIME: &str = "2339-0";
pub(super) const CELSIUS: &str = "Cel";
pub(super) const FAHRENHEIT: &str = "[degF]";

impl Form {
    /// An empty one; what is measured was measured now.
    pub(super) fn new(kind: VitalKind) -> Self {
        let opened = locale::date_input(locale::now());
        Self {
            kind: RwSignal::new(kind),
            upper: RwSignal::default(),
            lower: RwSignal::default(),
            pulse: RwSignal::default(),
            value: RwSignal::default(),
            meal: RwSignal::new(FASTING.to_owned()),
            degrees: RwSignal::new(FAHRENHEIT.to_owned()),
            when: RwSignal::new(opened.clone()),
            opened: StoredValue::new(opened),
            corrects: false,
        }
    }

    /// One filled with a reading.
    pub(super) fn of(entry: &Entry) -> Self {
        let kinds = VitalKind::ALL.into_iter();
        let kind = kinds.clone().find(|kind| kind.is(entry));
        let form = Self {
            corrects: true,
            ..Self::new(kind.unwrap_or(VitalKind::BloodPressure))
        };
        form.when.set(locale::date_input(entry.time));
        match &entry.fact {
            Fact::BloodPressure {
                systolic,
                diastolic,
            } => {
                form.upper.set(systolic.to_string());
                form.lower.set(diastolic.to_string());
            }
            Fact::Measurement(measurement) => {
                form.value.set(measurement.text.clone());
                form.meal.set(measurement.loinc.clone().unwrap_or_default());
                form.degrees.set(measurement.ucum.clone());
            }
            _ => {}
        }
        form
    }

    /// The LOINC code and the UCUM unit of a reading of one number.
    pub(super) fn code(self) -> (String, &'static str) {
        code_of(self.kind.get(), self.meal.get(), &self.degrees.read())
    }

    /// The records, or what is wrong at which field.
    pub(super) fn drafts(self) -> Result<Vec<Draft>, Vec<Wrong>> {
        untrack(|| {
            let mut wrong = Vec::new();
            let untouched = !self.corrects && self.opened.with_value(|at| *at == *self.when.read());
            let when = match untouched {
                true => locale::now_fhir(),
                false => when(&self.when.read(), &mut wrong),
            };
            let drafts = match self.kind.get() {
                VitalKind::BloodPressure => self.pressure(&when, &mut wrong),
                _ => self.measurement(&when, &mut wrong).into_iter().collect(),
            };
            // The date stands last on the screen.
            wrong.sort_by_key(|(field, _)| *field == "when");
            match wrong.is_empty() {
                true => Ok(drafts),
                false => Err(wrong),
            }
        })
    }

    fn pressure(self, when: &str, wrong: &mut Vec<Wrong>) -> Vec<Draft> {
        let upper = checked("systolic", &self.upper.read(), (SYSTOLIC, "mm[Hg]"), wrong);
        let lower = checked(
            "diastolic",
            &self.lower.read(),
            (DIASTOLIC, "mm[Hg]"),
            wrong,
        );
        let (Some(upper), Some(lower)) = (upper, lower) else {
            return Vec::new();
        };
        let number = |text: &str| text.parse::<f64>().unwrap_or_default();
        if number(&upper) <= number(&lower) {
            wrong.push(("diastolic", t!("add-lower-is-higher")));
        }
        let mut drafts = vec![Draft::BloodPressure {
            systolic: upper,
            diastolic: lower,
            when: when.to_owned(),
        }];
        if !self.corrects && !self.pulse.read().trim().is_empty() {
            let pulse = checked("pulse", &self.pulse.read(), (PULSE, "/min"), wrong);
            drafts.extend(pulse.map(|value| Draft::Measurement {
                loinc: PULSE.to_owned(),
                value,
                ucum: "/min".to_owned(),
                when: when.to_owned(),
            }));
        }
        drafts
    }

    fn measurement(self, when: &str, wrong: &mut Vec<Wrong>) -> Option<Draft> {
        let (loinc, ucum) = self.code();
        let value = checked("value", &self.value.read(), (&loinc, ucum), wrong)?;
        Some(Draft::Measurement {
            loinc,
            value,
            ucum: ucum.to_owned(),
            when: when.to_owned(),
        })
    }
}

/// The LOINC code and the UCUM unit in which a reading of one number is entered.
pub(super) fn code_of(kind: VitalKind, meal: String, degrees: &str) -> (String, &'static str) {
    let (loinc, ucum) = match kind {
        VitalKind::Glucose => return (meal, "mg/dL"),
        VitalKind::Temperature if degrees == CELSIUS => ("8310-5", CELSIUS),
        VitalKind::Temperature => ("8310-5", FAHRENHEIT),
        VitalKind::Weight => ("29463-7", "kg"),
        VitalKind::Height => ("8302-2", "cm"),
        VitalKind::Oxygen => ("2708-6", "%"),
        _ => (PULSE, "/min"),
    };
    (loinc.to_owned(), ucum)
}

/// A number that can be, as the engine reads it; otherwise what is wrong with it.
fn checked(
    field: &'static str,
    typed: &str,
    (loinc, ucum): (&str, &str),
    wrong: &mut Vec<Wrong>,
) -> Option<String> {
    let text = plain_digits(typed).replace(',', ".");
    if text.is_empty() {
        wrong.push((field, t!("add-missing-number")));
        return None;
    }
    let whole = ucum == "mm[Hg]";
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
    let value = value.filter(|value| !whole || value.fract() == 0.0);
    let Some(value) = value else {
        wrong.push((field, t!("add-no-number")));
        return None;
    };
    let bounds = Vital::by_loinc(loinc).and_then(|vital| vital.in_unit(ucum));
    if let Some(bounds) = bounds.filter(|bounds| value < bounds.low || value > bounds.high) {
        let (low, high) = (locale::number(bounds.low), locale::number(bounds.high));
        wrong.push((
            field,
            t!(
                "add-out-of-range",
                low = low,
                high = high,
                unit = unit_words(ucum)
            ),
        ));
        return None;
    }
    Some(text)
}

/// When it was, as FHIR writes it; what is to come was not measured.
fn when(typed: &str, wrong: &mut Vec<Wrong>) -> String {
    let when = locale::when_fhir(typed);
    // A clock may be a little late.
    let latest = locale::now() + 5 * 60 * 1000;
    if typed.is_empty() || locale::parse_day(&when).is_none_or(|time| time > latest) {
        wrong.push(("when", t!("add-not-yet")));
    }
    when
}

/// A UCUM unit as people write it.
pub(super) fn unit_words(ucum: &str) -> String {
    match ucum {
        "mm[Hg]" => "mmHg".to_owned(),
        "/min" => t!("facts-unit-per-minute"),
        CELSIUS => "°C".to_owned(),
        FAHRENHEIT => "°F".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, loinc: &str, ucum: &str) -> Result<String, usize> {
        let mut wrong = Vec::new();
        checked("value", typed, (loinc, ucum), &mut wrong).ok_or(wrong.len())
    }

    #[test]
    fn values_that_cannot_be_are_refused_and_others_taken() {
        assert_eq!(check("128", SYSTOLIC, "mm[Hg]"), Ok("128".into()));
        assert_eq!(check("१२८", SYSTOLIC, "mm[Hg]"), Ok("128".into()));
        assert_eq!(check("98,6", "8310-5", FAHRENHEIT), Ok("98.6".into()));
        for typed in ["", "1280", "12", "128.5", "abc", "NaN", "inf"] {
            assert_eq!(check(typed, SYSTOLIC, "mm[Hg]"), Err(1), "{typed}");
        }
        assert_eq!(check("37", "8310-5", FAHRENHEIT), Err(1));
        assert_eq!(check("37", "8310-5", CELSIUS), Ok("37".into()));
    }

    #[test]
    fn every_code_of_the_form_has_its_bounds() {
        for (loinc, ucum) in [
            (PULSE, "/min"),
            (FASTING, "mg/dL"),
            (AFTER_MEAL, "mg/dL"),
            (ANY_TIME, "mg/dL"),
            ("8310-5", CELSIUS),
            ("8310-5", FAHRENHEIT),
            ("29463-7", "kg"),
            ("8302-2", "cm"),
            ("2708-6", "%"),
        ] {
            let vital = Vital::by_loinc(loinc).unwrap();
            assert!(vital.in_unit(ucum).is_some(), "{loinc} in {ucum}");
        }
    }
}
