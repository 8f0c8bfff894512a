//! How large a document is shown.

use leptos::prelude::*;

use crate::{
    components::{Glyph, IconButton},
    t,
};

/// How large, against the width there is: one of a few steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zoom(RwSignal<usize>);

const STEPS: [u32; 6] = [100, 130, 170, 220, 300, 400];

impl Zoom {
    /// As wide as there is room.
    pub(super) fn new() -> Self {
        Self(RwSignal::new(0))
    }

    /// In per cent of the width there is.
    pub(super) fn percent(self) -> u32 {
        STEPS[self.0.get().min(STEPS.len() - 1)]
    }

    /// As CSS has it.
    pub(super) fn width(self) -> String {
        format!("{}%", self.percent())
    }
}

impl From<Zoom> for Signal<u32> {
    fn from(zoom: Zoom) -> Self {
        Self::derive(move || zoom.percent())
    }
}

/// Two buttons, and how large it is.
#[component]
pub(super) fn ZoomButtons(zoom: Zoom) -> impl IntoView {
    let smaller = move || zoom.0.update(|step| *step = step.saturating_sub(1));
    let larger = move || {
        zoom.0
            .update(|step| *step = (*step + 1).min(STEPS.len() - 1))
    };
    view! {
        <div class="document-zoom" role="group" aria-label=t!("viewer-zoom")>
            <IconButton id="zoom-out" glyph=Glyph::ZoomOut label=t!("viewer-smaller") on_press=smaller />
            <span class="document-percent" role="status">
                {move || t!("viewer-percent", percent = zoom.percent())}
            </span>
            <IconButton id="zoom-in" glyph=Glyph::ZoomIn label=t!("viewer-larger") on_press=larger />
        </div>
    }
}
