//! One of a few short words in a line: ranges of a chart, kinds of a list.

use leptos::prelude::*;

use super::Pick;

/// A line of buttons of which one is pressed; it scrolls sideways where it is narrow.
///
/// `<Segments label=t!("records-kind") picks=vec![Pick::new(None, t!("records-all")), …] value=kind />`
#[component]
pub fn Segments<T: Clone + PartialEq + Send + Sync + 'static>(
    /// What is chosen here, for screen readers.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    picks: Vec<Pick<T>>,
    /// What is chosen.
    value: RwSignal<T>,
) -> impl IntoView {
    let buttons = picks.into_iter().map(|pick| {
        let own = pick.value.clone();
        let pressed = move || {
            if value.with(|value| *value == own) {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=pressed
                on:click=move |_| value.set(pick.value.clone())
            >
                {pick.label}
            </button>
        }
    });
    view! {
        <div class="segments" role="group" aria-label=label>
            {buttons.collect_view()}
        </div>
    }
}
