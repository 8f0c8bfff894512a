//! A reading to be added.

use leptos::prelude::*;

/// A reading to be added.
#[component]
pub(crate) fn AddReading() -> impl IntoView {
    view! { <main></main> }
}
