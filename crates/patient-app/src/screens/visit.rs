//! The first visit: who asks, and for what.

use leptos::prelude::*;

/// The first visit: who asks, and for what.
#[component]
pub(crate) fn VisitPage() -> impl IntoView {
    view! { <main></main> }
}
