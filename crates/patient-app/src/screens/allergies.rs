//! Allergies.

use leptos::prelude::*;

/// Allergies.
#[component]
pub(crate) fn Allergies() -> impl IntoView {
    view! { <main></main> }
}
