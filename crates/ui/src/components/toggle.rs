//! On or off.

use leptos::prelude::*;

/// A switch with its words at the left.
///
/// `<Toggle id="may-add" label=t!("visit-may-add") value=may_add />`
#[component]
pub fn Toggle(
    /// Its id.
    id: &'static str,
    /// What it switches.
    #[prop(into)]
    label: String,
    /// What that means, below.
    #[prop(optional, into)]
    hint: Option<String>,
    /// On or off.
    value: RwSignal<bool>,
    /// Told when the person has switched.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let switch = move |event| {
        let on = event_target_checked(&event);
        value.set(on);
        if let Some(on_change) = on_change {
            on_change.run(on);
        }
    };
    view! {
        <label class="toggle" for=id>
            <span class="choice-words">
                <span>{label}</span>
                {hint.map(|hint| view! { <small>{hint}</small> })}
            </span>
            <input
                type="checkbox"
                role="switch"
                id=id
                prop:checked=move || value.get()
                on:change=switch
            />
        </label>
    }
}
