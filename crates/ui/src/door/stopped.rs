//! The worker is gone: what that means, and the way on.

use leptos::prelude::*;

use crate::{
    components::{Button, Glyph, Kind, Screen},
    engine, t,
};

/// Says that the engine has stopped.
#[component]
pub(super) fn Stopped() -> impl IntoView {
    view! {
        <Screen name="stopped" title=t!("app-stopped") lead=t!("app-stopped-why") centred=true>
            <Button
                kind=Kind::Primary
                icon=Glyph::RefreshCw
                id="load-again"
                on_press=engine::load_again
            >
                {t!("app-load-again")}
            </Button>
        </Screen>
    }
}
