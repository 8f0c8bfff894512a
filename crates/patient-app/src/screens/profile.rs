//! Who the patient is.

use leptos::prelude::*;

/// Who the patient is.
#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    view! { <main></main> }
}
