//! Laboratory results to be entered.

use leptos::prelude::*;

/// Laboratory results to be entered.
#[component]
pub(crate) fn LabsPage() -> impl IntoView {
    view! { <main></main> }
}
