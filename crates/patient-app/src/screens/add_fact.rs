//! An allergy, condition, medicine or vaccination to be added.

use leptos::prelude::*;

/// An allergy, condition, medicine or vaccination to be added.
#[component]
pub(crate) fn AddFact() -> impl IntoView {
    view! { <main></main> }
}
