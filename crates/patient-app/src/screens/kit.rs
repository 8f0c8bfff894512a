//! The recovery kit.

use leptos::prelude::*;

/// The recovery kit.
#[component]
pub(crate) fn KitPage() -> impl IntoView {
    view! { <main></main> }
}
