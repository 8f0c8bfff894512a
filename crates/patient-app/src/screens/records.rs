//! All records: by kind, and a timeline with search.

use leptos::prelude::*;

/// All records: by kind, and a timeline with search.
#[component]
pub(crate) fn Records() -> impl IntoView {
    view! { <main></main> }
}
