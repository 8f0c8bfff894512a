//! Icons.

use leptos::prelude::*;

use super::Glyph;

/// An icon of one line weight, as large as the text around it asks (`--icon`).
///
/// Without a label it is an ornament, hidden from screen readers: the word stands beside it.
/// `<Icon glyph=Glyph::Eye />`
#[component]
pub fn Icon(
    /// Which.
    glyph: Glyph,
    /// Its name, where no word says it.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let role = label.is_some().then_some("img");
    let hidden = label.is_none().then_some("true");
    view! {
        <svg class="icon" viewBox="0 0 24 24" role=role aria-label=label aria-hidden=hidden>
            <path d=glyph.path() />
        </svg>
    }
}
