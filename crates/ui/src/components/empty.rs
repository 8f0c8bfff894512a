//! What a list says when there is nothing in it.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// An empty state: what will be here, and how to make the first one.
///
/// `<Empty icon=Glyph::Inbox title=t!("home-nothing-new")>{t!("home-nothing-new-why")}</Empty>`
#[component]
pub fn Empty(
    /// An icon.
    icon: Glyph,
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What will be, and a button for it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph=icon />
            <p class="empty-title">{title}</p>
            {children.map(|children| view! { <div class="empty-more">{children()}</div> })}
        </div>
    }
}
