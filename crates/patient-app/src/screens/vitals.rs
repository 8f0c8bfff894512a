//! Measurements with their charts.

use leptos::prelude::*;

/// Measurements with their charts.
#[component]
pub(crate) fn Vitals() -> impl IntoView {
    view! { <main></main> }
}
