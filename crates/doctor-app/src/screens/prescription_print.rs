//! A prescription to be printed.

use leptos::prelude::*;

/// A prescription to be printed.
#[component]
pub(crate) fn PrescriptionPrint() -> impl IntoView {
    view! { <main></main> }
}
