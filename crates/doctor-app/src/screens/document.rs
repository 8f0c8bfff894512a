//! A document to be added.

use leptos::prelude::*;

/// A document to be added.
#[component]
pub(crate) fn DocumentPage() -> impl IntoView {
    view! { <main></main> }
}
