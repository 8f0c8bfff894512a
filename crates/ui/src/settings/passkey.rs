//! Unlocking with a finger, a face or a PIN.

use bridge::Request;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Button, Card, Confirm, Glyph, Notice, Toasts, Tone, TroubleNote},
    engine::Engine,
    passkey::{self, PasskeyError},
    t,
};

/// Sets up a passkey for this device, or takes it away. Nothing where the browser knows none.
#[component]
pub(super) fn PasskeyCard() -> impl IntoView {
    let engine = Engine::expect();
    let has = Memo::new(move |_| engine.me().is_some_and(|me| me.has_passkey));
    passkey::known().then(|| {
        view! {
            <Card heading=t!("settings-passkey")>
                <p class="muted">{t!("settings-passkey-why")}</p>
                <Show when=move || has.get() fallback=|| view! { <Add /> }>
                    <Remove />
                </Show>
            </Card>
        }
    })
}

#[component]
fn Add() -> impl IntoView {
    let engine = Engine::expect();
    let toasts = Toasts::expect();
    let adding = engine.asking();
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<PasskeyError>);
    let name = engine.me().map(|me| me.name).unwrap_or_default();
    let add = move || {
        let name = name.clone();
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let made = passkey::make(&name).await;
            let _ = busy.try_set(false);
            match made {
                Ok(made) => {
                    let request = Request::AddPasskey {
                        credential: made.passkey.credential,
                        salt: made.passkey.salt,
                        prf: made.prf,
                    };
                    adding.send(request, move |_| toasts.say(t!("settings-passkey-added")));
                }
                Err(error) => {
                    let _ = refused.try_set(Some(error));
                }
            }
        });
    };
    let why = move || {
        refused.get().map(|error| match error {
            PasskeyError::NoSecret => t!("settings-passkey-useless"),
            PasskeyError::Unknown | PasskeyError::Refused => t!("settings-passkey-refused"),
        })
    };
    view! {
        <div class="trouble" role="alert">
            {move || why().map(|why| view! { <Notice tone=Tone::Marigold title=why /> })}
        </div>
        <TroubleNote of=adding.trouble() />
        <Button icon=Glyph::Fingerprint id="add-passkey" busy=busy on_press=add>
            {t!("settings-passkey-add")}
        </Button>
    }
}

#[component]
fn Remove() -> impl IntoView {
    let toasts = Toasts::expect();
    let removing = Engine::expect().asking();
    let asked = RwSignal::new(false);
    let remove = move || {
        removing.send(Request::RemovePasskey, move |_| {
            toasts.say(t!("settings-passkey-removed"));
        });
    };
    view! {
        <TroubleNote of=removing.trouble() />
        <Button id="remove-passkey" busy=removing.busy() on_press=move || asked.set(true)>
            {t!("settings-passkey-remove")}
        </Button>
        <Confirm
            open=asked
            title=t!("settings-passkey-remove-ask")
            yes=t!("settings-passkey-remove")
            on_yes=remove
        >
            <p>{t!("settings-passkey-remove-means")}</p>
        </Confirm>
    }
}
