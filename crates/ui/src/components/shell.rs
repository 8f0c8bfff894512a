//! What is around every screen: where one can go, whether one is connected, what was said.

use bridge::Link;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::prelude::*;

use super::{Button, Glyph, Icon, Kind};
use crate::{browser, door::SignInAgain, engine::Engine, t};

/// One of the places to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Where.
    pub href: &'static str,
    /// Its icon.
    pub glyph: Glyph,
    /// Its word.
    pub label: String,
    /// Whether only this very page is it; otherwise what lies below it too.
    pub exact: bool,
}

/// The shell: tabs at the bottom of a phone, a rail at the left of a desk.
///
/// With `side`, the desk has a column of its own above the rail's items (the doctor's patients); on a phone
/// it is hidden: what is only for one of the two is told by [`crate::wide`].
///
/// ```text
/// <Router base="/patient">
///     <Shell items=vec![NavItem { href: "/patient", glyph: Glyph::Home, label: t!("home-tab"), exact: true }]>
///         <Routes fallback=|| ()>…</Routes>
///     </Shell>
/// </Router>
/// ```
#[component]
pub fn Shell(
    /// Where one can go: four at most on a phone.
    items: Vec<NavItem>,
    /// A column at the left of a desk.
    #[prop(optional, into)]
    side: Option<ViewFn>,
    /// How many wait at an item, by its `href`: a dot and a number.
    #[prop(optional, into)]
    badge: Option<Callback<&'static str, u64>>,
    /// The routes.
    children: Children,
) -> impl IntoView {
    let has_side = side.is_some();
    view! {
        <a class="skip" href="#main">{t!("app-skip")}</a>
        <div class="shell" class:shell-side=has_side>
            <div class="shell-rail">
                {side.map(|side| view! { <aside class="shell-aside" aria-label=t!("app-list")>{side.run()}</aside> })}
                <Nav items badge />
            </div>
            <div class="shell-body">
                <Banners />
                <SignInAgain />
                {children()}
            </div>
        </div>
    }
}

#[component]
fn Nav(items: Vec<NavItem>, badge: Option<Callback<&'static str, u64>>) -> impl IntoView {
    let path = use_location().pathname;
    let links = items.into_iter().map(|item| {
        let NavItem { href, glyph, label, exact } = item;
        let here = move || {
            path.with(|path| {
                let path = path.trim_end_matches('/');
                let below = path.strip_prefix(href.trim_end_matches('/'));
                below.is_some_and(|rest| rest.is_empty() || (!exact && rest.starts_with('/')))
            })
        };
        let count = move || badge.map_or(0, |badge| badge.run(href));
        view! {
            <li>
                <a class="tab" href=href aria-current=move || here().then_some("page")>
                    <Icon glyph />
                    <span>{label}</span>
                    {move || {
                        (count() > 0)
                            .then(|| {
                                view! {
                                    <span class="tab-badge" aria-label=t!("app-new-count", count = count())>
                                        {count()}
                                    </span>
                                }
                            })
                    }}
                </a>
            </li>
        }
    });
    view! {
        <nav class="tabs" aria-label=t!("app-places")>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}

/// What holds for the whole app: no connection, records that wait, a new version.
#[component]
fn Banners() -> impl IntoView {
    let engine = Engine::expect();
    let words = move || match (engine.link().get(), engine.waiting().get()) {
        (Link::Offline, 0) => Some(t!("app-offline")),
        (Link::Offline, count) => Some(t!("app-offline-waiting", count = count)),
        (_, 0) => None,
        (_, count) => Some(t!("app-waiting", count = count)),
    };
    view! {
        <div class="banners" aria-live="polite">
            {move || {
                words()
                    .map(|words| {
                        view! {
                            <p class="banner" id="link-banner">
                                <Icon glyph=Glyph::CloudOff />
                                <span>{words}</span>
                            </p>
                        }
                    })
            }}
            <Update />
        </div>
    }
}

/// Asks to take up a new version, once the service worker has it.
#[component]
fn Update() -> impl IntoView {
    let waiting = RwSignal::new(browser::waits_for_update());
    let heard = Closure::<dyn Fn()>::new(move || {
        let _ = waiting.try_set(true);
    });
    let listener = heard.as_ref().unchecked_ref();
    // Without the listener the new version comes with the next visit.
    let _ = window().add_event_listener_with_callback(UPDATE, listener);
    let kept = StoredValue::new_local(heard);
    on_cleanup(move || {
        kept.try_with_value(|heard| {
            window().remove_event_listener_with_callback(UPDATE, heard.as_ref().unchecked_ref())
        });
    });
    view! {
        <Show when=move || waiting.get()>
            <div class="banner" id="update-banner">
                <Icon glyph=Glyph::RefreshCw />
                <span>{t!("app-update")}</span>
                <Button id="update" kind=Kind::Quiet on_press=crate::engine::take_update>
                    {t!("app-update-now")}
                </Button>
            </div>
        </Show>
    }
}

const UPDATE: &str = "sehat-update";
