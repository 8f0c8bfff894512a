//! Laboratory values, with ranges and trends.

use leptos::prelude::*;

/// Laboratory values, with ranges and trends.
#[component]
pub(crate) fn Labs() -> impl IntoView {
    view! { <main></main> }
}
