//! What is new.

use leptos::prelude::*;

/// What is new.
#[component]
pub(crate) fn NewsPage() -> impl IntoView {
    view! { <main></main> }
}
