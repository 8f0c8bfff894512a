//! Something was asked before the engine has come.

use leptos::prelude::*;

use crate::{engine::Engine, t};

/// Says that it waits for the rest of the app, as long as it does.
#[component]
pub(super) fn StillComing(
    /// Whether something is asked.
    of: Signal<bool>,
) -> impl IntoView {
    let coming = Engine::expect().coming();
    view! {
        <div role="status">
            {move || {
                (of.get() && coming.get())
                    .then(|| view! { <p class="muted" id="still-coming">{t!("door-coming")}</p> })
            }}
        </div>
    }
}
