//! A field to search with.

use leptos::prelude::*;

use super::{Glyph, Icon, IconButton};
use crate::t;

/// A search field. What is typed is there at once; searching is the screen's.
///
/// `<Search id="find-patient" label=t!("patients-find") value=query />`
#[component]
pub fn Search(
    /// Its id.
    id: &'static str,
    /// What to type, also shown in it while it is empty.
    #[prop(into)]
    label: String,
    /// What stands in it.
    value: RwSignal<String>,
) -> impl IntoView {
    let (landmark, placeholder) = (label.clone(), label.clone());
    view! {
        <div class="search" role="search" aria-label=landmark>
            <Icon glyph=Glyph::Search />
            <input
                type="search"
                id=id
                placeholder=placeholder
                aria-label=label
                autocomplete="off"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <Show when=move || !value.read().is_empty()>
                <IconButton
                    glyph=Glyph::Cross
                    label=t!("app-clear")
                    on_press=move || value.set(String::new())
                />
            </Show>
        </div>
    }
}
