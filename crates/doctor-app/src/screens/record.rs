//! One record of a patient.

use leptos::prelude::*;

/// One record of a patient.
#[component]
pub(crate) fn RecordPage() -> impl IntoView {
    view! { <main></main> }
}
