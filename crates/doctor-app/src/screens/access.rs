//! What this doctor can open, and until when.

use leptos::prelude::*;

/// What this doctor can open, and until when.
#[component]
pub(crate) fn AccessPage() -> impl IntoView {
    view! { <main></main> }
}
