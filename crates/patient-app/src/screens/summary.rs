//! The printable summary.

use leptos::prelude::*;

/// The printable summary.
#[component]
pub(crate) fn SummaryPage() -> impl IntoView {
    view! { <main></main> }
}
