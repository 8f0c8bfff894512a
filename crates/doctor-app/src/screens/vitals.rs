//! Vital signs to be entered.

use leptos::prelude::*;

/// Vital signs to be entered.
#[component]
pub(crate) fn VitalsPage() -> impl IntoView {
    view! { <main></main> }
}
