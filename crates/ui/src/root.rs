//! The app's root: what stays when the language changes, around what is rendered anew.

use bridge::Role;
use leptos::prelude::*;

use crate::{
    behind::{Behind, Inside},
    browser,
    components::{ToastList, Toasts},
    door::{Door, DoorWays},
    engine::Engine,
    i18n::LanguageSwitch,
    theme::Looks,
};

/// Starts an app in the page: the door first, and behind it the app's own screens.
///
/// `inside` fetches the part of the wasm that has the screens, once the door is on the screen. What it gives renders the
/// router with the shell and its routes; that is called again when somebody signs in and when the language changes.
///
/// ```text
/// ui::start(Role::Patient, inside);
///
/// #[wasm_split(inside, wasm_split_path = ::leptos::wasm_split, fallible)]
/// fn inside() -> Result<Inside, SplitLoaderError> {
///     Ok(Inside::new(i18n::PATIENT, || view! { <App /> }.into_any()))
/// }
/// ```
pub fn start<Fetched, Error>(role: Role, inside: fn() -> Fetched)
where
    Fetched: Future<Output = Result<Inside, Error>> + 'static,
{
    console_error_panic_hook::set_once();
    mount_to_body(move || {
        let behind = Behind::new(inside);
        view! { <Root role behind /> }
    });
}

#[component]
fn Root(role: Role, behind: Behind) -> impl IntoView {
    let language = LanguageSwitch::new();
    let toasts = Toasts::new();
    provide_context(language);
    provide_context(toasts);
    provide_context(Looks::new());
    provide_context(DoorWays::new());
    provide_context(Engine::start(role, toasts));
    browser::once_painted(move || behind.fetch());
    move || {
        language.get();
        view! {
            <Door behind />
            <ToastList />
        }
    }
}
