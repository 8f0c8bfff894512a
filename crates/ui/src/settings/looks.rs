//! Language, colours, size of the text.

use leptos::prelude::*;

use crate::{
    components::{Card, Choice, Pick},
    door::Languages,
    t,
    theme::{Looks, TextSize, Theme},
};

/// How the app looks and speaks.
#[component]
pub(super) fn LooksCard() -> impl IntoView {
    let looks = Looks::expect();
    let themes = vec![
        Pick::new(Theme::Device, t!("settings-theme-device")),
        Pick::new(Theme::Light, t!("settings-theme-light")),
        Pick::new(Theme::Dark, t!("settings-theme-dark")),
    ];
    let sizes = vec![
        Pick::new(TextSize::Normal, t!("settings-text-normal")),
        Pick::new(TextSize::Large, t!("settings-text-large")),
        Pick::new(TextSize::Largest, t!("settings-text-largest")),
    ];
    view! {
        <Card heading=t!("app-language")>
            <Languages />
        </Card>
        <Card>
            <Choice id="theme" legend=t!("settings-theme") picks=themes value=looks.theme />
        </Card>
        <Card>
            <Choice id="text-size" legend=t!("settings-text") picks=sizes value=looks.text_size />
        </Card>
    }
}
