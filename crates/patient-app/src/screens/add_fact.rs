//! An allergy, condition, medicine or vaccination to be added.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::prelude::*;

mod allergy;
mod condition;
mod medicine;
mod vaccination;

use allergy::AllergyForm;
use condition::ConditionForm;
use medicine::MedicineForm;
use vaccination::VaccinationForm;

use super::adding::Wrong;

/// An allergy, condition, medicine or vaccination to be added.
#[component]
pub(crate) fn AddFact() -> impl IntoView {
    let params = use_params_map();
    let kind = Memo::new(move |_| params.read().get("kind").unwrap_or_default());
    let title = move || match kind.read().as_str() {
        "allergy" => t!("add-allergy"),
        "condition" => t!("add-condition"),
        "vaccination" => t!("add-vaccination"),
        _ => t!("add-medicine"),
    };
    let form = move || match kind.read().as_str() {
        "allergy" => view! { <AllergyForm /> }.into_any(),
        "condition" => view! { <ConditionForm /> }.into_any(),
        "vaccination" => view! { <VaccinationForm /> }.into_any(),
        _ => view! { <MedicineForm /> }.into_any(),
    };
    view! {
        <Screen name="add-fact" title=Signal::derive(title) back="/patient/add">
            {form}
        </Screen>
    }
}

/// A form of such a fact; what it holds is checked when it is sent.
#[component]
fn FactForm(on_submit: Callback<()>, children: Children) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form class="form screen-narrow" novalidate=true on:submit=submit>
            {children()}
        </form>
    }
}

/// What must be said, or what is wrong.
fn needed(field: &'static str, text: &str, wrong: &mut Vec<Wrong>) -> String {
    let text = text.trim();
    if text.is_empty() {
        wrong.push((field, t!("add-missing")));
    }
    text.to_owned()
}

/// A day that has come, or what is wrong.
fn past_day(field: &'static str, date: &str, wrong: &mut Vec<Wrong>) -> String {
    if locale::parse_day(date).is_none_or(|day| day > locale::now()) {
        wrong.push((field, t!("add-not-yet")));
    }
    date.to_owned()
}

/// Words to choose from while typing, for a field's `list`.
#[component]
fn Suggestions(
    /// The field's `list`.
    id: &'static str,
    /// The words.
    #[prop(into)]
    words: Signal<Vec<String>>,
) -> impl IntoView {
    view! {
        <datalist id=id>
            {move || {
                let words = words.get().into_iter();
                words.map(|word| view! { <option value=word></option> }).collect_view()
            }}
        </datalist>
    }
}
