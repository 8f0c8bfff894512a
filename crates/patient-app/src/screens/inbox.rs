//! The inbox: all that waits for the patient to decide.

use leptos::prelude::*;

/// The inbox: all that waits for the patient to decide.
#[component]
pub(crate) fn Inbox() -> impl IntoView {
    view! { <main></main> }
}
