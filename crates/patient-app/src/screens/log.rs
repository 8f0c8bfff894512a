//! Who saw what, who did what.

use leptos::prelude::*;

/// Who saw what, who did what.
#[component]
pub(crate) fn Log() -> impl IntoView {
    view! { <main></main> }
}
