//! What can be added.

use leptos::prelude::*;

/// What can be added.
#[component]
pub(crate) fn Add() -> impl IntoView {
    view! { <main></main> }
}
