//! Vaccinations.

use leptos::prelude::*;

/// Vaccinations.
#[component]
pub(crate) fn Immunizations() -> impl IntoView {
    view! { <main></main> }
}
