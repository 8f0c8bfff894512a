//! What is behind the door: an app's own screens, fetched while somebody stands before it.

use bridge::Kit;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Button, Glyph, Kind, Screen, Skeleton},
    door::{Made, Ways, fresh_kit},
    i18n::{self, Areas},
    t,
};

/// An app's own screens, and what else is not needed before somebody is in.
#[derive(Clone, Copy)]
pub struct Inside {
    pub(crate) screens: fn() -> AnyView,
    pub(crate) fresh_kit: fn(Kit, Made, Ways) -> AnyView,
}

impl Inside {
    /// The screens, and the words they say, which are known from now on.
    ///
    /// To be called in the part of the wasm that is fetched behind the door: whatever is only reached from here is
    /// in that part, and what is reached from elsewhere too is in the first.
    pub fn new(words: Areas, screens: fn() -> AnyView) -> Self {
        i18n::learn(words);
        Self { screens, fresh_kit }
    }
}

/// What is behind the door, as far as it has come.
#[derive(Clone, Copy)]
pub struct Behind {
    inside: RwSignal<Option<Inside>>,
    missing: RwSignal<bool>,
    fetch: Callback<()>,
}

impl Behind {
    /// Nothing yet; `inside` fetches it.
    pub(crate) fn new<Fetched, Error>(inside: fn() -> Fetched) -> Self
    where
        Fetched: Future<Output = Result<Inside, Error>> + 'static,
    {
        let (there, missing) = (RwSignal::new(None), RwSignal::new(false));
        let fetch = move || {
            missing.set(false);
            spawn_local(async move {
                match inside().await {
                    Ok(inside) => there.set(Some(inside)),
                    // Why is in the browser's console; here only the network can be the reason.
                    Err(_) => missing.set(true),
                }
            });
        };
        Self {
            inside: there,
            missing,
            fetch: Callback::from(fetch),
        }
    }

    /// Fetches it; once more if that failed before.
    pub(crate) fn fetch(self) {
        self.fetch.run(());
    }

    /// Renders something of it, or what stands there until it has come. Follows it.
    pub(crate) fn show(self, of: impl FnOnce(Inside) -> AnyView) -> AnyView {
        match self.inside.get() {
            Some(inside) => of(inside),
            None if self.missing.get() => view! { <Missing behind=self /> }.into_any(),
            None => view! { <Coming /> }.into_any(),
        }
    }
}

/// Something is on its way.
#[component]
pub(crate) fn Coming() -> impl IntoView {
    view! {
        <main class="screen screen-centred" data-screen="loading">
            <Skeleton />
        </main>
    }
}

#[component]
fn Missing(behind: Behind) -> impl IntoView {
    view! {
        <Screen name="missing" title=t!("door-rest-missing") lead=t!("door-rest-missing-why") centred=true>
            <Button
                kind=Kind::Primary
                icon=Glyph::RefreshCw
                id="fetch-again"
                on_press=move || behind.fetch()
            >
                {t!("app-again")}
            </Button>
        </Screen>
    }
}
