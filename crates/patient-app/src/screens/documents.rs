//! Documents.

use leptos::prelude::*;

/// Documents.
#[component]
pub(crate) fn Documents() -> impl IntoView {
    view! { <main></main> }
}
