//! The fields of a reading.

use leptos::prelude::*;
use record::codes::{DIASTOLIC, SYSTOLIC, Vital};
use ui::prelude::*;

use super::form::{AFTER_MEAL, ANY_TIME, CELSIUS, FAHRENHEIT, FASTING, Form, unit_words};
use crate::screens::{adding::Adding, vital_kind::VitalKind};

/// The fields of the kind that is chosen, and when it was.
#[component]
pub(super) fn Fields(form: Form, adding: Adding) -> impl IntoView {
    view! {
        {move || match form.kind.get() {
            VitalKind::BloodPressure => view! { <Pressure form adding /> }.into_any(),
            kind => view! { <Single form adding kind /> }.into_any(),
        }}
        <Field
            id="when"
            label=Signal::stored(t!("add-when"))
            value=form.when
            input=Input::DateTime
            error=adding.error("when")
        />
    }
}

/// The two values of a blood pressure, and the pulse.
#[component]
fn Pressure(form: Form, adding: Adding) -> impl IntoView {
    view! {
        <div class="pair">
            <Field
                id="systolic"
                label=Signal::stored(t!("facts-upper"))
                value=form.upper
                input=Input::Whole
                suffix=Signal::stored(Some("mmHg".to_owned()))
                hint=range_hint(SYSTOLIC, "mm[Hg]")
                error=adding.error("systolic")
                required=true
            />
            <Field
                id="diastolic"
                label=Signal::stored(t!("facts-lower"))
                value=form.lower
                input=Input::Whole
                suffix=Signal::stored(Some("mmHg".to_owned()))
                hint=range_hint(DIASTOLIC, "mm[Hg]")
                error=adding.error("diastolic")
                required=true
            />
        </div>
        {(!form.corrects)
            .then(|| {
                view! {
                    <Field
                        id="pulse"
                        label=Signal::stored(t!("add-pulse-too"))
                        value=form.pulse
                        input=Input::Whole
                        suffix=Signal::stored(Some(unit_words("/min")))
                        error=adding.error("pulse")
                    />
                }
            })}
    }
}

/// The one value of another reading, and what goes with it.
#[component]
fn Single(form: Form, adding: Adding, kind: VitalKind) -> impl IntoView {
    let code = Memo::new(move |_| form.code());
    let suffix = Signal::derive(move || Some(unit_words(code.get().1)));
    let hint = Signal::derive(move || code.with(|(loinc, ucum)| range_words(loinc, ucum)));
    view! {
        {(kind == VitalKind::Temperature)
            .then(|| {
                let picks = vec![
                    Pick::new(FAHRENHEIT.to_owned(), "°F"),
                    Pick::new(CELSIUS.to_owned(), "°C"),
                ];
                view! { <Segments label=t!("add-unit") picks value=form.degrees /> }
            })}
        <Field
            id="value"
            label=Signal::stored(kind.words())
            value=form.value
            input=if kind == VitalKind::Pulse { Input::Whole } else { Input::Decimal }
            suffix
            hint
            error=adding.error("value")
            required=true
        />
        {(kind == VitalKind::Glucose)
            .then(|| {
                let picks = vec![
                    Pick::new(FASTING.to_owned(), t!("records-glucose-fasting")),
                    Pick::new(AFTER_MEAL.to_owned(), t!("add-glucose-meal")),
                    Pick::new(ANY_TIME.to_owned(), t!("add-glucose-any")),
                ];
                view! { <Choice id="meal" legend=t!("add-glucose-when") picks value=form.meal /> }
            })}
    }
}

fn range_hint(loinc: &'static str, ucum: &'static str) -> Signal<Option<String>> {
    Signal::stored(range_words(loinc, ucum))
}

/// `40 to 300`: the values that can be.
fn range_words(loinc: &str, ucum: &str) -> Option<String> {
    let bounds = Vital::by_loinc(loinc)?.in_unit(ucum)?;
    Some(t!(
        "add-range",
        low = locale::number(bounds.low),
        high = locale::number(bounds.high)
    ))
}
