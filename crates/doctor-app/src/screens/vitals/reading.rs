//! One vital sign of the form.

use bridge::{Entry, Fact, Flag};
use leptos::prelude::*;
use record::{
    codes::{DIASTOLIC, SYSTOLIC, Vital},
    units,
};
use ui::{i18n::Key, prelude::*};

use crate::screens::entry::{Bedside, Bounds, number, shown};

/// What can be measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign {
    pub(super) id: &'static str,
    pub(super) loinc: &'static str,
    label: Key,
    /// The units to choose from, the usual one first.
    units: &'static [&'static str],
    whole: bool,
}

impl Sign {
    pub(super) const SYSTOLIC: Self =
        Self::whole("systolic", SYSTOLIC, key!("entry-upper"), &[units::MM_HG]);
    pub(super) const DIASTOLIC: Self =
        Self::whole("diastolic", DIASTOLIC, key!("entry-lower"), &[units::MM_HG]);
    pub(super) const PULSE: Self =
        Self::whole("pulse", "8867-4", key!("entry-pulse"), &[units::PER_MINUTE]);
    pub(super) const TEMPERATURE: Self = Self::decimal(
        "temperature",
        "8310-5",
        key!("entry-temperature"),
        &[units::CELSIUS, units::FAHRENHEIT],
    );
    pub(super) const OXYGEN: Self =
        Self::whole("oxygen", "2708-6", key!("entry-oxygen"), &[units::PERCENT]);
    pub(super) const BREATHING: Self = Self::whole(
        "breathing",
        "9279-1",
        key!("entry-breathing"),
        &[units::PER_MINUTE],
    );
    pub(super) const WEIGHT: Self = Self::decimal(
        "weight",
        "29463-7",
        key!("entry-weight"),
        &[units::KILOGRAM, units::POUND],
    );
    pub(super) const HEIGHT: Self = Self::decimal(
        "height",
        "8302-2",
        key!("entry-height"),
        &[units::CENTIMETRE],
    );

    const fn whole(
        id: &'static str,
        loinc: &'static str,
        label: Key,
        units: &'static [&'static str],
    ) -> Self {
        Self {
            id,
            loinc,
            label,
            units,
            whole: true,
        }
    }

    const fn decimal(
        id: &'static str,
        loinc: &'static str,
        label: Key,
        units: &'static [&'static str],
    ) -> Self {
        Self {
            whole: false,
            ..Self::whole(id, loinc, label, units)
        }
    }
}

/// What is typed for it.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    pub(super) sign: Sign,
    pub(super) text: RwSignal<String>,
    pub(super) ucum: RwSignal<&'static str>,
    /// Whether the field was left, so that what is too small is no longer about to grow.
    pub(super) left: RwSignal<bool>,
    /// What else may be wrong with it, beside other fields.
    pub(super) also: StoredValue<Option<Signal<Option<String>>>>,
}

impl Reading {
    pub(super) fn new(sign: Sign) -> Self {
        Self {
            sign,
            text: RwSignal::default(),
            ucum: RwSignal::new(sign.units[0]),
            left: RwSignal::new(false),
            also: StoredValue::new(None),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.with(|text| text.trim().is_empty())
    }

    /// As the engine reads it.
    pub(super) fn typed(&self) -> String {
        self.text.with(|text| shown(text))
    }

    pub(super) fn value(&self) -> Option<f64> {
        self.text.with(|text| number(text))
    }

    pub(super) fn in_unit(&self, ucum: &str) -> Option<f64> {
        units::convert(self.value()?, self.ucum.get(), ucum)
    }

    /// What is wrong with it, in words.
    pub(super) fn wrong(&self) -> Option<String> {
        let ucum = self.ucum.get();
        let possible = Vital::by_loinc(self.sign.loinc).and_then(|vital| vital.in_unit(ucum));
        let bounds = possible.map(|possible| Bounds {
            low: possible.low,
            high: possible.high,
            whole: self.sign.whole,
        });
        let own = bounds.and_then(|bounds| {
            self.text
                .with(|text| bounds.wrong(text, &unit_words(ucum), self.left.get()))
        });
        own.or_else(|| self.also.get_value()?.get())
    }

    /// How it stands to what is usual in adults.
    fn flag(&self) -> Flag {
        match (
            self.in_unit(self.sign.units[0]),
            usual_range(self.sign.loinc),
        ) {
            (Some(value), Some(range)) => against(value, range),
            _ => Flag::Unknown,
        }
    }

    /// The value of the last one there is, in the usual unit.
    pub(super) fn last_value(&self, bedside: Bedside) -> Option<f64> {
        bedside.find(|entries| {
            let usual = self.sign.units[0];
            entries
                .iter()
                .filter(|entry| !entry.mistaken)
                .find_map(|entry| of(entry, self.sign.loinc, usual))
        })
    }

    /// The last one there is: `Last time 128, yesterday`.
    fn last(&self, bedside: Bedside) -> Option<String> {
        let usual = self.sign.units[0];
        let (value, when) = bedside.find(|entries| {
            let mut entries = entries.iter().filter(|entry| !entry.mistaken);
            entries.find_map(|entry| {
                Some((
                    of(entry, self.sign.loinc, usual)?,
                    locale::entry_short_when(entry),
                ))
            })
        })?;
        let ucum = self.ucum.get();
        let value = units::convert(value, usual, ucum).unwrap_or(value);
        let value = locale::number((value * 10.0).round() / 10.0);
        Some(t!("entry-last", value = value, when = when))
    }

    /// Turns what is typed into another unit.
    fn turn(&self, ucum: &'static str) {
        let turned = self.in_unit(ucum);
        self.ucum.set(ucum);
        if let Some(value) = turned {
            self.text.set(format!("{}", (value * 10.0).round() / 10.0));
        }
    }
}

/// How a value stands to a range.
pub(super) fn against(value: f64, (low, high): (f64, f64)) -> Flag {
    match () {
        () if value < low => Flag::Low,
        () if value > high => Flag::High,
        () => Flag::Normal,
    }
}

/// The value of an entry that measures this, in a unit.
fn of(entry: &Entry, loinc: &str, ucum: &str) -> Option<f64> {
    match &entry.fact {
        Fact::BloodPressure { systolic, .. } if loinc == SYSTOLIC => Some(*systolic),
        Fact::BloodPressure { diastolic, .. } if loinc == DIASTOLIC => Some(*diastolic),
        Fact::Measurement(measurement) if measurement.loinc.as_deref() == Some(loinc) => {
            let from = if measurement.ucum.is_empty() {
                ucum
            } else {
                &measurement.ucum
            };
            units::convert(measurement.value?, from, ucum)
        }
        _ => None,
    }
}

fn unit_words(ucum: &str) -> String {
    match ucum {
        units::PER_MINUTE => t!("entry-per-minute"),
        ucum => units::label(ucum).to_owned(),
    }
}

/// A field, its unit, how the value stands, and the last one.
#[component]
pub(super) fn ReadingField(reading: Reading, bedside: Bedside) -> impl IntoView {
    let sign = reading.sign;
    let flag = move || match bedside.is_child() || reading.wrong().is_some() {
        true => Flag::Unknown,
        false => reading.flag(),
    };
    let unusual = move || {
        matches!(flag(), Flag::Low | Flag::High).then(|| view! { <FlagChip flag=flag() /> })
    };
    view! {
        <div class="entry-reading" on:focusout=move |_| reading.left.set(!reading.is_empty())>
            <Field
                id=sign.id
                label=sign.label.say()
                value=reading.text
                input=if sign.whole { Input::Whole } else { Input::Decimal }
                suffix=Signal::derive(move || Some(unit_words(reading.ucum.get())))
                hint=Signal::derive(move || reading.last(bedside))
                error=Signal::derive(move || reading.wrong())
                max_length=8_u32
            />
            <UnitSwitch reading />
            <div aria-live="polite">{unusual}</div>
        </div>
    }
}

/// Another unit, where there is one.
#[component]
fn UnitSwitch(reading: Reading) -> impl IntoView {
    let sign = reading.sign;
    let other = move || {
        let now = reading.ucum.get();
        sign.units.iter().copied().find(|ucum| *ucum != now)
    };
    move || {
        other().map(|ucum| {
            let label = t!(
                "entry-in-unit",
                what = sign.label.say(),
                unit = units::label(ucum)
            );
            view! {
                <button
                    type="button"
                    class="entry-unit"
                    id=format!("{}-unit", sign.id)
                    aria-label=label
                    on:click=move |_| reading.turn(ucum)
                >
                    {units::label(ucum).to_owned()}
                </button>
            }
        })
    }
}
