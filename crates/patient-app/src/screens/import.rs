//! A hospital's file to be imported.

use leptos::prelude::*;

/// A hospital's file to be imported.
#[component]
pub(crate) fn Import() -> impl IntoView {
    view! { <main></main> }
}
