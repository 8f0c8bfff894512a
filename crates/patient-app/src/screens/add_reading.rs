//! A reading to be added.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::prelude::*;

use super::{
    adding::{AddFoot, Adding},
    vital_kind::VitalKind,
};

mod fields;
mod form;

use fields::Fields;
use form::{AFTER_MEAL, ANY_TIME, FASTING, Form, code_of};

/// What people measure themselves.
const KINDS: [VitalKind; 7] = [
    VitalKind::BloodPressure,
    VitalKind::Glucose,
    VitalKind::Weight,
    VitalKind::Pulse,
    VitalKind::Temperature,
    VitalKind::Oxygen,
    VitalKind::Height,
];

/// A reading to be added.
#[component]
pub(crate) fn AddReading() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let kind = query
            .read()
            .get("kind")
            .and_then(|name| VitalKind::named(&name));
        kind.filter(|kind| KINDS.contains(kind))
    });
    let form = Form::new(asked.get_untracked().unwrap_or(VitalKind::BloodPressure));
    Effect::new(move |_| {
        if let Some(kind) = asked.get() {
            form.kind.set(kind);
        }
    });
    let adding = Adding::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let path = match form.kind.get_untracked() {
            VitalKind::BloodPressure => "/",
            kind => kind.path(),
        };
        adding.add(form.drafts(), path);
    };
    // A number typed for one reading is none of another.
    Effect::new(move |before: Option<()>| {
        form.kind.track();
        if before.is_some() {
            form.value.set(String::new());
        }
    });
    let picks = KINDS.map(|kind| Pick::new(kind, kind.words())).to_vec();
    view! {
        <Screen name="add-reading" title=t!("home-add-reading") back="/patient/add">
            <form class="form screen-narrow" novalidate=true on:submit=submit>
                <Segments label=t!("records-which-reading") picks value=form.kind />
                <Card>
                    <Fields form adding />
                </Card>
                <AddFoot adding />
            </form>
        </Screen>
    }
}

/// Whether a record is a reading that this form can correct: in a code and a unit of its own.
pub(crate) fn can_correct(entry: &Entry) -> bool {
    match &entry.fact {
        Fact::BloodPressure { .. } => true,
        Fact::Measurement(measurement) => {
            let Some(kind) = KINDS.into_iter().find(|kind| kind.is(entry)) else {
                return false;
            };
            let loinc = measurement.loinc.clone().unwrap_or_default();
            let meal = [FASTING, AFTER_MEAL, ANY_TIME].contains(&loinc.as_str());
            let (code, ucum) = code_of(kind, loinc.clone(), &measurement.ucum);
            measurement.value.is_some()
                && (kind != VitalKind::Glucose || meal)
                && (code, ucum) == (loinc, measurement.ucum.as_str())
        }
        _ => false,
    }
}

/// The form again, filled with a reading, to correct it.
#[component]
pub(crate) fn CorrectReading(
    /// The reading.
    entry: Entry,
    /// Set back once it is corrected.
    open: RwSignal<bool>,
) -> impl IntoView {
    let form = Form::of(&entry);
    let adding = Adding::new();
    let record = StoredValue::new(entry.id);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        adding.correct(record.get_value(), form.drafts(), move || open.set(false));
    };
    view! {
        <Card heading=t!("records-correct")>
            <form class="form" novalidate=true on:submit=submit>
                <Fields form adding />
                <p class="small muted">{t!("add-correct-means")}</p>
                <TroubleNote of=adding.trouble() />
                <div class="actions">
                    <Button disabled=adding.busy() on_press=move || open.set(false)>
                        {t!("app-cancel")}
                    </Button>
                    <Button id="save-correction" kind=Kind::Primary submit=true busy=adding.busy()>
                        {t!("add-correct-save")}
                    </Button>
                </div>
            </form>
        </Card>
    }
}
