//! Signing in on a device that does not know the account yet.

use bridge::{Hidden, Request, Work};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsValue;

use super::{Outside, Ways, still_coming::StillComing};
use crate::{
    browser,
    components::{Button, Card, Field, Input, Kind, Progress, Screen, TroubleNote},
    engine::Engine,
    t,
};

/// The account secret from the kit, and the passphrase.
#[component]
pub(super) fn SignIn(ways: Ways) -> impl IntoView {
    let engine = Engine::expect();
    let signing_in = engine.asking();
    let secret = RwSignal::new(secret_in_link().unwrap_or_default());
    let passphrase = RwSignal::new(String::new());
    let asked = RwSignal::new(false);
    let missing = move |field: RwSignal<String>| {
        Signal::derive(move || {
            let empty = field.read().trim().is_empty();
            (asked.get() && empty).then(|| t!("door-missing"))
        })
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        let typed = secret.read_untracked().trim().to_owned();
        if typed.is_empty() || passphrase.read_untracked().is_empty() {
            return;
        }
        let request = Request::SignIn {
            account_secret: Some(Hidden::new(typed)),
            passphrase: Hidden::new(passphrase.get_untracked()),
        };
        signing_in.send(request, |_| {
            browser::ask_to_persist();
            forget_link();
        });
    };
    view! {
        <Screen name="sign-in" title=t!("door-sign-in-title") lead=t!("door-sign-in-lead") centred=true>
            <Card>
                <form class="form" on:submit=send novalidate>
                    <Field
                        id="account-secret"
                        label=t!("door-account-secret")
                        hint=t!("door-account-secret-hint")
                        value=secret
                        error=missing(secret)
                    />
                    <Field
                        id="passphrase"
                        label=t!("door-passphrase")
                        value=passphrase
                        input=Input::Passphrase
                        autocomplete="current-password"
                        error=missing(passphrase)
                    />
                    <TroubleNote of=signing_in.trouble() />
                    <StillComing of=signing_in.busy() />
                    <Progress of=engine.progress(Work::Keys) label=t!("door-making-keys") />
                    <Button kind=Kind::Primary submit=true id="send" busy=signing_in.busy()>
                        {t!("door-sign-in-now")}
                    </Button>
                </form>
            </Card>
            <Button kind=Kind::Quiet id="recover" on_press=move || ways.outside.set(Outside::Recover)>
                {t!("door-forgotten")}
            </Button>
            <Button kind=Kind::Quiet id="back" on_press=move || ways.outside.set(Outside::Welcome)>
                {t!("app-back")}
            </Button>
        </Screen>
    }
}

/// The account secret in the address, where a link or a code brought one: `/patient/#ABCDE-…`.
/// At an invitation what stands there is something else.
pub(super) fn secret_in_link() -> Option<String> {
    let location = window().location();
    let path = location.pathname().ok()?;
    if path.trim_end_matches('/').ends_with("/invite") {
        return None;
    }
    let hash = location.hash().ok()?;
    let secret = hash.strip_prefix('#')?;
    let letters = secret.chars().filter(|letter| *letter != '-');
    let fits = secret
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    (fits && (20..=40).contains(&letters.count())).then(|| secret.to_owned())
}

/// Takes the account secret out of the address: it has no business in the browser's history.
fn forget_link() {
    if secret_in_link().is_none() {
        return;
    }
    let path = window().location().pathname().unwrap_or_default();
    if let Ok(history) = window().history() {
        // A history that cannot be rewritten leaves the address as it is.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}
