//! Medicines, now and earlier.

use leptos::prelude::*;

/// Medicines, now and earlier.
#[component]
pub(crate) fn Medicines() -> impl IntoView {
    view! { <main></main> }
}
