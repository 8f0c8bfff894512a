//! The recovery kit: fresh from its making, and later as a page of its own.

use bridge::{Answer, Kit, Request};
use leptos::prelude::*;

use super::{
    Made, Ways,
    check_kit::CheckKit,
    kit_sheet::{KitSheet, kit_text},
};
use crate::{
    browser,
    components::{Button, Glyph, Kind, LinkButton, Notice, Screen, Tone},
    engine::{Engine, Loading},
    t,
};

/// [`FreshKit`], for whoever has it from behind the door.
pub(crate) fn fresh_kit(kit: Kit, made: Made, ways: Ways) -> AnyView {
    view! { <FreshKit kit made ways /> }.into_any()
}

/// The kit just made: print it, then show that it is on paper, or leave that for later. Who comes back has
/// the words on paper already, and only needs the new account code.
#[component]
fn FreshKit(kit: Kit, made: Made, ways: Ways) -> impl IntoView {
    let checking = RwSignal::new(false);
    let done = move || ways.kit.set(None);
    let sheet = StoredValue::new(kit);
    let (title, lead) = match made {
        Made::SigningUp => (t!("door-kit-title"), t!("door-kit-why")),
        Made::ComingBack => (t!("door-back-title"), t!("door-back-why")),
    };
    let ways_on = move || match made {
        Made::SigningUp => view! {
            <Button wide=true id="kit-on-paper" on_press=move || checking.set(true)>
                {t!("door-kit-on-paper")}
            </Button>
            <Button kind=Kind::Quiet wide=true id="kit-later" on_press=done>
                {t!("door-later")}
            </Button>
        }
        .into_any(),
        Made::ComingBack => view! {
            <Button wide=true id="kit-go-on" on_press=done>
                {t!("door-back-go-on")}
            </Button>
        }
        .into_any(),
    };
    view! {
        <Screen name="fresh-kit" title lead centred=true>
            <Show
                when=move || checking.get()
                fallback=move || {
                    view! {
                        <KitSheet kit=sheet.get_value() />
                        <KitButtons kit=sheet />
                        {ways_on()}
                    }
                }
            >
                <CheckKit on_done=done later=true />
                <Button
                    kind=Kind::Quiet
                    wide=true
                    id="kit-again"
                    on_press=move || checking.set(false)
                >
                    {t!("door-kit-again")}
                </Button>
            </Show>
        </Screen>
    }
}

#[component]
fn KitButtons(kit: StoredValue<Kit>) -> impl IntoView {
    let save = move || {
        let text = kit.with_value(kit_text);
        browser::save_file("sehat-kit.txt", "text/plain;charset=utf-8", text.as_bytes());
    };
    view! {
        <div class="actions no-print">
            <Button kind=Kind::Primary icon=Glyph::Printer id="print-kit" on_press=browser::print>
                {t!("door-kit-print")}
            </Button>
            <Button icon=Glyph::Download id="save-kit" on_press=save>
                {t!("door-kit-save")}
            </Button>
        </div>
    }
}

/// The kit as a page of an app: the sheet again, and the check as long as it is not done.
///
/// `<Route path=path!("/more/kit") view=|| view! { <KitPage back="/patient/more" /> } />`
#[component]
pub fn KitPage(
    /// Where back leads.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let engine = Engine::expect();
    let kit = engine.load(
        || Request::Kit,
        |answer| match answer {
            Answer::Kit(kit) => Some(kit),
            _ => None,
        },
    );
    let show = move |sheet: Kit| {
        let pending = sheet.words.is_some();
        view! {
            <KitSheet kit=sheet.clone() />
            <KitButtons kit=StoredValue::new(sheet) />
            {pending.then(|| view! { <CheckKit on_done=move || kit.again() /> })}
        }
    };
    view! {
        <Screen name="kit" title=t!("door-kit-title") lead=t!("door-kit-why") back>
            <Loading of=kit lines=6 children=show />
        </Screen>
    }
}

/// Reminds of the kit until it was shown to be on paper: for the home screen.
///
/// `<KitBanner href="/patient/more/kit" />`
#[component]
pub fn KitBanner(
    /// Where the kit is.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    let engine = Engine::expect();
    let pending = move || engine.me().is_some_and(|me| me.kit_pending);
    let href = StoredValue::new(href);
    view! {
        <Show when=pending>
            <Notice tone=Tone::Marigold icon=Glyph::LifeBuoy title=t!("door-kit-pending") id="kit-banner">
                <p>{t!("door-kit-pending-why")}</p>
                <LinkButton href=href.get_value() id="kit-banner-go">
                    {t!("door-kit-pending-go")}
                </LinkButton>
            </Notice>
        </Show>
    }
}
