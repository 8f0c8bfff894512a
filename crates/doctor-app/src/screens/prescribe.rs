//! A prescription to be written.

use leptos::prelude::*;

/// A prescription to be written.
#[component]
pub(crate) fn PrescribePage() -> impl IntoView {
    view! { <main></main> }
}
