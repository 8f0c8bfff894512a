//! One page per patient.

use leptos::prelude::*;

/// One page per patient.
#[component]
pub(crate) fn PatientPage() -> impl IntoView {
    view! { <main></main> }
}
