//! The recovery kit.

use leptos::prelude::*;

/// The recovery kit, to be printed again, and checked as long as it was not.
#[component]
pub(crate) fn KitPage() -> impl IntoView {
    view! { <ui::door::KitPage back="/patient/more" /> }
}
