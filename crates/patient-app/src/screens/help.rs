//! What to know.

use leptos::prelude::*;

/// What to know.
#[component]
pub(crate) fn Help() -> impl IntoView {
    view! { <main></main> }
}
