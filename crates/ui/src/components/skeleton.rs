//! Grey shapes where something is coming.

use leptos::prelude::*;

use crate::t;

/// Grey lines; a screen reader hears that it is loading.
///
/// `<Skeleton lines=3 />`
#[component]
pub fn Skeleton(
    /// How many.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-label=t!("app-loading")>
            {(0..lines).map(|_| view! { <span class="skeleton-line"></span> }).collect_view()}
        </div>
    }
}
