//! What can be set, the same in both apps.

use leptos::prelude::*;

use crate::{
    components::{Card, LinkButton, Screen},
    t,
};

mod leave;
mod lock;
mod looks;
mod passkey;

/// The settings' screen: a route of each app.
///
/// `<Route path=path!("/more/settings") view=|| view! { <Settings back="/patient/more" kit="/patient/more/kit" /> } />`
#[component]
pub fn Settings(
    /// Where back leads.
    #[prop(into)]
    back: String,
    /// Where the recovery kit is.
    #[prop(into)]
    kit: String,
) -> impl IntoView {
    view! {
        <Screen name="settings" title=t!("settings-title") back>
            <div class="columns">
                <div class="stack">
                    <looks::LooksCard />
                    <About />
                </div>
                <div class="stack">
                    <lock::LockCard />
                    <passkey::PasskeyCard />
                    <Card heading=t!("settings-kit")>
                        <p class="muted">{t!("settings-kit-why")}</p>
                        <LinkButton href=kit id="show-kit">{t!("settings-kit-show")}</LinkButton>
                    </Card>
                    <leave::LeaveCard />
                </div>
            </div>
        </Screen>
    }
}

/// Which version this is, and what anyone can compare it with.
#[component]
fn About() -> impl IntoView {
    view! {
        <Card heading=t!("settings-about")>
            <p>{t!("settings-version", version = env!("CARGO_PKG_VERSION"))}</p>
            <p class="muted small">{t!("settings-hashes-why")}</p>
            <p>
                <a class="way" href="/hashes.txt" target="_blank" rel="external">{t!("settings-hashes")}</a>
            </p>
        </Card>
    }
}
