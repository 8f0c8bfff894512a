//! The languages, each in its own words.

use leptos::prelude::*;

use crate::{
    i18n::{Language, LanguageSwitch},
    t,
};

/// A button for each language.
#[component]
pub(crate) fn Languages() -> impl IntoView {
    let switch = LanguageSwitch::expect();
    let buttons = Language::ALL.map(|language| {
        let pressed = move || {
            if switch.get() == language {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button
                type="button"
                class="segment"
                id=format!("language-{}", language.code())
                lang=language.code()
                aria-pressed=pressed
                on:click=move |_| switch.set(language)
            >
                {language.name()}
            </button>
        }
    });
    view! {
        <div class="segments languages" role="group" aria-label=t!("app-language")>
            {buttons.collect_view()}
        </div>
    }
}
