//! The number one came for.

use leptos::prelude::*;

/// A large number with its unit, and a chip at its right.
///
/// `<BigValue value="128/82" unit="mmHg"><FlagChip flag /></BigValue>`
#[component]
pub fn BigValue(
    /// The number.
    #[prop(into)]
    value: Signal<String>,
    /// Its unit.
    #[prop(into)]
    unit: Signal<String>,
    /// What stands at its right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="value-line">
            <p class="value">
                <span class="value-number">{move || value.get()}</span>
                " "
                <span class="value-unit">{move || unit.get()}</span>
            </p>
            {children.map(|children| children())}
        </div>
    }
}
