//! The lock.

use bridge::{Cause, Hidden, Passkey, Request, Trouble, Work};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{Languages, Outside, Ways};
use crate::{
    components::{Button, Card, Field, Glyph, Input, Kind, Progress, Screen, TroubleNote},
    engine::{Asking, Engine},
    passkey as browser_passkey, t,
};

/// The passkey first, if there is one; the passphrase; and what to do when it is forgotten.
#[component]
pub(super) fn Unlock(ways: Ways, passkey: Option<Passkey>) -> impl IntoView {
    let engine = Engine::expect();
    let unlocking = engine.asking();
    let passphrase = RwSignal::new(String::new());
    let empty = RwSignal::new(false);
    let wrong = move || (empty.get() && passphrase.read().is_empty()).then(|| t!("door-missing"));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        empty.set(passphrase.read_untracked().is_empty());
        if empty.get_untracked() {
            return;
        }
        let typed = Hidden::new(passphrase.get_untracked());
        unlocking.send(Request::Unlock { passphrase: typed }, |_| ());
    };
    let passkey = passkey.filter(|_| browser_passkey::known());
    let second = passkey.is_some();
    view! {
        <Screen name="unlock" title=t!("door-unlock-title") lead=t!("door-unlock-lead") centred=true>
            {passkey.map(|passkey| view! { <PasskeyButton passkey unlocking /> })}
            <Card>
                <form class="form" on:submit=send novalidate>
                    <Field
                        id="passphrase"
                        label=t!("door-passphrase")
                        value=passphrase
                        input=Input::Passphrase
                        autocomplete="current-password"
                        error=Signal::derive(wrong)
                    />
                    <TroubleNote of=unlocking.trouble() />
                    <Progress of=engine.progress(Work::Keys) label=t!("door-making-keys") />
                    <Button
                        kind=if second { Kind::Secondary } else { Kind::Primary }
                        submit=true
                        id="unlock"
                        busy=unlocking.busy()
                    >
                        {t!("door-unlock")}
                    </Button>
                </form>
            </Card>
            <Button kind=Kind::Quiet id="recover" on_press=move || ways.outside.set(Outside::Recover)>
                {t!("door-forgotten")}
            </Button>
            <Languages />
        </Screen>
    }
}

#[component]
fn PasskeyButton(passkey: Passkey, unlocking: Asking) -> impl IntoView {
    let asking = RwSignal::new(false);
    let ask = move || {
        let passkey = passkey.clone();
        asking.set(true);
        unlocking.complain(None);
        spawn_local(async move {
            let secret = browser_passkey::ask(&passkey).await;
            let _ = asking.try_set(false);
            match secret {
                Ok(prf) => unlocking.send(Request::UnlockWithPasskey { prf }, |_| ()),
                Err(error) => {
                    let why = format!("the browser gave no secret: {error:?}");
                    unlocking.complain(Some(Trouble::new(Cause::PasskeyRefused, why)));
                }
            }
        });
    };
    view! {
        <Button
            kind=Kind::Primary
            icon=Glyph::Fingerprint
            wide=true
            id="unlock-passkey"
            busy=asking
            on_press=ask
        >
            {t!("door-unlock-passkey")}
        </Button>
    }
}
