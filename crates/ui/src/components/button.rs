//! Buttons, and links that look like them.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// How much a button weighs. One primary button a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// The one thing to do here.
    Primary,
    /// Something else that can be done.
    #[default]
    Secondary,
    /// Adds something: teal lines.
    Add,
    /// Takes away, ends, erases.
    Danger,
    /// Beside the matter: no box.
    Quiet,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Add => "button button-add",
            Self::Danger => "button button-danger",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// A button.
///
/// `<Button kind=Kind::Primary icon=Glyph::Plus busy=asking.busy() on_press=move || add()>{t!("add")}</Button>`
///
/// In a form, `submit` makes it send the form; `on_press` may then be left out.
#[component]
pub fn Button(
    /// Its weight.
    #[prop(optional)]
    kind: Kind,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// While true it turns a wheel and takes no press.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// While true it takes no press.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Sends the form it is in.
    #[prop(optional)]
    submit: bool,
    /// As wide as its card.
    #[prop(optional)]
    wide: bool,
    /// Its id.
    #[prop(optional, into)]
    id: Signal<Option<&'static str>>,
    /// A name for screen readers where the words alone are not enough: "Remove Dr Rao".
    #[prop(optional, into)]
    label: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let press = move |_| {
        if let Some(on_press) = on_press
            && !busy.get_untracked()
        {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            class:button-wide=wide
            class:button-busy=move || busy.get()
            id=move || id.get()
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            disabled=move || disabled.get()
            on:click=press
        >
            {icon.map(|glyph| view! { <Icon glyph=glyph /> })}
            <span class="button-words">{children()}</span>
        </button>
    }
}

/// A link that looks like a button: for what leads somewhere.
///
/// `<LinkButton kind=Kind::Add icon=Glyph::Plus href="/patient/add">{t!("home-add")}</LinkButton>`
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// Its weight.
    #[prop(optional)]
    kind: Kind,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// As wide as its card.
    #[prop(optional)]
    wide: bool,
    /// Its id.
    #[prop(optional, into)]
    id: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() class:button-wide=wide id=id href=href>
            {icon.map(|glyph| view! { <Icon glyph=glyph /> })}
            <span class="button-words">{children()}</span>
        </a>
    }
}

/// A button of an icon alone, 44 px on a side, with a name for screen readers.
///
/// `<IconButton glyph=Glyph::Cross label=t!("app-close") on_press=move || close() />`
#[component]
pub fn IconButton(
    /// The icon.
    glyph: Glyph,
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Its id.
    #[prop(optional, into)]
    id: Option<&'static str>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            id=id
            aria-label=move || label.get()
            on:click=move |_| on_press.run(())
        >
            <Icon glyph=glyph />
        </button>
    }
}
