//! A doctor's code to be scanned.

use leptos::prelude::*;

/// A doctor's code to be scanned.
#[component]
pub(crate) fn Scan() -> impl IntoView {
    view! { <main></main> }
}
