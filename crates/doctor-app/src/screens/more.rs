//! The rest: who one is, the settings, the kit, the keys.

use leptos::prelude::*;
use ui::{door::KitBanner, prelude::*};

use crate::keys::Keys;

/// Who I am, and where the rest is.
#[component]
pub(crate) fn More() -> impl IntoView {
    view! {
        <Screen name="more" title=t!("desk-tab-more")>
            <KitBanner href="/doctor/more/kit" />
            <Myself />
            <Card>
                <Rows label=t!("desk-tab-more")>
                    <Row
                        icon=Glyph::Eye
                        title=t!("held-title")
                        detail=t!("held-lead")
                        href="/doctor/access"
                        id="more-access"
                    />
                    <Row
                        icon=Glyph::Microscope
                        title=t!("ask-title")
                        detail=t!("desk-ask-what")
                        href="/doctor/ask"
                        id="more-ask"
                    />
                    <Row
                        icon=Glyph::Settings
                        title=t!("settings-title")
                        detail=t!("desk-settings-what")
                        href="/doctor/more/settings"
                        id="more-settings"
                    />
                    <Row
                        icon=Glyph::LifeBuoy
                        title=t!("desk-kit")
                        detail=t!("desk-kit-what")
                        href="/doctor/more/kit"
                        id="more-kit"
                    />
                    <Row
                        icon=Glyph::List
                        title=t!("keys-title")
                        detail=t!("keys-what")
                        href="/doctor/more/keys"
                        id="more-keys"
                    />
                </Rows>
            </Card>
            <Lock />
        </Screen>
    }
}

#[component]
fn Myself() -> impl IntoView {
    let engine = Engine::expect();
    move || {
        let me = engine.me()?;
        let registration = match &me.registration {
            Some(number) => t!("desk-registration", number = number.as_str()),
            None => t!("desk-no-registration"),
        };
        Some(view! {
            <Card id="myself">
                <div class="person">
                    <Avatar name=me.name.clone() large=true />
                    <div>
                        <h2>{me.name}</h2>
                        <p class="muted">{registration}</p>
                    </div>
                </div>
                <details class="fingerprint">
                    <summary>{t!("desk-fingerprint")}</summary>
                    <p class="muted small">{t!("desk-fingerprint-why")}</p>
                    <p>
                        <code>{me.fingerprint}</code>
                    </p>
                </details>
            </Card>
        })
    }
}

#[component]
fn Lock() -> impl IntoView {
    let engine = Engine::expect();
    let locking = engine.asking();
    let lock = move || locking.send(bridge::Request::Lock, move |_| engine.refresh());
    view! {
        <Button icon=Glyph::Lock id="lock" busy=locking.busy() on_press=lock>
            {t!("desk-lock")}
        </Button>
        <TroubleNote of=locking.trouble() />
    }
}

/// The keys of the daily path, and whether those without Alt are wanted.
#[component]
pub(crate) fn KeysPage() -> impl IntoView {
    let keys = Keys::expect();
    let single = RwSignal::new(keys.single.get_untracked());
    let lines = [
        ("/", t!("keys-search")),
        ("↓ ↑", t!("keys-arrows")),
        ("Enter", t!("keys-enter")),
        ("n", t!("keys-next")),
        ("p", t!("keys-previous")),
        ("Alt + P", t!("keys-prescribe")),
        ("Alt + N", t!("keys-note")),
        ("?", t!("keys-help")),
    ];
    let rows = lines.into_iter().map(|(key, does)| {
        view! {
            <tr>
                <th scope="row">
                    <kbd>{key}</kbd>
                </th>
                <td>{does}</td>
            </tr>
        }
    });
    view! {
        <Screen name="keys" title=t!("keys-title") lead=t!("keys-lead") back="/doctor/more">
            <Card>
                <table class="keys">
                    <caption class="for-ears">{t!("keys-title")}</caption>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </Card>
            <Card>
                <Toggle
                    id="single-keys"
                    label=t!("keys-single")
                    hint=t!("keys-single-what")
                    value=single
                    on_change=move |on| keys.keep(on)
                />
            </Card>
        </Screen>
    }
}
