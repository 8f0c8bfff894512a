//! Conditions.

use leptos::prelude::*;

/// Conditions.
#[component]
pub(crate) fn Conditions() -> impl IntoView {
    view! { <main></main> }
}
