//! One doctor on the list.

use leptos::prelude::*;

/// One doctor on the list.
#[component]
pub(crate) fn SharerPage() -> impl IntoView {
    view! { <main></main> }
}
