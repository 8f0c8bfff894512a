//! Something to know, in its place on the screen.

use leptos::prelude::*;

use super::{Glyph, Icon, Tone};

/// A notice with an icon: what is so, and what to do about it.
///
/// `<Notice tone=Tone::Marigold title=t!("home-kit-pending")><LinkButton …/></Notice>`
#[component]
pub fn Notice(
    /// Its colour: teal to know, marigold to heed, red for danger.
    #[prop(default = Tone::Teal)]
    tone: Tone,
    /// Its icon; one that fits the colour if none is given.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// Its first line, bold.
    #[prop(into)]
    title: Signal<String>,
    /// Its id.
    #[prop(optional, into)]
    id: Option<&'static str>,
    /// More words, and a way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let glyph = icon.unwrap_or(match tone {
        Tone::Red => Glyph::Warning,
        Tone::Marigold => Glyph::Alert,
        _ => Glyph::Info,
    });
    view! {
        <div class="notice" data-tone=tone.name() id=id>
            <Icon glyph />
            <div class="notice-words">
                <p class="notice-title">{move || title.get()}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
