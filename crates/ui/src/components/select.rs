//! One of many, from a list that opens.

use leptos::prelude::*;

use super::{Glyph, Icon, Pick, field::Note};

/// A list that opens. The values are texts; hints of the picks are not shown.
///
/// `<Select id="unit" label=t!("rx-unit") picks=vec![Pick::new("tablet".into(), t!("rx-tablet")), …] value=unit />`
#[component]
pub fn Select(
    /// Its id.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What can be chosen.
    #[prop(into)]
    picks: Signal<Vec<Pick<String>>>,
    /// What is chosen.
    value: RwSignal<String>,
    /// What to know, below it.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with it, below it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let options = move || {
        let options = picks.get().into_iter().map(|pick| {
            let own = pick.value.clone();
            view! {
                <option value=pick.value selected=move || value.with(|value| *value == own)>
                    {pick.label}
                </option>
            }
        });
        options.collect_view()
    };
    view! {
        <div class="field" class:field-wrong=move || error.read().is_some()>
            <label for=id>{move || label.get()}</label>
            <div class="field-box field-select">
                <select
                    id=id
                    name=id
                    aria-describedby=format!("{id}-note")
                    prop:value=move || value.get()
                    on:change=move |event| value.set(event_target_value(&event))
                >
                    {options}
                </select>
                <Icon glyph=Glyph::ChevronDown />
            </div>
            <Note id hint error />
        </div>
    }
}
