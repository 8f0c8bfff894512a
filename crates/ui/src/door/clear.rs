//! A locked device made empty: for who has neither its passphrase nor the kit of who used it.

use bridge::Request;
use leptos::prelude::*;

use super::{Outside, Ways};
use crate::{
    components::{Button, Confirm, Kind, TroubleNote},
    engine::Engine,
    t,
};

/// Removes everything, after saying what that costs.
#[component]
pub(super) fn ClearDevice(ways: Ways) -> impl IntoView {
    let engine = Engine::expect();
    let clearing = engine.asking();
    let asked = RwSignal::new(false);
    let clear = move || {
        clearing.send(Request::SignOut { anyway: true }, move |_| {
            ways.outside.set(Outside::Welcome);
            engine.refresh();
        });
    };
    view! {
        <TroubleNote of=clearing.trouble() />
        <Button
            kind=Kind::Quiet
            id="clear-device"
            busy=clearing.busy()
            on_press=move || asked.set(true)
        >
            {t!("door-clear")}
        </Button>
        <Confirm open=asked title=t!("door-clear-ask") yes=t!("door-clear-yes") on_yes=clear>
            <p>{t!("door-clear-means")}</p>
        </Confirm>
    }
}
