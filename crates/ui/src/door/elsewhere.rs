//! The app is open in another tab.

use bridge::Request;
use leptos::prelude::*;

use crate::{
    components::{Button, Kind, Screen, TroubleNote},
    engine::Engine,
    t,
};

/// Says so, and brings it here.
#[component]
pub(super) fn ElsewhereScreen() -> impl IntoView {
    let taking = Engine::expect().asking();
    view! {
        <Screen
            name="elsewhere"
            title=t!("door-elsewhere")
            lead=t!("door-elsewhere-why")
            centred=true
        >
            <TroubleNote of=taking.trouble() />
            <Button
                kind=Kind::Primary
                id="take-over"
                busy=taking.busy()
                on_press=move || taking.send(Request::TakeOver, |_| ())
            >
                {t!("door-use-here")}
            </Button>
        </Screen>
    }
}
