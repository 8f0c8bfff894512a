//! What went wrong, in the person's words, with the way on.

use bridge::Trouble;
use leptos::prelude::*;

use super::{Button, Glyph, Notice, Tone};
use crate::{facts::trouble_words, locale, t};

/// What went wrong with what was just asked; nothing while nothing did.
///
/// `<TroubleNote of=asking.trouble() />`
#[component]
pub fn TroubleNote(
    /// The trouble.
    #[prop(into)]
    of: Signal<Option<Trouble>>,
    /// Tried again, if that makes sense.
    #[prop(optional, into)]
    on_again: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="trouble" role="alert">
            {move || of.get().map(|trouble| show(trouble, on_again))}
        </div>
    }
}

/// What went wrong, in the place of what should be there.
#[component]
pub fn TroubleCard(
    /// The trouble.
    trouble: Trouble,
    /// Tried again, if that makes sense.
    #[prop(optional, into)]
    on_again: Option<Callback<()>>,
) -> impl IntoView {
    show(trouble, on_again)
}

fn show(trouble: Trouble, on_again: Option<Callback<()>>) -> impl IntoView {
    let (title, way) = trouble_words(trouble.cause);
    view! {
        <Notice tone=Tone::Red title id="trouble">
            <p>{way}</p>
            {trouble.until.map(|until| view! { <p>{t!("errors-until", when = locale::when(until))}</p> })}
            <details class="trouble-detail">
                <summary>{t!("errors-detail")}</summary>
                <p lang="en">{trouble.detail}</p>
            </details>
            {on_again
                .map(|on_again| {
                    view! {
                        <Button icon=Glyph::RefreshCw on_press=on_again>
                            {t!("app-again")}
                        </Button>
                    }
                })}
        </Notice>
    }
}
