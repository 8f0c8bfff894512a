//! More: who one is, the kit, what can be taken along, the settings, help.

use bridge::Request;
use leptos::prelude::*;
use ui::prelude::*;

use crate::own::{self, Records};

/// More: who one is, and where the rest is.
#[component]
pub(crate) fn More() -> impl IntoView {
    view! {
        <Screen name="more" title=t!("more-title")>
            <KitBanner href="/patient/more/kit" />
            <div class="columns">
                <Myself records=own::records() />
                <div class="stack">
                    <Places />
                    <LockNow />
                </div>
            </div>
        </Screen>
    }
}

/// Who one is, as the records say it, and the way to change it.
#[component]
fn Myself(records: Records) -> impl IntoView {
    let engine = Engine::expect();
    let profile = Memo::new(move |_| records.with(|own| own.profile.clone()).unwrap_or_default());
    move || {
        let me = engine.me()?;
        let profile = profile.get();
        let name = match profile.name.is_empty() {
            true => me.name,
            false => profile.name,
        };
        let born = profile.birth_date.as_deref().map(locale::date);
        let gender = profile.gender.filter(|gender| gender != "unknown");
        let gender = gender.as_deref().map(gender_words);
        let parts: Vec<String> = born.into_iter().chain(gender).collect();
        let (line, change) = match parts.is_empty() {
            true => (t!("more-myself-empty"), t!("more-myself-add")),
            false => (parts.join(", "), t!("more-myself-change")),
        };
        Some(view! {
            <Card id="myself">
                <div class="person">
                    <Avatar name=name.clone() large=true />
                    <div class="more-words">
                        <h2>{name}</h2>
                        <p class="muted small">{line}</p>
                    </div>
                </div>
                <LinkButton id="more-profile" icon=Glyph::Pen wide=true href="/patient/more/profile">
                    {change}
                </LinkButton>
            </Card>
        })
    }
}

#[component]
fn Places() -> impl IntoView {
    view! {
        <Card>
            <Rows label=t!("more-title")>
                <Row
                    icon=Glyph::Printer
                    title=t!("summary-title")
                    detail=t!("more-summary-what")
                    href="/patient/more/summary"
                    id="more-summary"
                />
                <Row
                    icon=Glyph::Download
                    title=t!("export-title")
                    detail=t!("more-export-what")
                    href="/patient/more/export"
                    id="more-export"
                />
                <Row
                    icon=Glyph::LifeBuoy
                    title=t!("more-kit")
                    detail=t!("more-kit-what")
                    href="/patient/more/kit"
                    id="more-kit"
                />
                <Row
                    icon=Glyph::Settings
                    title=t!("settings-title")
                    detail=t!("more-settings-what")
                    href="/patient/more/settings"
                    id="more-settings"
                />
                <Row
                    icon=Glyph::Help
                    title=t!("help-title")
                    detail=t!("more-help-what")
                    href="/patient/more/help"
                    id="more-help"
                />
            </Rows>
        </Card>
    }
}

/// Locks at once: the phone goes to somebody else's hands.
#[component]
fn LockNow() -> impl IntoView {
    let engine = Engine::expect();
    let locking = engine.asking();
    view! {
        <Button
            id="more-lock"
            icon=Glyph::Lock
            wide=true
            busy=locking.busy()
            on_press=move || locking.send(Request::Lock, move |_| engine.refresh())
        >
            {t!("more-lock")}
        </Button>
        <TroubleNote of=locking.trouble() />
    }
}
