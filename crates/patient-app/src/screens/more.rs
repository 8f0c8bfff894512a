//! Everything else.

use leptos::prelude::*;

/// Everything else.
#[component]
pub(crate) fn More() -> impl IntoView {
    view! { <main></main> }
}
