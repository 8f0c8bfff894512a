//! The app's root: what stays when the language changes, around what is rendered anew.

use bridge::Role;
use leptos::prelude::*;

use crate::{
    components::{ToastList, Toasts},
    door::{Door, DoorWays},
    engine::Engine,
    i18n::LanguageSwitch,
    theme::Looks,
};

/// Starts an app in the page: the door first, and behind it the app's own screens.
///
/// `screens` renders the router with the shell and its routes; it is called again when somebody
/// signs in and when the language changes.
///
/// ```text
/// ui::start(Role::Patient, || view! { <Screens /> }.into_any());
/// ```
pub fn start(role: Role, screens: fn() -> AnyView) {
    console_error_panic_hook::set_once();
    mount_to_body(move || view! { <Root role screens /> });
}

#[component]
fn Root(role: Role, screens: fn() -> AnyView) -> impl IntoView {
    let language = LanguageSwitch::new();
    let toasts = Toasts::new();
    provide_context(language);
    provide_context(toasts);
    provide_context(Looks::new());
    provide_context(DoorWays::new());
    provide_context(Engine::start(role, toasts));
    move || {
        language.get();
        view! {
            <Door screens />
            <ToastList />
        }
    }
}
