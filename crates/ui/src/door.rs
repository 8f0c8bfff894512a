//! The door: what stands before an app's own screens until it is open.

use bridge::Standing;
use leptos::prelude::*;

use crate::{
    components::{Screen, Skeleton},
    engine::Engine,
    t,
};

/// The app's own screens once it is open; before that what it needs to be opened.
#[component]
pub(crate) fn Door(screens: fn() -> AnyView) -> impl IntoView {
    let engine = Engine::expect();
    let open = Memo::new(move |_| {
        engine
            .standing()
            .with(|standing| matches!(standing, Some(Standing::Open(_))))
    });
    move || match open.get() {
        true => screens(),
        false => view! {
            <Screen name="loading" title=t!("app-name") centred=true>
                <Skeleton />
            </Screen>
        }
        .into_any(),
    }
}
