//! One screen: its heading, what leads back, what is on it.

use leptos::{html, prelude::*};

use super::{Glyph, Icon};
use crate::t;

/// A screen's root with its one `h1`, which gets the focus when the screen appears.
///
/// ```text
/// <Screen name="sharing" title=t!("sharing-title") lead=t!("sharing-lead")>…</Screen>
/// <Screen name="patient" title=name aside=|| view! { <Card heading=t!("news-title")>…</Card> }>…</Screen>
/// <Screen name="labs" title=t!("labs-title") back="/patient/records" actions=|| view! { <Button …/> }>…</Screen>
/// ```
#[component]
pub fn Screen(
    /// For `data-screen`.
    name: &'static str,
    /// The `h1`, and the page's title.
    #[prop(into)]
    title: Signal<String>,
    /// A line below it.
    #[prop(optional, into)]
    lead: Signal<Option<String>>,
    /// Where back leads.
    #[prop(optional, into)]
    back: Option<String>,
    /// What stands at the right of the heading.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// A third column on a desk, below the rest on a phone: what is new, a timeline.
    #[prop(optional, into)]
    aside: Option<ViewFn>,
    /// Centred, without a shell: the door, an invitation.
    #[prop(optional)]
    centred: bool,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // The heading has a tabindex, so it can have the focus.
            let _ = heading.focus();
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    Effect::new(move |_| document().set_title(&t!("app-page-title", title = title.get())));

    let beside = aside.is_some();
    let main = view! {
        <main class="screen" class:screen-centred=centred data-screen=name id="main">
            <header class="screen-head">
                {back
                    .map(|back| {
                        view! {
                            <a class="icon-button" href=back aria-label=t!("app-back") id="back">
                                <Icon glyph=Glyph::ArrowLeft />
                            </a>
                        }
                    })}
                <div class="screen-title">
                    <h1 tabindex="-1" node_ref=heading>
                        {move || title.get()}
                    </h1>
                    {move || lead.get().map(|lead| view! { <p class="lead">{lead}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="screen-actions">{actions.run()}</div> })}
            </header>
            {children()}
        </main>
    };
    view! {
        <div class:screen-beside=beside>
            {main} {aside.map(|aside| view! { <aside class="screen-aside" aria-label=t!("app-beside")>{aside.run()}</aside> })}
        </div>
    }
}
