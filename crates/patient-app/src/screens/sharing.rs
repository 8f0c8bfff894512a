//! Who can see the records.

use leptos::prelude::*;

/// Who can see the records.
#[component]
pub(crate) fn Sharing() -> impl IntoView {
    view! { <main></main> }
}
