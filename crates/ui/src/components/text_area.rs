//! Several lines to type in.

use leptos::prelude::*;

use super::field::Note;

/// A field of several lines, that grows with its text.
///
/// `<TextArea id="plan" label=t!("note-plan") value=plan rows=3 />`
#[component]
pub fn TextArea(
    /// Its id.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it.
    value: RwSignal<String>,
    /// How many lines it shows at first.
    #[prop(default = 3)]
    rows: u32,
    /// What to know, below it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with it, below it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether what is typed is a secret: no spelling check, no memory.
    #[prop(optional)]
    secret: bool,
) -> impl IntoView {
    view! {
        <div class="field" class:field-wrong=move || error.read().is_some()>
            <label for=id>{move || label.get()}</label>
            <div class="field-box">
                <textarea
                    id=id
                    name=id
                    rows=rows
                    autocomplete="off"
                    autocapitalize=secret.then_some("none")
                    spellcheck=secret.then_some("false")
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=format!("{id}-note")
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                ></textarea>
            </div>
            <Note id hint error />
        </div>
    }
}
