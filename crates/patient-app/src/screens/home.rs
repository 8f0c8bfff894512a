//! Home: what waits, the last blood pressure, the medicines of today.

use leptos::prelude::*;

/// Home: what waits, the last blood pressure, the medicines of today.
#[component]
pub(crate) fn Home() -> impl IntoView {
    view! { <main></main> }
}
