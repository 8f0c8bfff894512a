//! One of a few, all in sight.

use leptos::prelude::*;

/// One that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick<T> {
    /// What it stands for.
    pub value: T,
    /// Its words.
    pub label: String,
    /// What it means, below.
    pub hint: Option<String>,
}

impl<T> Pick<T> {
    /// One without a hint.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self {
            value,
            label: label.into(),
            hint: None,
        }
    }

    /// With a hint.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

/// A list of radio buttons under a legend.
///
/// `<Choice id="how-long" legend=t!("visit-how-long") picks=vec![Pick::new(true, …), …] value=standing />`
#[component]
pub fn Choice<T: Clone + PartialEq + Send + Sync + 'static>(
    /// Names the group; the buttons are `id-0`, `id-1` …
    id: &'static str,
    /// What is asked.
    #[prop(into)]
    legend: String,
    /// What can be chosen.
    picks: Vec<Pick<T>>,
    /// What is chosen.
    value: RwSignal<T>,
    /// Told when the person has chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<T>>,
) -> impl IntoView {
    let picks = picks.into_iter().enumerate().map(|(index, pick)| {
        let Pick {
            value: own,
            label,
            hint,
        } = pick;
        let chosen = own.clone();
        let choose = move |_| {
            value.set(own.clone());
            if let Some(on_change) = on_change {
                on_change.run(own.clone());
            }
        };
        view! {
            <label class="choice-pick">
                <span class="choice-words">
                    <span>{label}</span>
                    {hint.map(|hint| view! { <small>{hint}</small> })}
                </span>
                <input
                    type="radio"
                    name=id
                    id=format!("{id}-{index}")
                    prop:checked=move || value.with(|value| *value == chosen)
                    on:change=choose
                />
            </label>
        }
    });
    view! {
        <fieldset class="choice" id=id>
            <legend>{legend}</legend>
            {picks.collect_view()}
        </fieldset>
    }
}
