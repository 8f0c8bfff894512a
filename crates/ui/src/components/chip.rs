//! Chips: states, each with an icon and a word.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// The colour something speaks in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// An outline.
    #[default]
    Plain,
    /// Good, shared, done.
    Teal,
    /// Waits, heed this.
    Marigold,
    /// An allergy, a removal, an error.
    Red,
    /// A second series.
    Blue,
}

impl Tone {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Teal => "teal",
            Self::Marigold => "marigold",
            Self::Red => "red",
            Self::Blue => "blue",
        }
    }
}

/// A chip.
///
/// `<Chip tone=Tone::Teal icon=Glyph::Check>{t!("facts-in-range")}</Chip>`
#[component]
pub fn Chip(
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
    /// An icon before the word.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class="chip" data-tone=tone.name()>
            {icon.map(|glyph| view! { <Icon glyph=glyph /> })}
            <span>{children()}</span>
        </span>
    }
}
