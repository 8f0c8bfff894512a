//! The patients, and who is waiting for what.

use leptos::prelude::*;

/// The patients, and who is waiting for what.
#[component]
pub(crate) fn Patients() -> impl IntoView {
    view! { <main></main> }
}
