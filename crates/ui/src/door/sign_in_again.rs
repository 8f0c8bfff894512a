//! The server wants a new sign-in while the app is open: asked in its place, nothing is left.

use bridge::{Hidden, Request};
use leptos::{ev, prelude::*};

use crate::{
    components::{Button, Field, Input, Kind, Notice, Tone, TroubleNote},
    engine::Engine,
    t,
};

/// Nothing, until the server has ended the session; then a passphrase, and it goes on.
#[component]
pub(crate) fn SignInAgain() -> impl IntoView {
    let engine = Engine::expect();
    view! {
        <Show when=move || engine.signed_out().get()>
            <Form />
        </Show>
    }
}

#[component]
fn Form() -> impl IntoView {
    let engine = Engine::expect();
    let signing_in = engine.asking();
    let passphrase = RwSignal::new(String::new());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if passphrase.read_untracked().is_empty() {
            return;
        }
        let request = Request::SignIn {
            account_secret: None,
            passphrase: Hidden::new(passphrase.get_untracked()),
        };
        signing_in.send(request, |_| ());
    };
    view! {
        <div class="sign-in-again">
            <Notice tone=Tone::Marigold title=t!("errors-signed-out") id="sign-in-again">
                <p>{t!("door-again-why")}</p>
                <form class="form" on:submit=send novalidate>
                    <Field
                        id="passphrase-for-server"
                        label=t!("door-passphrase")
                        value=passphrase
                        input=Input::Passphrase
                        autocomplete="current-password"
                    />
                    <TroubleNote of=signing_in.trouble() />
                    <Button kind=Kind::Primary submit=true id="sign-in-again-now" busy=signing_in.busy()>
                        {t!("door-sign-in-now")}
                    </Button>
                </form>
            </Notice>
        </div>
    }
}
