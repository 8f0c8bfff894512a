//! Taking the records along.

use leptos::prelude::*;

/// Taking the records along.
#[component]
pub(crate) fn Export() -> impl IntoView {
    view! { <main></main> }
}
