//! A note to be written.

use leptos::prelude::*;

/// A note to be written.
#[component]
pub(crate) fn NotePage() -> impl IntoView {
    view! { <main></main> }
}
