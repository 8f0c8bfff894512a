//! The recovery kit.

use leptos::prelude::*;

/// The recovery kit, to be printed again.
#[component]
pub(crate) fn KitPage() -> impl IntoView {
    view! { <ui::door::KitPage back="/doctor/more" /> }
}
