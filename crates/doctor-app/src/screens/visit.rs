//! The first visit.

use leptos::prelude::*;

/// The first visit.
#[component]
pub(crate) fn FirstVisit() -> impl IntoView {
    view! { <main></main> }
}
