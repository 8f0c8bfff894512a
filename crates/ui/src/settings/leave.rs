//! Signing out: everything of the account leaves this device.

use bridge::Request;
use leptos::prelude::*;

use crate::{
    components::{Button, Card, Confirm, Glyph, Kind, Notice, Tone, TroubleNote},
    engine::Engine,
    t,
};

/// Signs out, after it was asked; once more if records wait to be sent.
#[component]
pub(super) fn LeaveCard() -> impl IntoView {
    let engine = Engine::expect();
    let leaving = engine.asking();
    let asked = RwSignal::new(false);
    let waiting = engine.waiting();
    let leave = move || {
        let request = Request::SignOut {
            anyway: waiting.get_untracked() > 0,
        };
        leaving.send(request, move |_| engine.refresh());
    };
    let pending = move || engine.me().is_some_and(|me| me.kit_pending);
    view! {
        <Card heading=t!("settings-leave")>
            <p class="muted">{t!("settings-leave-why")}</p>
            <TroubleNote of=leaving.trouble() />
            <Button
                kind=Kind::Danger
                icon=Glyph::LogOut
                id="sign-out"
                busy=leaving.busy()
                on_press=move || asked.set(true)
            >
                {t!("settings-sign-out")}
            </Button>
            <Confirm
                open=asked
                title=t!("settings-sign-out-ask")
                yes=t!("settings-sign-out")
                danger=true
                on_yes=leave
            >
                <p>{t!("settings-sign-out-means")}</p>
                <Show when=move || { waiting.get() > 0 }>
                    <Notice
                        tone=Tone::Red
                        title=Signal::derive(move || {
                            t!("settings-sign-out-waiting", count = waiting.get())
                        })
                    />
                </Show>
                <Show when=pending>
                    <Notice tone=Tone::Red title=t!("settings-sign-out-kit") />
                </Show>
            </Confirm>
        </Card>
    }
}
