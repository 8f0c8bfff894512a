//! Visits and notes.

use leptos::prelude::*;

/// Visits and notes.
#[component]
pub(crate) fn Notes() -> impl IntoView {
    view! { <main></main> }
}
