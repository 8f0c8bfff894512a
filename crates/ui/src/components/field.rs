//! One line to type in.

use leptos::prelude::*;

use super::{Glyph, IconButton};
use crate::t;

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Input {
    /// Any line.
    #[default]
    Text,
    /// A whole number: the phone shows digits.
    Whole,
    /// A number with places after the point.
    Decimal,
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// A telephone number.
    Phone,
    /// A passphrase, with a button that shows it.
    Passphrase,
}

/// A field with its label above it, and what to know or what is wrong below.
///
/// `<Field id="systolic" label=t!("add-upper") value=upper input=Input::Whole suffix="mmHg" error=wrong />`
#[component]
pub fn Field(
    /// Its id.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it.
    value: RwSignal<String>,
    /// What it takes.
    #[prop(optional)]
    input: Input,
    /// What to know, below it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with it, below it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A unit at its right.
    #[prop(optional, into)]
    suffix: Signal<Option<String>>,
    /// For the browser's memory: `name`, `new-password`, `current-password`, `off` …
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Words to choose from while typing: the id of a `<datalist>`.
    #[prop(optional, into)]
    list: Option<&'static str>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// The most characters it takes.
    #[prop(optional, into)]
    max_length: Option<u32>,
    /// Whether it has the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let kind = move || match input {
        Input::Passphrase if !shown.get() => "password",
        Input::Date => "date",
        Input::DateTime => "datetime-local",
        Input::Phone => "tel",
        _ => "text",
    };
    let mode = match input {
        Input::Whole => Some("numeric"),
        Input::Decimal => Some("decimal"),
        Input::Phone => Some("tel"),
        _ => None,
    };
    let secret = input == Input::Passphrase;
    let plain = secret.then_some("none");
    view! {
        <div class="field" class:field-wrong=move || error.read().is_some()>
            <label for=id>{move || label.get()}</label>
            <div class="field-box">
                <input
                    id=id
                    name=id
                    type=kind
                    inputmode=mode
                    autocomplete=autocomplete
                    autocapitalize=plain
                    spellcheck=secret.then_some("false")
                    list=list
                    required=required
                    maxlength=max_length
                    autofocus=autofocus
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=format!("{id}-note")
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                {move || suffix.get().map(|suffix| view! { <span class="field-suffix">{suffix}</span> })}
                {secret.then(|| view! { <ShowToggle shown /> })}
            </div>
            <Note id hint error />
        </div>
    }
}

#[component]
fn ShowToggle(shown: RwSignal<bool>) -> impl IntoView {
    move || {
        let (glyph, label) = match shown.get() {
            true => (Glyph::EyeOff, t!("app-hide-typed")),
            false => (Glyph::Eye, t!("app-show-typed")),
        };
        view! { <IconButton glyph label on_press=move || shown.update(|shown| *shown = !*shown) /> }
    }
}

/// What stands below a field: what is wrong, else what to know.
#[component]
pub(super) fn Note(
    id: &'static str,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <p
            class="field-note"
            id=format!("{id}-note")
            role=move || error.read().is_some().then_some("alert")
        >
            {move || error.get().or_else(|| hint.get())}
        </p>
    }
}
