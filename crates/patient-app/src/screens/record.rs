//! One record.

use leptos::prelude::*;

/// One record.
#[component]
pub(crate) fn Record() -> impl IntoView {
    view! { <main></main> }
}
